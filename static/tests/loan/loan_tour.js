import { registry } from "@web/core/registry";
import { draw, enter, press, seeStatus } from "../base/steps";

const PAPER = ".o_aftersales_checkin";
const SIGNED = `${PAPER} .o_field_widget[name=signature] img:is([src^='data:'], [src*='field=signature'])`;

function tap(content, trigger) {
    return { content, trigger: `${PAPER} ${trigger}`, run: "click" };
}

/** The customer signs what he sees, then whoever hands out or takes back. */
function signBoth() {
    return [
        tap("The customer signs", ".o_field_widget[name=signature] .o_signature"),
        draw(),
        { content: "Signed", trigger: ".o_aftersales_signature_dialog footer .btn-primary:enabled", run: "click" },
        { content: "His signature is there", trigger: SIGNED },
        tap("The house signs", ".o_aftersales_sign"),
        draw(),
        { content: "Signed", trigger: ".o_aftersales_signature_dialog footer .btn-primary:enabled", run: "click" },
        { content: "Ours is there", trigger: `${PAPER} .o_field_widget[name=staff_signature] img` },
        press("action_sign"),
    ];
}

/** A loaner is handed out with its contract (J8). */
registry.category("web_tour.tours").add("aftersales_loan_out", {
    steps: () => [
        press("action_hand_out"),
        enter("odometer", "1000", PAPER),
        tap("The tank is full", ".o_field_widget[name=fuel_level] button[data-level='100']"),
        ...signBoth(),
        seeStatus("Loaner Out"),
    ],
});

/** It comes back half empty and with a dent; what the dent costs is entered, the rest follows (J8). */
registry.category("web_tour.tours").add("aftersales_loan_back", {
    steps: () => [
        press("action_take_back"),
        enter("odometer", "1060", PAPER),
        tap("The tank is half full", ".o_field_widget[name=fuel_level] button[data-level='50']"),
        tap("A dent…", ".o_field_widget[name=damage_ids] button[data-kind=dent]"),
        tap("…in the left side", ".o_field_widget[name=damage_ids] rect[data-view=left]"),
        ...signBoth(),
        seeStatus("Loaner Back"),
        {
            content: "The dent is charged, its price is open",
            trigger: ".o_field_widget[name=charge_ids] .o_data_row:contains(Dent) td[name=price_unit]",
            run: "click",
        },
        { content: "What it costs", trigger: ".o_selected_row td[name=price_unit] input", run: "edit 800" },
        { content: "Keep it", trigger: ".o_form_button_save", run: "click" },
        { content: "It is kept", trigger: "body:not(:has(.o_form_button_save:visible)) .o_data_row:contains(800.00)" },
    ],
});

/** The accountant invoices the borrower and posts it (J8). */
registry.category("web_tour.tours").add("aftersales_loan_invoice", {
    steps: () => [
        press("action_invoice"),
        {
            content: "Fuel and dent",
            trigger: ".o_form_view .o_field_widget[name=invoice_line_ids]:contains(Dent):contains(50)",
        },
        { content: "Post it", trigger: ".o_form_view .o_statusbar_buttons button[name=action_post]", run: "click" },
        { content: "It is posted", trigger: ".o_statusbar_status .o_arrow_button_current:contains(Posted)" },
    ],
});
