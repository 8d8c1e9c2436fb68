import { registry } from "@web/core/registry";
import { enter, press, seeStatus } from "../base/steps";

function agree(words) {
    return { content: "Confirm", trigger: `.modal .modal-footer .btn-primary:contains(${words})`, run: "click" };
}

function open(page) {
    return { content: `Open ${page}`, trigger: `.o_form_view .o_notebook .nav-link:contains(/^${page}$/)`, run: "click" };
}

/** A round with one line, asked of the insurer from its own page. */
function ask(what, amount) {
    const line = ".o_field_widget[name=line_ids]";
    return [
        press("action_new_assessment"),
        { content: "Add a line", trigger: `${line} .o_field_x2many_list_row_add a`, run: "click" },
        { content: what, trigger: `${line} .o_selected_row td[name=name] input`, run: `edit ${what}` },
        { content: amount, trigger: `${line} .o_selected_row td[name=amount_asked] input`, run: `edit ${amount}` },
        { content: "Save", trigger: ".o_form_button_save", run: "click" },
        press("action_ask"),
        agree("Ask the Insurer"),
        seeStatus("Sent to the Insurer"),
    ];
}

/** The advisor asks the insurer for the first round (E11). */
registry.category("web_tour.tours").add("aftersales_accident_asked", { steps: () => ask("Door", "1500") });

/** What shows only once the bumper is off. */
registry.category("web_tour.tours").add("aftersales_accident_supplement", { steps: () => ask("Beam", "300.01") });

/** The claims clerk notes that all is approved as it was asked. */
registry.category("web_tour.tours").add("aftersales_accident_approved", {
    steps: () => [
        press("action_approve_as_asked"),
        { content: "The amounts are there", trigger: ".o_field_widget[name=line_ids] td[name=amount]:not(:contains(/^.?0.00$/))" },
        enter("approver", "Li Qiang"),
        press("action_approve"),
        agree("Approved"),
        seeStatus("Approved"),
    ],
});

/** All papers are there and go to the insurer. */
registry.category("web_tour.tours").add("aftersales_accident_sent", {
    steps: () => [
        open("Papers for the Insurer"),
        press("action_papers_there", ".o_form_view"),
        { content: "None is missing", trigger: ".o_form_view:not(:has(button[name=action_papers_there]))" },
        press("action_send"),
        seeStatus("Papers Sent"),
    ],
});

/** The insurer has paid. */
registry.category("web_tour.tours").add("aftersales_accident_settled", {
    steps: () => [press("action_settle"), agree("Settled"), seeStatus("Settled")],
});
