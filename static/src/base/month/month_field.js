import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { DateTimeField, dateField } from "@web/views/fields/datetime/datetime_field";

/** A month that is kept by its first day: it is said, and chosen, as a month. */
export class MonthField extends DateTimeField {
    static defaultProps = { ...DateTimeField.defaultProps, minPrecision: "months" };
    length = "long";

    getFormattedValue(valueIndex) {
        return this.values[valueIndex]?.toLocaleString({ year: "numeric", month: this.length }) || "";
    }
}

/** The same in a column. */
export class ShortMonthField extends MonthField {
    length = "short";
}

const monthField = { ...dateField, component: MonthField, displayName: _t("Month") };
registry.category("fields").add("aftersales_month", monthField);
registry.category("fields").add("list.aftersales_month", { ...monthField, component: ShortMonthField });
