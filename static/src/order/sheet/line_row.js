import { Component, useState } from "@odoo/owl";
import { getActiveHotkey } from "@web/core/hotkeys/hotkey_service";
import { _t } from "@web/core/l10n/translation";
import { formatMonetary } from "@web/views/fields/formatters";
import { Cell } from "./cell";
import { Hints } from "./hints";

const ICONS = { labour: "fa-wrench", part: "fa-cube", sublet: "fa-truck", fee: "fa-tag" };

/** A line of a job: labour, a part, sublet work or a fee. */
export class LineRow extends Component {
    static template = "aftersales.SheetRow";
    static components = { Cell, Hints };
    static props = { model: Object, sheet: Object, job: Object, row: Object };

    setup() {
        this.model = useState(this.props.model);
    }

    get refused() {
        return this.model.refused[`row-${this.props.row.id}`];
    }

    /** Said where the row's answer is another than the job's. */
    get approvalLabel() {
        const { approval } = this.props.row;
        if (approval === this.props.job.approval) {
            return "";
        }
        return { pending: _t("Pending"), callback: _t("Call back"), declined: _t("Declined") }[approval];
    }

    get approvalClass() {
        return this.props.row.approval === "declined" ? "text-bg-secondary" : "text-bg-warning";
    }

    get icon() {
        return ICONS[this.props.row.type];
    }

    get typeLabel() {
        return { labour: _t("Labour"), part: _t("Part"), sublet: _t("Sublet"), fee: _t("Fee") }[this.props.row.type];
    }

    get isPriced() {
        return Boolean(this.props.sheet.money);
    }

    get digits() {
        return this.props.sheet.digits || {};
    }

    get isOff() {
        return this.props.row.approval === "declined" || !this.props.job.live;
    }

    may(name) {
        return (this.props.job.may_rows || []).includes(name);
    }

    format(amount) {
        return formatMonetary(amount || 0, { currencyId: this.props.sheet.currency });
    }

    onKeydown(ev) {
        const step = { "alt+arrowup": -1, "alt+arrowdown": 1 }[getActiveHotkey(ev)];
        if (step && this.props.model.may("sort")) {
            ev.preventDefault();
            ev.stopPropagation();
            this.move(step);
        }
    }

    /** One place up or down; from the end of a job into the next one. */
    async move(step) {
        const { model, job, row } = this.props;
        const { name } = document.activeElement;
        const ids = job.rows.map((line) => line.id);
        const index = ids.indexOf(row.id);
        let answer;
        if (ids[index + step]) {
            [ids[index], ids[index + step]] = [ids[index + step], ids[index]];
            answer = await model.sort("row", ids, `row-${row.id}`);
        } else {
            const open = model.jobs.filter((other) => other.may_add);
            const target = open[open.indexOf(job) + step];
            if (!target) {
                return;
            }
            const others = (target.rows || []).map((line) => line.id);
            answer = await model.moveLine(row.id, target.id, step > 0 ? [row.id, ...others] : [...others, row.id]);
        }
        model.doLater("focus", `.o_sheet_row[data-id="${answer?.line || row.id}"] [name="${name || "quantity"}"]`);
    }

    remove() {
        return this.props.model.remove("row", this.props.row.id);
    }

    openHint(hint) {
        return this.props.model.press(hint, "aftersales.order.line", this.props.row.id);
    }
}
