import { registry } from "@web/core/registry";
import { choose, enter, press, seeStatus } from "../base/steps";

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
        seeStatus("Answered"),
    ],
});

/** Choose one of the words of a selection in the first row of a list. */
function say(field, word, within) {
    return [
        { content: `Go to ${field}`, trigger: `${within} .o_data_row:first td[name=${field}]`, run: "click" },
        { content: `Open ${field}`, trigger: `${within} td[name=${field}] input`, run: "click" },
        { content: `Choose ${word}`, trigger: `.o_select_menu_item:contains(${word})`, run: "click" },
        { content: `${word} is chosen`, trigger: `${within} td[name=${field}] input:value(${word})` },
    ];
}

/** The maker accepts all but one line; who bears that is asked for, and waits for a manager (I3). */
registry.category("web_tour.tours").add("aftersales_decide_partly", {
    steps: () => [
        press("action_decide"),
        ...say("outcome", "Rejected", ".modal"),
        { content: "Go to the reason", trigger: ".modal .o_data_row:first td[name=reason_id]", run: "click" },
        { content: "Its code", trigger: ".modal td[name=reason_id] input", run: "edit CDR" },
        {
            content: "Choose it",
            trigger: ".o-autocomplete--dropdown-item:not(.o_loading):contains(CDR)",
            run: "click",
        },
        { content: "All others are accepted", trigger: ".modal button[name=action_accept_all]", run: "click" },
        { content: "They are", trigger: ".modal .o_data_row:contains(Accepted)" },
        { content: "Keep it", trigger: ".modal button[name=action_apply]", run: "click" },
        seeStatus("Decided"),
        press("action_give_home"),
        ...say("home", "Internal cost", ".modal"),
        enter("reason", "Our own diagnosis", ".modal"),
        { content: "Propose it", trigger: ".modal button[name=action_apply]", run: "click" },
        { content: "It waits, and is not asked again", trigger: ".alert:contains(wait for a yes)" },
        {
            content: "No button to ask twice",
            trigger: ".o_statusbar_buttons:not(:has(button[name=action_give_home]))",
        },
    ],
});

/** A new credit list finds the terms of its maker (I3). */
registry.category("web_tour.tours").add("aftersales_new_credit_list", {
    steps: () => [
        { content: "A new list", trigger: ".o_list_button_add", run: "click" },
        enter("name", "C-TOUR"),
        ...choose("terms_id", "Car Maker"),
        { content: "It can be compared", trigger: ".o_statusbar_buttons button[name=action_read]" },
        { content: "Keep it", trigger: ".o_form_button_save", run: "click" },
        { content: "It is kept", trigger: ".o_form_saved" },
    ],
});

/** Its rows are compared with the claims (I3). */
registry.category("web_tour.tours").add("aftersales_compare_credit_list", {
    steps: () => [
        press("action_read"),
        seeStatus("Compared"),
        { content: "Its row fits the claim", trigger: ".o_field_widget[name=line_ids] .o_data_row:contains(CLM/)" },
    ],
});

/** The supplier has his statement, and answers (I4). */
registry.category("web_tour.tours").add("aftersales_supplier_answers", {
    steps: () => [
        press("action_send"),
        seeStatus("Sent"),
        ...say("verdict", "Accepted", ".o_field_widget[name=line_ids]"),
        press("action_answer"),
        seeStatus("Answered"),
    ],
});
