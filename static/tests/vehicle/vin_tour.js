import { registry } from "@web/core/registry";

/** A phone whose camera sees one code after the other. */
function hold(...codes) {
    const canvas = Object.assign(document.createElement("canvas"), { width: 640, height: 480 });
    const context = canvas.getContext("2d");
    setInterval(() => context.fillRect(0, 0, 640, 480), 50);
    navigator.mediaDevices.getUserMedia = async () => canvas.captureStream(10);
    window.BarcodeDetector = class {
        static async getSupportedFormats() {
            return ["code_39", "qr_code", "pdf417"];
        }
        async detect() {
            return [{ rawValue: codes.shift(), boundingBox: { x: 310, y: 230, width: 20, height: 20 } }];
        }
    };
}

const SCAN = ".o_field_widget[name=vin_sn] button.fa-camera";

registry.category("web_tour.tours").add("aftersales_vin_camera", {
    steps: () => [
        {
            content: "A sticker that holds something else",
            trigger: SCAN,
            run(helpers) {
                hold("PART 4711", "沪A12345 ILSVAA49J132047371/SPECIMEN");
                return helpers.click();
            },
        },
        { content: "Says so", trigger: ".o_notification:contains('no VIN in this code: PART 4711')" },
        { content: "The registration paper", trigger: SCAN, run: "click" },
        {
            content: "The number is in the box",
            trigger: ".o_field_widget[name=vin_sn] input:value(LSVAA49J132047371)",
        },
        { content: "Keep nothing", trigger: ".o_form_button_cancel", run: "click" },
    ],
});
