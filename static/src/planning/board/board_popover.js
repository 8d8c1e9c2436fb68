import { Component, onWillStart, useState } from "@odoo/owl";
import { useService } from "@web/core/utils/hooks";
import { getBlocker, JOB_STATES, PARTS, RISKS, VISIT_STATES } from "./board_labels";
import { format, parse } from "./board_time";

const { DateTime } = luxon;

/** What a card has no room for, and planning without a mouse. */
export class BoardPopover extends Component {
    static template = "aftersales.BoardPopover";
    static props = { card: Object, model: Object, close: Function };

    setup() {
        this.action = useService("action");
        const { card, model } = this.props;
        this.risks = RISKS;
        this.visitStates = VISIT_STATES;
        this.jobStates = JOB_STATES;
        this.state = useState({
            suggestions: false,
            start: card.start ? this.toInput(parse(card.start)) : "",
            technician: card.technician || "",
            bay: card.bay || "",
        });
        onWillStart(async () => {
            if (this.canPlan && card.state === "todo" && !card.start) {
                this.state.suggestions = await model.getSuggestions(card);
            }
        });
    }

    get visit() {
        return this.props.model.getVisit(this.props.card);
    }

    get canPlan() {
        const { card, model } = this.props;
        return model.canPlan && card.kind === "job" && ["todo", "doing", "blocked"].includes(card.state);
    }

    get risk() {
        return this.props.model.getRisk(this.props.card.visit);
    }

    get blocker() {
        return getBlocker(this.props.card, this.visit);
    }

    get parts() {
        return PARTS[this.props.card.parts];
    }

    get skill() {
        return this.props.model.data.skills[this.props.card.skill];
    }

    toInput(moment) {
        return DateTime.fromMillis(moment, { zone: this.props.model.data.tz }).toFormat("yyyy-MM-dd'T'HH:mm");
    }

    formatMoment(text) {
        return text ? format(parse(text), this.props.model.data.tz, "MM-dd HH:mm") : "";
    }

    open(model, id) {
        this.props.close();
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: model,
            res_id: id,
            views: [[false, "form"]],
        });
    }

    openVisit() {
        return this.open(this.visit.model, this.visit.res_id);
    }

    openJob() {
        return this.open("aftersales.job", this.props.card.res_id);
    }

    async plan(plan) {
        this.props.close();
        await this.props.model.plan(this.props.card, plan);
    }

    choose(suggestion) {
        return this.plan({
            start: parse(suggestion.start),
            stop: parse(suggestion.stop),
            technician: suggestion.technician,
        });
    }

    save() {
        const { start, technician, bay } = this.state;
        const zone = this.props.model.data.tz;
        return this.plan({
            start: start ? DateTime.fromISO(start, { zone }).toMillis() : false,
            technician: Number(technician) || false,
            bay: Number(bay) || false,
        });
    }

    unplan() {
        return this.plan({ start: false });
    }
}
