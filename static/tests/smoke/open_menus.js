import { App } from "@odoo/owl";
import { rpcBus } from "@web/core/network/rpc";

/**
 * Opens the menus of one application; runs in the web client of whoever is logged in.
 *
 * With `thorough` it opens each menu's action in every view type, each of its filters, and forms: one
 * record a state, all their tabs, and a new one. Otherwise it opens what a click on the menu opens.
 * `first` and `count` name a slice of the menus; so a long walk is made of scripts that end in time.
 * Any client error, console error, failed request or error dialog ends the test with the menu's name.
 */
export async function openMenus(application, thorough, successSignal, first = 0, count = Infinity) {
    const { action: actions, menu: menus, orm } = odoo.__WOWL_DEBUG__.root.env.services;
    const pending = new Set();
    let where = "the application";
    let refused;

    rpcBus.addEventListener("RPC:REQUEST", ({ detail }) => pending.add(detail.data.id));
    rpcBus.addEventListener("RPC:RESPONSE", ({ detail }) => {
        pending.delete(detail.data.id);
        refused ||= detail.error;
    });
    for (const level of ["error", "warn"]) {
        const report = console[level];
        console[level] = (...args) => report(`While opening ${where}:`, ...args);
    }

    const sleep = (delay) => new Promise((resolve) => setTimeout(resolve, delay));

    async function settled() {
        const deadline = Date.now() + 30000;
        for (let quiet = 0; quiet < 2; ) {
            await sleep(20);
            await new Promise(requestAnimationFrame);
            const busy = pending.size || [...App.apps].some((app) => app.scheduler.tasks.size);
            quiet = busy ? 0 : quiet + 1;
            if (Date.now() > deadline) {
                throw new Error("still loading after 30 seconds");
            }
        }
        if (refused) {
            throw new Error(`${refused.message} ${refused.data?.message} ${refused.data?.debug}`);
        }
        const dialog = document.querySelector(".o_error_dialog, .o_notification_bar.bg-danger");
        if (dialog) {
            throw new Error(dialog.textContent);
        }
    }

    async function open(place, action, options) {
        where = place;
        // A menu of its own each time: what the last one left open is of no interest.
        await actions.doAction(action, { clearBreadcrumbs: true, ...options });
        await settled();
    }

    async function clickAll(selector, name) {
        const count = document.querySelectorAll(selector).length;
        const place = where;
        for (let index = 0; index < count; index++) {
            const element = document.querySelectorAll(selector)[index];
            if (element) {
                where = `${place}, ${name} "${element.textContent.trim()}"`;
                element.click();
                await settled();
            }
        }
        where = place;
    }

    async function useFilters() {
        const toggler = ".o_control_panel .o_searchview_dropdown_toggler";
        if (!document.querySelector(toggler)) {
            return;
        }
        document.querySelector(toggler).click();
        await settled();
        await clickAll(".o_filter_menu .o_accordion_toggle", "filter");
        await clickAll(".o_filter_menu .o_menu_item:not(.o_add_custom_filter):not(.o_accordion_toggle)", "filter");
        await clickAll(".o_group_by_menu .o_menu_item:not(.o_accordion_toggle)", "group by");
        document.querySelector(toggler)?.click();
    }

    async function recordsToOpen(model) {
        const { state } = await orm.call(model, "fields_get", [["state"], ["type", "store"]]);
        if (state?.type === "selection" && state.store) {
            const groups = await orm.call(model, "formatted_read_group", [[], ["state"], ["id:max"]]);
            return groups.map((group) => group["id:max"]);
        }
        return orm.search(model, [], { limit: 1 });
    }

    async function openForms(place, action, canCreate) {
        for (const resId of await recordsToOpen(action.res_model)) {
            await open(`${place}, form of record ${resId}`, action, { viewType: "form", props: { resId } });
            await clickAll(".o_form_view .o_notebook_headers .nav-link:not(.active)", "tab");
        }
        if (canCreate) {
            await open(`${place}, new record`, action, { viewType: "form" });
        }
    }

    async function openEveryView(place, action) {
        let canCreate = false;
        const types = action.views.map(([, type]) => type);
        for (const type of types.filter((type) => type !== "form" && type !== "search")) {
            await open(`${place}, ${type}`, action, { viewType: type });
            canCreate ||= Boolean(document.querySelector(".o_list_button_add, .o-kanban-button-new"));
            if (type === types[0]) {
                await useFilters();
            }
        }
        if (types.includes("form") && action.target !== "new") {
            await openForms(place, action, canCreate);
        }
    }

    function withActions(menu, path = []) {
        const here = { path: [...path, menu.name].join(" / "), actionID: menu.actionID };
        return [here, ...menu.childrenTree.flatMap((child) => withActions(child, [...path, menu.name]))].filter(
            (entry) => entry.actionID
        );
    }

    try {
        // The web client begins with the menus of who was logged in before, until those of its user have come.
        await menus.reload();
        const root = menus.getApps().find((app) => app.xmlid === application);
        const entries = root ? withActions(menus.getMenuAsTree(root.id)).slice(first, first + count) : [];
        if (!entries.length) {
            throw new Error(`no menu of ${application} is to be seen`);
        }
        const done = new Set();
        for (const { path, actionID } of entries) {
            await open(path, actionID);
            const action = actions.currentController?.action;
            if (thorough && !done.has(actionID) && action?.type === "ir.actions.act_window") {
                await openEveryView(path, action);
            }
            done.add(actionID);
            for (const button of document.querySelectorAll(".o_dialog .btn-close")) {
                button.click();
                await settled();
            }
        }
        console.log(`${entries.length} menus opened`);
        console.log(successSignal);
    } catch (error) {
        console.error(error.stack || String(error));
    }
}
