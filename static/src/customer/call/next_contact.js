import { deserializeDate, serializeDate } from "@web/core/l10n/dates";
import { patch } from "@web/core/utils/patch";
import { FollowupCall } from "@aftersales/followup/call/followup_call";

/** At the end of a call the next contact is agreed on: what is proposed by one click, or another day and topic. */
patch(FollowupCall.prototype, {
    show(call, left = 0) {
        super.show(call, left);
        const next = (call && call.next) || {};
        Object.assign(this.state, {
            nextAgreed: false, nextOpen: false, nextText: next.text || "", nextDate: next.date ? deserializeDate(next.date) : false,
        });
    },

    agreeNext() {
        this.state.nextAgreed = !this.state.nextAgreed && Boolean(this.state.nextDate);
    },

    changeNext(date) {
        this.state.nextDate = date;
        this.state.nextAgreed = Boolean(date);
    },

    getSaid() {
        const said = super.getSaid();
        if (this.state.nextAgreed && this.state.nextDate) {
            said.next = { date: serializeDate(this.state.nextDate), text: this.state.nextText };
        }
        return said;
    },
});
