import { _t } from "@web/core/l10n/translation";
import { serializeDateTime } from "@web/core/l10n/dates";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { SurveyCall } from "@aftersales/survey/call/call_screen";

const MODEL = "aftersales.followup";
// Keys of what is no conversation, beside the number keys of results.
const MISSED = { n: "no_answer", b: "busy", m: "machine", w: "wrong_number" };
const EMPTY = {
    mood: false, summary: "", wishes: "", question: "", lost: "", result: false, reason: "", forever: false, bestTime: false,
    unsaid: [],
};

/**
 * Follow-up by phone: who, what happened, what to say, and what came of it by one key. The questions of the rule are asked
 * on the screen of surveys; number keys answer the question that is marked, and else say the result.
 */
export class FollowupCall extends SurveyCall {
    static template = "aftersales.FollowupCall";

    get model() {
        return MODEL;
    }

    get calledId() {
        return this.props.action.params?.followup_id;
    }

    setup() {
        this.action = useService("action");
        super.setup();
        Object.assign(this.state, { ...EMPTY, step: 0, quiet: "" });
        this.missed = [
            ["no_answer", _t("No Answer"), "N"], ["busy", _t("Busy"), "B"], ["machine", _t("Machine"), "M"],
            ["wrong_number", _t("Wrong Number"), "W"],
        ];
    }

    async load(id = false) {
        const call = await this.orm.call(MODEL, "get_call", [id, this.skipped]);
        this.state.quiet = call.quiet || "";
        this.show(call.id ? call : false, call.left);
    }

    show(call, left = 0) {
        super.show(call, left);
        // No question is marked before it is asked: until then number keys say the result.
        Object.assign(this.state, { ...EMPTY, unsaid: [], step: 0, current: -1 });
    }

    // Keyboard

    onKeydown(ev) {
        const { call, dialog, current } = this.state;
        const inField = ["INPUT", "TEXTAREA", "SELECT"].includes(ev.target.tagName);
        const isOurs = this.root.el?.contains(ev.target) || ev.target === document.body;
        if (call && !dialog && isOurs && !inField && !ev.altKey && !ev.ctrlKey && !ev.metaKey && !ev.isComposing) {
            const key = ev.key.toLowerCase();
            const result = current < 0 && call.results.find((known) => known.key === key);
            if (result) {
                ev.preventDefault();
                return this.choose(result.value);
            }
            if (MISSED[key]) {
                ev.preventDefault();
                return this.miss(MISSED[key]);
            }
            if (key === "escape" && current >= 0) {
                this.state.current = -1;
                return;
            }
            if (current < 0 && key === "enter" && ev.target.tagName !== "BUTTON") {
                ev.preventDefault();
                return this.goOn(1);
            }
            if (current < 0 && ["arrowdown", "arrowup"].includes(key)) {
                ev.preventDefault();
                return this.goOn(key === "arrowdown" ? 1 : -1);
            }
        }
        if (current >= 0) {
            super.onKeydown(ev);
        }
    }

    /** What was not spoken of may be spoken of in the next call. */
    toggleUnsaid(id) {
        const { unsaid } = this.state;
        this.state.unsaid = unsaid.includes(id) ? unsaid.filter((known) => known !== id) : [...unsaid, id];
    }

    /** Enter passes by what was spoken of in a call before; the questions follow the script. */
    goOn(way) {
        const { steps } = this.state.call;
        let step = this.state.step + way;
        while (steps[step]?.said) {
            step += way;
        }
        return step < 0 ? undefined : this.goStep(step);
    }

    goStep(step) {
        if (step >= this.state.call.steps.length && this.state.call.questions.length) {
            this.state.current = 0;
            return this.focus();
        }
        this.state.step = Math.min(Math.max(step, 0), Math.max(this.state.call.steps.length - 1, 0));
    }

    /** After the last question number keys say the result again. */
    go(index) {
        super.go(index);
        if (index < 0 || index >= this.state.call.questions.length) {
            this.state.current = -1;
        }
    }

    // What came of it

    choose(result) {
        this.state.result = result;
        if (result === "lost" || (result === "question" && !this.state.question.trim())) {
            return this.ask(result);
        }
        const { worded } = this.state.call.results.find((known) => known.value === result);
        if (worded && ![this.state.summary, this.state.wishes, this.state.question].some((text) => text.trim())) {
            return this.ask("word");
        }
        return this.save();
    }

    /** What is asked for is typed at once. */
    ask(dialog) {
        this.state.dialog = dialog;
        setTimeout(() => this.root.el?.querySelector(".o_as_asked :is(textarea, select)")?.focus());
    }

    /** What is kept of the call; rooms add theirs. */
    getSaid() {
        return {
            result: this.state.result, mood: this.state.mood, summary: this.state.summary, wishes: this.state.wishes,
            question: this.state.question, lost_reason: this.state.lost, answers: this.readAnswers(),
            unsaid: this.state.call.steps.filter((step) => step.said || this.state.unsaid.includes(step.id)).map((step) => step.id),
        };
    }

    async save() {
        const said = this.getSaid();
        const { id, customer } = this.state.call;
        let next = false;
        await this.attempt(async () => {
            next = await this.orm.call(MODEL, "save_call", [[id], said]);
        }, _t("What %s said is kept.", customer), () => next);
        if (next) {
            // A dialog is answered in place; then the next call comes.
            this.action.doAction(next, next.target === "new" ? { onClose: () => this.load() } : {});
        }
    }

    /** The next call comes by itself, unless the result opened something. */
    async attempt(action, told, opensNext = () => false) {
        if (this.state.busy) {
            return;
        }
        this.state.busy = true;
        try {
            await action();
            this.state.done += 1;
            this.notification.add(told, { type: "success" });
            if (!opensNext()) {
                await this.load();
            }
        } finally {
            this.state.busy = false;
        }
    }

    miss(outcome, best = false) {
        return this.attempt(
            () => this.orm.call(MODEL, "note_missed", [[this.state.call.id], outcome, best]), _t("The attempt is noted."));
    }

    later() {
        const best = this.state.bestTime ? serializeDateTime(this.state.bestTime) : false;
        return this.miss("later", best);
    }

    refuse() {
        return this.attempt(
            () => this.orm.call(MODEL, "note_refused", [[this.state.call.id], this.state.reason, this.state.forever]),
            _t("%s is not called any more.", this.state.call.customer));
    }

    open(model, id) {
        this.action.doAction({ type: "ir.actions.act_window", res_model: model, res_id: id, views: [[false, "form"]] });
    }
}

registry.category("actions").add("aftersales_followup_call", FollowupCall);
