import { Component } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { formatMonetary } from "@web/views/fields/formatters";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

/** What each payer of a repair order pays; shown once there is more than one. */
export class PayerTotalsField extends Component {
    static template = "aftersales.PayerTotalsField";
    static props = { ...standardFieldProps };

    get totals() {
        return this.props.record.data[this.props.name] || [];
    }

    format(amount) {
        return formatMonetary(amount, { currencyId: this.props.record.data.currency_id?.id });
    }
}

registry.category("fields").add("aftersales_payer_totals", {
    component: PayerTotalsField,
    supportedTypes: ["json"],
    fieldDependencies: [{ name: "currency_id", type: "many2one", relation: "res.currency" }],
});
