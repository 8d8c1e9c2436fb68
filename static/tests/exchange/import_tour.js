import { registry } from "@web/core/registry";
import { press, seeStatus } from "../base/steps";

const TEXT = "Kd-Nr,Customer's Name\nT-1,Li Na\nT-2,Wang Wei\n,Nobody\n";

/** As if somebody chose it in the dialog of his computer. */
function choose(content, parts, name) {
    return {
        content,
        trigger: ".o_field_widget[name=file] input[type=file]:not(:visible), .o_field_widget[name=file]:has(input[type=file])",
        run() {
            const input = document.querySelector(".o_field_widget[name=file] input[type=file]");
            const files = new DataTransfer();
            files.items.add(new File(parts, name, { type: "text/csv" }));
            input.files = files.files;
            input.dispatchEvent(new Event("change", { bubbles: true }));
        },
    };
}

/** The manager brings a file: it is mapped, checked, read row by row, and taken over (Q3). */
registry.category("web_tour.tours").add("aftersales_import_file", {
    steps: () => [
        { content: "Begin an import", trigger: ".o_list_button_add", run: "click" },
        choose("A file that nobody would take", [new ArrayBuffer(62_000_000)], "everything.csv"),
        {
            content: "It is said at once, and nothing is sent",
            trigger: ".o_notification:contains(everything.csv has 62.0 MB: at most 30 MB are taken)",
        },
        { content: "Read", trigger: ".o_notification_close", run: "click" },
        choose("Upload the file", [TEXT], "people.csv"),
        {
            content: "It is there",
            trigger: ".o_field_widget[name=file] input[type=text]:value(people.csv)",
        },
        { content: "Save it", trigger: ".o_form_button_save", run: "click" },
        {
            content: "Its headings are read: one is known, one is not",
            trigger: ".o_data_row:has(td[name=first_value]:contains(Li Na)) td[name=field_id]:contains(Name)",
        },
        {
            content: "Say what the other one is",
            trigger: ".o_data_row:has(td[name=heading]:contains(Kd-Nr)) td[name=field_id]",
            run: "click",
        },
        {
            content: "The customer's number",
            trigger: ".o_selected_row [name=field_id] input",
            run: "edit Customer No",
        },
        {
            content: "Choose it",
            trigger: ".o-autocomplete--dropdown-item:not(.o_loading):contains(Customer No.)",
            run: "click",
        },
        press("action_check"),
        seeStatus("Import Checked"),
        {
            content: "One row is not taken over",
            trigger: ".alert-warning:contains(not taken over: 1)",
        },
        { content: "Which one?", trigger: ".o_notebook .nav-link:contains(Rows Not Imported)", run: "click" },
        {
            content: "The report says why",
            trigger: ".o_data_row:has(td[name=row_number]:contains(4)) td[name=message]:contains(number is missing)",
        },
        press("action_import"),
        { content: "Yes", trigger: ".modal footer .btn-primary:contains(Import the Rows)", run: "click" },
        seeStatus("Imported"),
        { content: "Two are here now", trigger: ".o_field_widget[name=new_count]:contains(/^2$/)" },
    ],
});
