/* The customer's page: running total, signature, one submit. No framework: it has to be there at once on a phone. */
(() => {
    const form = document.querySelector("form");
    if (!form) {
        return;
    }

    // Running total of what is chosen.
    const output = form.querySelector("output");
    const { symbol, position, lang } = output.dataset;
    const digits = Number(output.dataset.digits) || 0;
    const numbers = new Intl.NumberFormat(lang, { minimumFractionDigits: digits, maximumFractionDigits: digits });
    function showTotal() {
        let total = 0;
        for (const job of form.querySelectorAll(".job")) {
            if (job.querySelector("input[value=approved]").checked) {
                total += Number(job.dataset.amount) || 0;
            }
        }
        const amount = numbers.format(total);
        output.value = position === "before" ? `${symbol}\u00A0${amount}` : `${amount}\u00A0${symbol}`;
    }
    form.addEventListener("change", showTotal);
    showTotal();

    // Signature.
    const pad = form.querySelector(".pad");
    const canvas = pad.querySelector("canvas");
    const hidden = pad.querySelector("input");
    const missing = pad.querySelector(".missing");
    const context = canvas.getContext("2d");
    let isSigned = false;
    function clear() {
        const scale = Math.min(window.devicePixelRatio || 1, 2);
        canvas.width = canvas.clientWidth * scale;
        canvas.height = canvas.clientHeight * scale;
        context.scale(scale, scale);
        Object.assign(context, { lineWidth: 2.2, lineCap: "round", lineJoin: "round", strokeStyle: "#10243c" });
        isSigned = false;
    }
    clear();
    pad.querySelector(".clear").addEventListener("click", clear);
    canvas.addEventListener("pointerdown", (ev) => {
        ev.preventDefault();
        try {
            canvas.setPointerCapture(ev.pointerId);
        } catch {
            // the pointer is gone already: the stroke simply ends
        }
        context.beginPath();
        context.moveTo(ev.offsetX, ev.offsetY);
        canvas.dataset.drawing = "1";
    });
    canvas.addEventListener("pointermove", (ev) => {
        if (canvas.dataset.drawing) {
            context.lineTo(ev.offsetX, ev.offsetY);
            context.stroke();
            isSigned = true;
            missing.hidden = true;
        }
    });
    for (const name of ["pointerup", "pointercancel"]) {
        canvas.addEventListener(name, () => delete canvas.dataset.drawing);
    }

    // One submit.
    form.addEventListener("submit", (ev) => {
        const approves = form.querySelector("input[value=approved]:checked");
        if (approves && !isSigned) {
            ev.preventDefault();
            missing.hidden = false;
            pad.scrollIntoView({ block: "center" });
            return;
        }
        hidden.value = isSigned ? canvas.toDataURL("image/png") : "";
        form.querySelector("button[type=submit]").disabled = true;
    });
    // Back from another page: the browser may show the old one again.
    window.addEventListener("pageshow", (ev) => ev.persisted && location.reload());
})();
