import { edit, press } from "@odoo/hoot-dom";
import { App } from "@odoo/owl";
import { rpc } from "@web/core/network/rpc";
import { registry } from "@web/core/registry";
import { card, row } from "../base/steps";

const BOX = ".o_sheet_entry_box input";

/** Keys go to whatever has the focus: nothing is clicked. */
function keys(content, trigger, ...names) {
    return {
        content,
        trigger,
        async run() {
            for (const name of names) {
                await press(name);
            }
        },
    };
}

function type(content, trigger, text) {
    return { content, trigger: `${trigger}:focus`, run: () => edit(text) };
}

function see(content, trigger) {
    return { content, trigger };
}

/** Nothing is drawn while nobody touches anything, or an open order keeps its page busy as long as it is shown. */
function rest(trigger) {
    return {
        content: "The page rests",
        trigger,
        async run() {
            for (let frame = 0, quiet = 0; quiet < 5; frame++) {
                await new Promise(requestAnimationFrame);
                const isBusy = [...App.apps].some((app) => app.scheduler.tasks.size);
                quiet = isBusy ? 0 : quiet + 1;
                if (frame > 200) {
                    throw new Error("It is drawn again and again");
                }
            }
        },
    };
}

/** From an empty order to three jobs with parts, by keyboard alone (U9). */
registry.category("web_tour.tours").add("aftersales_sheet_by_keyboard", {
    steps: () => [
        type("The car is asked for first", ".o_field_widget[name=vehicle_id] input", "T1001"),
        keys("Enter takes the car that is found", ".o-autocomplete--dropdown-item:not(.o_loading):contains(T1001)", "Enter"),
        keys("To the box", ".o_field_widget[name=partner_id] input:value(Chen Jing)", ["Alt", "e"]),
        type("A menu", BOX, "tour service"),
        keys("It is first", ".o_sheet_hit.active:contains(Tour service)", "Enter"),
        see("The order is saved with its first job", `${card("Tour service")} [name=total]:contains(499)`),
        type("An operation by its code", BOX, "tour-10"),
        keys("It is first", ".o_sheet_hit.active:contains(Front brake pads)", "Enter"),
        see("The second job, with its parts", `${card("Front brake pads")} ${row("Brake pads")}`),
        type("What no operation describes", BOX, "Find the rattle"),
        keys("It is the only offer", ".o_sheet_hit.active:contains(Find the rattle)", "Enter"),
        type("How long", ".o_sheet_labour [name=hours]", "0.5"),
        keys("At the outlet's rate", ".o_sheet_labour [name=rate]:value(/100/)", "Enter"),
        see("The third job", `${card("Find the rattle")} [name=total]`),
        type("A part", BOX, "brake pads"),
        {
            content: "Down to the part, past what is work",
            trigger: ".o_sheet_hit.active",
            async run() {
                for (let tries = 0; tries < 10 && !document.querySelector(".o_sheet_hit.active .o_sheet_hit_stock"); tries++) {
                    await press("ArrowDown");
                    await new Promise(requestAnimationFrame);
                }
            },
        },
        keys("It says what is here", ".o_sheet_hit.active:contains(here)", "Enter"),
        see("It is in the job that was added last", `${card("Find the rattle")} ${row("Brake pads")}`),
        // A cell, the next row, and back to the box.
        keys("Into the cells", BOX, ["Shift", "Tab"], ["Shift", "Tab"]),
        keys("The box again", "body", ["Alt", "e"]),
        see("Three jobs", ".o_sheet_cards:has(.o_sheet_card:nth-child(3)):not(:has(.o_sheet_card:nth-child(4)))"),
    ],
});

function writeCell(content, trigger, text) {
    return { content, trigger, run: `edit ${text} && press Enter` };
}

