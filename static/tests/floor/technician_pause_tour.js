import { registry } from "@web/core/registry";
import { enter, openApplication, press } from "../base/steps";

const CARD = ".o_kanban_record:contains(BILL-1)";

/** The technician has to wait for parts: the clock stops, the job is blocked, and goes on later. */
registry.category("web_tour.tours").add("aftersales_technician_pause", {
    steps: () => [
        ...openApplication(),
        { content: "My jobs come first, no clock runs", trigger: ".o_aftersales_clock_banner:contains(Your clock is stopped)" },
        press("action_clock_start", CARD),
        { content: "The banner says where the clock runs", trigger: ".o_aftersales_clock_banner:contains(BILL-1)" },
        press("action_clock_pause", CARD),
        { content: "Choose the reason", trigger: ".modal .o_selection_badge:contains(Waiting for parts)", run: "click" },
        enter("note", "Discs tomorrow", ".modal"),
        press("action_apply", ".modal"),
        { content: "The job is blocked", trigger: `${CARD}:contains(Blocked)` },
        { content: "The clock is stopped", trigger: ".o_aftersales_clock_banner:contains(Your clock is stopped)" },
        {
            content: "Time goes to something else",
            trigger: ".o_aftersales_clock_banner button:contains(Stop or Idle)",
            run: "click",
        },
        { content: "Cleaning", trigger: ".modal .o_selection_badge:contains(Cleaning)", run: "click" },
        press("action_apply", ".modal"),
        { content: "The idle clock runs", trigger: ".o_aftersales_clock_banner:contains(Cleaning or maintenance)" },
        press("action_clock_start", CARD),
        { content: "Back on the job", trigger: `${CARD}:contains(Running since)` },
        { content: "Look at the day", trigger: ".o_aftersales_clock_banner button:contains(My Day)", run: "click" },
        { content: "The day's hours", trigger: ".o_form_view .o_field_widget[name=line_ids] .o_data_row:contains(Wang Wei)" },
    ],
});
