/**
 * A small house for tests, where the real one can't be: keeps events by (phone, seq), answers
 * signed, and can be told to be ill. Rehearsals use the real house.
 */
import { broughtBy } from "../src/core/parcels";
import type { Keys, Net, NetAnswer } from "../src/core/parts";
import { toUtf8, type Bytes } from "../src/wire/bytes";
import type { PhoneEvent } from "../src/wire/events";
import type { Pack, PackFamily } from "../src/wire/pack";
import { keysFrom, vectors } from "./contract";

export const PHONE = "019370f1-8000-7000-8000-0000000000b0";

export type House = Net & {
  events: Map<number, { text: string; hash: string; event: PhoneEvent }>;
  photos: Map<string, Bytes>;
  pack: Pack;
  epoch: number;
  /** every batch that arrived, as seqs */
  batches: number[][];
  uploads: string[];
  /** answers the next posts get instead of the house's own; "lost" is heard but not answered */
  ill: ("offline" | "portal" | "forged" | "lost" | { status: number; code?: string })[];
  most_events: number;
  held: { id: string | null; code: string; id_text: string; en_text: string }[];
  /** forged: its word to forget, unsigned or signed by another; kept: it keeps what it is sent all the same */
  revoked: null | { by: "house" | "nobody" | "stranger"; kept: boolean };
  /** what was sealed away: bodies of this phone once revoked */
  inbox: { e: string }[];
  /** other phones' events brought here, by phone: texts */
  carried: Map<string, string[]>;
  carried_photos: string[];
  /** how many batches came for other phones, and what is said of having all of one: the truth, another batch's print, or nothing */
  carried_batches: number;
  brought: "all" | "another" | "nothing";
  /** phones of which nothing but the inbox is open */
  dead: Set<string>;
  /** the house's own time, ms since 1970 */
  now: () => number;
};

const answer = (status: number, text: string, signature: string | null = null): NetAnswer =>
  ({ came: true, status, bytes: toUtf8(text), text, signature, retry_after_s: null });

export const NO_ANSWER: NetAnswer = { came: false, why: "offline" };
const PORTAL = "<html><body>Selamat datang di Wi-Fi gratis</body></html>";

export async function openHouse(pack: Pack): Promise<House> {
  const { house_key, phone_key } = vectors();
  const keys = await keysFrom(house_key.private_jwk);
  const house: House = {
    events: new Map(), photos: new Map(), pack, epoch: 1, batches: [], uploads: [], ill: [], most_events: 100, held: [], now: () => Date.now(),
    revoked: null, inbox: [], carried: new Map(), carried_photos: [], carried_batches: 0, brought: "all", dead: new Set(),
    async get(path) {
      const ill = house.ill.shift();
      if (ill === "offline" || ill === "lost") return NO_ANSWER;
      if (ill === "portal") return answer(200, PORTAL);
      if (house.revoked) return gone(house, keys, false);
      if (!path.startsWith("/api/sync/pack")) return answer(404, "{}");
      return signed(keys, JSON.stringify(house.pack), ill === "forged");
    },
    async post(path, json) {
      if (path === "/api/sync/enrol") return enrolAnswer(json, house_key.public_key, house.ill.shift());
      const ill = house.ill.shift();
      if (ill === "offline") return NO_ANSWER;
      if (ill === "portal") return answer(200, PORTAL);
      if (typeof ill === "object") return answer(ill.status, JSON.stringify({ code: ill.code ?? "ill", id: "i", en: "e" }));
      const { events, for: of } = JSON.parse(json) as { events: { e: string; s: string }[]; for?: string };
      if (house.revoked) {
        if (house.revoked.kept) house.inbox.push(...events);
        return gone(house, keys, house.revoked.kept);
      }
      if (path === "/api/sync/carried") {
        const told = JSON.stringify(await carriedAnswer(house, keys, of ?? "", events));
        return ill === "lost" ? NO_ANSWER : signed(keys, told, ill === "forged");
      }
      if (events.length > house.most_events) return answer(413, "{}");
      await take(house, keys, events, phone_key.public_key);
      if (ill === "lost") return NO_ANSWER;
      return signed(keys, JSON.stringify(eventsAnswer(house)), ill === "forged");
    },
    upload({ sha256, bytes, for: of }) {
      const ill = house.ill.shift();
      if (house.revoked) return Promise.resolve({ end: "no_answer", code: ill === "offline" ? null : "phone_revoked" });
      if (of !== undefined) house.carried_photos.push(`${of} ${sha256}`);
      if (ill !== undefined) return Promise.resolve({ end: "no_answer", code: null });
      house.photos.set(sha256, bytes);
      house.uploads.push(sha256);
      return Promise.resolve({ end: "stored", code: null });
    },
  };
  return house;
}

