/**
 * A supervisor's word where there is no network: a code said over the telephone, or a signed QR shown phone to phone.
 *
 * Both are good for one visit of one day. The payer's phone can check the QR by itself; the code only the house can.
 */
import { fromBase64Url, fromUtf8, toBase64Url, toUtf8, type Bytes } from "../wire/bytes";
import type { Approver } from "../wire/pack";
import { isText, object, oneOf, readJson, type Reader } from "../wire/shapes";
import { isoTime } from "./chain";
import { checkDigit } from "./ladder";
import type { Keys } from "./parts";

const ASK = "AMANAH-ASK1:", OK = "AMANAH-OK1:", BRIEF = "AMANAH-OK2:";

export type Request = { v: 1; visit: string; day: string; office: string; payer: string };
type Approval = { v: 1; visit: string; day: string; phone: string; at: string };
const readRequest: Reader<Request> = object({ v: oneOf(1), visit: isText, day: isText, office: isText, payer: isText });
const readApproval: Reader<Approval> = object({ v: oneOf(1), visit: isText, day: isText, phone: isText, at: isText });

/** Six digits that name a visit over the telephone. */
export async function requestNumber(visit: string, keys: Keys): Promise<string> {
  const hash = await keys.sha256(toUtf8(visit));
  return String(BigInt("0x" + hash.slice(0, 16)) % 1_000_000n).padStart(6, "0");
}

export function askText(request: Request): string {
  return ASK + toBase64Url(toUtf8(JSON.stringify(request)));
}

/** What a payer's phone shows; null when the text is something else. */
export function readAsk(text: string): Request | null {
  return text.startsWith(ASK) ? readJson(textOf(text.slice(ASK.length)), readRequest) : null;
}

/** The code of a visit's request under the key of the office's day: seven digits and Damm's check digit. */
export async function codeFor(number: string, dayKey: string, keys: Keys): Promise<string> {
  const print = await keys.hmac(fromBase64Url(dayKey) ?? new Uint8Array(), toUtf8(`visit ${number}`));
  const first = print.slice(0, 8).reduce((sum, byte) => sum * 256n + BigInt(byte), 0n);
  const digits = String(first % 10_000_000n).padStart(7, "0");
  return digits + String(checkDigit(digits));
}

export async function approve({ visit, day }: Request, phone: string, now_ms: number, keys: Keys): Promise<string> {
  const said: Approval = { v: 1, visit, day, phone, at: isoTime(now_ms) };
  const bytes = toUtf8(JSON.stringify(said));
  return `${OK}${toBase64Url(bytes)}.${await keys.sign(bytes)}`;
}

/**
 * A checked approval as it travels in the evidence of that very visit and day, which needn't be said twice:
 * `AMANAH-OK2:PHONE/TIME/SIGNATURE`. Text that couldn't be put together again byte for byte stays as it is.
 */
export function brief(text: string): string {
  const [told = "", signature = ""] = text.slice(OK.length).split(".");
  const said = text.startsWith(OK) ? readJson(textOf(told), readApproval) : null;
  if (!said) return text;
  const { visit, day, phone, at } = said;
  const again = toBase64Url(toUtf8(JSON.stringify({ v: 1, visit, day, phone, at } satisfies Approval)));
  return again === told && !`${phone}${at}`.includes("/") ? `${BRIEF}${phone}/${at}/${signature}` : text;
}

/** Who approved; null when the text isn't one of these supervisors' word for this visit of this day. */
export async function approvedBy(text: string, visit: string, day: string, approvers: Approver[], keys: Keys): Promise<Approver | null> {
  const [told, signature] = text.startsWith(OK) ? text.slice(OK.length).split(".") : [];
  const bytes = told === undefined ? null : fromBase64Url(told);
  const said = bytes && readJson(fromUtf8(bytes), readApproval);
  const by = said && approvers.find(({ phone }) => phone === said.phone);
  if (!bytes || !by || signature === undefined || said.visit !== visit || said.day !== day) return null;
  return await keys.verify(by.public_key, bytes, signature) ? by : null;
}

function textOf(coded: string): string | null {
  const bytes: Bytes | null = fromBase64Url(coded);
  return bytes && fromUtf8(bytes);
}
