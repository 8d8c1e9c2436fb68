import { registry } from "@web/core/registry";

/** A customer books a visit for one of his cars on the phone. */
registry.category("web_tour.tours").add("aftersales_portal_book", {
    url: "/my/vehicles",
    steps: () => [
        {
            content: "Open the car",
            trigger: ".o_as_portal_vehicles a:contains(T0000)",
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: "Book a visit for it",
            trigger: "a[href^='/my/book']",
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: "Free times are shown",
            trigger: ".o_as_booking_slots label",
        },
        {
            content: "Choose the work",
            trigger: "label:contains(Front brake pads) input[name=operation_ids]",
            run: "click",
        },
        {
            content: "Say what is wrong",
            trigger: "textarea[name=concern]",
            run: "edit It squeaks in the morning",
        },
        {
            content: "Choose a time",
            trigger: ".o_as_booking_slots:not(.o_as_loading) label:first",
            run: "click",
        },
        {
            content: "Book",
            trigger: ".o_as_booking button[type=submit]",
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: "The visit is booked",
            trigger: ".alert-success:contains(your visit is booked)",
        },
        {
            content: "The work is noted",
            trigger: ".o_as_portal_appointment:contains(It squeaks in the morning)",
        },
    ],
});

/** He looks where his car is, and rates the visit when he has it back. */
registry.category("web_tour.tours").add("aftersales_portal_follow_and_rate", {
    url: "/my/repair-orders",
    steps: () => [
        {
            content: "Open the order",
            trigger: ".o_portal_my_doc_table a:first",
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: "The last step is reached",
            trigger: ".o_as_portal_steps [data-step=delivered].o_as_current",
        },
        {
            content: "What he pays is shown",
            trigger: "[name=total] strong",
        },
        {
            content: "Four stars",
            trigger: ".o_as_portal_star_input label[for=stars_4]",
            run: "click",
        },
        {
            content: "And a word",
            trigger: "textarea[name=feedback]",
            run: "edit Friendly and quick",
        },
        {
            content: "Send it",
            trigger: ".o_as_portal_rating button[type=submit]",
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: "The stars are kept",
            trigger: ".o_as_portal_rating:contains(Thank you for your rating)",
        },
    ],
});
