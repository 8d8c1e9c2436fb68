import { registry } from "@web/core/registry";
import { seeStatus } from "../base/steps";

/** The first is content: two clicks and the next call is there. The second one books: the appointment knows his car, a
 * free time is clicked, and it is booked. */
registry.category("web_tour.tours").add("aftersales_followup_call", {
    steps: () => [
        {
            content: "The first customer, with what to say",
            trigger: ".o_as_followup_customer:contains(Owner 0)",
        },
        {
            content: "The script speaks of him",
            trigger: ".o_as_script:contains(Owner 0)",
        },
        {
            content: "He is content",
            trigger: ".o_as_followup_result button[data-mood=content]",
            run: "click",
        },
        {
            content: "Nothing to do",
            trigger: ".o_as_followup_result button[data-result=nothing]",
            run: "click",
        },
        {
            content: "The next call is there by itself",
            trigger: ".o_as_followup_customer:contains(Owner 1)",
        },
        {
            content: "What he wants",
            trigger: ".o_as_followup_result .o_as_summary",
            run: "edit The brakes squeal",
        },
        {
            content: "He wants to come",
            trigger: ".o_as_followup_result button[data-result=booked]",
            run: "click",
        },
        {
            content: "The appointment knows his car and what he wants",
            trigger: ".o_form_view:has(.o_field_widget[name=concern] textarea:value(squeal)) .o_field_widget[name=vehicle_id] input:value(00001)",
        },
        {
            content: "A free time",
            trigger: ".o_aftersales_slot:first",
            run: "click",
        },
        {
            content: "It is chosen",
            trigger: ".o_aftersales_slot.btn-primary",
        },
        {
            content: "Keep it",
            trigger: ".o_form_button_save",
            run: "click",
        },
        {
            content: "It is kept",
            trigger: ".o_form_saved",
        },
        seeStatus("Booked"),
    ],
});

/** The third says by the number keys what came of it; then a new phone number is written beside the call. */
registry.category("web_tour.tours").add("aftersales_followup_data", {
    steps: () => [
        {
            content: "The next customer",
            trigger: ".o_as_followup_customer:contains(Owner 2)",
        },
        {
            content: "A complaint without a word of it",
            trigger: ".o_as_followup_call",
            run: "press 4",
        },
        {
            content: "It is asked what it is about",
            trigger: ".o_as_asked:has(button:disabled) #o_as_word",
        },
        {
            content: "It is none",
            trigger: ".o_as_asked .btn-secondary",
            run: "click",
        },
        {
            content: "His data changed: by the number key",
            trigger: ".o_as_followup_call",
            run: "press 7",
        },
        {
            content: "The new number",
            trigger: ".modal .o_field_widget[name=phone] input",
            run: "edit +86 21 5555 8888",
        },
        {
            content: "Keep it",
            trigger: ".modal footer button[name=action_apply]",
            run: "click",
        },
        {
            content: "Nobody is left, the screen says so by itself",
            trigger: "body:not(:has(.modal)) .o_as_survey_empty",
        },
    ],
});

/** A customer says on his page that he wants no surveys by mail. */
registry.category("web_tour.tours").add("aftersales_wishes_by_customer", {
    steps: () => [
        {
            content: "Surveys by mail are off",
            trigger: ".o_as_wishes input[name=mail_survey]:checked",
            run: "click",
        },
        {
            content: "Save it",
            trigger: ".o_as_wishes button[type=submit]",
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: "It counts",
            trigger: ".alert-success:contains(from now on)",
        },
        {
            content: "It stays off",
            trigger: ".o_as_wishes input[name=mail_survey]:not(:checked)",
        },
    ],
});
