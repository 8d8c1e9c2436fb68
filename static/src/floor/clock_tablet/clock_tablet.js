import { App, Component, onWillStart, useExternalListener, useState, whenReady } from "@odoo/owl";
import { deserializeDateTime } from "@web/core/l10n/dates";
import { _t, appTranslateFn } from "@web/core/l10n/translation";
import { rpc } from "@web/core/network/rpc";
import { getTemplate } from "@web/core/templates";
import { makeEnv, startServices } from "@web/env";
import { MainComponentsContainer } from "@web/core/main_components_container";
import { formatFloatTime } from "@web/views/fields/formatters";

const { DateTime } = luxon;

// Seconds without a touch after which the next person finds the PIN pad again.
const IDLE_SECONDS = 60;
// A scanner types faster than anybody: a longer break between two keys begins anew.
const SCAN_BREAK = 120;

/** The time clock that a team shares: who am I, my jobs, my day, and back to the team's faces. */
export class ClockTablet extends Component {
    static template = "aftersales.ClockTablet";
    static components = { MainComponentsContainer };
    static props = { workshopId: Number, clockKey: String, workshopName: String };

    setup() {
        this.state = useState({
            screen: "people",
            people: [],
            search: "",
            person: null,
            pin: "",
            data: null,
            dialog: null,
            message: "",
            isWarning: false,
            isBusy: false,
            now: DateTime.now(),
        });
        this.ticket = "";
        this.scan = { keys: "", time: 0 };
        this.lastTouch = Date.now();
        onWillStart(() => this.loadPeople());
        useExternalListener(window, "pointerdown", () => (this.lastTouch = Date.now()), { capture: true });
        useExternalListener(window, "keydown", (ev) => this.onKeydown(ev));
        setInterval(() => this.tick(), 1000);
    }

    // --- Time -----------------------------------------------------------------

    tick() {
        this.state.now = DateTime.now();
        if (this.state.screen !== "people" && Date.now() - this.lastTouch > IDLE_SECONDS * 1000) {
            this.leave();
        }
    }

    formatHours(hours) {
        return formatFloatTime(hours);
    }

    formatTime(value) {
        return value ? deserializeDateTime(value).toLocaleString(DateTime.TIME_24_SIMPLE) : "";
    }

    formatMoment(value) {
        return value ? deserializeDateTime(value).toFormat("MM-dd HH:mm") : "";
    }

    getElapsed(since) {
        return formatFloatTime(Math.max(this.state.now.diff(deserializeDateTime(since)).as("hours"), 0));
    }

    // --- Server ---------------------------------------------------------------

    async call(route, params = {}) {
        if (this.state.isBusy) {
            return null;
        }
        this.state.isBusy = true;
        this.state.message = "";
        this.lastTouch = Date.now();
        try {
            return await rpc(`/aftersales/clock/${route}`, {
                workshop_id: this.props.workshopId,
                key: this.props.clockKey,
                ...params,
            });
        } catch (error) {
            this.showMessage(error.data?.message || _t("The server cannot be reached. Try again in a moment."), true);
            return null;
        } finally {
            this.state.isBusy = false;
        }
    }

    showMessage(message, isWarning = false) {
        this.state.message = message;
        this.state.isWarning = isWarning;
    }

    async loadPeople() {
        this.state.people = (await this.call("people")) || this.state.people;
    }

    async identify(params) {
        const answer = await this.call("identify", params);
        this.state.pin = "";
        if (answer?.error) {
            this.showMessage(answer.error, true);
        } else if (answer) {
            this.show(answer);
        }
    }

    async act(action, values = {}) {
        const answer = await this.call("act", { ticket: this.ticket, action, ...values });
        if (answer?.expired) {
            this.leave();
            this.showMessage(_t("You were away for too long. Enter your PIN again."), true);
        } else if (answer) {
            this.state.dialog = null;
            this.show(answer);
            if (answer.warning) {
                this.showMessage(answer.warning, true);
            }
        }
    }

    show(answer) {
        this.ticket = answer.ticket;
        this.state.data = answer.state;
        this.state.screen = "work";
    }

    // --- Who am I -------------------------------------------------------------

    get people() {
        const text = this.state.search.trim().toLowerCase();
        return this.state.people.filter((person) => person.name.toLowerCase().includes(text));
    }

    choosePerson(person) {
        Object.assign(this.state, { person, pin: "", message: "", screen: "pin" });
    }

    pressDigit(digit) {
        if (this.state.pin.length < 16) {
            this.state.pin += digit;
        }
    }

    pressBack() {
        this.state.pin = this.state.pin.slice(0, -1);
    }

    enterPin() {
        if (this.state.pin) {
            return this.identify({ employee_id: this.state.person.id, pin: this.state.pin });
        }
    }

    /** Digits for the PIN pad, or a badge scanner that types its code and Enter. */
    onKeydown(ev) {
        if (ev.target.closest?.("input, textarea") || this.state.screen === "work") {
            return;
        }
        this.lastTouch = Date.now();
        if (this.state.screen === "pin") {
            if (/^[0-9]$/.test(ev.key)) {
                this.pressDigit(ev.key);
            } else if (ev.key === "Backspace") {
                this.pressBack();
            } else if (ev.key === "Enter") {
                this.enterPin();
            }
            return;
        }
        const time = ev.timeStamp;
        const keys = time - this.scan.time > SCAN_BREAK ? "" : this.scan.keys;
        if (ev.key === "Enter" && keys.length > 3) {
            ev.preventDefault();
            this.scan = { keys: "", time };
            this.identify({ badge: keys });
        } else if (ev.key.length === 1) {
            this.scan = { keys: keys + ev.key, time };
        }
    }

    leave() {
        this.ticket = "";
        Object.assign(this.state, {
            screen: "people", person: null, pin: "", search: "", data: null, dialog: null, message: "",
        });
    }

    // --- My work --------------------------------------------------------------

    askPause() {
        this.state.dialog = { kind: "pause", note: "" };
    }

    askFinish(job) {
        this.state.dialog = {
            kind: "finish", job, cause: job.cause, correction: job.correction, needsAnswer: "",
        };
    }

    get canFinish() {
        const dialog = this.state.dialog;
        const isSaid = !dialog.job.needs.length || dialog.needsAnswer;
        return isSaid && dialog.job.missing.every((name) => dialog[name].trim());
    }

    finish() {
        const { job, cause, correction, needsAnswer } = this.state.dialog;
        return this.act("finish", {
            job_id: job.id, cause: cause.trim(), correction: correction.trim(), needs_answer: needsAnswer,
        });
    }
}

export async function mountClockTablet(props) {
    await whenReady();
    const env = makeEnv();
    await startServices(env);
    const app = new App(ClockTablet, {
        getTemplate,
        env,
        props,
        dev: env.debug,
        translateFn: appTranslateFn,
        translatableAttributes: ["data-tooltip"],
    });
    return app.mount(document.body);
}
