import { Component } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";

/** The promise by the outlet's clock, its colour, and what makes it late. */
export class OrderPromise extends Component {
    static template = "aftersales.OrderPromise";
    static props = { ...standardWidgetProps };

    get promise() {
        return this.props.record.data.order_sheet?.promise || {};
    }

    get reasons() {
        return (this.promise.reasons || []).join(" · ");
    }
}

registry.category("view_widgets").add("aftersales_order_promise", { component: OrderPromise });
