import { rpcBus } from "@web/core/network/rpc";

/**
 * Opens each list of the application as its user sees it, without filters, and says what of it is cut.
 *
 * A cell is cut when its content is wider than it: names go on in a second line, numbers, plates, states, dates and
 * amounts have their width. A list wider than the screen hides its last columns.
 */
export async function measureLists(actionIds, successSignal) {
    const { action: actions } = odoo.__WOWL_DEBUG__.root.env.services;
    const faults = [];
    const pending = new Set();
    rpcBus.addEventListener("RPC:REQUEST", ({ detail }) => pending.add(detail.data.id));
    rpcBus.addEventListener("RPC:RESPONSE", ({ detail }) => pending.delete(detail.data.id));
    const sleep = (delay) => new Promise((resolve) => setTimeout(resolve, delay));

    async function settled(name) {
        const deadline = Date.now() + 30000;
        for (let quiet = 0; quiet < 3; ) {
            await sleep(20);
            await new Promise(requestAnimationFrame);
            quiet = pending.size || !document.querySelector(".o_list_renderer") ? 0 : quiet + 1;
            if (Date.now() > deadline) {
                throw new Error(`${name}: no list after 30 seconds`);
            }
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
        let rows = 0;
        for (const [name, id] of actionIds) {
            await actions.doAction(id, { clearBreadcrumbs: true, viewType: "list" });
            await settled(name);
            for (let facet; (facet = document.querySelector(".o_facet_remove")); ) {
                facet.click();
                await settled(name);
            }
            rows += measure(name);
        }
        console.log(`${actionIds.length} lists, ${rows} rows measured`);
        if (faults.length) {
            throw new Error(faults.join("\n"));
        }
        console.log(successSignal);
    } catch (error) {
        console.error(error.message || String(error));
    }
}
