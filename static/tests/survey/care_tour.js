import { registry } from "@web/core/registry";
import { choose, enter, press, seeStatus } from "../base/steps";

function openTab(name) {
    return { content: `Open ${name}`, trigger: `.nav-link[name=${name}]`, run: "click" };
}

/** A new row in a list that is typed into. */
function addRow(field) {
    return {
        content: `A new row of ${field}`,
        trigger: `.o_field_widget[name=${field}] .o_field_x2many_list_row_add :is(a, button)`,
        run: "click",
    };
}

function inRow(field) {
    return `.o_selected_row td[name=${field}] input`;
}

function pick(word) {
    return { content: `Choose ${word}`, trigger: `.o_select_menu_item:contains(${word})`, run: "click" };
}

/** A customer calls: the case is written down, acknowledged, investigated, and a solution proposed (K1-K3). */
registry.category("web_tour.tours").add("aftersales_care_takes_complaint", {
    steps: () => [
        enter("story", "The brakes squeal again."),
        ...choose("order_id", "RO-TOUR"),
        { content: "Car and customer come with it", trigger: ".o_field_widget[name=vehicle_id] input:value(TOUR-1)" },
        ...choose("category_id", "Repair not cured"),
        { content: "Keep it", trigger: ".o_form_button_save", run: "click" },
        { content: "It has a number and a day", trigger: ".o_form_saved .o_field_widget[name=due_date]" },
        press("action_acknowledge"),
        seeStatus("Acknowledged"),
        press("action_investigate"),
        seeStatus("Investigating"),
        enter("findings", "Old pads were fitted"),
        ...choose("cause_id", "Not done by the work standard"),
        enter("root_cause", "Two boxes alike"),
        addRow("party_ids"),
        { content: "The unit", trigger: inRow("department_id"), run: "edit Paint" },
        {
            content: "The paint shop",
            trigger: ".o-autocomplete--dropdown-item:not(.o_loading):contains(Paint Shop)",
            run: "click",
        },
        ...containTheHarm(),
        openTab("solution"),
        enter("offer_text", "You get 115 back"),
        addRow("solution_ids"),
        { content: "The cursor stands in it", trigger: ".o_selected_row td[name=kind] input:focus" },
        { content: "Kinds of solution", trigger: inRow("kind"), run: "click" },
        pick("Money back"),
        { content: "It is chosen", trigger: ".o_selected_row td[name=kind] input:value(Money back)" },
        { content: "How much", trigger: inRow("amount"), run: "edit 115" },
        press("action_propose"),
        seeStatus("Solution Proposed"),
    ],
});

/** An action of the eight steps. */
function containTheHarm() {
    return [
        openTab("actions"),
        addRow("action_ids"),
        enter("name", "Lock the old pads away", ".modal"),
        { content: "Steps", trigger: ".modal .o_field_widget[name=d_step] input", run: "click" },
        pick("D3 Contain"),
        { content: "Keep it", trigger: ".modal .o_form_button_save", run: "click" },
        { content: "It is there", trigger: ".o_field_widget[name=action_ids] .o_data_row:contains(D3 Contain)" },
    ];
}

/** It goes beyond the limit of care: the manager finds it at home and decides with one click (K3). */
registry.category("web_tour.tours").add("aftersales_manager_approves", {
    steps: () => [
        {
            content: "One case waits for a decision",
            trigger: ".o_as_today_tile[data-key=complaints_to_decide]:contains(1)",
            run: "click",
        },
        { content: "Open it", trigger: ".o_data_row:contains(squeal) td[name=name], .o_kanban_record:contains(squeal)", run: "click" },
        press("action_approve"),
        seeStatus("Approved"),
    ],
});

/** The accountant makes the credit note of the invoice, and posts it (K3). */
registry.category("web_tour.tours").add("aftersales_accountant_gives_back", {
    steps: () => [
        {
            content: "What was decided waits for its document",
            trigger: ".o_data_row:contains(Money back) button[name=action_make_document]",
            run: "click",
        },
        {
            content: "A credit note over what was decided",
            trigger: ".o_form_view:has(.o_field_widget[name=amount_untaxed], .o_tax_total_label, .oe_subtotal_footer):contains(115.00)",
        },
        { content: "Post it", trigger: ".o_form_view .o_statusbar_buttons button[name=action_post]", run: "click" },
        { content: "It is posted", trigger: ".o_statusbar_status .o_arrow_button_current:contains(Posted)" },
    ],
});

/** The office tells the customer and carries it out (K2). */
registry.category("web_tour.tours").add("aftersales_care_carries_out", {
    steps: () => [
        press("action_write_letter"),
        {
            content: "The letter says what was promised, in his words",
            trigger: ".modal .o_field_widget[name=body]:contains(You get 115 back)",
        },
        { content: "Send it", trigger: ".modal footer button[name=action_apply]:visible", run: "click" },
        { content: "It is sent", trigger: "body:not(:has(.modal)) .o_form_view" },
        openTab("solution"),
        enter("carried_note", "Paid back"),
        press("action_carry_out"),
        seeStatus("Carried Out"),
    ],
});

/** Somebody else asks the customer afterwards (K2). */
registry.category("web_tour.tours").add("aftersales_other_person_asks", {
    steps: () => [
        press("action_confirm"),
        enter("note", "All is well", ".modal"),
        { content: "He is content", trigger: ".modal button[name=action_apply]", run: "click" },
        seeStatus("Customer Content"),
    ],
});

/** Who answered badly is called back, and it becomes a complaint; the next is asked with number keys (L1, L3, C6). */
registry.category("web_tour.tours").add("aftersales_care_calls_back", {
    steps: () => [
        {
            content: "One bad answer to call back",
            trigger: ".o_as_today_tile[data-key=survey_callbacks]:contains(1)",
            run: "click",
        },
        { content: "Open it", trigger: ".o_data_row:contains(Customer 0) td[name=survey_id]", run: "click" },
        { content: "Why", trigger: ".o_form_view .alert:contains(not content)" },
        enter("callback_note", "He waited an hour at the counter"),
        press("action_called_back"),
        { content: "It is noted", trigger: ".o_field_widget[name=callback_user_id]" },
        press("action_complain"),
        { content: "It is a complaint with his answers", trigger: ".o_field_widget[name=story] textarea:value(Fair)" },
    ],
});

/** Asked on the phone with number keys: a bad mark opens a complaint by itself (K6, C6). */
registry.category("web_tour.tours").add("aftersales_care_asks_by_phone", {
    steps: () => [
        { content: "Who is called", trigger: ".o_as_survey_customer:contains(Customer 1)" },
        { content: "The first question is marked", trigger: ".o_as_question:first.o_as_current", run: "press 1" },
        { content: "The key answered it", trigger: ".o_as_question:first button[aria-pressed=true]" },
        { content: "Keep it", trigger: "button:contains(Keep the Answers):enabled", run: "click" },
        { content: "Nobody else is to be called", trigger: ".o_as_survey_empty" },
    ],
});
