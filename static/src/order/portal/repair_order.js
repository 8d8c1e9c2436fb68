import { rpc } from "@web/core/network/rpc";
import { registry } from "@web/core/registry";
import { Interaction } from "@web/public/interaction";

const INTERVAL = 15000;

/** Keeps the progress of a repair order true while the customer looks at it. */
export class RepairOrderProgress extends Interaction {
    static selector = ".o_as_portal_order";

    start() {
        this.fingerprint = this.el.dataset.fingerprint;
        this.plan();
    }

    plan() {
        this.waitForTimeout(async () => {
            if (!document.hidden) {
                await this.waitFor(this.refresh());
            }
            this.plan();
        }, INTERVAL);
    }

    async refresh() {
        let news;
        try {
            news = await rpc(
                `/my/repair-orders/${this.el.dataset.orderId}/status`,
                { access_token: this.el.dataset.accessToken || null, known: this.fingerprint },
                { silent: true }
            );
        } catch {
            return; // offline for a moment: the next turn asks again
        }
        if (news.html) {
            this.fingerprint = news.fingerprint;
            this.el.innerHTML = news.html;
        }
    }
}

registry.category("public.interactions").add("aftersales.repair_order_progress", RepairOrderProgress);
