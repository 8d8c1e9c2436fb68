const MAX_SIDE = 1600;

/**
 * Read a photo as it is uploaded: made small first, since a tablet's camera takes ten times what paper or screen needs.
 *
 * @param {File} file
 * @returns {Promise<string>} JPEG in base64
 */
export async function readPhoto(file) {
    const bitmap = await createImageBitmap(file);
    const scale = Math.min(1, MAX_SIDE / Math.max(bitmap.width, bitmap.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(bitmap.width * scale);
    canvas.height = Math.round(bitmap.height * scale);
    canvas.getContext("2d").drawImage(bitmap, 0, 0, canvas.width, canvas.height);
    bitmap.close();
    return canvas.toDataURL("image/jpeg", 0.85).split(",")[1];
}
