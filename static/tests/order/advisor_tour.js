import { registry } from "@web/core/registry";
import { addWork, card, choose, enter, openApplication, press, seeStatus } from "../base/steps";

const NEW_ORDER = { content: "Open a new order", trigger: ".o-kanban-button-new", run: "click" };

function recordAnswer() {
    return [
        press("action_authorise"),
        {
            content: "The total shown to the customer is read out",
            trigger: ".modal .o_field_widget[name=amount_total]:not(:contains(/^0/))",
        },
        press("action_apply", ".modal"),
        {
            content: "The job is approved",
            trigger: ".o_sheet_card [name=approval]:contains(Approved)",
        },
    ];
}

/** From the plate of a known car to a received order with a menu that the customer approved. */
registry.category("web_tour.tours").add("aftersales_advisor_known_car", {
    steps: () => [
        ...openApplication(),
        NEW_ORDER,
        ...choose("vehicle_id", "T1001", "沪A·T1001"),
        {
            content: "The customer is filled in",
            trigger: ".o_field_widget[name=partner_id] input:value(Chen Jing)",
        },
        {
            content: "The customer's phone is shown",
            trigger: ".o_field_widget[name=partner_phone]:contains(5555 0101)",
        },
        enter("odometer_in", "12500"),
        ...addWork("tour ser", "Tour service"),
        {
            content: "The menu is a job at its fixed price",
            trigger: `${card("Tour service")} [name=total]:contains(499)`,
        },
        press("action_receive"),
        seeStatus("Received"),
        ...recordAnswer(),
    ],
});

/** A car nobody knows yet: it and its owner are entered from the order; a forgotten odometer is asked for. */
registry.category("web_tour.tours").add("aftersales_advisor_new_car", {
    steps: () => [
        ...openApplication(),
        NEW_ORDER,
        ...choose("vehicle_id", "沪A·T2002", "Create and edit"),
        {
            content: "The plate stands in the dialog already",
            trigger: ".modal .o_field_widget[name=license_plate] input:value(沪A·T2002)",
        },
        ...choose("model_id", "Billmobile", "Billmobile A", ".modal"),
        ...choose("owner_id", "Zhao Min", 'Create "Zhao Min"', ".modal"),
        enter("owner_phone", "13800002002", ".modal"),
        { content: "Save the car", trigger: ".modal .o_form_button_save:enabled", run: "click" },
        {
            content: "The new owner is the customer",
            trigger: "body:not(:has(.modal)) .o_field_widget[name=partner_id] input:value(Zhao Min)",
        },
        ...addWork("TOUR-10", "Front brake pads"),
        {
            content: "Hours and price are there",
            trigger: `${card("Front brake pads")} .o_sheet_hours:contains(1.5 h)`,
        },
        press("action_receive"),
        {
            content: "The odometer is asked for",
            trigger: ".modal:contains(Enter the odometer reading)",
        },
        { content: "Close the message", trigger: ".modal .btn-primary", run: "click" },
        enter("odometer_in", "33000"),
        press("action_receive"),
        seeStatus("Received"),
        ...recordAnswer(),
    ],
});
