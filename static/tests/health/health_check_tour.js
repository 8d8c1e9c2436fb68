import { registry } from "@web/core/registry";
import { openApplication, press, seeStatus } from "../base/steps";

const CARD = ".o_kanban_record:contains(BILL-1)";

function line(name) {
    return `.o_health_line[data-name="${name}"]`;
}

/** The technician walks around the car with the tablet: measures, taps colours, proposes work, is done. */
registry.category("web_tour.tours").add("aftersales_health_check", {
    steps: () => [
        ...openApplication(),
        press("action_health_check", CARD),
        { content: "The sheet is empty", trigger: ".o_health_bar:contains(0 %)" },
        { content: "Measure the pads", trigger: `${line("Pads")} input[inputmode=decimal]`, run: "edit 1,5" },
        { content: "Leave the field", trigger: ".o_health_bar", run: "click" },
        { content: "The value sets the colour", trigger: `${line("Pads")}.border-danger` },
        { content: "Propose the work in one tap", trigger: `${line("Pads")} .o_health_propose:contains(Front brake pads)`, run: "click" },
        { content: "The job waits for the customer", trigger: `${line("Pads")} .badge:contains(Pending)` },
        { content: "Show the phrases", trigger: `${line("Lamps")} .o_health_name`, run: "click" },
        { content: "Pick one", trigger: `${line("Lamps")} .o_health_phrase:contains(dull)`, run: "click" },
        { content: "The phrase sets the colour", trigger: `${line("Lamps")}.border-warning` },
        { content: "What the template does not ask", trigger: ".o_health_add", run: "click" },
        { content: "Say what", trigger: ".modal #aftersales_finding_name", run: "edit Roof box loose" },
        { content: "Add it", trigger: ".modal .btn-primary:enabled", run: "click" },
        { content: "It is urgent", trigger: `${line("Roof box loose")} [data-result=urgent]`, run: "click" },
        { content: "It is marked", trigger: `${line("Roof box loose")}.border-danger` },
        { content: "All else is in order", trigger: ".o_health_all_ok:enabled", run: "click" },
        { content: "Everything is answered", trigger: ".o_health_bar:contains(100 %)" },
        { content: "Done", trigger: ".o_health_done:enabled", run: "click" },
        seeStatus("Done"),
        { content: "Nothing can be tapped any more", trigger: ".o_aftersales_health_sheet:not(:has(.o_health_result))" },
    ],
});
