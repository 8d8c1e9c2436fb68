import { Component, useEffect, useExternalListener, useRef, useState } from "@odoo/owl";
import { getActiveHotkey } from "@web/core/hotkeys/hotkey_service";
import { _t } from "@web/core/l10n/translation";
import { useDebounced } from "@web/core/utils/timing";
import { formatFloat, formatMonetary } from "@web/views/fields/formatters";
import { parseFloat as parseLocalFloat } from "@web/views/fields/parsers";

const DELAY = 200;
const ICONS = { menu: "fa-star", operation: "fa-wrench", part: "fa-cube", labour: "fa-pencil" };

/**
 * One box for all that can be done of a car: what fits it comes first, with price, hours and stock. Enter adds and leaves
 * the box ready for the next; free text asks for hours and rate.
 */
export class EntryBox extends Component {
    static template = "aftersales.SheetEntry";
    static props = { model: Object, sheet: Object };

    setup() {
        this.model = useState(this.props.model);
        this.root = useRef("root");
        this.input = useRef("input");
        this.hours = useRef("hours");
        this.state = useState({
            text: "",
            hits: [],
            others: 0,
            showsOthers: false,
            isOpen: false,
            isLoading: false,
            active: 0,
            rate: 0,
            labour: false,
            asNewJob: false,
        });
        this.find = useDebounced(() => this.load(), DELAY);
        useEffect(
            (asksForHours) => {
                if (asksForHours) {
                    this.hours.el.focus();
                }
            },
            () => [Boolean(this.state.labour)]
        );
        useExternalListener(window, "pointerdown", (ev) => {
            if (this.root.el && !this.root.el.contains(ev.target)) {
                this.state.isOpen = false;
            }
        });
    }

    // Looking for

    get options() {
        const { hits, text } = this.state;
        return [...hits, { kind: "labour", name: text.trim() }];
    }

    get target() {
        return this.state.asNewJob ? undefined : this.model.target;
    }

    getIcon(hit) {
        return ICONS[hit.kind];
    }

    getKindLabel(hit) {
        return { menu: _t("Menu"), operation: _t("Operation"), part: _t("Part") }[hit.kind];
    }

    onInput(ev) {
        this.state.text = ev.target.value;
        this.state.labour = false;
        this.state.showsOthers = false;
        this.state.active = 0;
        this.model.tell("entry", false);
        if (!this.state.text.trim()) {
            this.state.isOpen = false;
            this.state.hits = [];
            return;
        }
        this.state.isLoading = true;
        this.find();
    }

    async load() {
        const text = this.state.text.trim();
        if (!text) {
            return;
        }
        // What fits depends on the car: a new order is saved first, or says what it lacks.
        if (!(await this.model.save())) {
            this.state.isLoading = false;
            return;
        }
        const answer = await this.model.find(text, this.state.showsOthers);
        if (text === this.state.text.trim()) {
            Object.assign(this.state, {
                hits: answer.hits,
                others: answer.others,
                rate: answer.rate,
                found: text,
                isLoading: false,
                isOpen: true,
            });
        }
    }

    async showOthers() {
        this.state.showsOthers = true;
        await this.load();
        this.input.el.focus();
    }

    // Adding

    async choose(hit, ev) {
        if (hit.kind === "labour") {
            this.state.labour = { name: hit.name, hours: "", rate: formatFloat(this.state.rate || 0, { digits: [16, 2] }) };
            this.state.isOpen = false;
            return;
        }
        const asNewJob = this.state.asNewJob !== Boolean(ev?.ctrlKey || ev?.metaKey);
        await this.add({ kind: hit.kind, id: hit.id }, asNewJob);
    }

    async addLabour(ev) {
        const { name, hours, rate } = this.state.labour;
        let values;
        try {
            values = { hours: parseLocalFloat(hours.trim() || "0"), rate: parseLocalFloat(rate.trim() || "0") };
        } catch {
            return this.model.tell("entry", _t("Hours and rate are numbers, such as 1.5 and 380."));
        }
        // Work in the customer's words is a job, unless it is meant for one that is there.
        await this.add({ kind: "labour", name, ...values }, !(ev?.ctrlKey || ev?.metaKey));
    }

    async add(hit, asNewJob) {
        const jobId = !asNewJob && this.model.target?.id;
        const answer = await this.model.add(hit, { jobId: jobId || false });
        if (!answer) {
            return;
        }
        Object.assign(this.state, { text: "", hits: [], isOpen: false, labour: false, active: 0, asNewJob: false });
        this.input.el?.focus();
    }

    // Keys

    async onKeydown(ev) {
        const count = this.options.length;
        switch (getActiveHotkey(ev)) {
            case "arrowdown":
            case "arrowup":
                if (this.state.isOpen) {
                    ev.preventDefault();
                    this.state.active = (this.state.active + (ev.key === "ArrowDown" ? 1 : count - 1)) % count;
                }
                break;
            case "enter":
            case "control+enter":
                if (ev.isComposing || !this.state.text.trim()) {
                    return;
                }
                ev.preventDefault();
                ev.stopPropagation();
                if (this.state.isLoading || this.state.found !== this.state.text.trim()) {
                    this.find.cancel();
                    await this.load();
                }
                if (this.state.isOpen) {
                    await this.choose(this.options[this.state.active], ev);
                }
                break;
            case "escape":
                if (this.state.isOpen || this.state.text) {
                    ev.preventDefault();
                    ev.stopPropagation();
                    Object.assign(this.state, { text: "", isOpen: false, labour: false });
                    this.model.tell("entry", false);
                }
                break;
        }
    }

    async onLabourKeydown(ev) {
        const hotkey = getActiveHotkey(ev);
        if (["enter", "control+enter"].includes(hotkey)) {
            ev.preventDefault();
            ev.stopPropagation();
            await this.addLabour(ev);
        } else if (hotkey === "escape") {
            ev.preventDefault();
            ev.stopPropagation();
            this.state.labour = false;
            this.model.tell("entry", false);
            this.input.el.focus();
        }
    }

    // Words

    get targetText() {
        return this.target ? _t("into: %(job)s", { job: this.target.name }) : _t("as a new job");
    }

    get othersText() {
        return _t("For other cars (%(count)s)", { count: this.state.others });
    }

    getFreeText(work) {
        return _t("Free labour: “%(work)s”", { work });
    }

    format(amount) {
        return formatMonetary(amount || 0, { currencyId: this.props.sheet.currency });
    }

    formatHours(hours) {
        return _t("%(hours)s h", { hours: formatFloat(hours, { digits: [16, 2], trailingZeros: false }) });
    }
}
