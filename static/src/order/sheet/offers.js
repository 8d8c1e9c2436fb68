import { Component, useState } from "@odoo/owl";
import { formatMonetary } from "@web/views/fields/formatters";

/** Work that was found or declined before: grey, and added again in one click. */
export class Offers extends Component {
    static template = "aftersales.SheetOffers";
    static props = { model: Object, sheet: Object };

    setup() {
        this.model = useState(this.props.model);
    }

    get refused() {
        return this.model.refused.offers;
    }

    get offers() {
        return this.props.sheet.offers || [];
    }

    format(amount) {
        return formatMonetary(amount, { currencyId: this.props.sheet.currency });
    }

    add(offer) {
        return this.model.add({ kind: offer.kind, id: offer.id }, { key: "offers" });
    }
}
