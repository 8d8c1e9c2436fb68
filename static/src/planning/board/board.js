import { Component, onMounted, onWillStart, onWillUnmount, useEffect, useRef, useState } from "@odoo/owl";
import { browser } from "@web/core/browser/browser";
import { router } from "@web/core/browser/router";
import { usePopover } from "@web/core/popover/popover_hook";
import { registry } from "@web/core/registry";
import { useDraggable } from "@web/core/utils/draggable";
import { useService } from "@web/core/utils/hooks";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { BoardCard } from "./board_card";
import { useHandle } from "./board_drag";
import { RISKS } from "./board_labels";
import { makeBoardModel } from "./board_model";
import { BoardPopover } from "./board_popover";
import { getNextPage } from "./board_pages";
import { format, GRID, parse } from "./board_time";

const { DateTime } = luxon;

const CHANGED = "aftersales.board/changed";
const TICK = 20000;
/** What no news tells, such as free stock, is read anew this often. */
const RELOAD = 5 * 60000;
/** A page of the wall is shown this long. */
const PAGE = 8000;
/** Parts of the wall that have pages, and what is not cut at their ends. */
const PAGED = { ".o_board_body": ".o_board_row", ".o_board_side": "h6, .o_board_card, .o_board_car" };

/** The workshop against time: technicians or bays, live (E5). */
export class WorkshopBoard extends Component {
    static template = "aftersales.WorkshopBoard";
    static components = { BoardCard };
    static props = { ...standardActionServiceProps };

    setup() {
        this.action = useService("action");
        this.bus = useService("bus_service");
        this.model = useState(makeBoardModel({ orm: useService("orm"), notification: useService("notification") }));
        this.root = useRef("root");
        this.body = useRef("body");
        this.popover = usePopover(BoardPopover, { position: "right", popoverClass: "o_board_popover_box" });
        this.drag = useState({ rowId: false, style: "", label: "", isUnplanning: false });
        this.isWall = Boolean(this.props.action.params?.wall);
        this.risks = RISKS;
        const { outlet, rows } = router.current;
        if (rows === "bays") {
            this.model.rows = "bays";
        }
        onWillStart(() => this.load({ workshop: Number(outlet) || undefined }));
        this.useNews();
        this.useDragging();
        if (this.isWall) {
            this.usePages();
        }
    }

    // Set-up

    useNews() {
        const onChanged = (payload) => this.model.takeNews(payload);
        const reload = () => this.model.load();
        this.bus.subscribe(CHANGED, onChanged);
        this.bus.addEventListener("BUS:RECONNECT", reload);
        const tick = browser.setInterval(() => this.tick(), TICK);
        const timer = browser.setInterval(reload, RELOAD);
        onMounted(() => this.remember());
        onWillUnmount(() => {
            this.bus.unsubscribe(CHANGED, onChanged);
            this.bus.removeEventListener("BUS:RECONNECT", reload);
            browser.clearInterval(tick);
            browser.clearInterval(timer);
            if (this.channel) {
                this.bus.deleteChannel(this.channel);
            }
        });
    }

    useDragging() {
        const enable = () => this.model.canPlan && !this.isWall;
        useDraggable({
            ref: this.root,
            elements: ".o_board_card.o_plannable",
            ignore: ".o_board_resize",
            cursor: "grabbing",
            enable,
            onDragStart: ({ addClass, element }) => {
                this.popover.close();
                this.model.isBusy = true;
                addClass(element, "o_board_dragged");
            },
            onDrag: (params) => this.showDrop(this.getDrop(params)),
            onDrop: (params) => this.drop(params),
            onDragEnd: () => this.endDrag(),
        });
        useHandle({
            ref: this.root,
            elements: ".o_board_resize",
            cursor: "ew-resize",
            tolerance: 3,
            enable,
            onDragStart: () => (this.model.isBusy = true),
            onDrag: (params) => this.showDrop(this.getResize(params)),
            onDrop: (params) => this.resize(params),
            onDragEnd: () => this.endDrag(),
        });
    }

