import { registry } from "@web/core/registry";
import { card, enter, press, seeStatus } from "../base/steps";

/** At the counter: the work is covered, and one click takes it as warranty (I2). */
registry.category("web_tour.tours").add("aftersales_take_as_warranty", {
    steps: () => [
        {
            content: "The card says by what it is covered, and until when",
            trigger: `${card("Front brake pads")} .o_sheet_hint:contains(Covered by Tour warranty until)`,
        },
        {
            content: "Take it as warranty",
            trigger: `${card("Front brake pads")} button[name=action_take_coverage]`,
            run: "click",
        },
        {
            content: "The maker pays, and nothing is offered any more",
            trigger: `${card("Front brake pads")}:contains(Car Maker):not(:has(button[name=action_take_coverage]))`,
        },
    ],
});

/** In the workshop: the technician proposes the parts of his job with the cause that he found (I5). */
registry.category("web_tour.tours").add("aftersales_propose_free_parts", {
    steps: () => [
        press("action_propose_free"),
        {
            content: "The part of the job stands there already",
            trigger: ".o_field_widget[name=line_ids] .o_data_row:contains(Brake pads)",
        },
        enter("cause", "Lining came off by itself"),
        { content: "Propose it", trigger: ".o_form_button_save", run: "click" },
        { content: "It has its number", trigger: ".o_field_widget[name=name]:contains(FI/)" },
        seeStatus("Proposed"),
    ],
});

/** At the desk of the claims clerk: yes (I5). */
registry.category("web_tour.tours").add("aftersales_approve_free_parts", {
    steps: () => [
        press("action_approve"),
        seeStatus("Approved to Issue"),
        {
            content: "What is still missing is told",
            trigger: ".alert:contains(not issued)",
        },
    ],
});
