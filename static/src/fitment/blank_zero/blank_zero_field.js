import { registry } from "@web/core/registry";
import { IntegerField, integerField } from "@web/views/fields/integer/integer_field";

/** A number that means nothing when it is 0, such as the year of a range without end: then the cell is empty. */
export class BlankZeroField extends IntegerField {
    get formattedValue() {
        return this.value ? super.formattedValue : "";
    }
}

registry.category("fields").add("aftersales_blank_zero", {
    ...integerField,
    component: BlankZeroField,
    isEmpty: (record, fieldName) => !record.data[fieldName],
});
