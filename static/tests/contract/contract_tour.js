import { registry } from "@web/core/registry";
import { choose, draw, enter, press, seeStatus } from "../base/steps";

function agree(words) {
    return { content: "Confirm", trigger: `.modal .modal-footer .btn-primary:contains(${words})`, run: "click" };
}

const SIGN = { content: "Signed", trigger: ".o_aftersales_signature_dialog footer .btn-primary:enabled", run: "click" };

/** The advisor sells a package; the customer and he sign it on the tablet (G3). */
registry.category("web_tour.tours").add("aftersales_contract_sold", {
    steps: () => [
        ...choose("type_id", "Three services"),
        ...choose("vehicle_id", "BILL-1"),
        ...choose("partner_id", "Tour Customer"),
        { content: "Save", trigger: ".o_form_button_save", run: "click" },
        press("action_invoice"),
        agree("Make the Invoice"),
        seeStatus("Waits for Payment"),
        { content: "The customer signs", trigger: ".o_field_widget[name=signature] .o_signature", run: "click" },
        draw(),
        SIGN,
        { content: "For the house", trigger: ".o_aftersales_sign:contains(Sign for the House)", run: "click" },
        draw(),
        SIGN,
        {
            content: "Both have signed",
            trigger: "body:not(:has(.modal)) .o_field_widget[name=staff_signature] img",
        },
        { content: "Signed on", trigger: ".o_field_widget[name=signed_date]" },
    ],
});

/** Paid, it runs by itself. */
registry.category("web_tour.tours").add("aftersales_contract_started", {
    steps: () => [seeStatus("Contract Runs")],
});

/** It pays for the work of an order. */
registry.category("web_tour.tours").add("aftersales_contract_redeemed", {
    steps: () => [
        press("action_redeem_contract"),
        { content: "The contract pays", trigger: ".o_statusbar_buttons:not(:has(button[name=action_redeem_contract]))" },
    ],
});

/** The manager looks at the figures. */
registry.category("web_tour.tours").add("aftersales_contract_figures", {
    steps: () => [{ content: "What was used of it", trigger: ".o_pivot table:contains(Three services)" }],
});

/** The car is abroad: the manager lets the contract stand still, and run again. */
registry.category("web_tour.tours").add("aftersales_contract_suspended", {
    steps: () => [
        press("action_open_suspension"),
        enter("reason", "Abroad until summer", ".modal"),
        agree("Suspend Contract"),
        seeStatus("Contract Suspended"),
        press("action_activate"),
        seeStatus("Contract Runs"),
    ],
});

/** The customer wants his money back: the advisor writes it down for the manager to decide. */
registry.category("web_tour.tours").add("aftersales_contract_refund_asked", {
    steps: () => [
        enter("refund_wish", "Sells the car"),
        press("action_ask_refund"),
        agree("Write Down"),
        { content: "A day is set for the answer", trigger: ".o_field_widget[name=refund_due_date]" },
    ],
});

/** All used: the same is sold again. */
registry.category("web_tour.tours").add("aftersales_contract_renewed", {
    steps: () => [
        seeStatus("All Used"),
        press("action_renew"),
        seeStatus("Not Invoiced"),
    ],
});
