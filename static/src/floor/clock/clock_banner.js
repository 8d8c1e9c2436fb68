import { Component, onWillStart, onWillUnmount, onWillUpdateProps, useState } from "@odoo/owl";
import { deserializeDateTime } from "@web/core/l10n/dates";
import { useService } from "@web/core/utils/hooks";
import { formatFloatTime } from "@web/views/fields/formatters";

const { DateTime } = luxon;

/** Where the technician's clock runs, and the day so far: shift against job time. */
export class ClockBanner extends Component {
    static template = "aftersales.ClockBanner";
    static props = {
        // Changes whenever the jobs are loaded anew, and the clock with them.
        records: { type: Array },
        reload: { type: Function },
    };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.state = useState({ clock: {}, now: DateTime.now() });
        onWillStart(() => this.load());
        onWillUpdateProps(() => this.load());
        const timer = setInterval(() => (this.state.now = DateTime.now()), 20000);
        onWillUnmount(() => clearInterval(timer));
    }

    async load() {
        this.state.clock = await this.orm.call("aftersales.time.entry", "get_my_clock");
        this.state.now = DateTime.now();
    }

    get elapsed() {
        const since = deserializeDateTime(this.state.clock.since);
        return this.formatHours(Math.max(this.state.now.diff(since).as("hours"), 0));
    }

    formatHours(hours) {
        return formatFloatTime(hours);
    }

    openIdle() {
        return this.action.doAction("aftersales.action_clock_idle", { onClose: this.props.reload });
    }

    openDay() {
        return this.action.doAction("aftersales.action_daily_report");
    }
}
