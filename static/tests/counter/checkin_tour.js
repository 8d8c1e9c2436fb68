import { registry } from "@web/core/registry";
import { choose, draw, enter, openApplication, press, seeStatus } from "../base/steps";

// From the plate to the signed and received order (D1, D2, D6), with a concern, the reading, the fuel level, a
// document, a damage and the signature.
const MOST_CLICKS = 12;
const MOST_TYPED = 3;
const MOST_SECONDS = 60;
const CHECKIN = ".o_aftersales_checkin";

function tap(content, trigger) {
    return { content, trigger: `${CHECKIN} ${trigger}`, run: "click" };
}

function key(content, trigger, name) {
    return {
        content,
        trigger: `${CHECKIN} ${trigger}`,
        run({ anchor }) {
            anchor.focus();
            anchor.dispatchEvent(new KeyboardEvent("keydown", { key: name, bubbles: true }));
        },
    };
}

/** Measures what the advisor does from the plate to the received order: clicks, typed fields, seconds. */
function measured(steps) {
    const clicks = steps.filter((step) => step.run === "click").length;
    const typed = steps.filter((step) => step.run?.startsWith?.("edit")).length;
    let start;
    return [
        { content: "The clock starts", trigger: "body", run: () => (start = performance.now()) },
        ...steps,
        {
            content: "The clock stops",
            trigger: "body",
            run() {
                const seconds = ((performance.now() - start) / 1000).toFixed(1);
                const figures = `${clicks} clicks, ${typed} typed fields, ${seconds} s`;
                console.log(`From plate to received order: ${figures}`);
                if (clicks > MOST_CLICKS || typed > MOST_TYPED || seconds > MOST_SECONDS) {
                    throw new Error(`Too much for a customer who waits: ${figures}`);
                }
            },
        },
    ];
}

function fillSheet(odometer) {
    return [
        enter("concern", "Brakes squeal when cold", CHECKIN),
        enter("odometer_in", odometer, CHECKIN),
        tap("The tank is half full", ".o_field_widget[name=fuel_level] button[data-level='50']"),
        tap("The registration was seen", ".o_field_widget[name=document_ids] button:contains(Registration)"),
        tap("A dent…", ".o_field_widget[name=damage_ids] button[data-kind=dent]"),
        tap("…in the left side", ".o_field_widget[name=damage_ids] rect[data-view=left]"),
        tap("One job a line", "button[name=action_make_jobs]"),
        {
            content: "The concern is a job",
            trigger: `${CHECKIN} .o_field_widget[name=job_ids] .o_data_row:contains(Brakes squeal when cold)`,
        },
        tap("The customer signs", ".o_field_widget[name=signature] .o_signature"),
        draw(),
        { content: "Signed", trigger: ".o_aftersales_signature_dialog footer .btn-primary:enabled", run: "click" },
        {
            content: "The signature is there, whether the sheet was saved meanwhile or not",
            trigger: `${CHECKIN} .o_field_widget[name=signature] img:is([src^='data:'], [src*='field=signature'])`,
        },
        press("action_sign"),
        seeStatus("Signed"),
    ];
}

/** A known car without appointment: plate, check-in, signature. */
registry.category("web_tour.tours").add("aftersales_checkin_walk_in", {
    steps: () => [
        ...openApplication(),
        ...measured([
            { content: "A new order", trigger: ".o-kanban-button-new", run: "click" },
            ...choose("vehicle_id", "T1001", "沪A·T1001"),
            press("action_check_in"),
            { content: "Nothing is in the way of the alerts", trigger: `${CHECKIN} .alert:contains(Missing in the customer's file)` },
            ...fillSheet("12500"),
        ]),
        { content: "The sheet is frozen", trigger: `${CHECKIN}:not(:has(button[name=action_sign]))` },
        { content: "The mark is there", trigger: `${CHECKIN} .o_aftersales_mark_row:contains(Dent):contains(Left side)` },
        { content: "Back to the order", trigger: "button[name=action_view_order]", run: "click" },
        seeStatus("Received"),
        press("action_hand_over"),
        ...choose("employee_id", "Wang Wei", "Wang Wei", ".modal"),
        press("action_apply", ".modal"),
        { content: "The workshop has the car", trigger: ".o_field_widget[name=handover_employee_id]:contains(Wang Wei)" },
    ],
});

/** The customer does not want the work: a fee, and the car leaves. */
registry.category("web_tour.tours").add("aftersales_leave_without_repair", {
    steps: () => [
        ...openApplication(),
        { content: "Open the card", trigger: ".o_kanban_record:contains(T1001) :contains(T1001)", run: "click" },
        seeStatus("Received"),
        { content: "Open the menu of actions", trigger: ".o_cp_action_menus .dropdown-toggle", run: "click" },
        { content: "Leave", trigger: ".o-dropdown--menu .o_menu_item:contains(Leave Without Repair)", run: "click" },
        ...choose("leave_reason_id", "Price", "Price", ".modal"),
        { content: "It is the reason until it is worded", trigger: ".modal .o_field_widget[name=reason] input:value(Price)" },
        enter("reason", "Too expensive", ".modal"),
        { content: "The fee of the outlet", trigger: ".modal .o_field_widget[name=price_unit] input:value(/80/)" },
        press("action_apply", ".modal"),
        seeStatus("Ready"),
        { content: "The fee is a job", trigger: ".o_sheet_card:contains(Diagnosis without repair):contains(Approved)" },
        { content: "The menu of actions again", trigger: ".o_cp_action_menus .dropdown-toggle", run: "click" },
        { content: "Nobody leaves twice", trigger: ".o-dropdown--menu:has(.o_menu_item):not(:contains(Leave Without Repair))" },
    ],
});

/** The sketch with keys alone: place, move, note, delete. */
registry.category("web_tour.tours").add("aftersales_damage_by_keyboard", {
    steps: () => [
        key("Enter on a view places a mark in its middle", "rect[data-view=top]", "Enter"),
        key("Move it to the right", ".o_aftersales_mark", "ArrowRight"),
        key("Move it down", ".o_aftersales_mark[transform='translate(408 280)']", "ArrowDown"),
        {
            content: "Note",
            trigger: `${CHECKIN} .o_aftersales_mark_row input[aria-label=Note]`,
            run: "edit Hail && press Tab",
        },
        key("A second one", "rect[data-view=back]", "Enter"),
        key("Delete it", ".o_aftersales_mark[aria-label^='2']", "Delete"),
        key("What was seen before is still there", ".o_aftersales_earlier[aria-label*='Stain']", "Enter"),
        { content: "It is a mark of today", trigger: `${CHECKIN} .o_aftersales_mark_row:contains(Interior rear)` },
        key("Take it off again", ".o_aftersales_mark[aria-label^='2']", "Delete"),
        { content: "One is left", trigger: `${CHECKIN} .o_aftersales_sketch:not(:has(.o_aftersales_mark:eq(1)))` },
        { content: "Save", trigger: ".o_form_button_save", run: "click" },
        { content: "Saved", trigger: "body:not(:has(.o_form_button_save:visible))" },
    ],
});