/** Cells are written in place; what is refused stays with its reason, Esc gives up (U9). */
registry.category("web_tour.tours").add("aftersales_sheet_cells", {
    steps: () => [
        writeCell("Three of them", `${row("Brake pads")} input[name=quantity]`, "3"),
        see("The subtotal follows", `${row("Brake pads")} [name=subtotal]:contains(240)`),
        {
            content: "What was found",
            trigger: ".o_sheet_card textarea[name=cause]",
            run: "edit Pads worn && press Tab",
        },
        writeCell("No number", `${row("Brake pads")} input[name=quantity]`, "many"),
        see("It is said where it was typed", ".o_sheet_row .o_sheet_refused:contains(is no number)"),
        { content: "Give up", trigger: `${row("Brake pads")} input[name=quantity]`, run: "press Escape" },
        see("As it was", ".o_sheet:not(:has(.o_sheet_refused)) .o_sheet_row input[name=quantity]:value(3)"),
        writeCell("All of it for nothing", `${row("Brake pads")} input[name=discount]`, "100"),
        see("More than the role may give", ".o_sheet_row .o_sheet_refused"),
        see("What was typed is not lost", ".o_sheet_row input[name=discount]:value(100)"),
        { content: "Give up", trigger: ".o_sheet_row input[name=discount]:value(100)", run: "press Escape" },
        see("Nothing was given", ".o_sheet:not(:has(.o_sheet_refused)) [name=amount_total]"),
        { content: "Who does it", trigger: ".o_sheet_card button.o_sheet_record[name=technician_id]", run: "click" },
        {
            content: "Somebody of the outlet",
            trigger: ".o_sheet_record_open .o-autocomplete--dropdown-item:contains(Wang Wei)",
            run: "click",
        },
        see("He does", ".o_sheet_card .o_sheet_record[name=technician_id]:contains(Wang Wei)"),
        { content: "The log is folded away until it is wanted", trigger: ".o_sheet:not(:has(.o-mail-Chatter)) .o_sheet_log", run: "click" },
        see("There it is", ".o_sheet_chatter .o-mail-Chatter .o-mail-Message"),
    ],
});

/** What another page does to the order that is open here. */
function callAside(method, args, kwargs = {}) {
    const order = Number(location.pathname.split("/").at(-1));
    return fetch(`/web/dataset/call_kw/aftersales.order/${method}`, {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify({
            jsonrpc: "2.0",
            method: "call",
            params: { model: "aftersales.order", method, args: [[order], ...args], kwargs },
        }),
    });
}

const CONCERN = ".o_field_widget[name=concern] textarea";

/** Somebody else changed the head meanwhile, and the page has read it since: what is typed is compared with what was seen (U14). */
function loseHead(...before) {
    return [
        ...before,
        { content: "Begin to write", trigger: CONCERN, run: "edit Noise, right" },
        {
            content: "Meanwhile somebody else writes",
            trigger: `${CONCERN}:value(Noise, right)`,
            run: () => callAside("web_save", [{ concern: "Noise, left" }], { specification: {} }),
        },
        { content: "A cell is written", trigger: `${row("Brake pads")} input[name=quantity]`, run: "edit 3 && press Enter" },
        see("The page has read it all", `${row("Brake pads")} [name=subtotal]:contains(240)`),
        { content: "Save", trigger: `.o_form_view:has(${CONCERN}:value(Noise, right)) .o_form_button_save`, run: "click" },
        { content: "He is told", trigger: ".modal:contains(while you had it open) .btn-primary", run: "click" },
        { content: "Give it up", trigger: "body:not(:has(.modal)) .o_form_button_cancel", run: "click" },
        {
            content: "What the bus tells of the other one's writing has come",
            trigger: `.o_form_view:not(:has(.o_form_button_save:visible)) ${CONCERN}:value(Noise, left)`,
            run: () => new Promise((resolve) => setTimeout(resolve, 1500)),
        },
        { content: "Write beside it", trigger: `${CONCERN}:value(Noise, left)`, run: "edit Noise, both" },
        { content: "Save", trigger: ".o_form_button_save", run: "click" },
        see("Saved", `.o_form_saved:has(${CONCERN}:value(Noise, both)), .o_form_view:not(:has(.o_form_button_save:visible))`),
    ];
}

/** The next onchange of the form is answered after the sheet's next call, as on a busy server. */
function delayOnchange() {
    const send = rpc._rpc;
    let goOn;
    const written = new Promise((resolve) => (goOn = resolve));
    rpc._rpc = (url, ...rest) => {
        if (url.endsWith("/onchange")) {
            return written.then(() => send(url, ...rest));
        }
        const answer = send(url, ...rest);
        if (url.endsWith("/sheet_write")) {
            rpc._rpc = send;
            answer.finally(() => setTimeout(goOn, 200)).catch(() => {});
        }
        return answer;
    };
}

registry.category("web_tour.tours").add("aftersales_sheet_head_conflict", { steps: () => loseHead() });
registry.category("web_tour.tours").add("aftersales_sheet_head_conflict_slow", {
    steps: () => loseHead({ content: "The server is busy", trigger: CONCERN, run: delayOnchange }),
});

