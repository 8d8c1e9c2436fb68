import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { DateTimeField, dateField } from "@web/views/fields/datetime/datetime_field";

/** A day that stands for its month is read and chosen as the month: "Nov 2026", 2026年11月, never "Nov 1". */
export class MonthField extends DateTimeField {
    getFormattedValue(valueIndex) {
        const value = this.values[valueIndex];
        return value ? value.toLocaleString({ year: "numeric", month: "short" }) : "";
    }
}

registry.category("fields").add("aftersales_month", {
    ...dateField,
    component: MonthField,
    displayName: _t("Month"),
    extractProps: (fieldInfo, dynamicInfo) => ({
        ...dateField.extractProps(fieldInfo, dynamicInfo),
        minPrecision: "months",
    }),
    listViewWidth: () => 100,
});
