import { registry } from "@web/core/registry";
import { press, seeStatus } from "../base/steps";

const FIRST = ".o_form_view .o_field_widget[name=line_ids] .o_data_row:first";
const PIXEL =
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

function attach({ anchor }) {
    const file = new File([Uint8Array.from(atob(PIXEL), (sign) => sign.charCodeAt(0))], "exit.png", { type: "image/png" });
    const chosen = new DataTransfer();
    chosen.items.add(file);
    anchor.files = chosen.files;
    anchor.dispatchEvent(new Event("change", { bubbles: true }));
}

/** Whoever is charged with the area marks what is wrong, takes a photo of it, and signs (quality §4). */
registry.category("web_tour.tours").add("aftersales_site_check", {
    steps: () => [
        seeStatus("Area to Be Checked"),
        { content: "The first point", trigger: `${FIRST} td[name=mark]`, run: "click" },
        { content: "Its mark", trigger: ".o_selected_row td[name=mark] input", run: "click" },
        { content: "Two points", trigger: ".o_select_menu_item:contains(/^2/)", run: "click" },
        { content: "What is wrong", trigger: ".o_selected_row td[name=finding] :is(input, textarea)", run: "edit Exit blocked" },
        { content: "The photo", trigger: ".o_selected_row td[name=photo] input[type=file]:not(:visible)", run: attach },
        { content: "It is there", trigger: ".o_selected_row td[name=photo] img[src^='data:image/png']" },
        { content: "Who puts it right", trigger: ".o_selected_row td[name=user_id] input", run: "edit Test Technician" },
        {
            content: "It is the technician",
            trigger: ".o-autocomplete--dropdown-item:not(.o_loading):contains(Test Technician)",
            run: "click",
        },
        { content: "Save", trigger: ".o_form_button_save", run: "click" },
        { content: "Saved", trigger: "body:not(:has(.o_form_button_save:visible))" },
        press("action_sign"),
        { content: "Sign it", trigger: ".modal .modal-footer .btn-primary:contains(Sign)", run: "click" },
        seeStatus("Check Signed"),
        { content: "What follows", trigger: ".nav-link[name=actions]", run: "click" },
        { content: "An action", trigger: ".o_field_widget[name=action_ids] .o_data_row:contains(Exit blocked)" },
    ],
});
