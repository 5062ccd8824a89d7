/** The field app starts here: the look, the service worker, the first screen. */
import { mount } from "svelte";
import App from "./App.svelte";
import "./look/base.css";
import { app } from "./screens/app.svelte";
import { learn } from "./words";

const root = document.getElementById("app");
if (!root) throw new Error("index.html has no #app");

document.documentElement.lang = app.language;
if (app.theme !== "auto") document.documentElement.dataset["theme"] = app.theme;

// words that can't be fetched are no reason not to start: Indonesian is always here
void learn(app.language).catch(() => undefined).then(() => mount(App, { target: root }));

if (import.meta.env.PROD && "serviceWorker" in navigator) {
  void navigator.serviceWorker.register("/app/sw.js", { scope: "/app/" });
}
