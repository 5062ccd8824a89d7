/** What the core is given from outside: store, net, clock, keys, chance. It reaches for nothing itself. */
import type { Bytes } from "../wire/bytes";
import type { PhotoKind } from "../wire/events";
import type { Pack } from "../wire/pack";
import type { Projection } from "./project";

/** now(): wall clock, ms since 1970, may be wrong. elapsed(): ms since the app started, never goes back. */
export type Clock = { now(): number; elapsed(): number; sleep(ms: number): Promise<void> };

/** n random bytes. */
export type Random = (n: number) => Bytes;

export type Keys = {
  /** The phone's public key, SPKI DER in base64url; the pair is made and kept at the first call. */
  publicKey(): Promise<string>;
  /** ECDSA P-256 over SHA-256 of these bytes: 64 bytes r||s in base64url. */
  sign(bytes: Bytes): Promise<string>;
  verify(publicKey: string, bytes: Bytes, signature: string): Promise<boolean>;
  sha256(bytes: Bytes): Promise<string>;
  /** HMAC-SHA256, 32 bytes. */
  hmac(key: Bytes, bytes: Bytes): Promise<Bytes>;
  /** Only the holder of the private half of this P-256 key (SPKI, base64url) can open it: wire/contract, "sealed box". */
  seal(publicKey: string, bytes: Bytes): Promise<string>;
};

/** An event as it was signed; `text` is what was hashed, byte for byte. */
export type KeptEvent = { seq: number; text: string; hash: string; signature: string; at: string };

/** waiting: not sent. sent: the house has every piece. verified: a signed answer no longer misses it. */
export type PhotoState = "waiting" | "sent" | "verified";
export type PhotoTicket = {
  sha256: string; kind: PhotoKind | "thumb"; visit: string; size: number;
  /** seq of the event that names it; it is sent only after that event is acknowledged */
  seq: number; at: string; state: PhotoState;
};

export type Identity = {
  phone: string; token: string; house_key: string;
  payer: { id: string; name: string };
  office: { nopen: string; name: string };
};

/** How far the house has answered, from signed answers only. */
export type Synced = {
  ack_seq: number; epoch: number; server_seen: string | null; last_sync_at: string | null;
};

/** One atomic change: all of it is durable when transact() resolves, or none of it happened. */
export type Change = {
  identity?: Identity;
  pack?: Pack;
  projection?: Projection;
  synced?: Synced;
  events?: KeptEvent[];
  photos?: { ticket: PhotoTicket; bytes: Bytes }[];
  photo_states?: { sha256: string; state: PhotoState }[];
  forget_events_to?: number;
  forget_photos?: string[];
};

export type Kept = {
  identity: Identity | null; pack: Pack | null; projection: Projection | null; synced: Synced | null;
};

export type Store = {
  load(): Promise<Kept>;
  /** Events with seq > after, by seq, at most `limit`. */
  events(after: number, limit: number): Promise<KeptEvent[]>;
  /** Every photo still kept, without its bytes. */
  tickets(): Promise<PhotoTicket[]>;
  photo(sha256: string): Promise<Bytes | null>;
  transact(change: Change): Promise<void>;
};

/** An HTTP answer, whoever gave it; or none at all. */
export type NetAnswer =
  | { came: true; status: number; bytes: Bytes; text: string; signature: string | null; retry_after_s: number | null }
  | { came: false; why: string };

/**
 * stored: every piece is there · again: begin anew (its hash differed at the other end) ·
 * refused: the house won't have it · no_answer: offline, busy or not the house: later
 */
export type UploadEnd = { end: "stored" | "again" | "refused" | "no_answer"; code: string | null };

export type Net = {
  get(path: string, token: string): Promise<NetAnswer>;
  post(path: string, json: string, token: string | null): Promise<NetAnswer>;
  upload(photo: { sha256: string; kind: string; visit: string; bytes: Bytes }, token: string): Promise<UploadEnd>;
};

export type Parts = { store: Store; net: Net; clock: Clock; keys: Keys; random: Random };
