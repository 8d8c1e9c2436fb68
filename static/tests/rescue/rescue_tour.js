import { registry } from "@web/core/registry";
import { press, row, seeStatus } from "../base/steps";

/** What the crew reported by its link becomes the repair order of the work on site (J7, J9). */
registry.category("web_tour.tours").add("aftersales_rescue_to_order", {
    steps: () => [
        seeStatus("Solved on Site"),
        press("action_create_order"),
        { content: "The order has what the drive costs", trigger: row("Drive There") },
    ],
});
