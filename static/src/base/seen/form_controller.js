import { registry } from "@web/core/registry";
import { patch } from "@web/core/utils/patch";
import { FormController } from "@web/views/form/form_controller";

import { forgetSeen, getSeen } from "./seen";

/** Models whose forms tell the server what they had shown, see aftersales.seen.mixin; rooms add theirs. */
export const seenModels = registry.category("aftersales.seen_models");

const COMPARED = ["boolean", "char", "date", "datetime", "float", "integer", "many2one", "monetary", "selection", "text"];

patch(FormController.prototype, {
    async onWillSaveRecord(record, changes) {
        if (record.resId && seenModels.contains(record.resModel)) {
            const seen = {};
            for (const name of Object.keys(changes)) {
                const { type } = record.fields[name] || {};
                if (COMPARED.includes(type) && name in record._values) {
                    seen[name] = record._formatServerValue(type, getSeen(record, name));
                }
            }
            changes.seen_values = seen;
        }
        return super.onWillSaveRecord(...arguments);
    },

    async onRecordSaved(record) {
        forgetSeen(record);
        return super.onRecordSaved(...arguments);
    },

    async discard() {
        await super.discard(...arguments);
        forgetSeen(this.model.root);
    },
});
