import { expect, test } from "vitest";
import type { Exported } from "../../src/core/parts";
import { sendOn, type Post } from "../../src/takein/send";

const PHONE = "01890000-0000-7000-8000-000000000001";
const addresses = { events: "/events", photo: (sha256: string) => `/photos/${sha256}` };

function opened(events: number, photos: number): Exported {
  return {
    events: Array.from({ length: events }, (_, i) => ({ seq: i + 1, text: `e${i + 1}`, hash: "", signature: "s", at: "" })),
    photos: Array.from({ length: photos }, (_, i) => ({
      ticket: { sha256: `p${i}`, kind: "face" as const, visit: "v", size: 1, seq: 1, at: "", state: "waiting" as const },
      bytes: new Uint8Array([i + 1]),
    })),
  };
}

type Asked = { address: string; body: unknown };

function house(answers: (address: string) => { status: number; text: string } | null): { asked: Asked[]; post: Post } {
  const asked: Asked[] = [];
  const post: Post = (address, body) => {
    asked.push({ address, body: typeof body === "string" ? JSON.parse(body) as unknown : body });
    return Promise.resolve(answers(address));
  };
  return { asked, post };
}

const heard = (missing: string[]) => ({ status: 200, text: JSON.stringify({ ack_seq: 1, fresh: 2, held: 0, missing_media: missing }) });

test("events go in order, a hundred at a time, and only the photos the house lacks follow", async () => {
  const { asked, post } = house((address) => address === "/events" ? heard(["p1"]) : { status: 200, text: "{}" });
  const done = await sendOn(opened(250, 3), PHONE, addresses, post, () => undefined);
  expect(done).toEqual({ end: "done", events: 250, fresh: 6, held: 0, photos: 1 });
  const batches = asked.filter(({ address }) => address === "/events").map(({ body }) => body as { phone: string; events: { e: string }[] });
  expect(batches.map(({ events }) => events.length)).toEqual([100, 100, 50]);
  expect(batches.flatMap(({ events }) => events.map(({ e }) => e))).toEqual(opened(250, 0).events.map(({ text }) => text));
  expect(new Set(batches.map(({ phone }) => phone))).toEqual(new Set([PHONE]));
  expect(asked.at(-1)?.address).toBe("/photos/p1?kind=face&visit=v");
});

test("of a revoked phone every photo is kept", async () => {
  const { post } = house(() => ({ status: 200, text: '{"kept":true}' }));
  expect(await sendOn(opened(2, 3), PHONE, addresses, post, () => undefined)).toMatchObject({ end: "kept", events: 2, photos: 3 });
});

test("no connection, a stranger's office and a refusal each stop it and say so", async () => {
  const send = (answer: { status: number; text: string } | null) => sendOn(opened(1, 0), PHONE, addresses, house(() => answer).post, () => undefined);
  expect(await send(null)).toEqual({ end: "stopped", why: "offline" });
  expect(await send({ status: 403, text: "<html>" })).toEqual({ end: "stopped", why: "forbidden" });
  expect(await send({ status: 409, text: '{"code":"x","said":"Milik ponsel lain."}' })).toEqual({ end: "stopped", why: { said: "Milik ponsel lain." } });
});

test("it tells how far it is, and never more than all", async () => {
  const told: [number, number][] = [];
  await sendOn(opened(150, 2), PHONE, addresses, house(() => heard(["p0", "p1"])).post, (done, all) => told.push([done, all]));
  expect(told.every(([done, all]) => done <= all)).toBe(true);
  expect(told.at(-1)).toEqual([1, 1]);
});
