import { registry } from "@web/core/registry";
import { enter, press, seeStatus } from "../base/steps";

const FIRST = ".o_form_view .o_field_widget[name=line_ids] .o_data_row:first";

/** Choose a value in a column of the selected row. */
function pick(field, value) {
    return [
        { content: field, trigger: `.o_selected_row td[name=${field}] input`, run: "click" },
        { content: `Choose ${value}`, trigger: `.o_select_menu_item:contains(/^${value}$/)`, run: "click" },
        { content: `${value} is chosen`, trigger: `.o_selected_row td[name=${field}] input:value(${value})` },
    ];
}

/** The inspector judges a criterion, says what he found and who puts it right, and reports (N4). */
registry.category("web_tour.tours").add("aftersales_audit_report", {
    steps: () => [
        seeStatus("Assessment Running"),
        { content: "The first criterion", trigger: `${FIRST} td[name=grade]`, run: "click" },
        ...pick("grade", "None of It"),
        ...pick("severity", "Minor"),
        { content: "What was found", trigger: ".o_selected_row td[name=finding] textarea", run: "edit No chart in the hall" },
        { content: "Who puts it right", trigger: ".o_selected_row td[name=user_id] input", run: "edit Test Advisor" },
        {
            content: "It is the advisor",
            trigger: ".o-autocomplete--dropdown-item:not(.o_loading):contains(Test Advisor)",
            run: "click",
        },
        { content: "Save", trigger: ".o_form_button_save", run: "click" },
        { content: "Saved", trigger: "body:not(:has(.o_form_button_save:visible))" },
        press("action_rest_full"),
        { content: "All is judged", trigger: ".o_statusbar_buttons:not(:has(button[name=action_rest_full]))" },
        press("action_finish"),
        { content: "Seal it", trigger: ".modal .modal-footer .btn-primary:contains(Report)", run: "click" },
        seeStatus("Assessment Reported"),
    ],
});

/** The advisor has put it right. */
registry.category("web_tour.tours").add("aftersales_audit_done", {
    steps: () => [enter("evidence", "The chart hangs in the hall"), press("action_done"), seeStatus("Done")],
});

/** The inspector looks whether it helped. */
registry.category("web_tour.tours").add("aftersales_audit_checked", {
    steps: () => [enter("check_note", "Seen, and up to date"), press("action_effective"), seeStatus("Effective")],
});

/** And plans to assess the outlet again. */
registry.category("web_tour.tours").add("aftersales_audit_again", {
    steps: () => [press("action_again"), seeStatus("Assessment Planned")],
});
