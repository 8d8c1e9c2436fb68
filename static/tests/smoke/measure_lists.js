import { makeContext } from "@web/core/context";
import { user } from "@web/core/user";
import { leaveNoTrace, leaveUnpainted, watchClient } from "./client";

/**
 * Opens each list of the application as its user sees it, without filters, and says what of its first rows is cut.
 *
 * A cell is cut when its content is wider than it: names go on in a second line, numbers, plates, states, dates and
 * amounts have their width. A list wider than the screen hides its last columns.
 */
export async function measureLists(actionIds, most, successSignal) {
    const { action: actions } = odoo.__WOWL_DEBUG__.root.env.services;
    const faults = [];
    const drawn = watchClient();
    let where = "the lists";

    async function settled() {
        await drawn(() => document.querySelector(".o_list_renderer"));
    }

    /** The frames in which a list fits its columns to the screen. */
    async function painted() {
        await new Promise(requestAnimationFrame);
        await new Promise(requestAnimationFrame);
    }

    /** Without the filters it begins with: nothing is read only to be taken away again. */
    async function open(id) {
        const action = await actions.loadAction(id);
        const context = makeContext([action.context], user.context);
        for (const key of Object.keys(context).filter((key) => key.startsWith("search_default_"))) {
            delete context[key];
        }
        await actions.doAction({ ...action, context, limit: most }, { clearBreadcrumbs: true, viewType: "list" });
        await settled();
        for (let facet; (facet = document.querySelector(".o_facet_remove")); ) {
            facet.click();
            await settled();
        }
    }

    /** By how many pixels the content of an element is cut. */
    function getCut(element) {
        const clipping = [...element.querySelectorAll("*")].filter((child) => {
            const { display, overflowX } = getComputedStyle(child);
            return display !== "inline" && overflowX !== "visible";
        });
        return Math.max(...[element, ...clipping].map((one) => one.scrollWidth - one.clientWidth));
    }

    function measure(name) {
        const list = document.querySelector(".o_list_renderer");
        if (list.scrollWidth - list.clientWidth > 1) {
            faults.push(`${name}: ${list.scrollWidth - list.clientWidth} pixels beyond the screen`);
        }
        const seen = new Set();
        const cells = [...list.querySelectorAll("thead th[data-name], .o_data_row > td.o_data_cell")];
        for (const cell of cells) {
            const column = cell.dataset.name || cell.getAttribute("name") || "button";
            const cut = getCut(cell);
            if (cut > 1 && !seen.has(column)) {
                seen.add(column);
                faults.push(`${name}: ${column} cut by ${cut} pixels, "${cell.textContent.trim()}"`);
            }
        }
        return list.querySelectorAll(".o_data_row").length;
    }

    try {
        leaveNoTrace();
        let rows = 0;
        for (const [name, id] of actionIds) {
            where = name;
            const paint = leaveUnpainted();
            await open(id);
            paint();
            await painted();
            rows += measure(name);
        }
        console.log(`${actionIds.length} lists, ${rows} rows measured`);
        if (faults.length) {
            where = "cut off";
            throw new Error(faults.join("\n"));
        }
        console.log(successSignal);
    } catch (error) {
        console.error(`${where}: ${error.message || error}`);
    }
}
