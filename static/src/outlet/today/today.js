import { Component, onWillStart, useState } from "@odoo/owl";
import { browser } from "@web/core/browser/browser";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";

const CHOSEN = "aftersales.today.outlet";
// Here a number of nothing is good news: it stands small below those that want somebody.
const NEWS = ["wrong", "wait"];

/** The day in numbers: what went wrong, what waits for somebody, what is in the house. Each opens its list. */
export class Today extends Component {
    static template = "aftersales.Today";
    static props = { ...standardActionServiceProps };

    setup() {
        this.action = useService("action");
        this.orm = useService("orm");
        this.state = useState({ data: false });
        onWillStart(() => this.load(Number(browser.sessionStorage.getItem(CHOSEN)) || false));
    }

    async load(workshop) {
        const known = this.state.data?.workshops;
        if (known && workshop && !known.some((outlet) => outlet.id === workshop)) {
            workshop = false;
        }
        const topic = this.props.action.params?.topic || "day";
        const data = await this.orm.call("aftersales.workshop", "get_today", [workshop, topic]);
        // Kept from another company's day: all outlets of this one instead.
        if (workshop && !data.workshops.some((outlet) => outlet.id === workshop)) {
            return this.load(false);
        }
        this.state.data = data;
        browser.sessionStorage.setItem(CHOSEN, workshop || "");
    }

    /** The numbers of a section as tiles, then those of nothing in one line. */
    split(section) {
        const isNothing = (tally) => NEWS.includes(section.key) && !tally.count && !tally.text;
        return [section.tallies.filter((tally) => !isNothing(tally)), section.tallies.filter(isNothing)];
    }

    open(tally) {
        this.action.doAction(tally.action);
    }
}

registry.category("actions").add("aftersales_today", Today);
