import { Component, onMounted, useState } from "@odoo/owl";
import { Dialog } from "@web/core/dialog/dialog";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { Mutex } from "@web/core/utils/concurrency";
import { useService } from "@web/core/utils/hooks";
import { useRecordObserver } from "@web/model/relational_model/utils";
import { formatFloat } from "@web/views/fields/formatters";
import { parseFloat as parseLocalFloat } from "@web/views/fields/parsers";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";
import { readPhoto } from "@aftersales/base/read_photo";
import { canRecord, RecordVideoDialog } from "@aftersales/health/health_video/record_video";

const CHECK = "aftersales.health.check";
const LINE = "aftersales.health.check.line";
const FINDINGS = ["soon", "urgent"];

/**
 * Number as a technician types it: with the decimal sign of the language, or with a comma where it has none
 * ("2,1" mm must never become 21); a comma before three digits groups thousands.
 *
 * @param {string} text
 * @returns {number}
 */
export function parseMeasured(text) {
    return /^-?\d+,(\d{1,2}|\d{4,})$/.test(text) ? Number(text.replace(",", ".")) : parseLocalFloat(text);
}

/** What was found that the template does not ask. */
export class AddFindingDialog extends Component {
    static template = "aftersales.AddFindingDialog";
    static components = { Dialog };
    static props = { areas: Array, add: Function, close: Function };

    setup() {
        this.title = _t("Add a Finding");
        this.state = useState({ areaId: this.props.areas[0]?.id, name: "" });
    }

    async add() {
        await this.props.add(this.state.areaId, this.state.name);
        this.props.close();
    }
}

/** The sheet of a health check: each tap is written at once, so nothing is lost when the tablet sleeps. */
export class HealthSheet extends Component {
    static template = "aftersales.HealthSheet";
    static props = { ...standardWidgetProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.dialog = useService("dialog");
        this.notification = useService("notification");
        this.http = useService("http");
        this.mutex = new Mutex();
        this.state = useState({ sheet: null, opened: {}, busy: false, hasCamera: false });
        this.results = [
            { key: "ok", label: _t("OK"), color: "success" },
            { key: "soon", label: _t("Soon"), color: "warning" },
            { key: "urgent", label: _t("Urgent"), color: "danger" },
            { key: "not_checked", label: _t("Not checked"), color: "secondary" },
        ];
        onMounted(async () => {
            this.load();
            this.state.hasCamera = await canRecord();
        });
        this.shown = this.getShown(this.props.record);
        // Another check of the pager, or this one done meanwhile.
        useRecordObserver((record) => {
            const shown = this.getShown(record);
            if (shown !== this.shown) {
                this.shown = shown;
                return this.load(record.resId);
            }
        });
    }

    getShown(record) {
        return `${record.resId},${record.data.state}`;
    }

    get checkId() {
        return this.props.record.resId;
    }

    async load(checkId = this.checkId) {
        this.state.sheet = checkId ? await this.orm.call(CHECK, "get_sheet", [checkId]) : null;
    }

    // ------------------------------------------------------------------ figures

    get lines() {
        return this.state.sheet.areas.flatMap((area) => area.lines);
    }

    count(result) {
        return this.lines.filter((line) => line.result === result).length;
    }

    get progress() {
        const lines = this.lines;
        return lines.length ? Math.round((100 * lines.filter((line) => line.result).length) / lines.length) : 0;
    }

    get canRestBeOk() {
        return this.lines.some((line) => !line.result && line.kind === "judged" && !line.is_mandatory);
    }

    get hasUrgentWithoutJob() {
        return this.lines.some((line) => line.result === "urgent" && line.needs_job);
    }

    // ------------------------------------------------------------------ words

    getResult(key) {
        return this.results.find((result) => result.key === key);
    }

    getColor(line) {
        return this.getResult(line.result)?.color || "light";
    }

    formatValue(line) {
        return line.value === null ? "" : formatFloat(line.value, { digits: [12, 2], trailingZeros: false });
    }