async function signed(keys: Keys, text: string, forged: boolean): Promise<NetAnswer> {
  return answer(200, text, await keys.sign(toUtf8(forged ? text + " " : text)));
}

async function gone(house: House, keys: Keys, kept: boolean): Promise<NetAnswer> {
  const text = JSON.stringify({ code: "phone_revoked", id: "HP ini sudah dicabut.", en: "This phone was revoked.", wipe: true, kept });
  const by = house.revoked?.by;
  return answer(401, text, by === "nobody" ? null : await keys.sign(toUtf8(by === "house" ? text : text + " ")));
}

/** Keeps what another phone signed; photos named by its events are missed until they come with its name. */
async function carriedAnswer(house: House, keys: Keys, of: string, events: { e: string }[]): Promise<object> {
  const texts = [...new Set([...(house.carried.get(of) ?? []), ...events.map(({ e }) => e)])];
  house.carried.set(of, texts);
  house.carried_batches += 1;
  if (house.dead.has(of)) return { for: of, kept: true };
  const all = texts.map((text) => JSON.parse(text) as PhoneEvent).sort((a, b) => a.seq - b.seq);
  let ack_seq = 0;
  for (const { seq } of all) if (seq === ack_seq + 1) ack_seq = seq;
  const head = texts.find((text) => (JSON.parse(text) as PhoneEvent).seq === ack_seq);
  const missing = all.flatMap(namedBy).filter((sha256) => !house.carried_photos.includes(`${of} ${sha256}`));
  const brought = await broughtBy(house.brought === "another" ? [] : events.map(({ e }) => e), keys);
  return {
    for: of, ...(house.brought !== "nothing" && { brought }), ack_seq, head_hash: head === undefined ? "0".repeat(64) : await keys.sha256(toUtf8(head)), epoch: house.epoch,
    server_time: new Date(house.now()).toISOString(), held: [], missing_media: missing,
  };
}

function enrolAnswer(json: string, house_key: string, ill: House["ill"][number] | undefined): NetAnswer {
  if (ill === "offline") return NO_ANSWER;
  if (ill === "portal") return answer(200, PORTAL);
  const { code } = JSON.parse(json) as { code: string };
  if (code !== "KODE-1") return answer(400, JSON.stringify({ code: "code_used", id: "Kode sudah dipakai.", en: "The code was used." }));
  return answer(200, JSON.stringify({
    phone: PHONE, token: "t", house_key, payer: { id: "p", name: "Made" }, office: { nopen: "80000", name: "Denpasar" },
    epoch: 1, server_time: "2026-11-23T22:00:00.000Z",
  }));
}

async function take(house: House, keys: Keys, events: { e: string; s: string }[], phone_key: string): Promise<void> {
  house.batches.push(events.map(({ e }) => (JSON.parse(e) as PhoneEvent).seq));
  for (const { e, s } of events) {
    const event = JSON.parse(e) as PhoneEvent;
    if (!await keys.verify(phone_key, toUtf8(e), s)) throw new Error(`event ${event.seq} is not signed`);
    const hash = await keys.sha256(toUtf8(e));
    const known = house.events.get(event.seq);
    if (known && known.hash !== hash) throw new Error(`two events of seq ${event.seq}`);
    house.events.set(event.seq, { text: e, hash, event });
  }
}

