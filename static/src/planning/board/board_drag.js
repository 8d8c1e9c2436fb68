import { makeDraggableHook } from "@web/core/utils/draggable_hook_builder_owl";
import { pick } from "@web/core/utils/objects";

/** Drag a handle that stays where it is; only the pointer counts. */
export const useHandle = makeDraggableHook({
    name: "useHandle",
    onComputeParams({ ctx }) {
        ctx.followCursor = false;
    },
    onWillStartDrag: ({ ctx }) => pick(ctx.current, "element"),
    onDragStart: ({ ctx }) => pick(ctx.current, "element"),
    onDrag: ({ ctx }) => ({ ...pick(ctx.current, "element"), ...ctx.pointer }),
    onDragEnd: ({ ctx }) => pick(ctx.current, "element"),
    onDrop: ({ ctx }) => ({ ...pick(ctx.current, "element"), ...ctx.pointer }),
});
