import { registry } from "@web/core/registry";
import { press, seeStatus } from "../base/steps";

const PAGE = ".o_form_view .o_field_widget[name=participant_ids]";

/** The trainer lets the participant sign in, enters what he scored, and says that it was held (M2). */
registry.category("web_tour.tours").add("aftersales_training_held", {
    steps: () => [
        seeStatus("Training Planned"),
        press("action_open_sign_in"),
        { content: "He is here", trigger: ".o_kanban_record button[name=action_sign_in]", run: "click" },
        { content: "He has signed in", trigger: ".o_kanban_record:not(:has(button[name=action_sign_in])):contains(Present)" },
        { content: "Back to the training", trigger: ".o_back_button a", run: "click" },
        { content: "His row", trigger: `${PAGE} .o_data_row:contains(Present) td[name=theory_score]`, run: "click" },
        { content: "Theory", trigger: `${PAGE} .o_selected_row td[name=theory_score] input`, run: "edit 91" },
        { content: "Practice", trigger: `${PAGE} .o_selected_row td[name=practical_score] input`, run: "edit 88" },
        { content: "Save", trigger: ".o_form_button_save", run: "click" },
        { content: "Saved", trigger: "body:not(:has(.o_form_button_save:visible))" },
        press("action_hold"),
        seeStatus("Training Held"),
        { content: "He has passed", trigger: `${PAGE} .o_data_row td[name=result]:contains(Passed)` },
    ],
});

/** The participant says what he thinks of it, once. */
registry.category("web_tour.tours").add("aftersales_training_feedback", {
    steps: () => [
        { content: "Say it", trigger: ".o_kanban_record button[name=action_give_feedback]", run: "click" },
        ...["content", "level", "teacher", "examples", "use"].map((question) => ({
            content: `Answer ${question}`,
            trigger: `.modal .o_field_widget[name=answer_${question}] .o_radio_item:contains(4) input`,
            run: "click",
        })),
        { content: "Send", trigger: ".modal footer button[name=action_give]:enabled", run: "click" },
        {
            content: "It is said",
            trigger: "body:not(:has(.modal)) .o_kanban_record:not(:has(button[name=action_give_feedback]))",
        },
    ],
});
