import { registry } from "@web/core/registry";
import { enter, press, seeStatus } from "../base/steps";

/** At the desk of the claims clerk: a finished job becomes a claim that lacks something, is completed, and goes (I3). */
registry.category("web_tour.tours").add("aftersales_make_claim", {
    steps: () => [
        {
            content: "The finished job stands in the list; make its claim",
            trigger: ".o_data_row:contains(Front brake pads) button[name=action_make_claim]",
            run: "click",
        },
        { content: "It has its number", trigger: ".o_field_widget[name=name]:contains(CLM/)" },
        { content: "What is missing is told", trigger: ".alert:contains(not entered: Correction)" },
        { content: "Open what is said of the fault", trigger: ".nav-link[name=fault]", run: "click" },
        enter("correction", "Pads renewed"),
        { content: "Back to what is claimed", trigger: ".nav-link[name=lines]", run: "click" },
        { content: "It is missing no more", trigger: ".o_form_view:not(:has(.alert:contains(not entered)))" },
        press("action_check"),
        seeStatus("Checked"),
        press("action_submit"),
        seeStatus("Submitted"),
        { content: "What was sent is kept", trigger: ".nav-link[name=sent]" },
    ],
});

/** The maker asks, and gets his answer (I3). */
registry.category("web_tour.tours").add("aftersales_answer_maker", {
    steps: () => [
        press("action_question"),
        enter("question", "Which side?"),
        { content: "Enter it", trigger: ".modal button[name=action_apply]", run: "click" },
        { content: "His question is told", trigger: ".alert:contains(Which side?)" },
        press("action_answer"),
        enter("answer", "The left one"),
        { content: "Send it", trigger: ".modal button[name=action_apply]", run: "click" },
        { content: "He has it", trigger: ".o_form_view:not(:has(.alert:contains(Which side?)))" },
    ],
});
