/** The wire: HTTP with a time limit, gzip when it pays, photos in pieces that survive a break. */
import type { Net, NetAnswer, UploadEnd } from "../core/parts";
import { readProblem } from "../wire/answers";
import { toBase64Url, toUtf8, type Bytes } from "../wire/bytes";
import { readJson } from "../wire/shapes";

/** base: "" for the house that served the app, or "http://host:port". */
export type NetOptions = { base: string; timeout_ms?: number; fetch?: typeof fetch };

const TIMEOUT_MS = 30_000;
const PIECE_BYTES = 192 * 1024;
const WORTH_PACKING = 1024;
/** Breaks of one photo within one sync before the rest waits for the next. */
const MOST_BREAKS = 3;

type Call = (path: string, init: RequestInit) => Promise<Response | null>;

export function createNet(options: NetOptions): Net {
  const call = caller(options);
  return {
    async get(path, token, part) {
      const headers = { ...bearer(token), ...(part && { Range: `bytes=${part.from}-${part.to - 1}` }) };
      return answerOf(await call(path, { method: "GET", headers }));
    },
    async post(path, json, token) {
      const { body, headers } = await packed(json);
      const all = { ...headers, ...(token !== null && bearer(token)) };
      return answerOf(await call(path, { method: "POST", headers: all, body }));
    },
    upload: (photo, token) => upload(call, photo, token),
  };
}

/** Null stands for: no answer came. */
function caller({ base, timeout_ms = TIMEOUT_MS, fetch: ask = fetch }: NetOptions): Call {
  return async (path, init) => {
    try {
      return await ask(base + path, { ...init, cache: "no-store", redirect: "manual", signal: AbortSignal.timeout(timeout_ms) });
    } catch (error) {
      if (isNoAnswer(error)) return null;
      throw error;
    }
  };
}

/** fetch throws TypeError when the network fails and a DOMException when the time is up. */
function isNoAnswer(error: unknown): boolean {
  return error instanceof TypeError
    || (error instanceof DOMException && (error.name === "TimeoutError" || error.name === "AbortError"));
}

async function answerOf(response: Response | null): Promise<NetAnswer> {
  if (response === null) return { came: false, why: "no answer" };
  try {
    const bytes = new Uint8Array(await response.arrayBuffer());
    return {
      came: true, status: response.status, bytes, text: new TextDecoder().decode(bytes),
      signature: response.headers.get("Amanah-Signature"), retry_after_s: seconds(response.headers.get("Retry-After")),
    };
  } catch (error) {
    if (isNoAnswer(error)) return { came: false, why: "the answer broke off" };
    throw error;
  }
}

function bearer(token: string): Record<string, string> {
  return { Authorization: `Bearer ${token}` };
}

function seconds(header: string | null): number | null {
  return header !== null && /^\d{1,6}$/.test(header) ? Number(header) : null;
}

async function packed(json: string): Promise<{ body: Bytes; headers: Record<string, string> }> {
  const bytes = new TextEncoder().encode(json);
  const headers = { "Content-Type": "application/json" };
  if (bytes.length < WORTH_PACKING || typeof CompressionStream === "undefined") return { body: bytes, headers };
  const stream = new Blob([bytes]).stream().pipeThrough(new CompressionStream("gzip"));
  return { body: new Uint8Array(await new Response(stream).arrayBuffer()), headers: { ...headers, "Content-Encoding": "gzip" } };
}

type Outgoing = Parameters<Net["upload"]>[0];

const HELD_APART = "photo_not_an_image";

/** tus 1.0.0: ask how much is there, send the rest in pieces, ask again after a break. */
async function upload(call: Call, photo: Outgoing, token: string): Promise<UploadEnd> {
  let offset = await create(call, photo, token);
  for (let breaks = 0; typeof offset === "number" && offset < photo.bytes.length;) {
    const next = await patch(call, photo, token, offset);
    if (next !== null) offset = next;
    else if (++breaks > MOST_BREAKS) return { end: "no_answer", code: null };
    else offset = await resume(call, photo, token);
  }
  return typeof offset === "number" ? { end: "stored", code: null } : offset;
}

/** A photo brought for another phone says so each time. */
function asking({ for: of }: Outgoing, token: string): Record<string, string> {
  return { ...bearer(token), "Tus-Resumable": "1.0.0", ...(of !== undefined && { "Amanah-For": of }) };
}

async function create(call: Call, photo: Outgoing, token: string): Promise<number | UploadEnd> {
  const { sha256, kind, visit, bytes } = photo;
  const metadata = Object.entries({ sha256, kind, visit }).map(([name, value]) => `${name} ${base64(value)}`).join(",");
  const headers = { ...asking(photo, token), "Upload-Length": String(bytes.length), "Upload-Metadata": metadata };
  const response = await call("/api/sync/media", { method: "POST", headers });
  if (response?.status === 201) return offsetOf(response) ?? 0;
  if (response?.status === 200) return offsetOf(response) ?? bytes.length;
  return endOf(response);
}

async function resume(call: Call, photo: Outgoing, token: string): Promise<number | UploadEnd> {
  const { sha256, bytes } = photo;
  const response = await call(`/api/sync/media/${sha256}`, { method: "HEAD", headers: asking(photo, token) });
  const offset = response?.status === 200 || response?.status === 204 ? offsetOf(response) : null;
  return offset !== null && offset <= bytes.length ? offset : endOf(response);
}

/** The new offset; null when it must be asked for again. */
async function patch(call: Call, photo: Outgoing, token: string, offset: number): Promise<number | UploadEnd | null> {
  const { sha256, bytes } = photo;
  const headers = { ...asking(photo, token), "Upload-Offset": String(offset), "Content-Type": "application/offset+octet-stream" };
  const piece = bytes.slice(offset, offset + PIECE_BYTES);
  const response = await call(`/api/sync/media/${sha256}`, { method: "PATCH", headers, body: piece });
  if (response === null || response.status === 409) return null;
  if (response.status === 204 || response.status === 200) return offsetOf(response) ?? offset + piece.length;
  return endOf(response);
}

function offsetOf(response: Response): number | null {
  const header = response.headers.get("Upload-Offset");
  return header !== null && /^\d+$/.test(header) ? Number(header) : null;
}

async function endOf(response: Response | null): Promise<UploadEnd> {
  if (response === null) return { end: "no_answer", code: null };
  const answer = await answerOf(response);
  const problem = answer.came ? readJson(answer.text, readProblem) : null;
  if (response.status === 460) return { end: "again", code: "media_hash_differs" };
  if (problem?.code === HELD_APART) return { end: "stored", code: HELD_APART };
  const final = problem !== null && response.status >= 400 && response.status < 500 && ![401, 408, 429].includes(response.status);
  return { end: final ? "refused" : "no_answer", code: problem?.code ?? null };
}

/** tus wants the plain alphabet with padding. */
function base64(text: string): string {
  const letters = toBase64Url(toUtf8(text)).replaceAll("-", "+").replaceAll("_", "/");
  return letters + "=".repeat((4 - (letters.length % 4)) % 4);
}
