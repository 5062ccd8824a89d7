/** The network as it is out there: requests and answers lost, doubled, out of order, cut, or somebody else's. */
import { createHash } from "node:crypto";
import type { Net } from "../../src/core/parts";
import { createNet } from "../../src/net/http";
import type { Chance } from "../chance";
import { mangled } from "../mangle";
import { isNumber, object, optional } from "../../src/wire/shapes";

const share = optional(isNumber, 0);
/** Each a probability, 0 to 1. portal: a page of the café's Wi-Fi answers instead of the house; forged: a lie in its words. */
export const readSky = object({
  duplicate: share, reorder: share, lose_answer: share, lose_request: share, cut_body: share, cut_answer: share, portal: share,
  forged: share,
});
export type Sky = ReturnType<typeof readSky>;
export const CLEAR: Sky = { duplicate: 0, reorder: 0, lose_answer: 0, lose_request: 0, cut_body: 0, cut_answer: 0, portal: 0, forged: 0 };

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
  return forged(mangled(createNet({ base, timeout_ms: PATIENCE_MS, fetch: ask }), chance, now, count), now, chance, count);
}

/** Somebody between phone and house keeps the batch and says that all of it was heard; they can't sign as the house. */
function forged(net: Net, now: () => Sky, chance: Chance, count: Counted): Net {
  return {
    ...net,
    async post(path, json, token) {
      if (path !== "/api/sync/events" || chance() >= now().forged) return net.post(path, json, token);
      const { epoch, events } = JSON.parse(json) as { epoch: number; events: { e: string; s: string }[] };
      const [last] = events.slice(-1);
      if (!last) return net.post(path, json, token);
      count("forged");
      const ack_seq = (JSON.parse(last.e) as { seq: number }).seq;
      const head_hash = createHash("sha256").update(last.e).digest("hex");
      const text = JSON.stringify({ ack_seq, head_hash, epoch, server_time: new Date().toISOString(), held: [], missing_media: [] });
      return { came: true, status: 200, text, bytes: new TextEncoder().encode(text), signature: last.s, retry_after_s: null };
    },
  };
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
