/** The office's page /phones/take-in/: opens a phone's sealed export here, by the payer's PIN, and sends on what it holds. */
import { eventOf } from "./core/chain";
import { postAsOffice } from "./net/office";
import { openExport } from "./store/export";
import { sendOn, type Post, type TakenIn } from "./takein/send";

const NOBODY = "00000000-0000-0000-0000-000000000000", NO_PHOTO = "0".repeat(64);
const form = document.querySelector<HTMLFormElement>("#take-in");
const said = document.querySelector<HTMLElement>("#said");
const progress = document.querySelector<HTMLProgressElement>("#progress");
const file = document.querySelector<HTMLInputElement>("#file");
const pin = document.querySelector<HTMLInputElement>("#pin");

if (form && said && progress && file && pin) {
  const press = form.querySelector("button");
  const say = (name: string, kind: string, values: Record<string, string | number> = {}): void => {
    said.hidden = false;
    said.className = `note mb-0 ${kind}`;
    said.textContent = (said.dataset[name] ?? "").replace(/\{(\w+)\}/g, (_, key: string) => String(values[key] ?? ""));
  };
  const token = form.querySelector<HTMLInputElement>("[name=csrfmiddlewaretoken]")?.value ?? "";
  const post: Post = (address, body, type) => postAsOffice(address, body, type, token);
  const takeIn = async (): Promise<void> => {
    const [chosen] = file.files ?? [];
    if (!chosen) return;
    say("opening", "");
    const opened = await openExport(await chosen.text(), pin.value).catch(() => null);
    const [first] = opened?.events ?? [];
    if (!opened || !first) return say(opened ? "empty" : "closed", opened ? "note-good" : "note-bad");
    const phone = eventOf(first.text).phone;
    const events = (form.dataset["events"] ?? "").replace(NOBODY, phone);
    const photo = (sha256: string): string => (form.dataset["photo"] ?? "").replace(NOBODY, phone).replace(NO_PHOTO, sha256);
    progress.hidden = false;
    const tell = (done: number, all: number): void => {
      progress.value = all > 0 ? done / all : 1;
      say("sending", "", { done, all });
    };
    ended(await sendOn(opened, phone, { events, photo }, post, tell));
  };
  const ended = (done: TakenIn): void => {
    if (done.end !== "stopped") {
      pin.value = "";
      return say(done.end, done.end === "done" && done.held === 0 ? "note-good" : "note-look", done);
    }
    const why = typeof done.why === "string" ? said.dataset[done.why] ?? "" : done.why.said;
    say("stopped", "note-bad", { why });
  };
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (press) press.disabled = true;
    void takeIn().finally(() => {
      if (press) press.disabled = false;
    });
  });
}
