/** The two talks with the house before and between days: being enrolled, and fetching the pack. */
import { readEnrolled, readProblem, type HouseProblem } from "../wire/answers";
import { readPack, type Pack } from "../wire/pack";
import { readJson } from "../wire/shapes";
import type { Desk } from "./desk";
import { hear } from "./hear";
import { leaseText, openLeases } from "./leases";
import type { Projection } from "./project";
import { Refused } from "./refusals";
import type { SyncStop } from "./state";
import { wipePack } from "./wipe";

/** new: stored. unchanged: the house has nothing newer. kept_open_day: another round came while a day is open. */
export type PullEnd = {
  end: "new" | "unchanged" | "kept_open_day" | Exclude<SyncStop, null>;
  /** the house's own sentence when it refused */
  said?: HouseProblem | null;
};

/** code: the supervisor's code, or the whole link of the QR; device: the phone's model, "" when unknown. */
export async function enrol(desk: Desk, code: string, name: string, device: string): Promise<void> {
  if (desk.memory().identity) throw new Refused("enrolled_already");
  const { net, keys } = desk.parts;
  const public_key = await keys.publicKey();
  const answer = await net.post("/api/sync/enrol", JSON.stringify({ code: bareCode(code), public_key, name, device, contract: CONTRACT, had_seq: desk.memory().storage.had_seq }), null);
  if (!answer.came) throw new Refused("no_network");
  const enrolled = answer.status === 200 ? readJson(answer.text, readEnrolled) : null;
  if (!enrolled) throw refusal(answer.text);
  const { phone, token, house_key, payer, office, epoch, server_time } = enrolled;
  await desk.commit({
    identity: { phone, token, house_key, payer, office },
    synced: { ack_seq: 0, epoch, server_seen: server_time, last_sync_at: null },
  });
}

function refusal(text: string): Refused {
  const problem = readJson(text, readProblem);
  return problem ? new Refused("code_refused", problem) : new Refused("not_the_house");
}

/** `https://…/app/#enrol=CODE`, `AMANAH1:https://…:CODE` or the code alone. */
export function bareCode(scanned: string): string {
  const link = /#enrol=([^&\s]+)/.exec(scanned);
  if (link?.[1]) return decodeURIComponent(link[1]);
  const text = scanned.trim();
  return text.startsWith("AMANAH1:") ? text.slice(text.lastIndexOf(":") + 1) : text;
}

/** The contract this phone speaks. */
export const CONTRACT = "1.1";

export async function pull(desk: Desk): Promise<PullEnd> {
  const { identity, pack, projection } = desk.memory();
  if (!identity) throw new Refused("not_enrolled");
  const { net, keys } = desk.parts;
  const query = pack ? `?leases=${await keys.sha256(leaseText(openLeases(pack, projection)))}` : "";
  const heard = await hear(await net.get(`/api/sync/pack${query}`, identity.token), readPack, identity, keys);
  if (heard.is === "nothing_new") return { end: "unchanged" };
  if (heard.is === "revoked") {
    await desk.serial(() => wipePack(desk));
    return { end: "phone_revoked", said: heard.problem };
  }
  if (heard.is === "stop") return { end: heard.why, said: heard.problem };
  if (heard.is !== "answer") return { end: "busy" };
  if (heard.value.phone !== identity.phone) return { end: "not_the_house" };
  return desk.serial(() => take(desk, heard.value));
}

async function take(desk: Desk, fresh: Pack): Promise<PullEnd> {
  const { pack, projection, synced, wiped } = desk.memory();
  if (hasOpenDay(projection) && fresh.round?.id !== projection.round?.id) return { end: "kept_open_day" };
  await desk.commit({ pack: withVisited(fresh, pack, projection), synced: { ...synced, server_seen: fresh.server_time }, ...(wiped && { wiped: null }) });
  return { end: "new" };
}

function hasOpenDay({ round }: Projection): boolean {
  return round !== null && round.closed_at === null;
}

/** A family visited today stays in sight after its lease is over and the house sends it no more. */
function withVisited(fresh: Pack, old: Pack | null, projection: Projection): Pack {
  if (!old || fresh.round?.id !== projection.round?.id) return fresh;
  const sent = new Set(fresh.families.map(({ family }) => family));
  const visited = new Set(Object.values(projection.visits).map(({ family }) => family));
  const kept = old.families.filter(({ family }) => visited.has(family) && !sent.has(family));
  return { ...fresh, families: [...fresh.families, ...kept] };
}
