import { registry } from "@web/core/registry";
import { enter, press, seeStatus } from "../base/steps";

const FORM = ".o_form_view";

/** A missed figure, from the manager's day to what is done about it (N1). */
registry.category("web_tour.tours").add("aftersales_key_figure", {
    steps: () => [
        { content: "One figure is missed", trigger: ".o_as_today_tile[data-key=figures_bad]:contains(1)", run: "click", timeout: 60000 },
        {
            content: "It is the number of visits",
            trigger: ".o_list_view .o_data_row:contains(Number of Visits) td[name=value_text]:contains(2)",
            run: "click",
        },
        { content: "Its target", trigger: `${FORM} .o_field_widget[name=target_text]:contains(100)` },
        { content: "How it was reckoned", trigger: `${FORM} .o_field_widget[name=words]:contains(2)` },
        { content: "Its verdict", trigger: `${FORM} .o_field_widget[name=verdict]:contains(Target Missed)` },
        { content: "The records behind it", trigger: "button[name=action_open_records]:enabled", run: "click" },
        { content: "Two visits are behind it", trigger: ".o_list_view:has(.o_data_row:nth-child(2)):not(:has(.o_data_row:nth-child(3)))" },
        { content: "Back to the figure", trigger: ".o_back_button a", run: "click" },
        enter("comment", "Holidays", FORM),
        enter("measure_text", "Invite customers", FORM),
        { content: "Save", trigger: ".o_form_button_save", run: "click" },
        { content: "Saved", trigger: "body:not(:has(.o_form_button_save:visible))" },
    ],
});

/** A report from its draft to the paper, by whoever did not compile it (N2). */
registry.category("web_tour.tours").add("aftersales_monthly_report", {
    steps: () => [
        seeStatus("Draft"),
        { content: "No figure is read yet", trigger: `${FORM}:not(:has(.o_as_on_demand))` },
        press("action_draft_summary"),
        { content: "A summary is proposed", trigger: `${FORM}:not(:has(button[name=action_draft_summary]:visible))` },
        enter("conclusion", "Call customers earlier", FORM),
        press("action_check"),
        seeStatus("Checked"),
        press("action_release"),
        { ...seeStatus("Released"), timeout: 60000 },
        { content: "The body", trigger: ".o_notebook_headers a[name=body]", run: "click" },
        { content: "Its figures come", trigger: `.o_as_on_demand:contains(Sources):contains(Number of Visits)`, timeout: 60000 },
        { content: "What differs", trigger: ".o_notebook_headers a[name=differences]", run: "click" },
        { content: "Nothing does", trigger: ".o_as_on_demand:contains(every figure is as it was released)", timeout: 60000 },
        press("action_print"),
        { content: "It is printed", trigger: "body:not(:has(.o_blockUI)) .o_form_view", run: () => {} },
    ],
});
