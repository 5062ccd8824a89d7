/** The office's browser: signs in, opens a phone's sealed file by its PIN, and sends on what it holds. */
import { openExport } from "../../src/store/export";
import { sendOn, type Post, type TakenIn } from "../../src/takein/send";
import { eventOf } from "../../src/core/chain";
import { PIN } from "./cabinet";

export type Clerk = { base: string; name: string; password: string };

export async function takeIn(file: string, clerk: Clerk): Promise<TakenIn> {
  const opened = await openExport(file, PIN);
  const [first] = opened?.events ?? [];
  if (!opened || !first) throw new RangeError("the file doesn't open, or is empty");
  const { phone } = eventOf(first.text);
  const at = `${clerk.base}/phones/${phone}/take-in`;
  const post = await signedIn(clerk);
  return sendOn(opened, phone, { events: `${at}/events/`, photo: (sha256) => `${at}/photos/${sha256}/` }, post, () => undefined);
}

/** What a page of this session may send. */
async function signedIn({ base, name, password }: Clerk): Promise<Post> {
  const jar = new Map<string, string>();
  const ask = async (address: string, init: RequestInit = {}): Promise<Response> => {
    const headers = { ...init.headers, Cookie: [...jar].map(([key, value]) => `${key}=${value}`).join("; "), "X-CSRFToken": jar.get("csrftoken") ?? "", Origin: base };
    const answer = await fetch(address, { ...init, headers, redirect: "manual" });
    for (const [pair] of answer.headers.getSetCookie().map((line) => line.split(";"))) {
      const [key = "", value = ""] = (pair ?? "").split("=");
      jar.set(key, value);
    }
    return answer;
  };
  await ask(`${base}/login/`);
  const answer = await ask(`${base}/login/`, { method: "POST", body: new URLSearchParams({ username: name, password }) });
  if (answer.status !== 302) throw new RangeError(`the office's clerk can't sign in: ${answer.status}`);
  return async (address, body, type) => {
    const told = await ask(address, { method: "POST", body: body as BodyInit, headers: { "Content-Type": type } });
    return { status: told.status, text: await told.text() };
  };
}
