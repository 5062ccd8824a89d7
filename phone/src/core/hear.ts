/** Telling the house's own answers from everything else that may answer on a strange network. */
import { readJson, type Reader } from "../wire/shapes";
import { readProblem, readRevoked, type HouseProblem } from "../wire/answers";
import type { Identity, Keys, NetAnswer } from "./parts";
import type { SyncStop } from "./state";

export type Heard<T> =
  | { is: "answer"; value: T }
  | { is: "nothing_new" }
  | { is: "wait"; after_s: number | null }
  | { is: "halve" }
  /** signed by the house: it asks this phone to forget; kept: the body just sent lies in its sealed inbox */
  | { is: "revoked"; kept: boolean; problem: HouseProblem | null }
  | { is: "stop"; why: Exclude<SyncStop, null>; problem: HouseProblem | null };

/** A 200 counts only when the house signed these very bytes and they read as expected; so does the word to forget. */
export async function hear<T>(answer: NetAnswer, read: Reader<T>, house: Identity, keys: Keys): Promise<Heard<T>> {
  if (!answer.came) return { is: "stop", why: "offline", problem: null };
  const genuine = answer.signature !== null && await keys.verify(house.house_key, answer.bytes, answer.signature);
  if (answer.status === 200) {
    const value = genuine ? readJson(answer.text, read) : null;
    return value === null ? { is: "stop", why: "not_the_house", problem: null } : { is: "answer", value };
  }
  if (answer.status === 204) return { is: "nothing_new" };
  if (answer.status === 413) return { is: "halve" };
  if (answer.status === 429 || answer.status >= 500) return { is: "wait", after_s: answer.retry_after_s };
  const problem = readJson(answer.text, readProblem);
  const revoked = answer.status === 401 && genuine ? readJson(answer.text, readRevoked) : null;
  if (revoked?.code === "phone_revoked" && revoked.wipe) return { is: "revoked", kept: revoked.kept, problem };
  return { is: "stop", why: problem ? stopOf(problem.code) : "not_the_house", problem };
}

function stopOf(code: string): Exclude<SyncStop, null> {
  return code === "phone_unknown" || code === "phone_revoked" ? code : "refused";
}
