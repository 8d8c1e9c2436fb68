import { Component, useEffect, useState } from "@odoo/owl";
import { NameAndSignature } from "@web/core/signature/name_and_signature";
import { SignatureDialog } from "@web/core/signature/signature_dialog";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { SignatureField, signatureField } from "@web/views/fields/signature/signature_field";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";

/** An empty box to draw in; nothing is written there that the customer has not drawn. */
class SignaturePad extends NameAndSignature {
    static template = "aftersales.SignaturePad";
}

/** The box, as large as the screen gives; who cannot draw types the name, and the picture says that it was typed. */
class DrawnSignatureDialog extends SignatureDialog {
    static template = "aftersales.DrawnSignatureDialog";
    static components = { ...SignatureDialog.components, SignaturePad };
    static props = { ...SignatureDialog.props, title: { type: String, optional: true } };

    setup() {
        super.setup();
        this.typed = useState({ isOpen: false, name: "" });
        // Shown again, the box has its size again.
        useEffect(
            (isOpen) => {
                if (!isOpen) {
                    this.signature.resetSignature?.();
                }
            },
            () => [this.typed.isOpen]
        );
    }

    get title() {
        return this.props.title || _t("The Customer Signs");
    }

    openTyped() {
        this.typed.isOpen = true;
        this.writeTyped();
    }

    openDrawn() {
        Object.assign(this.typed, { isOpen: false, name: "" });
    }

    onInputTyped(ev) {
        this.typed.name = ev.target.value;
        this.writeTyped();
    }

    /** The typed name as a picture that says what it is. */
    writeTyped() {
        const name = this.typed.name.trim();
        const canvas = document.createElement("canvas");
        Object.assign(canvas, { width: 900, height: 300 });
        const context = canvas.getContext("2d");
        Object.assign(context, { fillStyle: "#10243c", textAlign: "center" });
        context.font = "64px sans-serif";
        context.fillText(name, 450, 150, 860);
        context.font = "32px sans-serif";
        context.fillText(_t("Typed, not drawn"), 450, 230, 860);
        this.signature.isSignatureEmpty = !name;
        this.signature.typedImage = name ? canvas.toDataURL() : "";
    }

    onClickConfirm() {
        const signatureImage = this.typed.isOpen ? this.signature.typedImage : this.signature.getSignatureImage();
        this.props.uploadSignature({ signatureImage, kind: this.typed.isOpen ? "typed" : "drawn" });
        this.props.close();
    }
}

const BOX = { displaySignatureRatio: 3, signatureType: "signature", noInputName: true, mode: "draw" };

/**
 * The customer's signature: the box opens empty, and a name is never drawn by the program.
 *
 * With the option `check`, the name of a method, the record is saved and asked before the box opens, so that nobody
 * signs what is refused afterwards, and saved when it was signed, so that a later entry takes the signature away. With
 * the option `proof`, the name of a field, the picture is sent with that field as it was on the screen when the box opened.
 */
export class DrawnSignatureField extends SignatureField {
    static props = { ...SignatureField.props, check: { type: String, optional: true }, proof: { type: String, optional: true } };

    setup() {
        super.setup();
        this.orm = useService("orm");
        // Core says by it that a picture could not be read, and never asks for it.
        this.notification = useService("notification");
    }

    async onClickSignature() {
        const { check, proof, readonly, record } = this.props;
        if (readonly) {
            return;
        }
        if (check) {
            if (!(await record.save())) {
                return;
            }
            await this.orm.call(record.resModel, check, [[record.resId]]);
        }
        this.shown = proof ? { [proof]: record.data[proof] } : {};
        this.dialogService.add(DrawnSignatureDialog, {
            nameAndSignatureProps: BOX,
            uploadSignature: (signature) => this.uploadSignature(signature),
        });
    }

    /** The form's own record, which another reading of it may have replaced while the box was open. */
    get record() {
        const { record } = this.props;
        const { root } = record.model;
        return root.resModel === record.resModel && root.resId && root.resId === record.resId ? root : record;
    }

    async uploadSignature({ signatureImage, kind }) {
        const { check, name } = this.props;
        const values = { ...this.shown, signature_kind: kind, [name]: signatureImage.split(",")[1] || false };
        let record;
        do {
            record = this.record;
            await record.update(values);
        } while (record !== this.record);
        if (check && (await record.save()) && this.record === record.model.root) {
            // A reading that was under way would show it unsigned when it comes: the last one that is asked for counts.
            await record.model.load({ resId: record.resId });
        }
    }
}

registry.category("fields").add("aftersales_signature", {
    ...signatureField,
    component: DrawnSignatureField,
    displayName: _t("Signature"),
    fieldDependencies: [
        ...signatureField.fieldDependencies,
        { name: "signature_kind", type: "selection", readonly: false, selection: [["drawn", ""], ["typed", ""]] },
    ],
    extractProps: (info) => ({ ...signatureField.extractProps(info), check: info.options.check, proof: info.options.proof }),
});

/** A button that opens the box and saves what is signed: `method` of the record takes picture and kind. */
export class SignButton extends Component {
    static template = "aftersales.SignButton";
    static props = { ...standardWidgetProps, string: String, method: String, title: { type: String, optional: true } };

    setup() {
        this.dialogService = useService("dialog");
        this.orm = useService("orm");
    }

    async onClick() {
        if (await this.props.record.save()) {
            this.dialogService.add(DrawnSignatureDialog, {
                nameAndSignatureProps: BOX,
                title: this.props.title,
                uploadSignature: (signature) => this.sign(signature),
            });
        }
    }

    async sign({ signatureImage, kind }) {
        const { model, resId, resModel } = this.props.record;
        await this.orm.call(resModel, this.props.method, [[resId], signatureImage.split(",")[1], kind]);
        await model.load({ resId });
    }
}

registry.category("view_widgets").add("aftersales_sign", {
    component: SignButton,
    extractProps: ({ attrs }) => ({ string: attrs.string, method: attrs.method, title: attrs.title }),
});
