import { registry } from "@web/core/registry";
import { choose, draw, enter, press, seeStatus } from "../base/steps";

/** At the desk of the claims clerk: the car stands on the list, its owner has asked in writing (I6, I9). */
registry.category("web_tour.tours").add("aftersales_law_request", {
    steps: () => [
        {
            content: "The house's own rule stands beside the law's",
            trigger: ".o_data_row:contains(Third time of the same fault)",
        },
        {
            content: "The fifth repair of one fault: the car opens",
            trigger: ".o_data_row:contains(Same problem repaired more than 4 times) td[name=license_plate], .o_data_row:contains(Same problem repaired more than 4 times) td:nth-child(2)",
            run: "click",
        },
        {
            content: "The very repairs stand beside the article",
            trigger: ".o_field_widget[name=statute_html] tr:contains(Art. 24(4)):contains(RO/)",
        },
    ],
});

registry.category("web_tour.tours").add("aftersales_law_case_requested", {
    steps: () => [
        enter("request_date", "08/20/2026"),
        press("action_request"),
        seeStatus("Remedy Requested"),
        {
            content: "The deadlines of the law run",
            trigger: ".o_field_widget[name=reply_due]:contains(/\\w/)",
        },
    ],
});

/** The manager answers what the house's own rule proposes: the offer stands on the car's case (I9). */
registry.category("web_tour.tours").add("aftersales_law_offer", {
    steps: () => [
        press("action_offer_exchange"),
        {
            content: "The rule of the house beside the law's",
            trigger: ".o_field_widget[name=rules_text]:contains(Third time of the same fault)",
        },
    ],
});

/** The manager decides (I6). */
registry.category("web_tour.tours").add("aftersales_law_decide", {
    steps: () => [
        { content: "Choose", trigger: ".o_field_widget[name=remedy] :is(input, select)", run: "click" },
        {
            content: "The car comes back",
            trigger: ".o_select_menu_item:contains(Return of the car)",
            run: "click",
        },
        {
            content: "The form has it",
            trigger: ".o_field_widget[name=remedy] input:value(Return of the car)",
        },
        press("action_accept"),
        seeStatus("Accepted"),
    ],
});

/** The car is here again: the end of the case, and what whoever buys it next signs for (I6). */
registry.category("web_tour.tours").add("aftersales_law_disclose", {
    steps: () => [
        press("action_complete"),
        { content: "It is complete", trigger: ".modal footer .btn-primary", run: "click" },
        seeStatus("Completed"),
        press("action_disclose"),
        ...choose("partner_id", "Zhao Lei", "Zhao Lei", ".modal"),
        { content: "Why it was given back", trigger: ".modal .o_field_widget[name=return_reasons]:contains(Art. 24(4))" },
        enter("inspection", "Gearbox renewed", ".modal"),
        { content: "The buyer signs", trigger: ".modal .o_field_widget[name=signature] .o_signature", run: "click" },
        draw(),
        { content: "Signed", trigger: ".o_aftersales_signature_dialog footer .btn-primary:enabled", run: "click" },
        { content: "The signature is there", trigger: ".modal .o_field_widget[name=signature] img[src^='data:']" },
        { content: "Keep it", trigger: ".modal button[name=action_apply]", run: "click" },
        { content: "Back on the case", trigger: "body:not(:has(.modal))" },
        { content: "The evidence", trigger: ".nav-link[name=evidence]", run: "click" },
        { content: "The disclosure is kept", trigger: ".o_field_widget[name=evidence_ids] .o_data_row:contains(Disclosure)" },
    ],
});
