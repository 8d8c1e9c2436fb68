import { registry } from "@web/core/registry";
import { press, seeStatus } from "../base/steps";

/** The manager has counted what is past its term, and confirms that it goes (N7). */
registry.category("web_tour.tours").add("aftersales_deletion_begun", {
    steps: () => [
        { content: "New", trigger: ".o_list_button_add", run: "click" },
        { content: "Save", trigger: ".o_form_button_save:enabled", run: "click" },
        seeStatus("Counted, Not Begun"),
        { content: "What would go", trigger: ".o_data_row:contains(/nquir/) td[name=due_count]:contains(1)" },
        press("action_begin"),
        { content: "For good", trigger: ".modal .modal-footer .btn-primary:contains(Delete)", run: "click" },
        seeStatus("Deletion Runs"),
    ],
});

/** The protocol says what went. */
registry.category("web_tour.tours").add("aftersales_deletion_protocol", {
    steps: () => [
        seeStatus("Deletion Done"),
        { content: "What went", trigger: ".o_data_row:contains(/nquir/) td[name=done_count]:contains(1)" },
        { content: "Sealed", trigger: ".o_field_widget[name=content_hash]:not(:empty)" },
    ],
});
