import { Component } from "@odoo/owl";

/** What should be known of a card or a row, with the button that deals with it. */
export class Hints extends Component {
    static template = "aftersales.SheetHints";
    static props = { hints: { type: Array, optional: true }, open: Function };
}
