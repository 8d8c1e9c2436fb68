import { browser } from "@web/core/browser/browser";
import { _t } from "@web/core/l10n/translation";
import { RPCError } from "@web/core/network/rpc";
import { KeepLast, Mutex } from "@web/core/utils/concurrency";
import { getFieldsSpec } from "@web/model/relational_model/utils";

import { keepSeen } from "@aftersales/base/seen/seen";

const ORDER = "aftersales.order";
/** What a person may have done wrong, in words: it is shown where he typed. */
const REFUSALS = ["UserError", "ValidationError", "AccessError", "MissingError", "RedirectWarning"];
/** Many changes in a short time are read at once. */
const NEWS_DELAY = 300;

/**
 * What the sheet writes and reads. Each call answers with all of the form's values, so that the sheet, the buttons and
 * the figures around it are those of one moment, by one call.
 */
export class SheetModel {
    constructor(services, getRecord) {
        this.services = services;
        this.getRecord = getRecord;
        this.mutex = new Mutex();
        this.keepLastFind = new KeepLast();
        /** Told beside what was refused: key of a card or row -> sentence. */
        this.refused = {};
        /** The job that parts are added to. */
        this.currentJob = false;
        /** The cell that is being written in. */
        this.editing = false;
        /** Something was changed elsewhere while a cell was being written in. */
        this.hasNews = false;
        this.pending = 0;
        /** What to show, or to focus, once the sheet shows the answer. */
        this.later = [];
    }

    /** @param {"focus"|"scrollIntoView"} act on the first of these elements, once the present answer is shown */
    doLater(act, selector) {
        this.later.push([act, selector]);
    }

    get record() {
        return this.getRecord();
    }

    get sheet() {
        return this.record.data.order_sheet || { jobs: [] };
    }

    get jobs() {
        return this.sheet.jobs;
    }

    getJob(id) {
        return this.jobs.find((job) => job.id === id);
    }

    /** The job that a part is added to: the one that was last worked on, else the last that takes lines. */
    get target() {
        const open = this.jobs.filter((job) => job.may_add);
        return open.find((job) => job.id === this.currentJob) || open.at(-1);
    }

    may(right) {
        return (this.sheet.may || []).includes(right);
    }

    // Calls

    get specification() {
        const { activeFields, fields, evalContext } = this.record;
        return getFieldsSpec(activeFields, fields, evalContext);
    }

    /** Save what is new or changed in the form around the sheet; false when the form refuses. */
    async save() {
        const record = this.record;
        return record.isNew || (await record.isDirty()) ? record.save() : true;
    }

    /**
     * Call a method of the order, which answers with the values of the form.
     *
     * @param {string|false} key of the card or row beside which a refusal is told; without, it is thrown
     * @returns {Promise<Object|false>} the answer; false when it was refused
     */
    async call(method, args, key = false) {
        return this.mutex.exec(async () => {
            const { resId, context } = this.record;
            this.pending++;
            try {
                const answer = await this.services.orm.call(ORDER, method, [[resId], ...args], {
                    specification: this.specification,
                    context: { ...context, aftersales_tab: this.services.tab },
                });
                if (await this.take(resId, answer.values)) {
                    this.tell(key, answer.refused);
                }
                return answer.refused ? false : answer;
            } catch (error) {
                const name = error instanceof RPCError && error.exceptionName?.split(".").at(-1);
                if (!key || !REFUSALS.includes(name)) {
                    throw error;
                }
                this.tell(key, error.data.message);
                return false;
            } finally {
                this.pending--;
            }
        });
    }

    tell(key, message) {
        if (message) {
            this.refused[key] = message;
        } else {
            delete this.refused[key];
        }
    }

    /**
     * What was typed elsewhere in the form and is not saved yet stays. What the form itself is doing ends first: a field
     * that was just left waits for its onchange, and only then is its value one of the changes.
     *
     * @returns {Promise<boolean>} whether the page still shows that order
     */
    async take(resId, values) {
        return this.record.model.mutex.exec(() => {
            const record = this.record;
            if (!this.services.isAlive() || resId !== record.resId) {
                return false;
            }
            const { dirty } = record;
            keepSeen(record);
            record._setData(values, { keepChanges: true });
            record.dirty = dirty;
            this.hasNews = false;
            return true;
        });
    }

    write(kind, id, values, seen) {
        return this.call("sheet_write", [kind, id, values, seen], `${kind}-${id}`);
    }

    remove(kind, id) {
        return this.call("sheet_remove", [kind, id], `${kind}-${id}`);
    }

    sort(kind, ids, key) {
        return this.call("sheet_sort", [kind, ids], key);
    }

    moveLine(lineId, jobId, lineIds) {
        return this.call("sheet_move", [lineId, jobId, lineIds], `row-${lineId}`);
    }

    async add(hit, { jobId = false, key = "entry" } = {}) {
        const answer = await this.call("sheet_add", [hit, jobId], key);
        if (answer?.job) {
            this.currentJob = answer.job;
            this.doLater("scrollIntoView", `.o_sheet_card[data-id="${answer.job}"]`);
        }
        return answer;
    }

    /** The offers for `text`; nothing when another text was asked for meanwhile. */
    find(text, others) {
        return this.keepLastFind.add(
            this.services.orm.silent.call(ORDER, "sheet_find", [[this.record.resId], text, others])
        );
    }

    choose(name, text) {
        return this.services.orm.silent.call(ORDER, "sheet_choices", [[this.record.resId], name, text]);
    }

    // Opening and acting

    /** Press what a card, a hint or the next step offers: like a button of the form. */
    async press(action, resModel, resId, afterwards = () => {}) {
        if (!(await this.save())) {
            return;
        }
        await this.services.action.doActionButton({
            type: "object",
            name: action.name,
            resModel,
            resId,
            resIds: [resId],
            context: this.record.context,
            onClose: async () => {
                await this.reload();
                await afterwards();
            },
        });
    }

    async reload() {
        await this.mutex.exec(async () => {
            const { resId } = this.record;
            if (!resId || !this.services.isAlive()) {
                return;
            }
            const [values] = await this.services.orm.silent.webRead(ORDER, [resId], {
                context: { bin_size: true, ...this.record.context },
                specification: this.specification,
            });
            if (values) {
                await this.take(resId, values);
            }
        });
    }

    // News

    /** Somebody changed the order: read it anew, but not under the hands of who types. */
    takeNews({ order, tab }) {
        if (order !== this.record.resId || tab === this.services.tab) {
            return;
        }
        browser.clearTimeout(this.newsTimeout);
        this.newsTimeout = browser.setTimeout(() => {
            if (this.editing) {
                this.hasNews = true;
            } else {
                this.reload();
            }
        }, NEWS_DELAY);
    }

    startEditing(key) {
        this.editing = key;
    }

    stopEditing(key) {
        if (this.editing === key) {
            this.editing = false;
            if (this.hasNews && !this.pending) {
                this.reload();
            }
        }
    }

    confirm(message, go) {
        this.services.dialog(message || _t("Are you sure?"), go);
    }
}