/** Somebody else changed the cell meanwhile: who comes second is told, and may write it all the same (U9). */
registry.category("web_tour.tours").add("aftersales_sheet_conflict", {
    steps: () => [
        {
            content: "Begin to write",
            trigger: `${row("Brake pads")} input[name=quantity]`,
            run: "edit 3",
        },
        {
            content: "Meanwhile somebody else writes",
            trigger: `${row("Brake pads")} input[name=quantity]:value(3)`,
            async run({ anchor }) {
                const line = Number(anchor.closest(".o_sheet_row").dataset.id);
                await callAside("sheet_write", ["row", line, { quantity: 5 }, { quantity: 2 }]);
            },
        },
        { content: "Write", trigger: `${row("Brake pads")} input[name=quantity]:value(3)`, run: "press Enter" },
        see("He is told by whom and what", ".o_sheet_refused:contains(has changed Quantity to “5.0”)"),
        see("His own is not lost", ".o_sheet_row input[name=quantity]:value(3)"),
        { content: "All the same", trigger: ".o_sheet_row input[name=quantity]:value(3)", run: "press Enter" },
        see("Written", `.o_sheet:not(:has(.o_sheet_refused)) ${row("Brake pads")} [name=subtotal]:contains(240)`),
    ],
});

// What a person who opens an order at the counter sees at once (U9).
const FIRST_SCREEN = 768;
const MOST_CALLS = 4;

function measure() {
    const find = (selector) => [...document.querySelectorAll(selector)];
    const seen = [...find(".o_sheet_card .o_sheet_row"), ...find(".o_sheet_side [name=amount_total]"), ...find(".o_sheet_step")];
    const below = seen.filter((el) => el.getBoundingClientRect().bottom > FIRST_SCREEN);
    const counts = [".o_sheet_chip", ".o_sheet_card", ".o_sheet_side [name=amount_total]"].map((each) => find(each).length);
    if (String(counts) !== "2,2,1" || find(".o_sheet_row").length < 4) {
        throw new Error(`Two alerts, two jobs with their lines and a total: ${counts}`);
    }
    if (window.innerWidth !== 1366 || window.innerHeight > FIRST_SCREEN) {
        throw new Error(`The screen is ${window.innerWidth} × ${window.innerHeight}`);
    }
    if (below.length) {
        throw new Error(`Not on the first screen: ${below.map((el) => `${el.className} ${el.getBoundingClientRect().bottom}`)}`);
    }
    const wide = find(".o_sheet_card").filter((el) => el.scrollWidth > el.clientWidth + 1);
    if (wide.length || document.documentElement.scrollWidth > window.innerWidth) {
        throw new Error("Something is wider than its place");
    }
}

/** Two jobs with their lines, two alerts and the total stand on the first screen; the log asks nothing (U9). */
registry.category("web_tour.tours").add("aftersales_sheet_first_screen", {
    steps: () => [
        { content: "The order is there", trigger: ".o_sheet_card:nth-child(2) .o_sheet_row", run: measure },
        rest(".o_sheet"),
        {
            content: "It took few calls, none of them for the log",
            trigger: ".o_sheet_log",
            run() {
                const calls = performance
                    .getEntriesByType("resource")
                    .map((entry) => new URL(entry.name).pathname)
                    .filter((path) => path.startsWith("/web/dataset/") || path.startsWith("/mail/thread"));
                if (calls.length > MOST_CALLS || calls.some((path) => path.startsWith("/mail/thread"))) {
                    throw new Error(`${calls.length} calls: ${calls.join(", ")}`);
                }
            },
        },
    ],
});

/** Jobs and lines change places: a job is dragged by its grip, a line goes on by keys, into the next job too (U9). */
registry.category("web_tour.tours").add("aftersales_sheet_places", {
    steps: () => [
        {
            content: "The first job is dragged below the second",
            trigger: ".o_sheet_card:nth-child(1):contains(Front brake pads) .o_sheet_card_grip",
            run: "drag_and_drop .o_sheet_card:contains(Second look) .o_sheet_rows",
        },
        see("It stands second", ".o_sheet_card:nth-child(2):contains(Front brake pads)"),
        {
            content: "The last line of the first job goes on",
            trigger: ".o_sheet_card:nth-child(1) .o_sheet_row:last-child input[name=quantity]",
            run: "click && press Alt+ArrowDown",
        },
        see("It is the first of the second job, and keeps the focus", ".o_sheet_card:nth-child(2) .o_sheet_row:first-child input[name=quantity]:focus"),
        {
            content: "And one place further",
            trigger: ".o_sheet_card:nth-child(2) .o_sheet_row:first-child input[name=quantity]",
            run: "press Alt+ArrowDown",
        },
        see("It stands behind the labour", `.o_sheet_card:nth-child(2) ${row("Brake pads")}:nth-child(2) input[name=quantity]:focus`),
        rest(".o_sheet"),
    ],
});
