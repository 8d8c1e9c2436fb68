import { registry } from "@web/core/registry";
import { draw, enter, openApplication, press, seeStatus } from "../base/steps";

const PLATE = "BILL-1";
const CARD = `.o_kanban_record:contains(${PLATE})`;

function openCard() {
    return { content: `Open the card of ${PLATE}`, trigger: `${CARD} :contains(${PLATE})`, run: "click" };
}

/** The parts clerk hands out the parts of an approved job. */
registry.category("web_tour.tours").add("aftersales_parts_issue", {
    steps: () => [
        ...openApplication(),
        {
            content: "Open the transfer of the car",
            trigger: `.o_data_row:contains(${PLATE}) td[name=name]`,
            run: "click",
        },
        {
            content: "The parts are reserved",
            trigger: ".o_field_widget[name=move_ids] .o_data_row:contains(Brake pads) td[name=quantity]:contains(2.00)",
        },
        { content: "The technician signs for them", trigger: ".o_aftersales_sign", run: "click" },
        {
            content: "The box is empty, nothing writes his name, and nothing can be sent yet",
            trigger: ".modal:not(:has(.o_web_sign_auto_button)) .modal-footer .btn-primary:disabled",
        },
        { content: "He cannot draw", trigger: ".modal button:contains(cannot draw)", run: "click" },
        { content: "He types his name", trigger: ".modal #aftersales_typed_name", run: "edit Tech" },
        { content: "Sign", trigger: ".modal .modal-footer .btn-primary:enabled", run: "click" },
        { content: "Signed", trigger: "body:not(:has(.modal)) .o_statusbar_buttons:not(:has(.o_aftersales_sign))" },
        press("button_validate"),
        seeStatus("Done"),
    ],
});

/** The technician clocks on and finishes. */
registry.category("web_tour.tours").add("aftersales_technician_work", {
    steps: () => [
        ...openApplication(),
        press("action_clock_start", CARD),
        { content: "The clock runs", trigger: `${CARD}:contains(Running since)` },
        press("action_clock_finish", CARD),
        { content: "Which car it is", trigger: ".modal .o_field_widget[name=license_plate]:contains(BILL-1)" },
        press("action_apply", ".modal"),
        { content: "The job is handed on", trigger: `.o_kanban_view:not(:has(${CARD}))` },
    ],
});

/** The inspector answers the checklist and passes the work. */
registry.category("web_tour.tours").add("aftersales_inspector_pass", {
    steps: () => [
        ...openApplication(),
        openCard(),
        {
            content: "Answer the first item",
            trigger: ".o_field_widget[name=line_ids] .o_data_row:first button[name=action_ok]",
            run: "click",
        },
        {
            content: "It is answered",
            trigger: ".o_field_widget[name=line_ids] .o_data_row:first td[name=result]:contains(OK)",
        },
        press("action_all_ok"),
        { content: "All are answered", trigger: ".o_statusbar_buttons:not(:has(button[name=action_all_ok]))" },
        press("action_pass"),
        seeStatus("Passed"),
    ],
});

/** The advisor gives the car back. */
registry.category("web_tour.tours").add("aftersales_advisor_deliver", {
    steps: () => [
        ...openApplication(),
        openCard(),
        seeStatus("Ready"),
        press("action_open_delivery"),
        {
            content: "What is not paid yet is shown",
            trigger: ".modal .o_field_widget[name=dues_html]:contains(Not invoiced yet)",
        },
        enter("odometer_out", "12003 && press Tab", ".modal"),
        {
            content: "A slip of the hand is asked about before anything is signed",
            trigger: ".modal .o_field_widget[name=odometer_question]:contains(would have run 11003)",
        },
        enter("odometer_out", "1003 && press Tab", ".modal"),
        { content: "No question is left", trigger: ".modal:not(:has(.o_field_widget[name=odometer_question]))" },
        { content: "All is explained", trigger: ".modal .o_field_widget[name=all_explained] input", run: "click" },
        {
            content: "Each point is ticked",
            trigger: ".modal .o_field_widget[name=line_ids] .o_data_row:last td[name=is_done] input:checked",
        },
        { content: "The customer signs", trigger: ".modal .o_field_widget[name=signature] .o_signature", run: "click" },
        draw(),
        { content: "Signed", trigger: ".o_aftersales_signature_dialog footer .btn-primary:enabled", run: "click" },
        { content: "Signed", trigger: ".modal .o_field_widget[name=signature] img.o_signature" },
        press("action_deliver", ".modal"),
        seeStatus("Delivered"),
    ],
});

/** The accountant makes the invoice and posts it. */
registry.category("web_tour.tours").add("aftersales_accountant_invoice", {
    steps: () => [
        ...openApplication(),
        {
            content: "Choose the order",
            trigger: `.o_data_row:contains(${PLATE}) .o_list_record_selector input`,
            run: "click",
        },
        press("action_create_invoices", ".o_control_panel"),
        seeStatus("Draft"),
        press("action_post"),
        seeStatus("Posted"),
    ],
});
