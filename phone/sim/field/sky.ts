/** The network as it is out there: requests and answers lost, doubled, out of order, cut, or somebody else's. */
import type { Net } from "../../src/core/parts";
import { createNet } from "../../src/net/http";
import type { Chance } from "../chance";
import { mangled } from "../mangle";
import { isNumber, object, optional } from "../../src/wire/shapes";

const share = optional(isNumber, 0);
/** Each a probability, 0 to 1. portal: a page of the café's Wi-Fi answers instead of the house. */
export const readSky = object({
  duplicate: share, reorder: share, lose_answer: share, lose_request: share, cut_body: share, cut_answer: share, portal: share,
});
export type Sky = ReturnType<typeof readSky>;
export const CLEAR: Sky = { duplicate: 0, reorder: 0, lose_answer: 0, lose_request: 0, cut_body: 0, cut_answer: 0, portal: 0 };

const PORTAL = "<!doctype html><title>Selamat datang di Wi-Fi Warung</title>";
const PATIENCE_MS = 25_000;

export type Counted = (fault: string) => void;

/** `now` is asked at every call; what really happened is counted. */
export function netUnder(base: string, now: () => Sky, chance: Chance, count: Counted): Net {
  const ask: typeof fetch = async (address, init) => {
    const sky = now();
    if (chance() < sky.portal) {
      count("portal");
      return new Response(PORTAL, { status: 200, headers: { "Content-Type": "text/html" } });
    }
    if (chance() < sky.lose_request) {
      count("lose_request");
      throw new TypeError("no signal");
    }
    const isCut = init?.body instanceof Uint8Array && init.body.length > 8 && chance() < sky.cut_body;
    if (isCut) count("truncate");
    const response = await fetch(address, isCut ? { ...init, body: half(init.body as Uint8Array<ArrayBuffer>, chance) } : init);
    return chance() < sky.cut_answer ? cutAnswer(response, chance, count) : response;
  };
  return mangled(createNet({ base, timeout_ms: PATIENCE_MS, fetch: ask }), chance, now, count);
}

function half(bytes: Uint8Array<ArrayBuffer>, chance: Chance): Uint8Array<ArrayBuffer> {
  return bytes.slice(0, 1 + Math.floor(chance() * (bytes.length - 1)));
}

async function cutAnswer(response: Response, chance: Chance, count: Counted): Promise<Response> {
  count("truncate");
  const bytes = new Uint8Array(await response.arrayBuffer());
  if (chance() < 0.5 || bytes.length < 2) throw new TypeError("the connection broke");
  const headers = new Headers(response.headers);
  headers.delete("Content-Encoding");
  return new Response(half(bytes, chance), { status: response.status, headers });
}
