import { scanBarcode } from "@web/core/barcode/barcode_dialog";
import { isBarcodeScannerSupported } from "@web/core/barcode/barcode_video_scanner";
import { hasTouch, isMobileOS } from "@web/core/browser/feature_detection";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { CharField, charField } from "@web/views/fields/char/char_field";

// Seventeen characters without I, O and Q that stand alone; the bar code of an imported car begins with an I.
const VIN = /(?<![A-Z0-9])I?([A-HJ-NPR-Z0-9]{17})(?![A-Z0-9])/;

/** The VIN in what a code holds: alone on the car's sticker, among other words on its registration paper; or undefined. */
export function findVin(text) {
    return text.toUpperCase().match(VIN)?.[1];
}

/** A VIN, typed or read by the camera of a phone or tablet; the picture is read where it is taken. */
export class VinField extends CharField {
    static template = "aftersales.VinField";

    setup() {
        super.setup();
        this.notification = useService("notification");
    }

    get hasCamera() {
        return !this.props.readonly && isBarcodeScannerSupported() && (isMobileOS() || hasTouch());
    }

    async onClickScan() {
        let text;
        try {
            text = await scanBarcode(this.env);
        } catch {
            return; // the box that asked for the camera says why there is none
        }
        const vin = findVin(text);
        if (vin) {
            await this.props.record.update({ [this.props.name]: vin });
        } else {
            this.notification.add(_t("There is no VIN in this code: %s", text.slice(0, 80)), { type: "warning" });
        }
    }
}

registry.category("fields").add("aftersales_vin", { ...charField, component: VinField, displayName: _t("VIN") });
