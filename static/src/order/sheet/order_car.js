import { registry } from "@web/core/registry";
import { buildM2OFieldDescription, Many2OneField } from "@web/views/fields/many2one/many2one_field";

/** The car of an order: searched for while it is an estimate; then the plate, large, that opens the car. */
export class OrderCarField extends Many2OneField {
    static template = "aftersales.OrderCar";

    get isRead() {
        return this.props.readonly && this.props.record.data[this.props.name];
    }

    get plate() {
        const { license_plate, [this.props.name]: vehicle } = this.props.record.data;
        return license_plate || vehicle.display_name;
    }

    get modelName() {
        return this.props.record.data.model_id?.display_name;
    }

    open() {
        return this.env.onClickViewButton({
            clickParams: { type: "object", name: "action_view_vehicle" },
            getResParams: () => {
                const { resModel, resId, context, evalContext } = this.props.record;
                return { resModel, resId, resIds: [resId], context, evalContext };
            },
        });
    }
}

registry.category("fields").add("aftersales_order_car", {
    ...buildM2OFieldDescription(OrderCarField),
    fieldDependencies: [
        { name: "license_plate", type: "char" },
        { name: "model_id", type: "many2one", relation: "fleet.vehicle.model" },
    ],
});
