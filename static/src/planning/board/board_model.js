import { reactive } from "@odoo/owl";
import { browser } from "@web/core/browser/browser";
import { _t } from "@web/core/l10n/translation";
import { Axis, countHours, getRisk, isHeldUp, layWork, parse, serialize } from "./board_time";

/** Many changes in a short time are asked for at once. */
const NEWS_DELAY = 250;

/**
 * What the board knows of an outlet, and keeps up to date by the bus.
 */
export class BoardModel {
    constructor(services) {
        this.services = services;
        this.data = false;
        this.axis = false;
        this.rows = "technicians";
        this.now = Date.now();
        this.search = "";
        this.isBusy = false;
        this.followsToday = true;
        this.news = new Set();
    }

    // Loading

    async load({ workshop, date, days } = {}) {
        const data = await this.services.orm.call("aftersales.workshop", "get_board", [
            workshop ?? this.data?.workshop?.id ?? false,
            date ?? (this.followsToday ? false : this.data?.date ?? false),
            days ?? this.data?.days ?? 1,
        ]);
        this.data = data;
        if (data.workshop) {
            this.followsToday = data.date === data.today;
            this.axis = new Axis(data);
        }
        this.now = Date.now();
        return data;
    }

    /** Take over news from the bus: some visits changed, or (false) too many to name. */
    takeNews({ workshop, visits }) {
        if (workshop !== this.data.workshop?.id) {
            return;
        }
        for (const visit of visits || ["*"]) {
            this.news.add(visit);
        }
        browser.clearTimeout(this.newsTimeout);
        this.newsTimeout = browser.setTimeout(() => this.readNews(), NEWS_DELAY);
    }

    async readNews() {
        if (this.isBusy || !this.news.size) {
            return; // whoever is busy reads the news afterwards
        }
        const visits = [...this.news];
        this.news.clear();
        await (visits.includes("*") ? this.load() : this.refresh(visits));
    }

    async refresh(visits) {
        const { workshop, date, days } = this.data;
        const changes = await this.services.orm.silent.call("aftersales.workshop", "get_board_changes", [
            workshop.id, date, days, visits,
        ]);
        if (workshop.id !== this.data.workshop?.id || date !== this.data.date) {
            return;
        }
        for (const visit of visits) {
            delete this.data.visits[visit];
        }
        Object.assign(this.data.visits, changes.visits);
        this.data.cards = this.data.cards
            .filter((card) => !visits.includes(card.visit))
            .concat(changes.cards);
        this.now = Date.now();
    }

    // Reading

    get canPlan() {
        return Boolean(this.data.can_plan);
    }

    getVisit(card) {
        return this.data.visits[card.visit] || { holds: [], plate: "", kind: "gone" };
    }

    getCardsOf(visitKey) {
        return this.data.cards.filter((card) => card.visit === visitKey);
    }

    getRisk(visitKey) {
        const visit = this.data.visits[visitKey];
        return visit ? getRisk(visit, this.getCardsOf(visitKey), this.now, this.data.slack) : "none";
    }

    get resourceField() {
        return this.rows === "bays" ? "bay" : "technician";
    }

    isOnTimeline(card) {
        return Boolean(
            card.start &&
                card[this.resourceField] &&
                this.data[this.rows].some((row) => row.id === card[this.resourceField]) &&
                parse(card.start) < parse(this.data.stop) &&
                parse(card.stop) > parse(this.data.start)
        );
    }

    /** Rows with their cards, stacked where they overlap. */
    getRows() {
        return this.data[this.rows].map((row) => {
            const cards = this.data.cards
                .filter((card) => card[this.resourceField] === row.id && this.isOnTimeline(card))
                .sort((a, b) => parse(a.start) - parse(b.start));
            const ends = [];
            const placed = cards.map((card) => {
                let lane = ends.findIndex((end) => end <= parse(card.start));
                lane = lane < 0 ? ends.length : lane;
                ends[lane] = parse(card.stop);
                return { card, lane };
            });
            const hours = row.hours ?? this.openHours;
            const planned = cards.reduce((sum, card) => sum + this.getHoursOnTimeline(card), 0);
            return { ...row, placed, lanes: ends.length || 1, load: hours ? planned / hours : 0 };
        });
    }

    getHoursOnTimeline(card) {
        return countHours(this.getWork(card.technician), parse(card.start), parse(card.stop));
    }

    get openHours() {
        return countHours(this.data.open, parse(this.data.start), parse(this.data.stop));
    }

    /** A technician's working time, else the outlet's. */
    getWork(technician) {
        return this.data.technicians.find((row) => row.id === technician)?.work || this.data.open;
    }

