import { patch } from "@web/core/utils/patch";
import { FormController } from "@web/views/form/form_controller";

/** The menu of actions offers what the document allows now, where the document says what it does not. */
patch(FormController.prototype, {
    get actionMenuItems() {
        const items = super.actionMenuItems;
        const idle = this.model.root?.data.idle_actions;
        return Array.isArray(idle) ? { ...items, action: items.action.filter(({ id }) => !idle.includes(id)) } : items;
    },
});
