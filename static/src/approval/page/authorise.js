/* The customer's page: running total, signature, one submit. No framework: it has to be there at once on a phone. */
(() => {
    const form = document.querySelector("form");
    if (!form) {
        return;
    }

    // The house is told that the page was looked at; opening it changes nothing by itself.
    if (form.dataset.opened) {
        const data = new FormData();
        data.set("csrf_token", form.elements.csrf_token.value);
        fetch(form.dataset.opened, { method: "POST", body: data, keepalive: true }).catch(() => {});
    }

    // Running total of what is chosen.
    const output = form.querySelector("output");
    const { symbol, position, lang } = output.dataset;
    const digits = Number(output.dataset.digits) || 0;
    const numbers = new Intl.NumberFormat(lang, { minimumFractionDigits: digits, maximumFractionDigits: digits });
    function showTotal() {
        let total = 0;
        for (const job of form.querySelectorAll(".job")) {
            // An alternative has an amount of its own.
            const chosen = job.querySelector(".approved input:checked");
            if (chosen) {
                total += Number(chosen.dataset.amount ?? job.dataset.amount) || 0;
            }
        }
        const amount = numbers.format(total);
        output.value = position === "before" ? `${symbol}\u00A0${amount}` : `${amount}\u00A0${symbol}`;
    }
    form.addEventListener("change", showTotal);

    // Answers are kept while the customer looks elsewhere: at a photo, at a message, at another page.
    const key = `aftersales:${form.action}:${form.elements.shown_hash.value}`;
    const kept = "input[type=radio]:checked, textarea, select, input[name=signatory]";
    function keep() {
        const answers = [...form.querySelectorAll(kept)].map((input) => [input.name, input.value]);
        try {
            sessionStorage.setItem(key, JSON.stringify(answers));
        } catch {
            // a browser that keeps nothing
        }
    }
    function restore() {
        try {
            for (const [name, value] of JSON.parse(sessionStorage.getItem(key) || "[]")) {
                const input = form.elements[name];
                if (input) {
                    input.value = value; // of radio buttons, the one of this value is chosen
                }
            }
        } catch {
            // nothing to restore
        }
    }
    restore();
    form.addEventListener("input", keep);
    form.addEventListener("change", keep);
    showTotal();

    // One tap for all: each job shows its answer, and any of them can still be changed.
    const all = form.querySelector(".all");
    if (all) {
        all.hidden = false;
        all.querySelector(".approve_all").addEventListener("click", () => {
            for (const choice of form.querySelectorAll(".job input[value=approved]")) {
                choice.checked = true;
            }
            form.dispatchEvent(new Event("change"));
            form.elements.signatory.scrollIntoView({ block: "center" });
            form.elements.signatory.focus({ preventScroll: true });
        });
    }

    // Photos, in the page.
    const viewer = document.querySelector(".viewer");
    if (viewer.showModal) {
        const image = viewer.querySelector("img");
        let photos = [];
        let shown = 0;
        const show = (index) => {
            shown = (index + photos.length) % photos.length;
            image.src = photos[shown].href;
            image.alt = photos[shown].querySelector("img").alt;
            for (const name of [".previous", ".next"]) {
                viewer.querySelector(name).hidden = photos.length < 2;
            }
        };
        for (const strip of form.querySelectorAll(".photos")) {
            const links = [...strip.querySelectorAll("a")];
            links.forEach((link, index) =>
                link.addEventListener("click", (ev) => {
                    ev.preventDefault();
                    photos = links;
                    show(index);
                    viewer.showModal();
                    history.pushState({ viewer: true }, ""); // the phone's own way back closes the photo, not the page
                })
            );
        }
        viewer.querySelector(".previous").addEventListener("click", () => show(shown - 1));
        viewer.querySelector(".next").addEventListener("click", () => show(shown + 1));
        viewer.querySelector(".close").addEventListener("click", () => viewer.close());
        image.addEventListener("click", () => viewer.close());
        viewer.addEventListener("keydown", (ev) => {
            if (ev.key === "ArrowLeft" || ev.key === "ArrowRight") {
                show(shown + (ev.key === "ArrowLeft" ? -1 : 1));
            }
        });
        viewer.addEventListener("close", () => history.state?.viewer && history.back());
        window.addEventListener("popstate", () => viewer.open && viewer.close());
    }

    // Signature.
    const pad = form.querySelector(".pad");
    const canvas = pad.querySelector("canvas");
    const hidden = pad.querySelector("input");
    const typed = pad.querySelector("input[name=signature_kind]");
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
    // Who cannot draw says so; the box goes, and what was begun in it.
    function choose() {
        pad.querySelector(".drawn").hidden = typed.checked;
        missing.hidden = true;
        clear();
    }
    choose();
    typed.addEventListener("change", choose);
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
        const approves = form.querySelector(".approved input:checked");
        if (approves && !isSigned && !typed.checked) {
            ev.preventDefault();
            missing.hidden = false;
            pad.scrollIntoView({ block: "center" });
            typed.focus({ preventScroll: true }); // where the keyboard goes on
            return;
        }
        hidden.value = isSigned ? canvas.toDataURL("image/png") : "";
        form.querySelector("button[type=submit]").disabled = true;
    });
    // Back from another page: the browser may show the old one again.
    window.addEventListener("pageshow", (ev) => ev.persisted && location.reload());
})();
