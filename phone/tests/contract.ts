/** The vectors that phone and house both swear to, and the keys made for them. */
import { readFileSync, writeFileSync } from "node:fs";
import type { Keys } from "../src/core/parts";
import { keysOf } from "../src/store/keys";

export type EventVectors = {
  about: string;
  phone_key: { public_key: string; private_jwk: JsonWebKey };
  house_key: { public_key: string; private_jwk: JsonWebKey };
  house_answer: { body: string; signature: string };
  leases: { open: [string, number][]; hash: string; none: string };
  events: { type: string; text: string; hash: string; signature: string }[];
};

const path = (name: string): URL => new URL(`../../contract/vectors/${name}`, import.meta.url);

export function vectors<T = EventVectors>(name = "events.json"): T {
  return JSON.parse(readFileSync(path(name), "utf8")) as T;
}

export function writeVectors(value: EventVectors): void {
  writeFileSync(path("events.json"), JSON.stringify(value, null, 2) + "\n");
}

export async function keysFrom({ x, y, d, ...rest }: JsonWebKey): Promise<Keys> {
  const curve = { name: "ECDSA", namedCurve: "P-256" };
  const jwk = { ...rest, x: x ?? "", y: y ?? "" };
  const privateKey = await crypto.subtle.importKey("jwk", { ...jwk, d: d ?? "" }, curve, false, ["sign"]);
  const publicKey = await crypto.subtle.importKey("jwk", jwk, curve, true, ["verify"]);
  return keysOf({ privateKey, publicKey });
}