    /** What does not fit on the wall comes page by page, and then from the first one again. */
    usePages() {
        const timer = browser.setInterval(() => this.turnPages(), PAGE);
        onWillUnmount(() => browser.clearInterval(timer));
        const leave = (ev) => ev.key === "Escape" && this.openBoard();
        useEffect(() => {
            browser.addEventListener("keydown", leave);
            return () => browser.removeEventListener("keydown", leave);
        }, () => []);
    }

    turnPages() {
        for (const [part, items] of Object.entries(PAGED)) {
            const el = this.root.el?.querySelector(part);
            if (el && el.scrollHeight - el.clientHeight > 4) {
                el.scrollTo({ top: getNextPage(el, items), behavior: "smooth" });
            }
        }
    }

    // Loading

    async load(params) {
        const { workshop } = await this.model.load(params);
        const channel = workshop && `aftersales.workshop_${workshop.id}`;
        if (channel !== this.channel) {
            if (this.channel) {
                this.bus.deleteChannel(this.channel);
            }
            if (channel) {
                this.bus.addChannel(channel);
            }
            this.channel = channel;
        }
    }

    tick() {
        this.model.now = Date.now();
        const today = format(this.model.now, this.model.data.tz, "yyyy-MM-dd");
        if (this.model.followsToday && this.model.data.today && today !== this.model.data.today) {
            this.model.load();
        }
    }

    /** Keep what is shown in the address, for bookmarks and for the screen on the wall. */
    remember() {
        this.props.updateActionState?.({ outlet: this.model.data.workshop?.id, rows: this.model.rows });
    }

    async setOutlet(id) {
        await this.load({ workshop: Number(id) });
        this.remember();
    }

    setRows(rows) {
        this.model.rows = rows;
        this.remember();
    }

    setDays(days) {
        return this.model.load({ days });
    }

    setDate(date) {
        if (date) {
            this.model.followsToday = date === this.model.data.today;
            return this.model.load({ date });
        }
    }

    shift(direction) {
        const { date, days } = this.model.data;
        return this.setDate(DateTime.fromISO(date).plus({ days: direction * days }).toISODate());
    }

    // What is shown

    get dateLabel() {
        const { date, days } = this.model.data;
        const first = DateTime.fromISO(date);
        const how = { weekday: "short", month: "short", day: "numeric" };
        return days === 1
            ? first.toLocaleString({ ...how, weekday: this.isWall ? "long" : "short" })
            : `${first.toLocaleString(how)} – ${first.plus({ days: days - 1 }).toLocaleString(how)}`;
    }

    get clock() {
        return format(this.model.now, this.model.data.tz);
    }

    get nowStyle() {
        const { axis, now } = this.model;
        return axis.isShown(now) ? `left:${axis.getPosition(now) * 100}%` : "";
    }

    get trackWidth() {
        return this.isWall ? "" : `min-width:${Math.round(this.model.axis.hours * (this.model.data.days > 1 ? 36 : 68))}px`;
    }

    getShades(row) {
        const { axis, data } = this.model;
        const style = ([start, stop]) => axis.getStyle(start, stop);
        return [
            ...axis.getGaps(row.work || data.open).map((gap) => ({ style: style(gap), className: "o_closed" })),
            ...(row.away || []).map((pair) => ({ style: style(pair.map(parse)), className: "o_away" })),
        ].filter((shade) => shade.style);
    }

    /** Work that still runs after its planned end, until now. */
    getOverruns(row) {
        const { axis, now } = this.model;
        return row.placed
            .filter(({ card }) => card.running.length && parse(card.stop) < now)
            .map(({ card }) => axis.getStyle(parse(card.stop), now))
            .filter(Boolean);
    }

    getPlacedStyle({ card, lane }, lanes) {
        const place = this.model.axis.getStyle(parse(card.start), parse(card.stop));
        return `${place};top:calc(${(lane / lanes) * 100}% + 3px);height:calc(${100 / lanes}% - 6px)`;
    }

    canMove(card) {
        return (
            !this.isWall && this.model.canPlan && card.kind === "job" &&
            ["todo", "doing", "blocked"].includes(card.state)
        );
    }

    // Dragging

    getCard(element) {
        const id = element.closest(".o_board_card").dataset.card;
        return this.model.data.cards.find((card) => card.id === id);
    }

