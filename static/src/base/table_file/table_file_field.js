import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { BinaryField, binaryField } from "@web/views/fields/binary/binary_field";
import { FileUploader } from "@web/views/fields/file_handler";

const MEGABYTE = 1e6;

/** Says before a file is read and sent that it is too large: what the house would refuse takes minutes to arrive. */
export class TableFileUploader extends FileUploader {
    static props = { ...FileUploader.props, most: Number };

    async onFileChange(ev) {
        const large = [...ev.target.files].find((file) => file.size > this.props.most * MEGABYTE);
        if (!large) {
            return super.onFileChange(ev);
        }
        this.notification.add(
            _t("%(file)s has %(size)s MB: at most %(most)s MB are taken. Send it in parts.", {
                file: large.name,
                size: (large.size / MEGABYTE).toFixed(1),
                most: this.props.most,
            }),
            { type: "danger", sticky: true }
        );
        ev.target.value = null; // the same file, made smaller, may be chosen next
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
