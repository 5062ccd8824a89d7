/** Asking the house, online, whether what is contested may be paid here. */
import { readGrant } from "../wire/answers";
import type { Desk } from "./desk";
import { familyOf } from "./guards";
import { hear } from "./hear";
import { due } from "./leases";
import { Refused } from "./refusals";

/** One grant an item that is contested; gives the first, which stands for them in the intent. */
export async function askGrants(desk: Desk, family: string): Promise<{ grant: string }> {
  const memory = desk.memory();
  if (!memory.identity) throw new Refused("not_enrolled");
  const contested = due(familyOf(memory, family), memory.projection).filter((item) => item.contested);
  const given: string[] = [];
  for (const { entitlement, fence } of contested) given.push(await ask(desk, entitlement, fence));
  const [grant] = given;
  if (grant === undefined) throw new Refused("nothing_due");
  return { grant };
}

async function ask(desk: Desk, entitlement: string, fence: number): Promise<string> {
  const { identity } = desk.memory();
  if (!identity) throw new Refused("not_enrolled");
  const { net, keys } = desk.parts;
  const answer = await net.post("/api/sync/grants", JSON.stringify({ entitlement, fence }), identity.token);
  const heard = await hear(answer, readGrant, identity, keys);
  if (heard.is === "answer" && heard.value.entitlement === entitlement && heard.value.fence === fence) return heard.value.grant;
  if ((heard.is === "stop" || heard.is === "revoked") && heard.problem) throw new Refused("contested", heard.problem);
  throw new Refused(heard.is === "stop" && heard.why === "not_the_house" ? "not_the_house" : "no_network");
}
