/* The crew's page works without this script; with it nothing is sent twice, and the phone may say where it is. */
(() => {
    const PATIENCE = 20000;

    function setDisabled(form, isDisabled) {
        for (const button of form.querySelectorAll("button")) {
            button.disabled = isDisabled;
        }
    }

    function release(form) {
        delete form.dataset.sent;
        setDisabled(form, false);
    }

    for (const form of document.querySelectorAll("form")) {
        form.addEventListener("submit", (event) => {
            if (form.dataset.sent) {
                event.preventDefault();
                return;
            }
            form.dataset.sent = "1";
            // After the browser has read which button it was.
            setTimeout(() => setDisabled(form, true));
            // Where the network is gone nothing comes back: he presses again, and what arrived is no second step.
            setTimeout(() => release(form), PATIENCE);
        });
    }
    // By "back" a browser shows the page as it was left.
    window.addEventListener("pageshow", (event) => {
        if (event.persisted) {
            document.querySelectorAll("form").forEach(release);
        }
    });

    const share = document.querySelector("form.share");
    if (share && navigator.geolocation) {
        share.hidden = false;
        share.querySelector("button").addEventListener("click", (event) => {
            event.preventDefault();
            navigator.geolocation.getCurrentPosition(
                ({ coords }) => {
                    share.elements.latitude.value = coords.latitude.toFixed(6);
                    share.elements.longitude.value = coords.longitude.toFixed(6);
                    share.requestSubmit();
                },
                () => {
                    share.hidden = true;
                },
                { enableHighAccuracy: true, timeout: 15000 }
            );
        });
    }

    // The customer's signature.
    const sign = document.querySelector("form.sign");
    if (sign) {
        const canvas = sign.querySelector("canvas");
        const context = canvas.getContext("2d");
        let isDrawn = false;
        const clear = () => {
            const scale = Math.min(window.devicePixelRatio || 1, 2);
            canvas.width = canvas.clientWidth * scale;
            canvas.height = canvas.clientHeight * scale;
            context.scale(scale, scale);
            Object.assign(context, { lineWidth: 2.2, lineCap: "round", lineJoin: "round", strokeStyle: "#10243c" });
            isDrawn = false;
        };
        clear();
        sign.querySelector(".clear").addEventListener("click", clear);
        canvas.addEventListener("pointerdown", (event) => {
            event.preventDefault();
            context.beginPath();
            context.moveTo(event.offsetX, event.offsetY);
            canvas.dataset.drawing = "1";
        });
        canvas.addEventListener("pointermove", (event) => {
            if (canvas.dataset.drawing) {
                context.lineTo(event.offsetX, event.offsetY);
                context.stroke();
                isDrawn = true;
            }
        });
        for (const name of ["pointerup", "pointercancel", "pointerleave"]) {
            canvas.addEventListener(name, () => delete canvas.dataset.drawing);
        }
        sign.addEventListener("formdata", (event) => {
            event.formData.set("signature", isDrawn ? canvas.toDataURL("image/png") : "");
        });
    }
})();
