import { registry } from "@web/core/registry";
import { press, seeStatus } from "../base/steps";

function agree(words) {
    return { content: "Confirm", trigger: `.modal .modal-footer .btn-primary:contains(${words})`, run: "click" };
}

/** The advisor asks for a deposit for what is missing, and has its invoice made (G4). */
registry.category("web_tour.tours").add("aftersales_deposit_asked", {
    steps: () => [
        press("action_ask_deposit"),
        { content: "30 % of the part", trigger: ".o_field_widget[name=amount] input:value(33.90)" },
        press("action_invoice"),
        agree("Make the Invoice"),
        seeStatus("Deposit to Be Paid"),
    ],
});

/** The accountant invoices the work: the deposit is taken off it (G4). */
registry.category("web_tour.tours").add("aftersales_deposit_deducted", {
    steps: () => [
        press("action_create_invoices"),
        { content: "The deposit is taken off", trigger: ".o_field_widget[name=invoice_line_ids] .o_data_row:contains(DP/)" },
        press("action_post"),
        seeStatus("Posted"),
    ],
});
