import { Component, useRef, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { isBinarySize } from "@web/core/utils/binary";
import { useService } from "@web/core/utils/hooks";
import { imageUrl } from "@web/core/utils/urls";
import { standardFieldProps } from "@web/views/fields/standard_field_props";
import { readPhoto } from "@aftersales/base/read_photo";

// Where the views stand in static/img/car_sketch.svg; the print knows them from models/counter/aftersales_sketch_mixin.py.
const VIEW_BOXES = {
    left: { x: 200, y: 10, width: 400, height: 150 },
    front: { x: 10, y: 205, width: 180, height: 150 },
    top: { x: 200, y: 190, width: 400, height: 180 },
    back: { x: 610, y: 205, width: 180, height: 150 },
    right: { x: 200, y: 400, width: 400, height: 150 },
    interior_front: { x: 10, y: 10, width: 180, height: 150 },
    dashboard: { x: 610, y: 10, width: 180, height: 150 },
    interior_rear: { x: 10, y: 400, width: 180, height: 150 },
    boot: { x: 610, y: 400, width: 180, height: 150 },
};
const STEPS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
const STEP = 0.02;

const clamp = (value) => Math.round(Math.min(1, Math.max(0, value)) * 10000) / 10000;

/**
 * Damage marked on a sketch of the car: choose the kind, tap the car. Each mark is a record of the field's list,
 * whose inline list view names the fields it needs. Where the sheet has `earlier_damage`, that is shown in grey, and a
 * tap takes it over.
 */
export class DamageSketchField extends Component {
    static template = "aftersales.DamageSketchField";
    static props = { ...standardFieldProps };

    setup() {
        this.notification = useService("notification");
        this.root = useRef("root");
        this.state = useState({ kind: "scratch", selectedId: null });
    }

    get list() {
        return this.props.record.data[this.props.name];
    }

    get kinds() {
        return this.list.fields.kind.selection;
    }

    get views() {
        return this.list.fields.view.selection.map(([name, label]) => ({ name, label, ...VIEW_BOXES[name] }));
    }

    get marks() {
        return this.list.records.map((record, index) => {
            const { view, x, y, kind, note } = record.data;
            const box = VIEW_BOXES[view];
            return {
                id: record.id,
                record,
                number: index + 1,
                kind,
                cx: box.x + x * box.width,
                cy: box.y + y * box.height,
                kindLabel: this.getLabel("kind", kind),
                viewLabel: this.getLabel("view", view),
                note: note || "",
            };
        });
    }

    get earlier() {
        return (this.props.record.data.earlier_damage || []).map((mark) => {
            const box = VIEW_BOXES[mark.view];
            return { ...mark, cx: box.x + mark.x * box.width, cy: box.y + mark.y * box.height };
        });
    }

    get selected() {
        return this.marks.find((mark) => mark.id === this.state.selectedId);
    }

    getLabel(field, value) {
        return (this.list.fields[field].selection.find(([key]) => key === value) || ["", ""])[1];
    }

    getMarkTitle(mark) {
        return [mark.number, mark.kindLabel, mark.viewLabel, mark.note].filter(Boolean).join(" · ");
    }

    getPhotoUrl({ record }) {
        const photo = record.data.photo;
        if (!photo) {
            return "";
        }
        return isBinarySize(photo)
            ? imageUrl(record.resModel, record.resId, "photo", { unique: photo })
            : `data:image/jpeg;base64,${photo}`;
    }

    // --- placing and moving ---

    onViewClick(view, ev) {
        const rect = ev.currentTarget.getBoundingClientRect();
        this.addMark(view, (ev.clientX - rect.left) / rect.width, (ev.clientY - rect.top) / rect.height);
    }

    onViewKeydown(view, ev) {
        if (ev.key === "Enter" || ev.key === " ") {
            ev.preventDefault();
            this.addMark(view, 0.5, 0.5);
        }
    }

    async addMark(view, x, y, kind = this.state.kind, note = false) {
        if (this.props.readonly) {
            return;
        }
        const values = { view, x: clamp(x), y: clamp(y), kind, note, photo: false };
        await this.props.record.update({ [this.props.name]: [[0, false, values]] });
        this.state.selectedId = this.list.records.at(-1)?.id;
    }

    /** What was there at an earlier visit is there still. */
    takeOver({ view, x, y, kind, note }) {
        return this.addMark(view, x, y, kind, note || false);
    }

    onEarlierKeydown(mark, ev) {
        if (ev.key === "Enter" || ev.key === " ") {
            ev.preventDefault();
            this.takeOver(mark);
        }
    }

    async onMarkKeydown(mark, ev) {
        if (this.props.readonly) {
            return;
        }
        const step = STEPS[ev.key];
        if (step) {
            ev.preventDefault();
            await mark.record.update({
                x: clamp(mark.record.data.x + step[0] * STEP),
                y: clamp(mark.record.data.y + step[1] * STEP),
            });
        } else if (ev.key === "Delete" || ev.key === "Backspace") {
            ev.preventDefault();
            await this.removeMark(mark);
        } else if (ev.key === "Enter" || ev.key === " ") {
            ev.preventDefault();
            this.select(mark);
        }
    }

    select(mark) {
        this.state.selectedId = mark.id;
    }

    // --- changing ---

    /** The kind of the next mark, and of the selected one while it is. */
    chooseKind(kind) {
        this.state.kind = kind;
    }

    setKind(mark, ev) {
        return mark.record.update({ kind: ev.target.value });
    }

    setNote(mark, ev) {
        return mark.record.update({ note: ev.target.value || false });
    }

    async setPhoto(mark, ev) {
        const [file] = ev.target.files;
        if (!file) {
            return;
        }
        const photo = await readPhoto(file, this.notification);
        if (photo) {
            await mark.record.update({ photo });
        }
    }

    async removeMark(mark) {
        if (this.state.selectedId === mark.id) {
            this.state.selectedId = null;
        }
        await this.list.delete(mark.record);
    }
}

registry.category("fields").add("aftersales_damage_sketch", {
    component: DamageSketchField,
    displayName: _t("Damage Sketch"),
    supportedTypes: ["one2many"],
    useSubView: true,
});
