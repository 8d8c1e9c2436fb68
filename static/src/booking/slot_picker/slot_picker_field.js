import { Component } from "@odoo/owl";
import { deserializeDateTime } from "@web/core/l10n/dates";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

/**
 * Free slots by day, each a button. A click sets the record's `start`, or calls the method named in the
 * options with the slot's start and follows the action it returns.
 */
export class SlotPickerField extends Component {
    static template = "aftersales.SlotPickerField";
    static props = { ...standardFieldProps, method: { type: String, optional: true } };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
    }

    get days() {
        return this.props.record.data[this.props.name] || [];
    }

    get hasSlots() {
        return this.days.some((day) => day.slots.length);
    }

    isChosen(slot) {
        const start = this.props.record.data.start;
        return Boolean(start) && start.equals(deserializeDateTime(slot.start));
    }

    async onPick(slot) {
        const { record, method } = this.props;
        if (!method) {
            await record.update({ start: deserializeDateTime(slot.start) });
            return;
        }
        if (await record.save()) {
            this.action.doAction(await this.orm.call(record.resModel, method, [[record.resId], slot.start]));
        }
    }
}

registry.category("fields").add("aftersales_slot_picker", {
    component: SlotPickerField,
    supportedTypes: ["json"],
    extractProps: ({ options }) => ({ method: options.method }),
});
