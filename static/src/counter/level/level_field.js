import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

const QUARTERS = [0, 25, 50, 75, 100];

/** Level of a tank or a battery in percent, set with one tap; -1: not noted. */
export class LevelField extends Component {
    static template = "aftersales.LevelField";
    static props = { ...standardFieldProps };

    get quarters() {
        return QUARTERS;
    }

    get value() {
        return this.props.record.data[this.props.name];
    }

    get isNoted() {
        return this.value >= 0;
    }

    setLevel(value) {
        const level = Math.min(100, Math.max(0, parseInt(value, 10)));
        return this.props.record.update({ [this.props.name]: Number.isNaN(level) ? -1 : level });
    }
}

registry.category("fields").add("aftersales_level", {
    component: LevelField,
    displayName: _t("Level"),
    supportedTypes: ["integer"],
    isEmpty: () => false,
});
