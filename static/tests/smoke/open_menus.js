import { patch } from "@web/core/utils/patch";
import { FormRenderer } from "@web/views/form/form_renderer";
import { leaveNoTrace, leaveUnpainted, watchClient } from "./client";

// Rows to draw of a list: what the others hold is read by the tests of queries and forms.
const ROWS = 15;

/**
 * Opens the menus of one application, of which there are `count`; runs in the web client of whoever is logged in.
 * Actions that are `known` look as somebody else has seen them, and are left out.
 *
 * With `thorough` it opens each menu's action in every view type, each of its filters, and forms: one record a state,
 * turned over by the pager, the tabs and the chatter of the first, and a new one. What several actions share is shown in
 * full once: the filters of a search view, the tabs and states of a form, a new record with the same defaults. Otherwise
 * it opens what a click on the menu opens.
 * Any client error, console error, failed request or error dialog ends the test with the menu's name.
 */
export async function openMenus(application, thorough, successSignal, count, known) {
    const { action: actions, menu: menus, orm } = odoo.__WOWL_DEBUG__.root.env.services;
    const shown = new Set();
    let where = "the application";
    let refused;
    let withChatter = true;
    patch(FormRenderer.prototype, {
        mailLayout() {
            return withChatter ? super.mailLayout(...arguments) : "NONE";
        },
    });

    const drawn = watchClient(({ error }) => (refused ||= error));
    for (const level of ["error", "warn"]) {
        const report = console[level];
        console[level] = (...args) => report(`While opening ${where}:`, ...args);
    }

    async function settled() {
        await drawn();
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

    /** What a click on a menu opens, of few rows. */
    async function openMenu(place, actionId) {
        const action = await actions.loadAction(actionId);
        await open(place, action.type === "ir.actions.act_window" ? { ...action, limit: ROWS } : actionId);
    }

    /** Whether something of an action is to be shown in full: another one that has the same has not done so. */
    function isNew(...what) {
        const key = what.join();
        return !shown.has(key) && shown.add(key);
    }

    /** With `together` they are clicked in one go and drawn once, else one after the other. */
    async function clickAll(selector, name, together) {
        const count = document.querySelectorAll(selector).length;
        const place = where;
        for (let index = 0; index < count; index++) {
            const element = document.querySelectorAll(selector)[index];
            if (element) {
                where = `${place}, ${name} "${element.textContent.trim()}"`;
                element.click();
                if (!together) {
                    await settled();
                }
            }
        }
        if (together && count) {
            where = `${place}, each ${name}`;
            await settled();
        }
        where = place;
    }

    /** What is searched with all filters at once asks for each of them; alone they are read by test_action_queries. */
    async function useFilters() {
        const toggler = ".o_control_panel .o_searchview_dropdown_toggler";
        if (!document.querySelector(toggler)) {
            return;
        }
        document.querySelector(toggler).click();
        await settled();
        await clickAll(".o_filter_menu .o_accordion_toggle", "filter", true);
        await clickAll(".o_filter_menu .o_menu_item:not(.o_add_custom_filter):not(.o_accordion_toggle)", "filter", true);
        await clickAll(".o_group_by_menu .o_menu_item:not(.o_accordion_toggle)", "group by", true);
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

    function getViewId(action, viewType) {
        return action.views.find(([, type]) => type === viewType)?.[0];
    }

    async function openForms(place, action, canCreate) {
        const form = [action.res_model, getViewId(action, "form")];
        const records = isNew("form", ...form) ? await recordsToOpen(action.res_model) : [];
        for (const [index, resId] of records.entries()) {
            withChatter = !index;
            if (index) {
                where = `${place}, form of record ${resId}`;
                document.querySelector(".o_control_panel .o_pager_next").click();
                await settled();
            } else {
                const props = { resId, resIds: records };
                await open(`${place}, form of record ${resId}`, action, { viewType: "form", props });
                await clickAll(".o_form_view .o_notebook_headers .nav-link:not(.active)", "tab");
            }
        }
        withChatter = false;
        const defaults = Object.entries(action.context).filter(([key]) => key.startsWith("default_"));
        if (canCreate && isNew("new", ...form, JSON.stringify(defaults))) {
            await open(`${place}, new record`, action, { viewType: "form" });
        }
        withChatter = true;
    }

    /** The first view is open already: the menu has opened it. */
    async function openEveryView(place, action) {
        let canCreate = false;
        const types = action.views.map(([, type]) => type);
        for (const type of types.filter((type) => type !== "form" && type !== "search")) {
            if (type !== actions.currentController.view.type) {
                await open(`${place}, ${type}`, action, { viewType: type });
            }
            canCreate ||= Boolean(document.querySelector(".o_list_button_add, .o-kanban-button-new"));
            if (type === types[0] && isNew("filters", action.res_model, getViewId(action, "search"))) {
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
        leaveUnpainted();
        leaveNoTrace();
        const root = menus.getApps().find((app) => app.xmlid === application);
        const entries = root ? withActions(menus.getMenuAsTree(root.id)) : [];
        if (entries.length !== count) {
            throw new Error(`${entries.length} menus of ${application} are to be seen, not ${count}`);
        }
        const done = new Set(known);
        let opened = 0;
        for (const { path, actionID } of entries) {
            if (done.has(actionID)) {
                continue;
            }
            done.add(actionID);
            opened++;
            await openMenu(path, actionID);
            const action = actions.currentController?.action;
            if (thorough && action?.type === "ir.actions.act_window") {
                await openEveryView(path, action);
            }
            for (const button of document.querySelectorAll(".o_dialog .btn-close")) {
                button.click();
                await settled();
            }
        }
        console.log(`${entries.length} menus, ${opened} of their actions opened`);
        console.log(successSignal);
    } catch (error) {
        console.error(error.stack || String(error));
    }
}