    isFinding(line) {
        return FINDINGS.includes(line.result);
    }

    isOpened(line) {
        return this.state.opened[line.id] ?? this.isFinding(line);
    }

    toggle(line) {
        this.state.opened[line.id] = !this.isOpened(line);
    }

    // ------------------------------------------------------------------ answers

    async call(line, method, args = []) {
        return this.mutex.exec(async () => {
            try {
                const values = await this.orm.call(LINE, method, [[line.id], ...args]);
                Object.assign(line, values.line || (values.action ? {} : values));
                return values;
            } catch (error) {
                // What was refused must not stay on the screen.
                await this.load();
                throw error;
            }
        });
    }

    answer(line, values) {
        return this.call(line, "answer", [values]);
    }

    setResult(line, result) {
        return this.answer(line, { result: line.result === result ? false : result });
    }

    async setValue(line, event) {
        const text = event.target.value.trim();
        if (!text) {
            return this.answer(line, { result: false });
        }
        let value;
        try {
            value = parseMeasured(text);
        } catch {
            event.target.value = this.formatValue(line);
            return this.notification.add(_t("“%s” is no number.", text), { type: "danger" });
        }
        return this.answer(line, { value });
    }

    setPhrase(line, phrase) {
        return this.answer(line, { phrase_id: line.phrase_id === phrase.id ? false : phrase.id });
    }

    setNote(line, event) {
        return this.answer(line, { note: event.target.value.trim() });
    }

    async addPhotos(line, event) {
        const input = event.target;
        for (const file of input.files) {
            const photo = await readPhoto(file, this.notification);
            if (photo) {
                await this.call(line, "add_photo", [photo, file.name]);
            }
        }
        input.value = "";
    }

    removePhoto(line, photoId) {
        return this.call(line, "remove_photo", [photoId]);
    }

    recordVideo(line) {
        this.dialog.add(RecordVideoDialog, {
            title: line.name,
            keep: (recorded) => this.mutex.exec(() => this.sendVideo(line, recorded)),
        });
    }

    /** @returns {Promise<string|undefined>} why it was refused, if it was */
    async sendVideo(line, { film, poster, seconds }) {
        const data = new FormData();
        data.set("csrf_token", odoo.csrf_token);
        data.set("seconds", seconds);
        data.set("film", film, "film");
        if (poster) {
            data.set("poster", poster, "poster.jpg");
        }
        let values;
        try {
            values = await this.http.post(`/aftersales/health/line/${line.id}/video`, data);
        } catch {
            return _t("The video could not be sent. Try again where the network is better.");
        }
        if (values.error) {
            return values.error;
        }
        Object.assign(line, values);
    }

    removeVideo(line, videoId) {
        return this.call(line, "remove_video", [videoId]);
    }

    async proposeJob(line) {
        const { action } = await this.call(line, "propose_job");
        if (action) {
            await this.action.doAction(action, { onClose: () => this.load() });
        }
    }

    openJob(line) {
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: "aftersales.job",
            res_id: line.job.id,
            views: [[false, "form"]],
        });
    }

    // ------------------------------------------------------------------ whole sheet

    async callCheck(method) {
        if (this.state.busy) {
            return;
        }
        this.state.busy = true;
        try {
            await this.mutex.getUnlockedDef();
            if (!(await this.props.record.save())) {
                return;
            }
            await this.orm.call(CHECK, method, [[this.checkId]]);
            await this.props.record.load();
            await this.load();
        } finally {
            this.state.busy = false;
        }
    }

    addFinding() {
        this.dialog.add(AddFindingDialog, {
            areas: this.state.sheet.choices,
            add: async (areaId, name) => {
                this.state.sheet = await this.orm.call(CHECK, "add_finding", [[this.checkId], areaId, name]);
            },
        });
    }
}

registry.category("view_widgets").add("aftersales_health_sheet", {
    component: HealthSheet,
    fieldDependencies: [{ name: "state", type: "selection" }],
});
