import { registry } from "@web/core/registry";
import { enter, press, seeStatus } from "../base/steps";

/** Whoever appraises shows the sheet (M4). */
registry.category("web_tour.tours").add("aftersales_sheet_shown", {
    steps: () => [seeStatus("Being Reckoned"), press("action_show"), seeStatus("Shown to the Person")],
});

/** The person sees how it was reckoned, and objects. */
registry.category("web_tour.tours").add("aftersales_sheet_objected", {
    steps: () => [
        { content: "As it was reckoned", trigger: ".o_data_row:contains(4.5 / 10 × 100)" },
        enter("objection", "The lift was out of order for a week"),
        press("action_object"),
        seeStatus("Objected To"),
    ],
});

/** He is answered, and shown it again. */
registry.category("web_tour.tours").add("aftersales_sheet_answered", {
    steps: () => [
        { content: "What he says", trigger: ".o_field_widget[name=objection]:contains(lift was out of order)" },
        enter("answer", "Right: the hours of that week count for nobody"),
        press("action_show"),
        seeStatus("Shown to the Person"),
    ],
});

/** He agrees. */
registry.category("web_tour.tours").add("aftersales_sheet_agreed", {
    steps: () => [
        { content: "The answer", trigger: ".o_field_widget[name=answer]:contains(count for nobody)" },
        press("action_agree"),
        seeStatus("Agreed by the Person"),
    ],
});
