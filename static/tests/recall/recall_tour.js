import { registry } from "@web/core/registry";
import { card, press, seeStatus } from "../base/steps";

/** At the desk of the claims clerk: the recall begins (I7). */
registry.category("web_tour.tours").add("aftersales_recall_start", {
    steps: () => [
        press("action_run"),
        seeStatus("Under Way"),
        {
            content: "Its cars are found",
            trigger: ".o_form_view button[name=action_view_cars]:contains(2)",
        },
    ],
});

/** The owner calls: a visit for the recall's work, with the car and what is to be done filled in (I7). */
registry.category("web_tour.tours").add("aftersales_recall_book", {
    steps: () => [
        press("action_book"),
        {
            content: "The appointment knows the car and says that it is called back",
            trigger: ".o_form_view:has(.o_field_widget[name=concern]) .alert:contains(Safety recall 24R-TOUR)",
        },
    ],
});

/** At the counter: the alert is seen, and one click puts the work on the order (I7). */
registry.category("web_tour.tours").add("aftersales_recall_add", {
    steps: () => [
        {
            content: "The order says that the car is called back",
            trigger: ".o_form_view :contains(Safety recall 24R-TOUR)",
        },
        {
            content: "Add the work",
            trigger: ".o_sheet_offer:contains(Fuel hose may leak) button:contains(Add to the Order)",
            run: "click",
        },
        {
            content: "It stands there as a job of the recall",
            trigger: `${card("Fuel hose may leak")} .o_sheet_hint:contains(24R-TOUR)`,
        },
    ],
});

/** The claims clerk sees what is done and asks the maker for the list. */
registry.category("web_tour.tours").add("aftersales_recall_done", {
    steps: () => [seeStatus("Done")],
});
