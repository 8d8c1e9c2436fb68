import { Component, onMounted, onWillUnmount, useRef, useState } from "@odoo/owl";
import { browser } from "@web/core/browser/browser";
import { Dialog } from "@web/core/dialog/dialog";
import { _t } from "@web/core/l10n/translation";

/** What a film may be at most; the house refuses more (`models/health/aftersales_health_video.py`). */
export const MOST_SECONDS = 30;
export const MOST_BYTES = 25 * 1024 * 1024;
// Half a minute of these stays well below the limit.
const BITS_PER_SECOND = 4_000_000;
// What phones of all makers play comes first.
const TYPES = ["video/mp4;codecs=avc1.42E01E,mp4a.40.2", "video/mp4", "video/webm;codecs=vp8,opus", "video/webm"];

/**
 * Whether this device can record: without a camera nothing of it is shown.
 *
 * @returns {Promise<boolean>}
 */
export async function canRecord() {
    if (!browser.navigator.mediaDevices?.getUserMedia || !window.MediaRecorder) {
        return false;
    }
    try {
        const devices = await browser.navigator.mediaDevices.enumerateDevices();
        return devices.some((device) => device.kind === "videoinput");
    } catch {
        return false;
    }
}

/** Record a short film with the tablet's camera: it stops by itself, and can be looked at before it is kept. */
export class RecordVideoDialog extends Component {
    static template = "aftersales.RecordVideoDialog";
    static components = { Dialog };
    static props = { title: String, keep: Function, close: Function };

    setup() {
        this.live = useRef("live");
        this.state = useState({ mode: "opening", seconds: 0, url: "", error: "", busy: false });
        this.most = MOST_SECONDS;
        onMounted(() => this.open());
        onWillUnmount(() => {
            this.gone = true;
            this.shut();
            this.forget();
        });
    }

    get left() {
        return Math.max(MOST_SECONDS - this.state.seconds, 0);
    }

    /** The camera's picture, before anything is recorded. */
    async open() {
        try {
            const stream = await browser.navigator.mediaDevices.getUserMedia({
                video: { facingMode: "environment", width: { ideal: 1280 }, height: { ideal: 720 } },
                audio: true,
            });
            this.stream = stream;
        } catch {
            this.state.error = _t("The camera cannot be used. Allow it in the browser's settings of this page.");
            this.state.mode = "failed";
            return;
        }
        if (this.gone) {
            return this.shut();
        }
        this.live.el.muted = true; // no feedback of its own sound
        this.live.el.srcObject = this.stream;
        this.state.mode = "ready";
    }

    start() {
        this.forget();
        this.chunks = [];
        this.size = 0;
        const mimeType = TYPES.find((type) => window.MediaRecorder.isTypeSupported(type));
        this.recorder = new window.MediaRecorder(this.stream, { mimeType, videoBitsPerSecond: BITS_PER_SECOND });
        this.recorder.addEventListener("dataavailable", (ev) => {
            this.chunks.push(ev.data);
            this.size += ev.data.size;
            if (this.size > MOST_BYTES * 0.95) {
                this.stop();
            }
        });
        this.recorder.addEventListener("stop", () => this.gone || this.show());
        this.recorder.start(1000);
        this.begun = Date.now();
        this.state.seconds = 0;
        this.state.mode = "recording";
        this.poster = this.draw();
        this.timer = browser.setInterval(() => {
            this.state.seconds = Math.round((Date.now() - this.begun) / 1000);
            if (Date.now() - this.begun >= MOST_SECONDS * 1000) {
                this.stop();
            }
        }, 200);
    }

    stop() {
        browser.clearInterval(this.timer);
        if (this.recorder?.state === "recording") {
            this.state.seconds = Math.min(Math.round((Date.now() - this.begun) / 1000), MOST_SECONDS);
            this.recorder.stop();
        }
    }

    /** What was recorded, to be looked at. */
    show() {
        this.film = new Blob(this.chunks, { type: this.recorder.mimeType });
        this.state.url = URL.createObjectURL(this.film);
        this.state.mode = "recorded";
    }

    /** The picture shown until the film is played. */
    draw() {
        const video = this.live.el;
        const canvas = document.createElement("canvas");
        canvas.width = 640;
        canvas.height = Math.round((640 * (video.videoHeight || 360)) / (video.videoWidth || 640));
        canvas.getContext("2d").drawImage(video, 0, 0, canvas.width, canvas.height);
        return new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", 0.8));
    }

    forget() {
        if (this.state.url) {
            URL.revokeObjectURL(this.state.url);
        }
        this.state.url = "";
    }

    /** Let go of the camera. */
    shut() {
        browser.clearInterval(this.timer);
        if (this.recorder?.state === "recording") {
            this.recorder.stop();
        }
        for (const track of this.stream?.getTracks() || []) {
            track.stop();
        }
    }

    async keep() {
        this.state.busy = true;
        try {
            const error = await this.props.keep({
                film: this.film,
                poster: await this.poster,
                seconds: this.state.seconds,
            });
            if (error) {
                this.state.error = error;
            } else {
                this.props.close();
            }
        } finally {
            this.state.busy = false;
        }
    }
}
