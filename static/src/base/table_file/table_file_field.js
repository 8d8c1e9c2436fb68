import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { BinaryField, binaryField } from "@web/views/fields/binary/binary_field";
import { FileUploader } from "@web/views/fields/file_handler";

const MEGABYTE = 1e6;

/** Says before a file is read and sent that it is too large or empty: what the house would refuse takes minutes to arrive. */
export class TableFileUploader extends FileUploader {
    static props = { ...FileUploader.props, most: Number };

    async onFileChange(ev) {
        const refusal = [...ev.target.files].map((file) => this.getRefusal(file)).find(Boolean);
        if (!refusal) {
            return super.onFileChange(ev);
        }
        this.notification.add(refusal, { type: "danger", sticky: true });
        ev.target.value = null; // the same file, mended, may be chosen next
        return null;
    }

    /** @returns {string|null} why the file is not taken */
    getRefusal(file) {
        if (!file.size) {
            return _t("%(file)s is empty. Choose another file.", { file: file.name });
        }
        if (file.size > this.props.most * MEGABYTE) {
            return _t("%(file)s has %(size)s MB: at most %(most)s MB are taken. Send it in parts.", {
                file: file.name,
                size: (file.size / MEGABYTE).toFixed(1),
                most: this.props.most,
            });
        }
        return null;
    }
}

/** A table to be uploaded, of at most so many megabytes: `options="{'most_megabytes': 30}"`. */
export class TableFileField extends BinaryField {
    static template = "aftersales.TableFileField";
    static components = { FileUploader: TableFileUploader };
    static props = { ...BinaryField.props, most: Number };
}

registry.category("fields").add("aftersales_table_file", {
    ...binaryField,
    component: TableFileField,
    extractProps: (info) => ({ ...binaryField.extractProps(info), most: info.options.most_megabytes }),
});
