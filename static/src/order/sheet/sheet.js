import { Component, markRaw, onWillUnmount, status, useEffect, useRef, useState } from "@odoo/owl";
import { browser } from "@web/core/browser/browser";
import { ConfirmationDialog } from "@web/core/confirmation_dialog/confirmation_dialog";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { useSortable } from "@web/core/utils/sortable_owl";
import { standardFieldProps } from "@web/views/fields/standard_field_props";
import { FormViewDialog } from "@web/views/view_dialogs/form_view_dialog";
import { EntryBox } from "./entry_box";
import { JobCard } from "./job_card";
import { Offers } from "./offers";
import { SheetModel } from "./sheet_model";
import { Side } from "./side";

const CHANGED = "aftersales.order/changed";

/** The order like the paper: jobs with their labour and parts, money by payer, what is next; live, and edited in place. */
export class OrderSheet extends Component {
    static template = "aftersales.OrderSheet";
    static components = { EntryBox, JobCard, Offers, Side };
    static props = { ...standardFieldProps };

    setup() {
        this.action = useService("action");
        this.dialog = useService("dialog");
        this.bus = useService("bus_service");
        this.root = useRef("root");
        const services = markRaw({
            orm: useService("orm"),
            action: this.action,
            dialog: (body, confirm) => this.dialog.add(ConfirmationDialog, { body, confirm, cancel: () => {} }),
            isAlive: () => status(this) !== "destroyed",
            // Tells the news of this very page from those of others.
            tab: browser.crypto?.randomUUID?.() || String(Math.random()),
        });
        this.model = useState(new SheetModel(services, () => this.props.record));
        this.useNews();
        this.useDragging();
        useEffect(() => {
            // What is emptied is drawn anew: only when there is something, or it is drawn without end.
            const later = this.model.later.length ? this.model.later.splice(0) : [];
            for (const [act, selector] of later) {
                this.root.el.querySelector(selector)?.[act]({ block: "nearest" });
            }
        });
    }

    get sheet() {
        return this.props.record.data[this.props.name] || { jobs: [] };
    }

    useNews() {
        const onChanged = (payload) => this.model.takeNews(payload);
        const reload = () => this.model.reload();
        this.bus.subscribe(CHANGED, onChanged);
        this.bus.addEventListener("BUS:RECONNECT", reload);
        onWillUnmount(() => {
            browser.clearTimeout(this.model.newsTimeout);
            this.bus.unsubscribe(CHANGED, onChanged);
            this.bus.removeEventListener("BUS:RECONNECT", reload);
        });
        useEffect(
            (resId) => {
                if (!resId) {
                    return;
                }
                const channel = `aftersales.order_${resId}`;
                this.model.refused = {};
                this.model.currentJob = false;
                this.bus.addChannel(channel);
                return () => this.bus.deleteChannel(channel);
            },
            () => [this.props.record.resId]
        );
    }

    useDragging() {
        const enable = () => this.model.may("sort");
        const getIds = (elements) => [...elements].map((el) => Number(el.dataset.id));
        useSortable({
            ref: this.root,
            elements: ".o_sheet_card",
            handle: ".o_sheet_card_grip",
            cursor: "grabbing",
            enable,
            onDrop: ({ element, next }) => {
                const id = Number(element.dataset.id);
                const ids = this.model.jobs.map((job) => job.id).filter((other) => other !== id);
                ids.splice(next ? ids.indexOf(Number(next.dataset.id)) : ids.length, 0, id);
                this.model.sort("card", ids, `card-${id}`);
            },
        });
        useSortable({
            ref: this.root,
            elements: ".o_sheet_row",
            groups: ".o_sheet_rows",
            connectGroups: true,
            handle: ".o_sheet_row_grip",
            cursor: "grabbing",
            enable,
            onDrop: ({ element, next, parent }) => {
                const id = Number(element.dataset.id);
                const jobId = Number(parent.dataset.job);
                const job = this.model.getJob(jobId);
                const ids = (job.rows || []).map((row) => row.id).filter((other) => other !== id);
                ids.splice(next ? ids.indexOf(Number(next.dataset.id)) : ids.length, 0, id);
                if ((job.rows || []).some((row) => row.id === id)) {
                    this.model.sort("row", ids, `row-${id}`);
                } else {
                    this.model.moveLine(id, jobId, ids);
                }
            },
        });
    }

    openAlert(alert) {
        return this.model.press({ name: alert.action }, "aftersales.order", this.props.record.resId);
    }

    /** All that is not on the card stands in the job's own form. */
    async openJob(job) {
        if (!(await this.model.save())) {
            return;
        }
        this.dialog.add(
            FormViewDialog,
            {
                resModel: "aftersales.job",
                resId: job.id,
                title: job.name,
                context: { ...this.props.record.context, form_view_ref: "aftersales.job_view_form_dialog" },
            },
            { onClose: () => this.model.reload() }
        );
    }
}

registry.category("fields").add("aftersales_order_sheet", {
    component: OrderSheet,
    supportedTypes: ["json"],
});
