import { registry } from "@web/core/registry";
import { draw, enter, press, seeStatus } from "../base/steps";

const SHEET = ".o_form_view";
const FIRST = `${SHEET} .o_field_widget[name=line_ids] .o_data_row:first`;

function open(page) {
    return { content: `Open ${page}`, trigger: `${SHEET} .o_notebook .nav-link:contains(/^${page}$/)`, run: "click" };
}

/** What is found at the first point. */
function find(result) {
    return [
        { content: "The first point", trigger: `${FIRST} td[name=result]`, run: "click" },
        { content: result, trigger: ".o_selected_row td[name=result] input", run: "click" },
        { content: `Choose ${result}`, trigger: `.o_select_menu_item:contains(/^${result}$/)`, run: "click" },
        { content: `${result} is chosen`, trigger: `.o_selected_row td[name=result] input:value(${result})` },
    ];
}

const SAVE = [
    { content: "Save", trigger: ".o_form_button_save", run: "click" },
    { content: "Saved", trigger: "body:not(:has(.o_form_button_save:visible))" },
];

/** Press the button that opens the box, draw and sign. */
function sign(button) {
    return [
        { content: button, trigger: `${SHEET} .o_statusbar_buttons .o_aftersales_sign:contains(${button})`, run: "click" },
        draw(),
        { content: "Signed", trigger: ".o_aftersales_signature_dialog footer .btn-primary:enabled", run: "click" },
        {
            content: "The signature is there",
            trigger: `body:not(:has(.modal)) .o_statusbar_buttons:not(:has(.o_aftersales_sign:contains(${button})))`,
        },
    ];
}

/** The technician finds a defect (P1). */
registry.category("web_tour.tours").add("aftersales_handover_found", {
    steps: () => [
        seeStatus("To Inspect"),
        ...find("Not in Order"),
        { content: "What is wrong", trigger: ".o_selected_row td[name=finding_text] input", run: "edit Scratch on the door" },
        ...SAVE,
    ],
});

/** The advisor orders its repair. */
registry.category("web_tour.tours").add("aftersales_handover_mend", {
    steps: () => [
        press("action_mend_defects"),
        { content: "The internal order", trigger: ".o_form_view:contains(Scratch on the door)" },
    ],
});

/** Mended: the technician looks at the rest and signs. */
registry.category("web_tour.tours").add("aftersales_handover_technician", {
    steps: () => [
        ...find("Mended"),
        ...SAVE,
        press("action_all_in_order"),
        { content: "All is answered", trigger: `${SHEET} .o_data_row:contains(Two keys) td[name=result]:contains(In Order)` },
        ...sign("Sign as Technician"),
    ],
});

/** The inspector signs, and the car is ready. */
registry.category("web_tour.tours").add("aftersales_handover_inspector", {
    steps: () => [...sign("Sign as Inspector"), press("action_ready"), seeStatus("Ready for the Buyer")],
});

/** Sales goes through the car with its buyer; both sign, and it is his. */
registry.category("web_tour.tours").add("aftersales_handover_buyer", {
    steps: () => [
        press("action_all_in_order"),
        {
            content: "All was gone through",
            trigger: `${SHEET} .o_data_row:contains(Functions demonstrated) td[name=result]:contains(In Order)`,
        },
        open("Signatures"),
        enter("signatory", "Shen Li"),
        { content: "The buyer signs", trigger: `${SHEET} .o_field_widget[name=signature] .o_signature`, run: "click" },
        draw(),
        { content: "Signed", trigger: ".o_aftersales_signature_dialog footer .btn-primary:enabled", run: "click" },
        { content: "His signature is there", trigger: `${SHEET} .o_field_widget[name=signature] img` },
        ...sign("Sign for Sales"),
        press("action_hand_over"),
        { content: "It is his", trigger: ".modal .modal-footer .btn-primary:contains(Hand the Car Over)", run: "click" },
        seeStatus("Handed Over"),
    ],
});
