import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

const WIDTH = 110;
const HEIGHT = 24;
const EDGE = 3;

/** Where the points of a trend lie in the picture; where nothing is known, there is none. */
export function placePoints(values) {
    const known = values.filter((value) => value !== null && value !== undefined);
    const least = Math.min(...known);
    const range = Math.max(...known) - least || 1;
    const step = (WIDTH - 2 * EDGE) / Math.max(values.length - 1, 1);
    return values.flatMap((value, index) =>
        value === null || value === undefined
            ? []
            : [{ index, x: EDGE + index * step, y: HEIGHT - EDGE - ((value - least) / range) * (HEIGHT - 2 * EDGE), value }]
    );
}

/** Thirteen months as a small line, the last one marked. */
export class SparklineField extends Component {
    static template = "aftersales.SparklineField";
    static props = { ...standardFieldProps };

    get box() {
        return `0 0 ${WIDTH} ${HEIGHT}`;
    }

    get points() {
        return placePoints(this.props.record.data[this.props.name] || []);
    }

    /** Pieces without a gap between months. */
    get lines() {
        const lines = [];
        let before = null;
        for (const point of this.points) {
            if (before === null || point.index !== before + 1) {
                lines.push([]);
            }
            lines.at(-1).push(`${point.x.toFixed(1)},${point.y.toFixed(1)}`);
            before = point.index;
        }
        return lines.map((line) => line.join(" "));
    }

    get title() {
        return this.points.map((point) => point.value.toLocaleString()).join(" · ");
    }
}

registry.category("fields").add("aftersales_sparkline", {
    component: SparklineField,
    displayName: _t("Trend"),
    supportedTypes: ["json"],
    isEmpty: () => false,
});
