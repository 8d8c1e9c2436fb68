import { Component, onWillStart, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";

// Where each panel lies, by its code, on a car seen from above that drives to the left: x, y, width, height.
const PLACES = {
    B01: [8, 84, 34, 92],
    B03: [48, 84, 104, 92],
    B05: [196, 90, 130, 80],
    B04: [376, 84, 84, 92],
    B02: [466, 84, 34, 92],
    R01: [48, 30, 104, 46],
    R02: [158, 30, 96, 46],
    R03: [260, 30, 96, 46],
    R04: [362, 30, 98, 46],
    R05: [128, 8, 254, 16],
    R06: [160, 80, 30, 14],
    L01: [48, 184, 104, 46],
    L02: [158, 184, 96, 46],
    L03: [260, 184, 96, 46],
    L04: [362, 184, 98, 46],
    L05: [128, 236, 254, 16],
    L06: [160, 166, 30, 14],
};
// What a panel is coloured by, the gravest first.
const GRAVEST = ["replace", "repair", "paint", "polish"];

/**
 * The body of a car: choose what is done, tap the panels. The server adds the lines with the hours and the paint that are
 * usual for each panel; see `_onchange_picked_panel` of the assessment.
 */
export class PanelPicture extends Component {
    static template = "aftersales.PanelPicture";
    static props = { ...standardWidgetProps };

    setup() {
        this.orm = useService("orm");
        this.state = useState({ work: "repair", panels: [] });
        this.works = [
            ["repair", _t("Repair and paint")],
            ["replace", _t("Replace and paint")],
            ["paint", _t("Paint only")],
            ["polish", _t("Polish only")],
        ];
        onWillStart(async () => {
            const panels = await this.orm.searchRead("aftersales.panel", [["code", "in", Object.keys(PLACES)]], ["code", "name"]);
            this.state.panels = panels.map(({ id, code, name }) => {
                const [left, top, width, height] = PLACES[code];
                return { id, name, left, top, width, height };
            });
        });
    }

    /** The kinds of work that the lines name for a panel. */
    getKinds(panel) {
        const lines = this.props.record.data.line_ids.records;
        return new Set(lines.filter(({ data }) => data.panel_id?.id === panel.id).map(({ data }) => data.kind));
    }

    getClass(panel) {
        const kinds = this.getKinds(panel);
        const kind = GRAVEST.find((name) => kinds.has(name));
        return kind ? `o_aftersales_panel_${kind}` : "";
    }

    pick(panel) {
        return this.props.record.update({ picked_panel: `${panel.id} ${this.state.work}` });
    }

    onKeydown(panel, ev) {
        if (ev.key === "Enter" || ev.key === " ") {
            ev.preventDefault();
            this.pick(panel);
        }
    }
}

registry.category("view_widgets").add("aftersales_panel_picture", {
    component: PanelPicture,
    fieldDependencies: [{ name: "picked_panel", type: "char" }],
});
