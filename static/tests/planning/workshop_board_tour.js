import { registry } from "@web/core/registry";
import { getNextPage } from "@aftersales/planning/board/board_pages";

const FIRST = ".o_board_card:contains(First job)";
const SECOND = ".o_board_card:contains(Second job)";
const ROW = ".o_board_row:contains(Wang Wei) .o_board_track";

function dropAt(content, trigger, target, left) {
    return {
        content,
        trigger,
        async run(helpers) {
            await helpers.drag_and_drop(target, { position: { left, top: 30 }, relative: true });
        },
    };
}

function turnPages() {
    const part = document.createElement("div");
    part.style = "position: fixed; top: 0; width: 50px; height: 100px; overflow: auto";
    part.innerHTML = '<p style="height: 60px; margin: 0"/>'.repeat(4);
    document.body.append(part);
    const seen = [0];
    for (let page = 0; page < 4; page++) {
        part.scrollTop = getNextPage(part, "p");
        seen.push(part.scrollTop);
    }
    part.remove();
    if (seen.join() !== "0,60,120,140,0") {
        throw new Error(`Pages at ${seen}`);
    }
}

/** Cards are planned, refused and put aside by dragging. */
registry.category("web_tour.tours").add("aftersales_workshop_board", {
    steps: () => [
        { content: "The outlet's people are the rows", trigger: ".o_board_row:contains(Li Na)" },
        dropAt("Give the first job to Wang Wei", `.o_board_side ${FIRST}`, ROW, 300),
        { content: "It is on his row", trigger: `.o_board_row:contains(Wang Wei) ${FIRST}` },
        dropAt("The second job at the same time", `.o_board_side ${SECOND}`, ROW, 320),
        { content: "The board says who is in the way", trigger: ".o_notification:contains(Wang Wei is taken by)" },
        { content: "The card has gone back", trigger: `.o_board_side ${SECOND}` },
        { content: "Close the message", trigger: ".o_notification .o_notification_close", run: "click" },
        { content: "Look at the first job", trigger: `.o_board_row ${FIRST}`, run: "click" },
        { content: "Details", trigger: ".o_board_popover:contains(Chen Jing)" },
        { content: "Close them", trigger: ".o_board_popover .btn-close", run: "click" },
        { content: "Search", trigger: ".o_board_search input", run: "edit T0000" },
        { content: "What is found stands out", trigger: `.o_board_row ${FIRST}.o_matched` },
        { content: "Bays", trigger: ".o_board_bays", run: "click" },
        { content: "The bays are the rows", trigger: ".o_board_row:contains(Lift 2)" },
        { content: "Technicians again", trigger: ".o_board_technicians", run: "click" },
        { content: "Look at it again", trigger: `.o_board_row ${FIRST}`, run: "click" },
        { content: "Take it off the plan", trigger: ".o_board_popover .o_board_unplan", run: "click" },
        { content: "It waits for a plan", trigger: `.o_board_side ${FIRST}` },
    ],
});

/** Who doesn't plan sees everything and moves nothing. */
registry.category("web_tour.tours").add("aftersales_workshop_board_reader", {
    steps: () => [
        { content: "The job is there", trigger: `.o_board_side ${FIRST.replace("First job", "Front brake pads")}` },
        { content: "Nothing can be dragged", trigger: ".o_workshop_board:not(:has(.o_plannable)):not(:has(.o_board_plan_all))" },
    ],
});

/** The screen on the wall has no controls and no menu. */
registry.category("web_tour.tours").add("aftersales_workshop_wall", {
    steps: () => [
        { content: "People in large", trigger: ".o_workshop_board.o_wall .o_board_row:contains(Li Na)" },
        { content: "Nothing but the board", trigger: "body:not(:has(.o_main_navbar)):not(:has(.o_board_search))" },
        { content: "The time of the place", trigger: ".o_board_time" },
        { content: "Pages end with what is whole, and begin again after the last", trigger: ".o_board_side", run: turnPages },
    ],
});
