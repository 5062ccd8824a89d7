/** The facts a phone sends: contract A1. Field names are the wire's own. */

export type How = "letter" | "list";
export type PhotoKind = "face" | "house" | "ktp" | "kk" | "handover" | "signature";
export type Band = "same" | "between" | "different" | "none";
export type HazardKind = "dog" | "alley" | "steps" | "tide" | "dark" | "other";
export type Receiver = "self" | "representative";
export type Next = "again" | "counter" | "return";
export type PartOfDay = "morning" | "afternoon" | "evening";
export const RECEIPT_WAYS = ["screen", "printed", "whatsapp", "sms"] as const;
export type ReceiptWay = (typeof RECEIPT_WAYS)[number];

export const FAIL_REASONS = [
  "not_home", "moved", "died", "address_unknown", "person_unknown", "empty_house", "refuses",
  "says_able", "listed_twice", "name_differs", "identity_unclear", "face_differs", "no_document",
  "one_person_card_died", "in_prison", "abroad", "in_hospital", "unsafe_place", "no_access",
  "device_failed", "letter_marked",
] as const;
export type FailReason = (typeof FAIL_REASONS)[number];

/** accuracy_m: 95 % radius of the best fix; spread_m: largest distance between the fixes. */
export type Place = {
  lat: number; lng: number; accuracy_m: number; spread_m: number; fixes: number; taken_at: string;
};
/** The movement a face was asked for; null in the event: none was asked. */
export type Challenge = { asked: "left" | "right" | "blink"; passed: boolean; ms: number };
/**
 * reference: the id of the one it matched best, or "ktp" · quality: 0-100 · calibration: what the
 * thresholds used rest on, as the pack's policy names it
 */
export type FaceSeen = {
  likeness: number | null; band: Band; model: string; reference: string | null;
  attempts: number; live: number | null;
  quality: number | null; calibration: string | null; challenge: Challenge | null;
};

/** Who was met while a home was marked; nobody is needed. */
export const MET = ["nobody", "family", "neighbour", "official"] as const;
export type Met = (typeof MET)[number];

export const WITNESS_ROLES = ["kepala_lingkungan", "rt", "pendamping", "tetangga"] as const;
export type WitnessRole = (typeof WITNESS_ROLES)[number];
export type Way = "papers" | "witness" | "representative";
/**
 * A rung of the ladder and what it rests on beside the photos. note: why something is missing ·
 * code: a supervisor's · member: the representative's name on the card · letter: its QR was scanned ·
 * approval: a supervisor's word signed by their phone (`AMANAH-OK2:…`, in brief; `OK1` from an older phone)
 */
export type OtherWay = {
  way: Way; note: string; witness: { name: string; role: WitnessRole } | null;
  code: string | null; member: string | null; letter: boolean; approval: string | null;
};
/** unmarked: the payer saw no receipt code on it before money was offered. */
export type LetterShown = { letter: string; unmarked: boolean };
/** The code that belongs on the letter once it is paid; written: the payer says it stands there now. */
export type LetterMarked = { letter: string; code: string; written: boolean };
export type PhotoFact = { kind: PhotoKind; sha256: string; bytes: number; thumb: string | null };
export type Item = { entitlement: string; amount: number; fence: number };

export type Bodies = {
  "day.opened": { round: string; float: number; counted: true };
  "visit.started": { visit: string; family: string; how: How };
  "visit.evidence": {
    visit: string; family: string; place: Place | null; face: FaceSeen | null;
    other_way: OtherWay | null; photos: PhotoFact[];
  };
  /** grant: the house's word, asked online, that a contested entitlement may be paid */
  "payment.intended": {
    payment: string; visit: string; family: string; items: Item[]; total: number;
    letter: LetterShown | null; grant: string | null;
  };
  "payment.paid": {
    payment: string; visit: string; family: string; items: Item[]; total: number;
    received_by: Receiver; receipt: string; signature: string | null; letter: LetterMarked | null;
  };
  "payment.voided": { payment: string; visit: string; family: string; reason: string };
  "visit.failed": {
    visit: string; family: string; entitlements: string[]; reason: FailReason; note: string;
    next: Next; place: Place | null; photos: PhotoFact[];
    letter_left: boolean; again_on: string | null; again_part: PartOfDay | null;
  };
  /** The home was found and marked: no money, no face. */
  "home.tagged": { visit: string; family: string; place: Place; photos: PhotoFact[]; met: Met; note: string };
  /** Noting the same kind again confirms it; gone ends it. helped: what helped against it. */
  "hazard.noted": { family: string; kind: HazardKind; note: string; helped: string; gone: boolean };
  "lease.released": { entitlement: string; fence: number; reason: string };
  "cash.returned": { amount: number; office: string };
  "day.closed": {
    round: string; float: number; paid: number; returned: number; variance: number; note: string;
    visits: number; failed: number;
  };
  /** to: the number it is sent to, sealed for the house */
  "receipt.given": { payment: string; visit: string; family: string; how: ReceiptWay; to: string | null };
};
export type EventType = keyof Bodies;

/** What happened, before it is numbered, chained and signed. */
export type Fact = { [T in EventType]: { type: T; body: Bodies[T] } }[EventType];

type Envelope = {
  v: 1; id: string; phone: string; seq: number; prev: string; at: string; elapsed_ms: number;
  server_seen: string | null; day: string;
};
export type PhoneEvent = { [T in EventType]: Envelope & { type: T; body: Bodies[T] } }[EventType];

export const FIRST_PREV = "0".repeat(64);
