/** A phone's power: every await of the core on its parts is counted, and the power goes at a chosen one. */
import type { Parts } from "../../src/core/parts";

/** The power went: nothing after this await happened, and the app has to be opened anew. */
export class PowerCut extends Error {}

export type Fuse = {
  /** how many awaits from now; null: none */
  left: number | null;
  /** before: the call that was awaited didn't happen. after: it did, and nobody heard of it */
  side: "before" | "after";
  blown: boolean;
  /** the await at which it blew, such as `store.transact after` */
  at: string;
  cut: Promise<never>;
  blow(at: string): void;
};

export function newFuse(): Fuse {
  let reject: (reason: PowerCut) => void = () => undefined;
  const cut = new Promise<never>((_, no) => {
    reject = no;
  });
  cut.catch(() => undefined);
  return {
    left: null, side: "before", blown: false, at: "", cut,
    blow(at) {
      this.blown = true;
      this.at = at;
      reject(new PowerCut(at));
    },
  };
}

const FOREVER = new Promise<never>(() => undefined);

type Call = (...args: never[]) => Promise<unknown>;

/** The same parts; once the fuse has blown, nothing that is awaited ever comes back. */
export function fused({ store, net, clock, keys, random }: Parts, fuse: Fuse): Parts {
  const sleep = onFuse(fuse, "sleep", (ms: number) => clock.sleep(ms));
  return {
    random, clock: { ...clock, sleep },
    keys: every("keys", keys, fuse), store: every("store", store, fuse), net: every("net", net, fuse),
  };
}

/** Every verb of a part; all of them are awaited. */
function every<T extends object>(name: string, part: T, fuse: Fuse): T {
  const verbs = Object.entries(part as Record<string, Call>);
  return Object.fromEntries(verbs.map(([verb, call]) => [verb, onFuse(fuse, `${name}.${verb}`, call)])) as T;
}

function onFuse<A extends never[], R>(fuse: Fuse, name: string, call: (...args: A) => Promise<R>): (...args: A) => Promise<R> {
  return async (...args) => {
    if (fuse.blown) return FOREVER;
    const goes = fuse.left !== null && --fuse.left === 0;
    if (goes && fuse.side === "before") {
      fuse.blow(`${name} before`);
      return FOREVER;
    }
    const end = await call(...args);
    if (goes && !isBlown(fuse)) fuse.blow(`${name} after`);
    return isBlown(fuse) ? FOREVER : end;
  };
}

/** Asked anew after an await: another call may have blown it meanwhile. */
function isBlown(fuse: Fuse): boolean {
  return fuse.blown;
}
