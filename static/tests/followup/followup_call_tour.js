import { registry } from "@web/core/registry";

/** The first is content: two clicks and the next call is there. The second one books: the appointment knows his car. */
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
            content: "He wants to come: by the number key",
            trigger: ".o_as_followup_call",
            run: "press 2",
        },
        {
            content: "The appointment knows his car",
            trigger: ".o_form_view .o_field_widget[name=vehicle_id] input:value(00001)",
        },
    ],
});
