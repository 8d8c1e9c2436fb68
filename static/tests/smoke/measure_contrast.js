import { watchClient } from "./client";

const ENOUGH = 4.5;
const ENOUGH_FOR_BIG = 3;
// Odoo's own, or nothing to be read: what is switched off, the sample behind an empty list, the count of a column, the log.
const LEFT_OUT = ":disabled, .disabled, .o_facet_values_sep, .o_view_sample_data, .o_kanban_counter, .o-mail-Chatter, .o_view_nocontent";

/** Opens each screen as its user sees it, and says which words on it have too little contrast to be read. */
export async function measureContrast(screens, successSignal) {
    const { action: actions, menu } = odoo.__WOWL_DEBUG__.root.env.services;
    const faults = [];
    const settled = watchClient();
    let where = "the application";

    /** Red, green, blue and opacity of a computed colour. */
    function parse(colour) {
        const values = colour.match(/[\d.]+/g).map(Number);
        const [red, green, blue] = colour.startsWith("color(") ? values.map((value) => value * 255) : values;
        return [red, green, blue, values[3] ?? 1];
    }

    function lay(above, below) {
        return [0, 1, 2].map((i) => above[i] * above[3] + below[i] * (1 - above[3]));
    }

    function getLight(colour) {
        const [red, green, blue] = colour.map((value) =>
            value / 255 <= 0.03928 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4
        );
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
    }

    /** The colour behind the words of an element and how much of them is seen; ``known`` is what was looked at before. */
    function lookAt(element, known) {
        if (!element) {
            return { ground: [255, 255, 255], opacity: 1 };
        }
        if (!known.has(element)) {
            const around = lookAt(element.parentElement, known);
            const { backgroundColor, opacity } = getComputedStyle(element);
            const ground = lay(parse(backgroundColor), around.ground);
            known.set(element, { ground, opacity: around.opacity * opacity });
        }
        return known.get(element);
    }

    function getContrast(element, known) {
        const { ground, opacity } = lookAt(element, known);
        const [red, green, blue, alpha] = parse(getComputedStyle(element).color);
        const lights = [getLight(lay([red, green, blue, alpha * opacity], ground)), getLight(ground)];
        return { opacity, contrast: (Math.max(...lights) + 0.05) / (Math.min(...lights) + 0.05) };
    }

    function measure(name) {
        const seen = new Set();
        const known = new Map();
        const walker = document.createTreeWalker(document.querySelector(".o_action_manager"), NodeFilter.SHOW_TEXT);
        let words = 0;
        while (walker.nextNode()) {
            const element = walker.currentNode.parentElement;
            const text = walker.currentNode.textContent.trim();
            if (!/[\p{L}\p{N}]/u.test(text) || element.closest(LEFT_OUT) || !element.checkVisibility({ visibilityProperty: true })) {
                continue;
            }
            words++;
            const style = getComputedStyle(element);
            const size = parseFloat(style.fontSize);
            const { contrast, opacity } = getContrast(element, known);
            const isBig = size >= 24 || (size >= 18.66 && style.fontWeight >= 700);
            const key = `${element.tagName} ${element.className}`;
            if (opacity > 0.05 && contrast < (isBig ? ENOUGH_FOR_BIG : ENOUGH) && !seen.has(key)) {
                seen.add(key);
                faults.push(`${name}: ${contrast.toFixed(2)} of "${text.slice(0, 30)}" in ${key}`);
            }
        }
        return words;
    }

    try {
        menu.setCurrentMenu(menu.getApps().find((app) => app.xmlid === "aftersales.menu_root").id);
        let words = 0;
        for (const [name, action, options] of screens) {
            where = name;
            await actions.doAction(action, { clearBreadcrumbs: true, ...options });
            await settled();
            // What still fades in has not its own colour yet.
            const fading = document.getAnimations().filter(({ effect }) => effect.getComputedTiming().endTime !== Infinity);
            await Promise.allSettled(fading.map(({ finished }) => finished));
            words += measure(name);
        }
        console.log(`${screens.length} screens, ${words} words measured`);
        if (faults.length) {
            where = `${faults.length} faults`;
            throw new Error(faults.join("\n"));
        }
        console.log(successSignal);
    } catch (error) {
        console.error(`${where}: ${error.message || error}`);
    }
}
