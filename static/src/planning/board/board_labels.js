import { _t } from "@web/core/l10n/translation";

export const JOB_STATES = {
    todo: _t("To Do"),
    doing: _t("In Work"),
    blocked: _t("Blocked"),
    done: _t("Done"),
    passed: _t("Passed"),
};

export const VISIT_STATES = {
    booked: _t("Booked"),
    confirmed: _t("Confirmed"),
    arrived: _t("Arrived"),
    draft: _t("Estimate"),
    received: _t("Received"),
    in_progress: _t("In Progress"),
    quality_check: _t("Quality Check"),
    ready: _t("Ready"),
    delivered: _t("Delivered"),
};

export const HOLDS = {
    approval: { label: _t("Waiting for approval"), icon: "fa-comments" },
    parts: { label: _t("Waiting for parts"), icon: "fa-cubes" },
    sublet: { label: _t("Waiting for sublet work"), icon: "fa-external-link" },
    insurer: { label: _t("Waiting for the insurer"), icon: "fa-shield" },
    customer: { label: _t("Waiting for the customer"), icon: "fa-user" },
    other: { label: _t("Waiting"), icon: "fa-hand-paper-o" },
};

export const PARTS = {
    not_here: { label: _t("Parts not here"), icon: "fa-cube", color: "danger" },
    on_the_way: { label: _t("Parts on the way"), icon: "fa-truck", color: "warning" },
    here: { label: _t("Parts here"), icon: "fa-cube", color: "success" },
    issued: { label: _t("Parts issued"), icon: "fa-check-square-o", color: "muted" },
};

export const RISKS = {
    good: _t("Promise safe"),
    risk: _t("Promise at risk or work held up"),
    late: _t("Promise missed or out of reach"),
    kept: _t("Work done"),
    none: _t("No promise"),
};

/** What a card waits for, in one line; empty when work can go on. */
export function getBlocker(card, visit) {
    const hold = [...card.holds, ...(visit.holds || [])][0];
    if (hold) {
        return (HOLDS[hold] || HOLDS.other).label;
    }
    if (["pending", "callback"].includes(card.approval)) {
        return card.approval === "callback" ? _t("Customer wants a call") : _t("Approval pending");
    }
    if (card.state === "blocked") {
        return JOB_STATES.blocked;
    }
    return card.parts === "not_here" ? PARTS.not_here.label : "";
}
