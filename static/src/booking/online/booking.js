import { _t } from "@web/core/l10n/translation";
import { rpc } from "@web/core/network/rpc";
import { registry } from "@web/core/registry";
import { Interaction } from "@web/public/interaction";

/** Shows the free times for the work chosen; the form itself works as any other. */
export class BookingForm extends Interaction {
    static selector = ".o_as_booking";
    dynamicContent = {
        "input[type=checkbox], input[name=is_waiter]": {
            "t-on-change": () => this.showTimes(0),
        },
        ".o_as_booking_outlet, select[name=vehicle_id]": { "t-on-change": this.changePlace },
        ".o_as_booking_later": { "t-on-click": () => this.showTimes(this.next) },
    };

    async willStart() {
        this.slotsEl = this.el.querySelector(".o_as_booking_slots");
        this.laterEl = this.el.querySelector(".o_as_booking_later");
    }

    start() {
        this.showTimes(0);
    }

    /** Another outlet or vehicle has other work and times: the page is loaded for it. */
    changePlace() {
        const url = new URL(this.el.dataset.bookingUrl, window.location.origin);
        for (const name of ["workshop_id", "vehicle_id"]) {
            const inputEl = this.el.querySelector(`[name=${name}]`);
            if (inputEl) {
                url.searchParams.set(name, inputEl.value);
            }
        }
        window.location.assign(url);
    }

    getQuestion(skip) {
        const { slotsUrl, accessToken, workshopId, menuIds, operationIds, isWaiter } = this.el.dataset;
        if (slotsUrl) {
            return [slotsUrl, { access_token: accessToken || null, skip }];
        }
        const data = new FormData(this.el);
        const getIds = (name, fixed) => (fixed ? JSON.parse(fixed) : data.getAll(name));
        return [
            "/aftersales/book/slots",
            {
                workshop_id: parseInt(workshopId || data.get("workshop_id")),
                vehicle_id: parseInt(data.get("vehicle_id")) || null,
                menu_ids: getIds("menu_ids", menuIds),
                operation_ids: getIds("operation_ids", operationIds),
                is_waiter: (isWaiter || data.get("is_waiter")) === "1",
                skip,
            },
        ];
    }

    async showTimes(skip) {
        const turn = (this.turn = (this.turn || 0) + 1);
        let answer;
        this.slotsEl.classList.add("o_as_loading");
        try {
            answer = await this.waitFor(rpc(...this.getQuestion(skip)));
        } catch {
            answer = { error: _t("The free times could not be loaded. Check your connection and try again.") };
        }
        if (turn !== this.turn) {
            return; // the work was changed while we waited
        }
        this.slotsEl.classList.remove("o_as_loading");
        if (answer.error) {
            this.slotsEl.textContent = answer.error;
        } else if (skip) {
            this.slotsEl.insertAdjacentHTML("beforeend", answer.html);
        } else {
            this.slotsEl.innerHTML = answer.html;
        }
        this.next = answer.next;
        this.laterEl.classList.toggle("d-none", !answer.next);
    }
}

registry.category("public.interactions").add("aftersales.booking_form", BookingForm);
