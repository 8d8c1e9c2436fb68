import { registry } from "@web/core/registry";
import { choose, press, seeStatus } from "../base/steps";

const ROW = ".o_list_view .o_data_row:contains(BILL-1)";

/** The parts clerk scans a number at the window, issues the part, and the technician signs (H2). */
registry.category("web_tour.tours").add("aftersales_parts_window", {
    steps: () => [
        { content: "It waits", trigger: `${ROW}:contains(Brake pads)` },
        { content: "Scan", trigger: ".o_searchview_input", run: "edit BP-SCAN" },
        { content: "Found by its number", trigger: ".o_searchview_input", run: "press Enter" },
        { content: "That part alone", trigger: ".o_searchview_facet:contains(BP-SCAN)" },
        { content: "Issue it", trigger: `${ROW} button[name=action_aftersales_issue]:enabled`, run: "click" },
        { content: "It leaves stock", trigger: ".modal .modal-footer .btn-primary:contains(Issue)", run: "click" },
        seeStatus("Done"),
        { content: "The technician signs", trigger: ".o_aftersales_sign", run: "click" },
        { content: "He cannot draw", trigger: ".modal button:contains(cannot draw)", run: "click" },
        { content: "He types his name", trigger: ".modal #aftersales_typed_name", run: "edit Tech" },
        { content: "Sign", trigger: ".modal .modal-footer .btn-primary:enabled", run: "click" },
        { content: "Signed", trigger: "body:not(:has(.modal)) .o_statusbar_buttons:not(:has(.o_aftersales_sign))" },
    ],
});

/** The same window as cards. */
registry.category("web_tour.tours").add("aftersales_parts_window_cards", {
    steps: () => [
        { content: "It waits", trigger: `${ROW}:contains(Brake pads)` },
        { content: "As cards", trigger: ".o_switch_view.o_kanban", run: "click" },
        {
            content: "Issue it",
            trigger: ".o_kanban_record:contains(BILL-1):contains(set aside) button[name=action_aftersales_issue]",
            run: "click",
        },
        { content: "It leaves stock", trigger: ".modal .modal-footer .btn-primary:contains(Issue)", run: "click" },
        seeStatus("Done"),
    ],
});

/** A walk-in customer: four clicks (H9). */
registry.category("web_tour.tours").add("aftersales_walk_in", {
    steps: () => [
        { content: "New (1)", trigger: ".o_list_button_add", run: "click" },
        {
            content: "Add a part (2)",
            trigger: ".o_field_widget[name=line_ids] .o_field_x2many_list_row_add :contains(Add a part)",
            run: "click",
        },
        ...choose("product_id", "BP-SCAN", "BP-SCAN", ".o_selected_row"),
        press("action_sell"),
        seeStatus("Handed Over"),
    ],
});

/** The dispatcher says why a dear part is not ordered, and approves another (H2). */
registry.category("web_tour.tours").add("aftersales_special_orders", {
    steps: () => [
        { content: "Two wait", trigger: ".o_data_row:contains(Turbo):contains(To Be Approved)" },
        { content: "Open one", trigger: ".o_data_row:contains(Gearbox) td[name=product_id]", run: "click" },
        press("action_refuse_part"),
        { content: "Why", trigger: ".modal .o_field_widget[name=reason] input", run: "edit Have it rebuilt" },
        { content: "Not ordered", trigger: ".modal button[name=action_apply]", run: "click" },
        { content: "It says so", trigger: ".o_field_widget[name=part_refusal]:contains(Have it rebuilt)" },
        { content: "Back", trigger: ".breadcrumb-item a, .o_back_button a", run: "click" },
        { content: "Approve the other", trigger: ".o_data_row:contains(Turbo) button[name=action_approve_part]", run: "click" },
        { content: "None waits", trigger: ".o_list_view:not(:has(.o_data_row:contains(Turbo)))" },
    ],
});