    /** When the card's work would end, begun at a moment in a row. */
    getPlannedStop(card, rowId, start) {
        const hours = card.start ? this.getHoursOnTimeline(card) : Math.ceil(card.hours * 4) / 4;
        const technician = this.rows === "technicians" ? rowId : card.technician;
        return layWork(this.getWork(technician), start, hours || 1);
    }

    /** Cards beside the timeline: to be planned, and waiting for something; cars without open work. */
    getLanes() {
        const open = this.data.cards.filter(
            (card) => !this.isOnTimeline(card) && ["todo", "doing", "blocked", "booked"].includes(card.state)
        );
        const byPromise = (a, b) =>
            (parse(this.getVisit(a).promise) || Infinity) - (parse(this.getVisit(b).promise) || Infinity);
        const withWork = new Set(this.data.cards.map((card) => card.visit));
        return {
            toPlan: open.filter((card) => !isHeldUp(card)).sort(byPromise),
            waiting: open.filter((card) => isHeldUp(card)).sort(byPromise),
            cars: Object.entries(this.data.visits)
                .filter(([key, visit]) => visit.kind === "order" && !visit.unfinished &&
                    (!withWork.has(key) || ["quality_check", "ready"].includes(visit.state)) &&
                    ["received", "in_progress", "quality_check", "ready"].includes(visit.state))
                .map(([key, visit]) => ({ key, ...visit })),
        };
    }

    /** The outlet's numbers: each is the length of the list that it opens. */
    getCounts() {
        const visits = Object.values(this.data.visits).filter((visit) => visit.tallies);
        return this.data.tallies.map((tally) => ({
            ...tally,
            count: visits.filter((visit) => this.isCounted(visit, tally.key)).length,
        }));
    }

    /** As the server says; a promise may have passed since. */
    isCounted(visit, key) {
        const isPast = visit.open && visit.promise && parse(visit.promise) < this.now;
        return visit.tallies.includes(key) || Boolean(isPast && key === "late");
    }

    matches(card) {
        const words = this.search.trim().toLowerCase();
        const visit = this.getVisit(card);
        return !words || [visit.plate, visit.name, visit.customer, card.name].some(
            (text) => (text || "").toLowerCase().replace(/[\s·]/g, "").includes(words.replace(/[\s·]/g, ""))
        );
    }

    // Planning

    /** @returns {Promise<boolean>} whether the plan was taken */
    async plan(card, plan) {
        const seen = { start: card.start, stop: card.stop, technician: card.technician, bay: card.bay };
        const values = { ...plan };
        for (const name of ["start", "stop"]) {
            if (name in values) {
                values[name] = serialize(values[name]);
            }
        }
        return this.attempt(async () => {
            const warnings = await this.services.orm.call("aftersales.job", "plan_on_board", [
                [card.res_id], values, seen,
            ]);
            for (const warning of warnings) {
                this.services.notification.add(warning, { type: "warning" });
            }
        }, [card.visit]);
    }

    async planAll() {
        await this.attempt(async () => {
            const { planned, left, late, waits } = await this.services.orm.call("aftersales.workshop", "plan_board", [
                this.data.workshop.id,
            ]);
            const { notification } = this.services;
            notification.add(_t("Jobs planned: %(planned)s.", { planned }), { type: "success" });
            // One job a line, to be read in peace.
            const warn = (title, jobs) => {
                if (jobs.length) {
                    const message = [title, ...jobs].join("\n");
                    notification.add(message, { type: "warning", sticky: true, className: "o_board_note" });
                }
            };
            warn(_t("Late by this plan: agree on a new time with the customer"), late);
            warn(_t("Not planned: nobody knows when their parts come"), waits);
            warn(_t("No free technician with the needed skill"), left);
        }, ["*"]);
    }

    getSuggestions(card) {
        return this.services.orm.call("aftersales.job", "get_suggestions", [[card.res_id]]);
    }

    /** Do something that changes visits; a refusal is said, and the board shows what is. */
    async attempt(change, visits) {
        this.isBusy = true;
        let done = true;
        try {
            await change();
        } catch (error) {
            if (!error.data?.message) {
                throw error;
            }
            done = false;
            this.services.notification.add(error.data.message, { type: "danger", title: _t("Not planned") });
        } finally {
            this.isBusy = false;
            for (const visit of visits) {
                this.news.add(visit);
            }
            await this.readNews();
        }
        return done;
    }
}

export function makeBoardModel(services) {
    return reactive(new BoardModel(services));
}
