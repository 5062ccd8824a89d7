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
  /** What lies in a phone's sealed file; null when it is no such file or the PIN isn't that phone's. */
  openFile(text: string, pin: string): Promise<Exported | null>;
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

/** What a phone's sealed file holds: its events, and the photos the house hasn't verified. */
export type Exported = { events: KeptEvent[]; photos: { ticket: PhotoTicket; bytes: Bytes }[] };

/** Another phone's facts on their way through this one; its photos' bytes lie beside it. */
export type Parcel = {
  for: string; events: KeptEvent[]; tickets: PhotoTicket[];
  /** since when, and of which epoch, the house has all of it though its chain has a hole */
  aside?: { at: string; epoch: number };
};

/** What belongs in the letter's box once this payment is made; kept from the intent on, for a payer whose app closes between. */
export type Marking = { payment: string; letter: string; code: string };

/** What a genuine revocation has taken from this phone: the pack alone, or all that the house keeps by now. */
export type Wiped = "pack" | "all";

/** What is known of the browser's storage; had_seq: how far a chain went that this phone lost. */
export type Storage = { persisted: boolean | null; missing_events: number; had_seq: number };

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
  wiped?: Wiped | null;
  marking?: Marking | null;
  forget_pack?: true;
  parcel?: { parcel: Parcel; photos: { sha256: string; bytes: Bytes }[] };
  /** the phone whose parcel has arrived */
  forget_parcel?: string;
};

export type Kept = {
  identity: Identity | null; pack: Pack | null; projection: Projection | null; synced: Synced | null;
  wiped: Wiped | null; marking: Marking | null; parcels: Parcel[];
};

export type Store = {
  load(): Promise<Kept>;
  /** Events with seq > after, by seq, at most `limit`. */
  events(after: number, limit: number): Promise<KeptEvent[]>;
  /** Every photo still kept, without its bytes. */
  tickets(): Promise<PhotoTicket[]>;
  photo(sha256: string): Promise<Bytes | null>;
  parcelPhoto(of: string, sha256: string): Promise<Bytes | null>;
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
  /** part: only these bytes, without the one at `to`. */
  get(path: string, token: string, part?: { from: number; to: number }): Promise<NetAnswer>;
  post(path: string, json: string, token: string | null): Promise<NetAnswer>;
  /** for: the phone that took it, when it isn't this one. */
  upload(photo: { sha256: string; kind: string; visit: string; bytes: Bytes; for?: string }, token: string): Promise<UploadEnd>;
};

export type Parts = { store: Store; net: Net; clock: Clock; keys: Keys; random: Random; storage?: Storage };
