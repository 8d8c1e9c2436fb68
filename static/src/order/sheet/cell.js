import { Component, useEffect, useRef, useState } from "@odoo/owl";
import { getActiveHotkey } from "@web/core/hotkeys/hotkey_service";
import { _t } from "@web/core/l10n/translation";
import { formatFloat } from "@web/views/fields/formatters";
import { parseFloat as parseLocalFloat } from "@web/views/fields/parsers";

/**
 * A cell of the sheet that saves itself: on Enter, Tab or leaving. What is refused stays as it was typed, with the reason
 * beside it; Esc gives up.
 */
export class Cell extends Component {
    static template = "aftersales.SheetCell";
    static props = {
        model: Object,
        kind: String, // card or row
        id: Number,
        name: String,
        label: String,
        value: { optional: true },
        type: { type: String, optional: true }, // text, number or money
        digits: { type: Number, optional: true },
        isEditable: Boolean,
        isMultiline: { type: Boolean, optional: true },
        placeholder: { type: String, optional: true },
        className: { type: String, optional: true },
    };
    static defaultProps = { type: "text", digits: 2, isMultiline: false, placeholder: "", className: "" };

    setup() {
        this.input = useRef("input");
        this.state = useState({ draft: null });
        useEffect(() => this.fit());
    }

    get key() {
        return `${this.props.kind}-${this.props.id}-${this.props.name}`;
    }

    get isNumber() {
        return this.props.type !== "text";
    }

    get text() {
        return this.state.draft ?? this.format(this.props.value);
    }

    format(value) {
        if (!this.isNumber) {
            return value || "";
        }
        return formatFloat(value || 0, { digits: [16, this.props.digits], trailingZeros: this.props.type === "money" });
    }

    parse(text) {
        return this.isNumber ? parseLocalFloat(text.trim() || "0") : text.trim();
    }

    /** Several lines grow with what is in them. */
    fit() {
        const el = this.input.el;
        if (el && this.props.isMultiline) {
            el.style.height = "";
            el.style.height = `${el.scrollHeight}px`;
        }
    }

    onFocus() {
        if (this.state.draft === null) {
            this.seen = this.props.value;
        }
        this.props.model.startEditing(this.key);
        if (this.isNumber) {
            this.input.el.select();
        }
    }

    onInput(ev) {
        this.state.draft = ev.target.value;
    }

    async onBlur() {
        // What was refused is not tried again by leaving: Enter says that it is meant.
        if (this.state.draft !== this.refusedDraft) {
            await this.commit();
        }
        this.props.model.stopEditing(this.key);
    }

    async commit() {
        const { model, kind, id, name } = this.props;
        const draft = this.state.draft;
        if (draft === null || this.isWriting) {
            return true;
        }
        if (draft === this.refusedDraft) {
            this.seen = this.props.value; // he was told what is there now
        }
        let value;
        try {
            value = this.parse(draft);
        } catch {
            this.refusedDraft = draft;
            model.tell(`${kind}-${id}`, _t("“%(text)s” is no number. Correct it, or press Esc to keep what was there.", { text: draft }));
            return false;
        }
        if (value === (this.seen ?? (this.isNumber ? 0 : "")) || this.format(value) === this.format(this.seen)) {
            return this.giveUp();
        }
        this.isWriting = true;
        try {
            const isWritten = await model.write(kind, id, { [name]: value }, { [name]: this.seen ?? false });
            this.refusedDraft = isWritten ? undefined : draft;
            if (isWritten) {
                this.seen = value;
                if (this.state.draft === draft) {
                    this.state.draft = null;
                }
            }
            return Boolean(isWritten);
        } finally {
            this.isWriting = false;
        }
    }

    giveUp() {
        this.state.draft = null;
        this.refusedDraft = undefined;
        this.seen = this.props.value;
        this.props.model.tell(`${this.props.kind}-${this.props.id}`, false);
        return true;
    }

    async onKeydown(ev) {
        switch (getActiveHotkey(ev)) {
            case "enter": {
                if (ev.isComposing) {
                    return;
                }
                ev.preventDefault();
                ev.stopPropagation();
                const next = this.findBelow();
                if (await this.commit()) {
                    next?.focus();
                }
                break;
            }
            case "escape":
                if (this.state.draft !== null) {
                    ev.preventDefault();
                    ev.stopPropagation();
                    this.giveUp();
                }
                break;
        }
    }

    /** The same cell of the next row or card. */
    findBelow() {
        const el = this.input.el;
        const all = [...el.closest(".o_sheet").querySelectorAll(`.o_sheet_input[name="${el.name}"]`)];
        return all[all.indexOf(el) + 1] || el.closest(".o_sheet").querySelector(".o_sheet_entry input");
    }
}
