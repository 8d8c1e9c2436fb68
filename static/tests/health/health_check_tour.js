import { registry } from "@web/core/registry";
import { openApplication, press, seeStatus } from "../base/steps";

const CARD = ".o_kanban_record:contains(BILL-1)";

function line(name) {
    return `.o_health_line[data-name="${name}"]`;
}

/** A camera that films a swinging pointer: the browser of the tests has none. */
function plugInCamera() {
    const canvas = Object.assign(document.createElement("canvas"), { width: 320, height: 240 });
    const context = canvas.getContext("2d");
    let turn = 0;
    setInterval(() => {
        turn += 0.1;
        context.fillStyle = "#5a6470";
        context.fillRect(0, 0, 320, 240);
        context.fillStyle = "#c62828";
        context.fillRect(150 + 100 * Math.sin(turn), 40, 20, 160);
    }, 50);
    navigator.mediaDevices.enumerateDevices = async () => [{ kind: "videoinput" }];
    navigator.mediaDevices.getUserMedia = async () => canvas.captureStream(20);
}

/** The technician walks around the car with the tablet: measures, taps colours, proposes work, is done. */
registry.category("web_tour.tours").add("aftersales_health_check", {
    steps: () => [
        { content: "The tablet has a camera", trigger: "body", run: plugInCamera },
        ...openApplication(),
        press("action_health_check", CARD),
        { content: "The sheet is empty", trigger: ".o_health_bar:contains(0 %)" },
        { content: "Measure the pads", trigger: `${line("Pads")} input[inputmode=decimal]`, run: "edit 1,5" },
        { content: "Leave the field", trigger: ".o_health_bar", run: "click" },
        { content: "The value sets the colour", trigger: `${line("Pads")}.border-danger` },
        { content: "Film the pads", trigger: `${line("Pads")} .o_health_record`, run: "click" },
        { content: "Record", trigger: ".modal .o_health_start:enabled", run: "click" },
        { content: "Time runs", trigger: ".modal [role=timer]:contains(29)" },
        { content: "Enough", trigger: ".modal .o_health_stop", run: "click" },
        { content: "Keep it", trigger: ".modal .o_health_keep:enabled", run: "click" },
        { content: "It is beside the photos", trigger: `${line("Pads")} video.o_health_photo` },
        { content: "One is enough", trigger: `${line("Pads")}:not(:has(.o_health_record))` },
        { content: "Propose the work in one tap", trigger: `${line("Pads")} .o_health_propose:contains(Front brake pads)`, run: "click" },
        { content: "The job waits for the customer", trigger: `${line("Pads")} .badge:contains(Pending)` },
        { content: "Show the phrases", trigger: `${line("Lamps")} .o_health_name`, run: "click" },
        { content: "Pick one", trigger: `${line("Lamps")} .o_health_phrase:contains(dull)`, run: "click" },
        { content: "The phrase sets the colour", trigger: `${line("Lamps")}.border-warning` },
        { content: "What the template does not ask", trigger: ".o_health_add", run: "click" },
        { content: "Say what", trigger: ".modal #aftersales_finding_name", run: "edit Roof box loose" },
        { content: "Add it", trigger: ".modal .btn-primary:enabled", run: "click" },
        { content: "It is urgent", trigger: `${line("Roof box loose")} [data-result=urgent]`, run: "click" },
        { content: "It is marked", trigger: `${line("Roof box loose")}.border-danger` },
        { content: "All else is in order", trigger: ".o_health_all_ok:enabled", run: "click" },
        { content: "Everything is answered", trigger: ".o_health_bar:contains(100 %)" },
        { content: "Done", trigger: ".o_health_done:enabled", run: "click" },
        seeStatus("Done"),
        { content: "Nothing can be tapped any more", trigger: ".o_aftersales_health_sheet:not(:has(.o_health_result))" },
    ],
});
