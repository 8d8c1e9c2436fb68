/* The crew's page works without this script; with it nothing is sent twice, and the phone may say where it is. */
(() => {
    for (const form of document.querySelectorAll("form")) {
        form.addEventListener("submit", (event) => {
            if (form.dataset.sent) {
                event.preventDefault();
                return;
            }
            form.dataset.sent = "1";
            // After the browser has read which button it was.
            setTimeout(() => {
                for (const button of form.querySelectorAll("button")) {
                    button.disabled = true;
                }
            });
        });
    }

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
