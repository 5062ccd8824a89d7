/** What a screen may see at this moment: one plain value, made anew after each change. */
import type { Failed, Handing, Paid, Step, Tagged } from "./flow";
import type { Bag } from "./bag";
import type { Marking, Storage } from "./parts";
import type { HouseProblem } from "../wire/answers";
import type { Hazard, PackFamily, PackItem, Policy } from "../wire/pack";

export type FamilyStatus =
  | { at: "waiting" }
  | { at: "visiting"; step: Step }
  | { at: "paid"; step: Paid }
  | { at: "failed"; step: Failed }
  | { at: "tagged"; step: Tagged };

/** A family of the pack, with what this phone knows by itself added. */
export type FamilyView = PackFamily & {
  status: FamilyStatus;
  /** items this phone may still pay */
  due: PackItem[];
  due_total: number;
  hazards: Hazard[];
};

export type OpenIntent = { visit: string; family: string; payment: string; items: Handing["items"]; total: number; since: string };

export type Unsent = { events: number; media: number; media_bytes: number; oldest: string | null };

/** Why the last sync stopped before all was sent. */
export type SyncStop =
  | null | "offline" | "not_the_house" | "busy" | "too_large"
  | "phone_unknown" | "phone_revoked" | "chain_differs" | "refused";

export type RoundState = {
  id: string; day: string;
  /** the float planned by the office until the day is opened, then the counted one */
  float: number;
  state: "planned" | "open" | "closed";
};

export type State = {
  enrolled: { phone: string; payer: { id: string; name: string }; office: { nopen: string; name: string; hotline: string } } | null;
  pack: { pack: string; made_at: string; language: string } | null;
  policy: Policy | null;
  face_secret: string | null;
  round: RoundState | null;
  /** by the order of the round */
  families: FamilyView[];
  bag: Bag & { left: number };
  openIntent: OpenIntent | null;
  /** the code for the letter of the newest payment; null when no letter was shown, or one without a code */
  marking: Marking | null;
  unsent: Unsent;
  /** said: the house's own sentence (id, en) when it refused */
  sync: { running: boolean; last_at: string | null; stopped: SyncStop; said: HouseProblem | null; held: number };
  /** a supervisor's own phone: no round, it speaks for payers' visits */
  supervisor: boolean;
  /** this round only marks homes: no money, no faces, no letters */
  tagging: boolean;
  /** the house revoked this phone, and said so by its signature: what it lent is gone from here */
  wiped: boolean;
  /** other phones' facts that wait here to be sent on; aside: the house has them, though some before them never came */
  carried: { for: string; events: number; media: number; aside?: boolean }[];
  storage: Pick<Storage, "persisted" | "missing_events">;
};
