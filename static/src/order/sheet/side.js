import { Component, useState } from "@odoo/owl";
import { Chatter } from "@mail/chatter/web_portal/chatter";
import { router } from "@web/core/browser/router";
import { _t } from "@web/core/l10n/translation";
import { formatMonetary } from "@web/views/fields/formatters";

/** Beside the jobs: what it costs whom, what waits for an answer, what is next; and the log, once it is wanted. */
export class Side extends Component {
    static template = "aftersales.SheetSide";
    static components = { Chatter };
    static props = { model: Object, sheet: Object };

    setup() {
        // Who comes by a link to a message wants to see it.
        this.highlighted = router.current.highlight_message_id;
        this.state = useState({ isLogOpen: Boolean(this.highlighted) });
    }

    get money() {
        return this.props.sheet.money;
    }

    get record() {
        return this.props.model.record;
    }

    get model() {
        return this.props.model;
    }

    /** Who pays is a question where it is not one alone. */
    get payers() {
        return this.money.payers.length > 1 || !this.money.payers[0]?.payer ? this.money.payers : [];
    }

    get step() {
        return this.props.sheet.step;
    }

    get log() {
        return this.props.sheet.log || {};
    }

    get logText() {
        return _t("Log (%(count)s)", { count: this.log.messages || 0 });
    }

    get tasksText() {
        return _t("%(count)s to do", { count: this.log.tasks });
    }

    get waitingText() {
        return _t("%(count)s waiting for the customer's answer", { count: this.money.waiting });
    }

    format(amount) {
        return formatMonetary(amount || 0, { currencyId: this.props.sheet.currency });
    }

    goOn() {
        return this.props.model.press(this.step, "aftersales.order", this.record.resId);
    }
}
