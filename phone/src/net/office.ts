/** What the office's own pages send to their house: with the session's cookie and the page's CSRF token. */
import type { Bytes } from "../wire/bytes";

/** Null when the house can't be reached; a way to the sign-in page counts as forbidden. */
export async function postAsOffice(address: string, body: string | Bytes, type: string, csrf: string): Promise<{ status: number; text: string } | null> {
  try {
    const headers = { "Content-Type": type, "X-CSRFToken": csrf };
    const answer = await fetch(address, { method: "POST", body, headers, redirect: "manual" });
    return { status: answer.type === "opaqueredirect" ? 403 : answer.status, text: await answer.text() };
  } catch {
    return null;
  }
}
