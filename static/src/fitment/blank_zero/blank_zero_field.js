import { registry } from "@web/core/registry";
import { FloatField, floatField } from "@web/views/fields/float/float_field";
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

/** The same with decimals: pieces of a pack, kilogrammes. */
export class BlankZeroFloatField extends FloatField {
    get formattedValue() {
        return this.value ? super.formattedValue : "";
    }
}

registry.category("fields").add("aftersales_blank_zero_float", {
    ...floatField,
    component: BlankZeroFloatField,
    isEmpty: (record, fieldName) => !record.data[fieldName],
});
