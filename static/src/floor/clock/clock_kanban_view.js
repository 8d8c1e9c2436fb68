import { registry } from "@web/core/registry";
import { KanbanRenderer } from "@web/views/kanban/kanban_renderer";
import { kanbanView } from "@web/views/kanban/kanban_view";
import { ClockBanner } from "./clock_banner";

export class ClockKanbanRenderer extends KanbanRenderer {
    static template = "aftersales.ClockKanbanRenderer";
    static components = { ...KanbanRenderer.components, ClockBanner };

    reloadJobs() {
        return this.props.list.model.load();
    }
}

registry.category("views").add("aftersales_clock_kanban", {
    ...kanbanView,
    Renderer: ClockKanbanRenderer,
});
