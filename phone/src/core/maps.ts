/** Villages' maps: which the pack names, and their bytes from the house, a piece at a time. */
import type { Bytes } from "../wire/bytes";
import type { MapFile } from "../wire/pack";
import type { Desk } from "./desk";

export type MapVerbs = {
  /** Of the villages of this round. */
  maps(): readonly MapFile[];
  /** The bytes from `from` up to, but without, `to`; null when none came. */
  mapPiece(sha256: string, from: number, to: number): Promise<Bytes | null>;
};

export function maps(desk: Desk): MapVerbs {
  return {
    maps: () => desk.memory().pack?.map ?? [],
    async mapPiece(sha256, from, to) {
      const { identity } = desk.memory();
      if (!identity) return null;
      const answer = await desk.parts.net.get(`/api/sync/map/${sha256}`, identity.token, { from, to });
      return answer.came && answer.status === 206 && answer.bytes.length === to - from ? answer.bytes : null;
    },
  };
}
