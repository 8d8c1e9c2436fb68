import { registry } from "@web/core/registry";

const APP = "aftersales.menu_root";

/** Marks the page while the app is open, so that its colours reach the lists and forms of Odoo it shows, and no other app. */
export const appService = {
    dependencies: ["menu"],
    start(env, { menu }) {
        const mark = () => document.body.classList.toggle("o_aftersales", menu.getCurrentApp()?.xmlid === APP);
        env.bus.addEventListener("MENUS:APP-CHANGED", mark);
        mark();
    },
};

registry.category("services").add("aftersales_app", appService);