    /** Row and moment under a dragged card. */
    getDrop({ element, x, y }) {
        const card = this.getCard(element);
        const inside = (rect) => y >= rect.top && y <= rect.bottom && x >= rect.left && x <= rect.right;
        const body = this.body.el.getBoundingClientRect();
        for (const row of inside(body) ? this.root.el.querySelectorAll(".o_board_row") : []) {
            if (inside(row.getBoundingClientRect())) {
                const track = row.querySelector(".o_board_track").getBoundingClientRect();
                const left = Math.max(element.getBoundingClientRect().left, track.left);
                const start = this.model.axis.getMoment((left - track.left) / track.width);
                const rowId = Number(row.dataset.row);
                return { card, rowId, start, stop: this.model.getPlannedStop(card, rowId, start) };
            }
        }
        const side = this.root.el.querySelector(".o_board_side")?.getBoundingClientRect();
        return side && inside(side) ? { card, isUnplanning: true } : false;
    }

    /** The planned end under a dragged right edge. */
    getResize({ element, x }) {
        const card = this.getCard(element);
        const row = element.closest(".o_board_row");
        const track = row.querySelector(".o_board_track").getBoundingClientRect();
        const start = parse(card.start);
        const stop = Math.max(this.model.axis.getMoment((x - track.left) / track.width), start + GRID);
        return { card, rowId: Number(row.dataset.row), start, stop };
    }

    showDrop(drop) {
        this.drag.isUnplanning = Boolean(drop?.isUnplanning);
        this.drag.rowId = drop?.rowId || false;
        if (drop?.rowId) {
            const { axis, data } = this.model;
            this.drag.style = axis.getStyle(drop.start, drop.stop);
            this.drag.label = `${format(drop.start, data.tz)}–${format(drop.stop, data.tz)}`;
        }
    }

    async drop(params) {
        const drop = this.getDrop(params);
        if (!drop) {
            return;
        }
        const { card } = drop;
        if (drop.isUnplanning) {
            if (card.start) {
                await this.model.plan(card, { start: false, [this.model.resourceField]: false });
            }
            return;
        }
        await this.model.plan(card, { start: drop.start, [this.model.resourceField]: drop.rowId });
    }

    async resize(params) {
        const { card, start, stop } = this.getResize(params);
        await this.model.plan(card, { start, stop });
    }

    endDrag() {
        this.drag.rowId = false;
        this.drag.isUnplanning = false;
        this.model.isBusy = false;
        this.model.readNews();
    }

    // Clicks and keys

    openCard(card, target) {
        if (!this.isWall) {
            this.popover.open(target, { card, model: this.model });
        }
    }

    async onCardKeydown(card, ev) {
        const moves = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
        if (["Enter", " "].includes(ev.key)) {
            ev.preventDefault();
            this.openCard(card, ev.currentTarget);
        } else if (this.canMove(card) && card.start && (ev.key === "Delete" || (ev.altKey && moves[ev.key]))) {
            ev.preventDefault();
            await this.model.plan(
                card,
                ev.key === "Delete" ? { start: false } : this.getMoveByKey(card, ...moves[ev.key])
            );
            this.root.el?.querySelector(`[data-card="${card.id}"]`)?.focus();
        }
    }

    getMoveByKey(card, steps, rows) {
        const field = this.model.resourceField;
        const ids = this.model.data[this.model.rows].map((row) => row.id);
        const index = Math.min(Math.max(ids.indexOf(card[field]) + rows, 0), ids.length - 1);
        return { start: parse(card.start) + steps * GRID, [field]: ids[index] };
    }

    openCar(visit) {
        if (!this.isWall) {
            this.action.doAction({
                type: "ir.actions.act_window", res_model: "aftersales.order", res_id: visit.res_id, views: [[false, "form"]],
            });
        }
    }

    /** Somebody cannot work: he is away, and his work is planned for others. */
    openAway(technician) {
        return this.action.doAction("aftersales.action_away", {
            additionalContext: {
                default_workshop_id: this.model.data.workshop.id, default_employee_id: technician || false,
            },
            onClose: () => this.model.load(),
        });
    }

    openWall() {
        return this.action.doAction("aftersales.action_workshop_wall");
    }

    openBoard() {
        return this.action.doAction("aftersales.action_workshop_board", { clearBreadcrumbs: true });
    }
}

registry.category("actions").add("aftersales_workshop_board", WorkshopBoard);
