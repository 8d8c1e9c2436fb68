import { stepUtils } from "@web_tour/tour_utils";

/** Steps that the tours of several roles share. */

/** The application opens on what the role does first; no menu is needed. */
export function openApplication() {
    return [
        stepUtils.showAppsMenuItem(),
        {
            content: "Open After-Sales",
            trigger: `.o_app[data-menu-xmlid="aftersales.menu_root"]`,
            run: "click",
        },
    ];
}

/** Type into a field that refers to a record and choose the offer that shows `option`. */
export function choose(field, text, option = text, within = "") {
    return [
        {
            content: `Type ${text} into ${field}`,
            trigger: `${within} .o_field_widget[name=${field}] input`,
            run: `edit ${text}`,
        },
        {
            content: `Choose ${option}`,
            trigger: `.o-autocomplete--dropdown-item:not(.o_loading):contains(${option})`,
            run: "click",
        },
    ];
}

export function enter(field, text, within = "") {
    return {
        content: `Enter ${field}`,
        trigger: `${within} .o_field_widget[name=${field}] :is(input, textarea)`,
        run: `edit ${text}`,
    };
}

/** Press a button of the form by the name of its method. */
export function press(method, within = ".o_form_view .o_statusbar_buttons") {
    return {
        content: `Press ${method}`,
        trigger: `${within} button[name=${method}]:enabled`,
        run: "click",
    };
}

/** The status bar shows all steps or, beside many buttons, only the current one in a menu. */
export function seeStatus(status) {
    return {
        content: `The status is ${status}`,
        trigger: [".o_arrow_button_current", ".dropdown-toggle"]
            .map((button) => `.o_statusbar_status ${button}:contains(/^${status}$/)`)
            .join(", "),
    };
}

/** Look for work in the box of the order sheet and add the first that is found. */
export function addWork(text, found = text) {
    return [
        { content: `Look for ${text}`, trigger: ".o_sheet_entry_box input", run: `edit ${text}` },
        { content: `${found} comes first`, trigger: `.o_sheet_hit.active:contains(${found})` },
        { content: "Enter adds it", trigger: ".o_sheet_entry_box input", run: "press Enter" },
        { content: "The box is ready for the next", trigger: ".o_sheet_entry_box input:value(/^$/)" },
    ];
}

/** A job of the order sheet. */
export function card(name) {
    return `.o_sheet_card:contains(${name})`;
}

/** A line on the order sheet, by its description. */
export function row(name) {
    return `.o_sheet_row[data-name*="${name}"]`;
}

/** The box opens empty; the customer draws a stroke. */
export function draw() {
    return {
        content: "The customer draws",
        trigger: ".o_aftersales_signature_dialog:has(footer .btn-primary:disabled) canvas.o_web_sign_signature",
        run({ anchor }) {
            const box = anchor.getBoundingClientRect();
            const at = (type, x, y, target = anchor) =>
                target.dispatchEvent(
                    new PointerEvent(type, {
                        bubbles: true,
                        cancelable: true,
                        pointerId: 1,
                        isPrimary: true,
                        button: 0,
                        buttons: type === "pointerup" ? 0 : 1,
                        clientX: box.left + box.width * x,
                        clientY: box.top + box.height * y,
                    })
                );
            at("pointerdown", 0.2, 0.5);
            at("pointermove", 0.4, 0.3);
            at("pointermove", 0.6, 0.7);
            at("pointerup", 0.8, 0.5);
        },
    };
}
