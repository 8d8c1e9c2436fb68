import { toRaw } from "@odoo/owl";

/**
 * What a form showed of the fields that are being changed, before news of somebody else came in under them: by record.
 * Who saves them is compared with what he saw when he began, not with what was read meanwhile.
 */
const seenBefore = new WeakMap();

/** The field whose input is being typed in, and not left yet. */
function getTypedName(record) {
    const input = document.activeElement;
    const name = input?.closest(".o_field_widget[name]")?.getAttribute("name");
    if (!name || !(name in record._values) || !("value" in input)) {
        return false;
    }
    const isText = ["char", "text"].includes(record.fields[name].type);
    return isText && input.value === (record._values[name] || "") ? false : name;
}

/** Before `record` takes other values from the server without its changes being saved. */
export function keepSeen(record) {
    const seen = seenBefore.get(toRaw(record)) || {};
    for (const name of [...Object.keys(record._changes), getTypedName(record)]) {
        if (name && name in record._values && !(name in seen)) {
            seen[name] = record._values[name];
        }
    }
    seenBefore.set(toRaw(record), seen);
}

export function getSeen(record, name) {
    const seen = seenBefore.get(toRaw(record)) || {};
    return name in seen ? seen[name] : record._values[name];
}

/** Once they are saved, or dropped. */
export function forgetSeen(record) {
    seenBefore.delete(toRaw(record));
}
