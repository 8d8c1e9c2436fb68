import { Component, markup, onWillStart, onWillUpdateProps, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";

/**
 * A computed text that takes long: it is no field of the form, and read when its tab is opened.
 *
 *     <widget name="aftersales_on_demand" field="figures"/>
 */
export class OnDemand extends Component {
    static template = "aftersales.OnDemand";
    static props = { ...standardWidgetProps, field: String };

    setup() {
        this.orm = useService("orm");
        this.state = useState({ html: null });
        onWillStart(() => this.read(this.props.record));
        onWillUpdateProps((next) => this.read(next.record));
    }

    get waiting() {
        return this.props.record.resId ? _t("Nothing to show yet") : _t("Save it to see them");
    }

    /** Once a saved state: typing asks nothing, saving asks anew. */
    async read(record) {
        const { id, data } = record;
        const key = JSON.stringify([id, record.resId, data.state, data.write_date?.ts]);
        if (key === this.key || !record.resId || (this.key && record.dirty)) {
            return;
        }
        this.key = key;
        const [row] = await this.orm.read(record.resModel, [record.resId], [this.props.field], {
            context: record.context,
        });
        this.state.html = row?.[this.props.field] ? markup(row[this.props.field]) : null;
    }
}

registry.category("view_widgets").add("aftersales_on_demand", {
    component: OnDemand,
    extractProps: ({ attrs }) => ({ field: attrs.field }),
    fieldDependencies: [{ name: "write_date", type: "datetime" }],
});
