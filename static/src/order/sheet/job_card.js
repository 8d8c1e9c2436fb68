import { Component, useState } from "@odoo/owl";
import { Dropdown } from "@web/core/dropdown/dropdown";
import { DropdownItem } from "@web/core/dropdown/dropdown_item";
import { getActiveHotkey } from "@web/core/hotkeys/hotkey_service";
import { _t } from "@web/core/l10n/translation";
import { formatFloat, formatMonetary } from "@web/views/fields/formatters";
import { Cell } from "./cell";
import { Hints } from "./hints";
import { LineRow } from "./line_row";
import { RecordCell } from "./record_cell";

const STATES = { doing: "info", blocked: "danger", done: "primary", passed: "success", cancelled: "secondary" };
const APPROVALS = { approved: "success", pending: "warning", callback: "warning", declined: "secondary" };

/** A job: what the customer says, who pays, who does it when, and its labour and parts. */
export class JobCard extends Component {
    static template = "aftersales.SheetCard";
    static components = { Cell, Dropdown, DropdownItem, Hints, LineRow, RecordCell };
    static props = { model: Object, sheet: Object, job: Object, number: Number, open: Function };

    setup() {
        this.model = useState(this.props.model);
    }

    get refused() {
        return this.model.refused[`card-${this.props.job.id}`];
    }

    /** A payer is worth its place where it is not who pays all of the order. */
    get showsPayer() {
        const { payer_id: payer } = this.props.job;
        return payer && this.props.sheet.customer !== payer[0];
    }

    get texts() {
        return [
            { name: "concern", label: _t("Concern"), placeholder: _t("What the customer says…") },
            { name: "cause", label: _t("Cause"), placeholder: _t("What was found…") },
            { name: "correction", label: _t("Correction"), placeholder: _t("What was done…") },
        ].filter((text) => this.may(text.name) || this.props.job[text.name]);
    }

    get stateColor() {
        return STATES[this.props.job.state];
    }

    get approvalColor() {
        return APPROVALS[this.props.job.approval];
    }

    get isPriced() {
        return Boolean(this.props.sheet.money);
    }

    get primaryActions() {
        return (this.props.job.actions || []).filter((action) => action.is_primary);
    }

    get otherActions() {
        return (this.props.job.actions || []).filter((action) => !action.is_primary);
    }

    /** Only where the customer bears another part of it than all. */
    get customerNote() {
        const { total = 0, customer = 0 } = this.props.job;
        return this.props.job.live && Math.abs(total - customer) >= 0.005
            ? _t("Customer: %(amount)s", { amount: this.format(customer) })
            : "";
    }

    get isTarget() {
        return this.model.may("add") && this.model.target?.id === this.props.job.id && this.model.jobs.length > 1;
    }

    may(name) {
        return (this.props.job.may || []).includes(name);
    }

    format(amount) {
        return formatMonetary(amount || 0, { currencyId: this.props.sheet.currency });
    }

    formatHours(hours) {
        return _t("%(hours)s h", { hours: formatFloat(hours, { digits: [16, 2], trailingZeros: false }) });
    }

    onFocusIn() {
        if (this.props.job.may_add) {
            this.model.currentJob = this.props.job.id;
        }
    }

    onKeydown(ev) {
        const step = { "alt+arrowup": -1, "alt+arrowdown": 1 }[getActiveHotkey(ev)];
        if (step && this.props.model.may("sort")) {
            ev.preventDefault();
            this.move(step);
        }
    }

    async move(step) {
        const { model, job } = this.props;
        const ids = model.jobs.map((other) => other.id);
        const index = ids.indexOf(job.id);
        if (ids[index + step]) {
            [ids[index], ids[index + step]] = [ids[index + step], ids[index]];
            await model.sort("card", ids, `card-${job.id}`);
            model.doLater("focus", `.o_sheet_card[data-id="${job.id}"] .o_sheet_card_title`);
        }
    }

    press(action) {
        const { model, job } = this.props;
        const go = () => model.press(action, "aftersales.job", job.id);
        return action.confirm ? model.confirm(action.confirm, go) : go();
    }

    openHint(hint) {
        return this.props.model.press(hint, "aftersales.job", this.props.job.id);
    }

    remove() {
        const { model, job } = this.props;
        const go = () => model.remove("card", job.id);
        return job.rows?.length ? model.confirm(_t("Remove “%(job)s” with its lines?", { job: job.name }), go) : go();
    }
}
