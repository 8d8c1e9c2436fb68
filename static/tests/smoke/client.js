import { App } from "@odoo/owl";
import { rpcBus } from "@web/core/network/rpc";

const TURNS = 3;
const SECONDS = 30;

/**
 * Watches the web client from here on; returns `settled`, which waits until all it asked for has come and is drawn.
 *
 * @param {(detail) => void} [onResponse] is told of each answer of the server
 */
export function watchClient(onResponse = () => {}) {
    const pending = new Set();
    rpcBus.addEventListener("RPC:REQUEST", ({ detail }) => pending.add(detail.data.id));
    rpcBus.addEventListener("RPC:RESPONSE", ({ detail }) => {
        pending.delete(detail.data.id);
        onResponse(detail);
    });

    /** @param {() => boolean} [isThere] what must have come besides */
    return async function settled(isThere = () => true) {
        const deadline = Date.now() + SECONDS * 1000;
        // What is asked for and what is to be drawn says so at once; some of it only after the next turn of events.
        for (let quiet = 0; quiet < TURNS; ) {
            await new Promise((resolve) => setTimeout(resolve, 0));
            const isBusy = pending.size || [...App.apps].some((app) => app.scheduler.tasks.size);
            quiet = isBusy || !isThere() ? 0 : quiet + 1;
            if (Date.now() > deadline) {
                throw new Error(`still loading after ${SECONDS} seconds`);
            }
        }
    };
}

/**
 * Lets the browser draw nothing of the open view but what a script asks the size of: a third of a walk's time goes into
 * styles, places and pixels that nobody looks at. Returns how to see the view.
 */
export function leaveUnpainted() {
    const { style } = document.querySelector(".o_action_manager");
    style.contentVisibility = "hidden";
    return () => (style.contentVisibility = "visible");
}

/**
 * Keeps what a script opens out of the browser's history, and of errors only where they come from: nobody goes back, and
 * to write down each page takes half of the time that the browser has for itself. The hooks of each component make an
 * error for the case that they fail, with all that led there: a twentieth of a walk.
 */
export function leaveNoTrace() {
    Error.stackTraceLimit = 1;
    for (const write of ["pushState", "replaceState"]) {
        history[write] = () => {};
    }
}
