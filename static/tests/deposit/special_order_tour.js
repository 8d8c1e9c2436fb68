import { registry } from "@web/core/registry";
import { press, seeStatus } from "../base/steps";

const TURBO = ".o_list_view .o_data_row:contains(Turbo)";

function agree(words) {
    return { content: "Confirm", trigger: `.modal .modal-footer .btn-primary:contains(${words})`, run: "click" };
}

/** The dear part is not here: the advisor asks for a deposit and has its invoice made (G4). */
registry.category("web_tour.tours").add("aftersales_special_deposit", {
    steps: () => [
        press("action_ask_deposit"),
        { content: "30 % of the part", trigger: ".o_field_widget[name=amount] input:value(1,017.00)" },
        press("action_invoice"),
        agree("Make the Invoice"),
        seeStatus("Deposit to Be Paid"),
    ],
});

/** The accountant posts it and takes the money. */
registry.category("web_tour.tours").add("aftersales_special_paid", {
    steps: () => [
        press("action_post"),
        seeStatus("Posted"),
        press("action_register_payment"),
        press("action_create_payments", ".modal"),
        { content: "It is paid", trigger: ".o_form_view:not(:has(button[name=action_register_payment]:not(.d-none)))" },
    ],
});

/** Who may spend so much approves it (H2). */
registry.category("web_tour.tours").add("aftersales_special_approved", {
    steps: () => [
        { content: "Approve it", trigger: `${TURBO} button[name=action_approve_part]`, run: "click" },
        { content: "None waits", trigger: `.o_list_view:not(:has(.o_data_row:contains(Turbo)))` },
    ],
});

/** The parts clerk orders what is missing, and takes it in when it comes (H4). */
registry.category("web_tour.tours").add("aftersales_special_bought", {
    steps: () => [
        { content: "Order it", trigger: `${TURBO} button[name=action_order_missing_parts]`, run: "click" },
        press("button_confirm"),
        seeStatus("Purchase Order"),
        press("action_view_picking"),
        press("button_validate"),
        seeStatus("Done"),
    ],
});

/** It is issued at the window (H2). */
registry.category("web_tour.tours").add("aftersales_special_issued", {
    steps: () => [
        { content: "Issue it", trigger: `${TURBO} button[name=action_aftersales_issue]:enabled`, run: "click" },
        { content: "It leaves stock", trigger: ".modal .modal-footer .btn-primary:contains(Issue)", run: "click" },
        seeStatus("Done"),
    ],
});
