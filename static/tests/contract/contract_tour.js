import { registry } from "@web/core/registry";
import { choose, press, seeStatus } from "../base/steps";

function agree(words) {
    return { content: "Confirm", trigger: `.modal .modal-footer .btn-primary:contains(${words})`, run: "click" };
}

/** The advisor sells a package (G3). */
registry.category("web_tour.tours").add("aftersales_contract_sold", {
    steps: () => [
        ...choose("type_id", "Three services"),
        ...choose("vehicle_id", "BILL-1"),
        ...choose("partner_id", "Tour Customer"),
        { content: "Save", trigger: ".o_form_button_save", run: "click" },
        press("action_invoice"),
        agree("Make the Invoice"),
        seeStatus("Waits for Payment"),
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

/** All used: the same is sold again. */
registry.category("web_tour.tours").add("aftersales_contract_renewed", {
    steps: () => [
        seeStatus("All Used"),
        press("action_renew"),
        seeStatus("Not Invoiced"),
    ],
});
