import { Component, onMounted, onWillStart, useExternalListener, useRef, useState } from "@odoo/owl";
import { DateTimeInput } from "@web/core/datetime/datetime_input";
import { serializeDateTime } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";

const MODEL = "aftersales.survey.invitation";
// What the type of a question is answered with.
const TYPED = ["text_box", "char_box", "numerical_box"];

/**
 * Asked by voice, or typed from paper: number keys answer the question that is marked and go on to the next, arrows
 * go up and down, Enter passes by. Of a call the next one comes by itself.
 */
export class SurveyCall extends Component {
    static template = "aftersales.SurveyCall";
    static components = { DateTimeInput };
    static props = { ...standardActionServiceProps };

    get model() {
        return MODEL;
    }

    setup() {
        this.orm = useService("orm");
        this.notification = useService("notification");
        this.root = useRef("root");
        this.mode = this.props.action.params?.mode || "call";
        this.skipped = [];
        this.digits = "";
        this.state = useState({
            call: false, left: 0, answers: {}, current: 0, dialog: false, reason: "", forever: false, bestTime: false,
            search: "", method: this.mode === "call" ? "phone" : "paper", busy: false, done: 0,
        });
        this.methods = [
            ["phone", _t("Phone")], ["paper", _t("Paper")], ["face", _t("Face to Face")], ["group", _t("Focus Group")],
            ["social", _t("Social Media")], ["voices", _t("Complaints and Suggestions")],
            ["accompanied", _t("Accompanied Service")],
        ];
        useExternalListener(window, "keydown", (ev) => this.onKeydown(ev));
        onWillStart(() => this.start());
        onMounted(() => this.focus());
    }

    get isCall() {
        return this.mode === "call";
    }

    get answered() {
        return Object.values(this.state.answers).filter((answer) => answer !== "" && answer !== undefined).length;
    }

    get calledId() {
        return this.props.action.params?.invitation_id;
    }

    async start() {
        const id = this.calledId;
        if (this.isCall || id) {
            await this.load(id || false);
        }
    }

    /** The customer named, or the next in the list. */
    async load(id = false) {
        const call = await this.orm.call(this.model, "get_call", [id, this.skipped]);
        this.show(call.id ? call : false, call.left);
    }

    show(call, left = 0) {
        Object.assign(this.state, {
            call, left, answers: {}, current: 0, dialog: false, reason: "", forever: false, bestTime: false, search: "",
        });
        this.focus();
    }

    /** Keys come here; the field of a question that is typed, or the box for the next paper, where there is one. */
    focus() {
        setTimeout(() => {
            const root = this.root.el;
            const place = root?.querySelector(".o_as_current textarea, .o_as_current input") ||
                (!this.state.call && root?.querySelector(".o_as_search")) || root;
            place?.focus({ preventScroll: true });
            root?.querySelector(".o_as_current")?.scrollIntoView?.({ block: "nearest" });
        });
    }

    isTyped(question) {
        return TYPED.includes(question.type);
    }

    answer(question, value) {
        this.state.answers[question.id] = this.state.answers[question.id] === value ? undefined : value;
        this.go(this.state.call.questions.indexOf(question) + 1);
    }

    go(index) {
        this.digits = "";
        this.state.current = Math.min(Math.max(index, 0), this.state.call.questions.length);
        this.focus();
    }

    // Keyboard

    onKeydown(ev) {
        if (!this.state.call || this.state.dialog || ev.altKey || ev.ctrlKey || ev.metaKey || ev.isComposing) {
            return;
        }
        if (!this.root.el?.contains(ev.target) && ev.target !== document.body) {
            return;
        }
        const inField = ["INPUT", "TEXTAREA", "SELECT"].includes(ev.target.tagName);
        const moves = { ArrowDown: 1, ArrowUp: -1, Enter: 1 };
        if (moves[ev.key] && !(ev.key === "Enter" && (ev.shiftKey || ev.target.tagName === "BUTTON")) &&
                !(inField && ev.target.tagName === "SELECT")) {
            ev.preventDefault();
            if (ev.key === "Enter" && this.state.current >= this.state.call.questions.length) {
                return this.save();
            }
            return this.go(this.state.current + moves[ev.key]);
        }
        const question = this.state.call.questions[this.state.current];
        if (inField || !question || !/^\d$/.test(ev.key)) {
            return;
        }
        ev.preventDefault();
        this.onDigit(question, ev.key);
    }

    /** Ten is typed as 1 and 0: of a scale up to ten the 1 waits a moment for what follows. */
    onDigit(question, digit) {
        if (question.type !== "scale") {
            const level = question.levels.find((known) => known.key === digit);
            return level && this.answer(question, level.value);
        }
        clearTimeout(this.timer);
        const typed = this.digits + digit;
        const value = question.levels.find((level) => String(level.value) === typed)?.value;
        if (value === undefined) {
            this.digits = "";
            return;
        }
        if (typed === "1" && question.levels.some((level) => level.value === 10)) {
            this.digits = "1";
            this.timer = setTimeout(() => this.digits && this.answer(question, 1), 900);
            return;
        }
        this.answer(question, value);
    }

    // What came of it

    async attempt(action, told) {
        if (this.state.busy) {
            return;
        }
        this.state.busy = true;
        try {
            await action();
            this.state.done += 1;
            this.notification.add(told, { type: "success" });
            await (this.isCall ? this.load() : this.show(false));
        } finally {
            this.state.busy = false;
        }
    }

    /** What was said, by question. */
    readAnswers() {
        clearTimeout(this.timer);
        return Object.fromEntries(this.state.call.questions.map((question) => {
            const value = this.state.answers[question.id];
            return [question.id, question.type === "numerical_box" && value !== undefined && value !== "" ? Number(value) : value];
        }).filter(([, value]) => value !== undefined && value !== ""));
    }

    save() {
        return this.attempt(
            () => this.orm.call(this.model, "save_call", [[this.state.call.id], this.readAnswers(), this.state.method]),
            _t("The answers of %s are kept.", this.state.call.customer));
    }

    notReached() {
        const best = this.state.bestTime ? serializeDateTime(this.state.bestTime) : false;
        return this.attempt(
            () => this.orm.call(this.model, "note_not_reached", [[this.state.call.id], best]), _t("The attempt is noted."));
    }

    refuse() {
        return this.attempt(
            () => this.orm.call(this.model, "note_refused", [[this.state.call.id], this.state.reason, this.state.forever]),
            _t("It is noted that %s does not answer.", this.state.call.customer));
    }

    pass() {
        this.skipped.push(this.state.call.id);
        return this.load();
    }

    async find() {
        if (this.state.search.trim()) {
            this.show(await this.orm.call(this.model, "find_for_paper", [this.state.search]));
        }
    }
}

registry.category("actions").add("aftersales_survey_call", SurveyCall);