function eventsAnswer(house: House): object {
  let ack_seq = 0;
  while (house.events.has(ack_seq + 1)) ack_seq += 1;
  return {
    ack_seq, head_hash: house.events.get(ack_seq)?.hash ?? "0".repeat(64), epoch: house.epoch,
    server_time: new Date(house.now()).toISOString(), held: house.held, missing_media: missing(house),
  };
}

function missing(house: House): string[] {
  const named = [...house.events.values()].flatMap(({ event }) => namedBy(event));
  return [...new Set(named)].filter((sha256) => !house.photos.has(sha256)).sort();
}

function namedBy(event: PhoneEvent): string[] {
  if (event.type === "payment.paid") return event.body.signature === null ? [] : [event.body.signature];
  if (event.type !== "visit.evidence" && event.type !== "visit.failed" && event.type !== "home.tagged") return [];
  return event.body.photos.flatMap(({ sha256, thumb }) => (thumb === null ? [sha256] : [sha256, thumb]));
}

export function paidTwice(house: House): string[] {
  const seen = new Set<string>(), twice: string[] = [];
  for (const { event } of house.events.values()) {
    if (event.type !== "payment.paid") continue;
    for (const { entitlement } of event.body.items) {
      if (seen.has(entitlement)) twice.push(entitlement);
      seen.add(entitlement);
    }
  }
  return twice;
}

export function familyNo(n: number): PackFamily {
  const tail = n.toString(16).padStart(4, "0");
  return {
    family: `019370f1-8000-7000-8000-00000000${tail}`, order: n, name: `Ni Wayan ${n}`, born_year: 1958, sex: "F",
    nik_tail: "0001", kk_tail: "0002", address: `Jl. Kartini no. ${n}`, banjar: "Kaja",
    village: { code: "51.71.04.1001", name: "Dangin Puri" }, needs: [], home: null, house_thumb: null,
    members: [{ name: `I Made ${n}`, relation: "child" }], hazards: [], reference: null, references: [],
    items: [
      { entitlement: `019370f1-8000-7000-8001-00000000${tail}`, programme: "SEMBAKO", label: "Sembako", amount: 600_000, fence: 1 },
      { entitlement: `019370f1-8000-7000-8002-00000000${tail}`, programme: "PKH", label: "PKH", amount: 750_000, fence: 1 },
    ].map((item) => ({ ...item, contested: false })),
    tags: [], last_failed: null,
  };
}

export function packOf(families: number, round = "019370f1-8000-7000-8000-0000000000c0"): Pack {
  return {
    v: 1, pack: "019370f1-8000-7000-8000-00000000ac01", made_at: "2026-11-23T22:00:00.000Z", server_time: "2026-11-23T22:00:00.000Z",
    epoch: 1, language: "id", phone: PHONE, payer: { id: "p", name: "Made" },
    office: { nopen: "80000", name: "Denpasar", hotline: "0361" }, round: { id: round, day: "2026-11-24", float: 1_350_000 * families, opened: false, kind: "pay" },
    policy: {
      version: "2026.1", face: { model: "fr_feature-1", same_above: 0.45, different_below: 0.3, ktp_same_above: 0.45, calibration: "lfw_dev 2026-11", retakes: 3 },
      place: { home_far_m: 50, village_slack_m: 100, poor_accuracy_m: 50, fixes: 5 },
      photo: { max_px: 1024, max_bytes: 100_000, thumb_bytes: 24_000 },
    },
    letter_key: null, face_secret: null, families: Array.from({ length: families }, (_, i) => familyNo(i + 1)),
    contract: "1.1", approvers: [], supervisor: null, seal_key: null, map: [],
  };
}
