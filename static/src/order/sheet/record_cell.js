import { Component, useEffect, useRef, useState } from "@odoo/owl";
import { AutoComplete } from "@web/core/autocomplete/autocomplete";
import { _t } from "@web/core/l10n/translation";

/** A cell of a card that refers to a record: a word to read, and a search for another one when it is entered. */
export class RecordCell extends Component {
    static template = "aftersales.SheetRecordCell";
    static components = { AutoComplete };
    static props = {
        model: Object,
        id: Number,
        name: String,
        label: String,
        value: { optional: true }, // [id, name]
        isEditable: Boolean,
        isRequired: { type: Boolean, optional: true },
        icon: { type: String, optional: true },
    };

    setup() {
        this.root = useRef("root");
        this.state = useState({ isOpen: false });
        useEffect(
            (isOpen) => {
                if (isOpen) {
                    this.root.el.querySelector("input").click(); // offers are there before a key is pressed
                }
            },
            () => [this.state.isOpen]
        );
    }

    get key() {
        return `card-${this.props.id}-${this.props.name}`;
    }

    get text() {
        return this.props.value?.[1] || "";
    }

    get sources() {
        return [{ placeholder: _t("Loading..."), options: (text) => this.load(text) }];
    }

    async load(text) {
        const choices = await this.props.model.choose(this.props.name, text === this.text ? "" : text);
        const options = choices.map(([id, name]) => ({ label: name, onSelect: () => this.write(id) }));
        if (!this.props.isRequired && this.props.value) {
            options.push({ label: _t("None"), cssClass: "fst-italic", onSelect: () => this.write(false) });
        }
        return options.length ? options : [{ label: _t("Nothing found"), cssClass: "o_m2o_no_result" }];
    }

    open() {
        this.state.isOpen = true;
        this.props.model.startEditing(this.key);
    }

    close() {
        this.state.isOpen = false;
        this.props.model.stopEditing(this.key);
    }

    write(value) {
        const { model, id, name } = this.props;
        const seen = this.props.value?.[0] || false;
        this.close();
        if (value !== seen) {
            return model.write("card", id, { [name]: value }, { [name]: seen });
        }
    }
}
