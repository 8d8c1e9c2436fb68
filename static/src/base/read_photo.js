import { _t } from "@web/core/l10n/translation";

const MAX_SIDE = 1600;

/**
 * Read a photo as it is uploaded: made small first, since a tablet's camera takes ten times what paper or screen needs.
 *
 * @param {File} file
 * @param {Object} notification service that says it when the browser cannot read the file: damaged, no picture, HEIC
 * @returns {Promise<string|false>} JPEG in base64
 */
export async function readPhoto(file, notification) {
    let bitmap;
    try {
        bitmap = await createImageBitmap(file);
    } catch {
        notification.add(_t("%s is not a photo that can be read. Choose a JPEG or PNG.", file.name), { type: "danger" });
        return false;
    }
    const scale = Math.min(1, MAX_SIDE / Math.max(bitmap.width, bitmap.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(bitmap.width * scale);
    canvas.height = Math.round(bitmap.height * scale);
    canvas.getContext("2d").drawImage(bitmap, 0, 0, canvas.width, canvas.height);
    bitmap.close();
    return canvas.toDataURL("image/jpeg", 0.85).split(",")[1];
}
