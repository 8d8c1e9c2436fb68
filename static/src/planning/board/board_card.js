import { Component } from "@odoo/owl";
import { getBlocker, HOLDS, JOB_STATES, PARTS, RISKS } from "./board_labels";
import { format, isHeldUp, MINUTE, parse } from "./board_time";

/** A stretch of work on a car. */
export class BoardCard extends Component {
    static template = "aftersales.BoardCard";
    static props = {
        card: Object,
        model: Object,
        style: { type: String, optional: true },
        isPlaced: { type: Boolean, optional: true },
        canMove: { type: Boolean, optional: true },
        onOpen: Function,
        onKeydown: Function,
    };

    get card() {
        return this.props.card;
    }

    get visit() {
        return this.props.model.getVisit(this.card);
    }

    get risk() {
        return this.props.model.getRisk(this.card.visit);
    }

    get className() {
        const classes = [`o_state_${this.card.state}`, `o_risk_${this.risk}`];
        if (this.card.running.length) {
            classes.push("o_running");
        }
        if (this.isOpen && isHeldUp(this.card)) {
            classes.push("o_held");
        }
        if (this.props.canMove) {
            classes.push("o_plannable");
        }
        if (this.card.kind !== "job") {
            classes.push("o_ghost");
        }
        if (!this.props.model.matches(this.card)) {
            classes.push("o_unmatched");
        } else if (this.props.model.search.trim()) {
            classes.push("o_matched");
        }
        return classes.join(" ");
    }

    get isOpen() {
        return ["todo", "doing", "blocked"].includes(this.card.state);
    }

    get blocker() {
        return this.isOpen ? getBlocker(this.card, this.visit) : "";
    }

    get blockerIcon() {
        const hold = [...this.card.holds, ...(this.visit.holds || [])][0];
        return (HOLDS[hold] || HOLDS.approval).icon;
    }

    get parts() {
        return PARTS[this.card.parts];
    }

    /** A plate is broken where it has a gap. */
    get plateParts() {
        return this.visit.plate.split(/(?<=[·\s-])/);
    }

    get times() {
        const { tz } = this.props.model.data;
        return this.card.start
            ? `${format(parse(this.card.start), tz)}–${format(parse(this.card.stop), tz)}`
            : "";
    }

    get promise() {
        const { tz, date } = this.props.model.data;
        const promise = parse(this.visit.promise);
        if (!promise) {
            return "";
        }
        return format(promise, tz, format(promise, tz, "yyyy-MM-dd") === date ? "HH:mm" : "MM-dd HH:mm");
    }

    /** Time on the clock that has run longest. */
    get elapsed() {
        const since = Math.min(...this.card.running.map((entry) => parse(entry.since)));
        const minutes = Math.max(Math.floor((this.props.model.now - since) / MINUTE), 0);
        return `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, "0")}`;
    }

    get label() {
        return [
            this.visit.plate, this.card.name, this.visit.customer, JOB_STATES[this.card.state], this.times,
            RISKS[this.risk], this.blocker, this.parts?.label,
        ].filter(Boolean).join(", ");
    }
}
