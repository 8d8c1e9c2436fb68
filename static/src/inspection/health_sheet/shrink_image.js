const MAX_SIDE = 1600;

/**
 * Photos of a tablet are many times larger than anybody looks at: they are made smaller before they travel.
 *
 * @param {File} file
 * @returns {Promise<string>} base64 of a JPEG
 */
export async function shrinkImage(file) {
    const bitmap = await createImageBitmap(file);
    const scale = Math.min(1, MAX_SIDE / Math.max(bitmap.width, bitmap.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(bitmap.width * scale);
    canvas.height = Math.round(bitmap.height * scale);
    canvas.getContext("2d").drawImage(bitmap, 0, 0, canvas.width, canvas.height);
    bitmap.close();
    return canvas.toDataURL("image/jpeg", 0.85).split(",")[1];
}
