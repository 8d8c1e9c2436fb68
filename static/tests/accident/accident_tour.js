import { registry } from "@web/core/registry";
import { enter, press, seeStatus } from "../base/steps";

const DIALOG = ".modal .o_form_view";

function agree(words) {
    return { content: "Confirm", trigger: `.modal .modal-footer .btn-primary:contains(/^${words}$/)`, run: "click" };
}

function openTab(name) {
    return { content: `Open ${name}`, trigger: `.o_notebook_headers .nav-link[name=${name}]`, run: "click" };
}

/** The advisor picks a panel on the picture; its usual hours become lines, and the insurer is asked (E11). */
registry.category("web_tour.tours").add("aftersales_accident_asked", {
    steps: () => [
        openTab("assessments"),
        {
            content: "Begin an assessment",
            trigger: ".o_field_widget[name=assessment_ids] .o_field_x2many_list_row_add button, .o_field_widget[name=assessment_ids] .o_field_x2many_list_row_add a",
            run: "click",
        },
        { content: "The panel is replaced", trigger: `${DIALOG} [data-work=replace]`, run: "click" },
        { content: "Tap the door", trigger: `${DIALOG} rect[aria-label="Left front door"]`, run: "click" },
        { content: "The door is red", trigger: `${DIALOG} rect.o_aftersales_panel_replace[aria-label="Left front door"]` },
        { content: "Its paint is a line", trigger: `${DIALOG} .o_data_row:contains(Paint Material):contains(300.00)` },
        { content: "Save", trigger: ".modal .o_form_button_save", run: "click" },
        { content: "Open it", trigger: ".o_field_widget[name=assessment_ids] .o_data_row:contains(First assessment)", run: "click" },
        press("action_ask", ".modal .o_statusbar_buttons"),
        agree("Ask the Insurer"),
        {
            content: "It is asked",
            trigger: ".o_field_widget[name=assessment_ids] .o_data_row:contains(First assessment):contains(Sent to the Insurer)",
        },
    ],
});

/** What the insurer says is noted with who said it, and sealed (E11). */
registry.category("web_tour.tours").add("aftersales_accident_approved", {
    steps: () => [
        openTab("assessments"),
        {
            content: "Open what waits",
            trigger: ".o_field_widget[name=assessment_ids] .o_data_row:contains(Sent to the Insurer)",
            run: "click",
        },
        enter("approver", "Li Qiang", DIALOG),
        press("action_approve_as_asked", ".modal .o_statusbar_buttons"),
        { content: "The amounts are there", trigger: `${DIALOG} .o_field_widget[name=amount]:contains(300.00)` },
        press("action_approve", ".modal .o_statusbar_buttons"),
        agree("Approved"),
        {
            content: "It is approved",
            trigger: ".o_field_widget[name=assessment_ids] .o_data_row:contains(Approved)",
        },
    ],
});

/** Papers go to the insurer, his money comes, the accident is settled (E11). */
registry.category("web_tour.tours").add("aftersales_accident_settled", {
    steps: () => [
        openTab("papers"),
        press("action_papers_there", ".o_form_view"),
        press("action_send"),
        seeStatus("Papers Sent"),
        press("action_settle"),
        agree("Settled"),
        seeStatus("Settled"),
    ],
});
