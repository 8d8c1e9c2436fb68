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
})();
