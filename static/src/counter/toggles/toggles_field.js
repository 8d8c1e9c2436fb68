import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useSpecialData } from "@web/views/fields/relational_utils";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

/**
 * The choices of a maintained list as buttons with their icons, each set with one tap.
 * The records have `icon` (a Font Awesome class) and perhaps a selection of Bootstrap colours (option `colour_field`).
 */
export class TogglesField extends Component {
    static template = "aftersales.TogglesField";
    static props = { ...standardFieldProps, colourField: { type: String, optional: true } };

    setup() {
        this.specialData = useSpecialData((orm, props) => {
            const { relation } = props.record.fields[props.name];
            const fields = ["display_name", "icon", "active", ...(props.colourField ? [props.colourField] : [])];
            return orm.searchRead(relation, [], fields, { context: { active_test: false } });
        });
    }

    get items() {
        const chosen = new Set(this.props.record.data[this.props.name].currentIds);
        return this.specialData.data
            .map((item) => ({
                id: item.id,
                name: item.display_name,
                icon: item.icon,
                colour: item[this.props.colourField] || "primary",
                isActive: item.active,
                isChosen: chosen.has(item.id),
            }))
            .filter((item) => item.isChosen || (item.isActive && !this.props.readonly));
    }

    toggle(item) {
        if (this.props.readonly) {
            return;
        }
        const list = this.props.record.data[this.props.name];
        return list.addAndRemove(item.isChosen ? { remove: [item.id] } : { add: [item.id] });
    }
}

registry.category("fields").add("aftersales_toggles", {
    component: TogglesField,
    displayName: _t("Toggle Buttons"),
    supportedTypes: ["many2many"],
    supportedOptions: [{ label: _t("Colour field"), name: "colour_field", type: "string" }],
    isEmpty: () => false,
    extractProps: ({ options }) => ({ colourField: options.colour_field }),
});
