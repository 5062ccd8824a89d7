import { expect, test } from "vitest";
import { createCore } from "../../src/core/index";
import { bareCode } from "../../src/core/enrol";
import { waitMs } from "../../src/core/backoff";
import { familyId, FAMILY, openedPhone, pay, seen, type Cast } from "../cast";
import { paidTwice } from "../house";

const DAY_MS = 24 * 3600 * 1000;

async function withPaid(families: number): Promise<Cast> {
  const cast = await openedPhone(families);
  for (let n = 1; n <= families; n++) await pay(cast.core, familyId(n));
  return cast;
}

test("everything is sent, acknowledged and verified", async () => {
  const { core, house, store } = await withPaid(3);
  const end = await core.sync();
  expect(end).toMatchObject({ sent: 13, acked: 13, held: [], media_sent: 12, left: { events: 0, media: 0 }, stopped: null });
  expect(house.events.size).toBe(13);
  expect((await store.tickets()).every(({ state }) => state === "verified")).toBe(true);
  expect(core.state().unsent).toEqual({ events: 0, media: 0, media_bytes: 0, oldest: null });
});

test("events go before photos, and thumbnails before the rest", async () => {
  const { core, house, store } = await withPaid(2);
  house.ill = [{ status: 401, code: "phone_revoked" }];
  expect(await core.sync()).toMatchObject({ stopped: "phone_revoked", said: { id: "i" } });
  expect(core.state().sync).toMatchObject({ running: false, stopped: "phone_revoked", said: { code: "phone_revoked" } });
  expect(house.uploads).toEqual([]);
  await core.sync();
  const kinds = new Map((await store.tickets()).map(({ sha256, kind }) => [sha256, kind]));
  expect(house.uploads.map((sha256) => kinds.get(sha256))).toEqual(["thumb", "thumb", "thumb", "thumb", "face", "face", "house", "house"]);
});

test("offline, nothing is lost and the screen says how much waits", async () => {
  const { core, house } = await withPaid(1);
  house.ill = ["offline"];
  expect(await core.sync()).toMatchObject({ stopped: "offline", left: { events: 5, media: 4 } });
  expect(core.state().unsent).toMatchObject({ events: 5, media: 4, oldest: expect.stringContaining("2026-11-24") as string });
  expect((await core.sync()).left).toEqual({ events: 0, media: 0 });
});

test("a lost answer makes the phone send again, quietly", async () => {
  const { core, house } = await withPaid(2);
  house.ill = ["lost"];
  expect(await core.sync()).toMatchObject({ stopped: "offline", acked: 0 });
  expect(await core.sync()).toMatchObject({ stopped: null, acked: 9 });
  expect(paidTwice(house)).toEqual([]);
});

test.each(["portal", "forged"] as const)("a %s answer acknowledges nothing", async (ill) => {
  const { core, house } = await withPaid(1);
  house.ill = [ill];
  expect(await core.sync()).toMatchObject({ stopped: "not_the_house", acked: 0, left: { events: 5 } });
});

test("an error of a portal doesn't revoke the phone", async () => {
  const { core, house } = await withPaid(1);
  const post = house.post.bind(house);
  house.post = (...asked) => {
    house.post = post;
    void asked;
    return Promise.resolve({ came: true, status: 401, bytes: new Uint8Array(), text: "<html>login</html>", signature: null, retry_after_s: null });
  };
  expect((await core.sync()).stopped).toBe("not_the_house");
});

test("413 halves the batch until it fits", async () => {
  const { core, house } = await withPaid(5);
  house.most_events = 6;
  expect((await core.sync()).left.events).toBe(0);
  expect(house.batches.filter(({ length }) => length > 0).every(({ length }) => length <= 6)).toBe(true);
});

test("a single event that is too large stops and says so", async () => {
  const { core, house } = await withPaid(1);
  house.most_events = 0;
  expect((await core.sync()).stopped).toBe("too_large");
});

test("503 and 429 are waited out with jitter below a rising ceiling", async () => {
  const { core, house, clock } = await withPaid(1);
  house.ill = [{ status: 503 }, { status: 429 }, { status: 503 }];
  expect((await core.sync()).stopped).toBeNull();
  expect(clock.slept).toHaveLength(3);
  for (const [i, ms] of clock.slept.entries()) expect(ms).toBeLessThanOrEqual(500 * 2 ** i);
});

test("a house that stays busy is left alone after five tries", async () => {
  const { core, house } = await withPaid(1);
  house.ill = Array.from({ length: 9 }, () => ({ status: 503 }));
  expect((await core.sync()).stopped).toBe("busy");
  expect(house.ill).toHaveLength(4);
});

test("the wait is never shorter than the house asked, never longer than 30 seconds", () => {
  expect(waitMs(0, 7, 0.01)).toBe(7000);
  expect(waitMs(20, null, 1)).toBe(30_000);
  expect(waitMs(3, 9999, 0.5)).toBe(30_000);
  expect(waitMs(2, null, 0)).toBe(0);
});

test("a house restored from a backup gets everything again, from where it stands", async () => {
  const { core, house } = await withPaid(4);
  await core.sync();
  for (let seq = 8; seq <= 17; seq++) house.events.delete(seq);
  house.photos.clear();
  house.epoch = 2;
  await pay(core, familyId(1)).catch(() => undefined);
  const end = await core.sync();
  expect(end).toMatchObject({ stopped: null, left: { events: 0, media: 0 } });
  expect(house.events.size).toBe(17);
  expect(house.photos.size).toBe(16);
});

test("a house that fell back without a new epoch is filled up all the same", async () => {
  const { core, house } = await withPaid(2);
  await core.sync();
  house.events.delete(9);
  expect((await core.sync()).left.events).toBe(0);
  expect(house.events.has(9)).toBe(true);
});

test("a house that knows more than this phone, or another chain, tells of a copied phone", async () => {
  const { core, house } = await withPaid(1);
  await core.sync();
  const head = house.events.get(5);
  if (!head) throw new Error("no head");
  house.events.set(6, head);
  expect((await core.sync()).stopped).toBe("chain_differs");
  house.events.delete(6);
  house.events.set(5, { ...head, hash: "f".repeat(64) });
  expect((await core.sync()).stopped).toBe("chain_differs");
});

test("an event put aside is told, and does not make the phone loop", async () => {
  const { core, house } = await withPaid(2);
  house.held = [{ id: null, code: "event_unreadable", id_text: "i", en_text: "e" }];
  const post = house.post.bind(house);
  house.post = async (path, json, token) => {
    const batch = JSON.parse(json) as { events: { e: string }[] };
    const kept = batch.events.filter(({ e }) => (JSON.parse(e) as { seq: number }).seq !== 3);
    return post(path, JSON.stringify({ ...batch, events: kept }), token);
  };
  const end = await core.sync();
  expect(end.held).toHaveLength(1);
  expect(end.left.events).toBe(7);
  expect(house.batches.length).toBeLessThan(4);
  expect(core.state().sync.held).toBe(1);
});

test("a photo the house lost is sent again", async () => {
  const { core, house } = await withPaid(1);
  await core.sync();
  const [gone] = house.uploads;
  house.photos.delete(gone ?? "");
  expect((await core.sync()).media_sent).toBe(1);
  expect(core.state().unsent.media).toBe(0);
  expect(house.photos.has(gone ?? "")).toBe(true);
});

test("a photo broken off waits for the next sync", async () => {
  const { core, house } = await withPaid(1);
  const upload = house.upload.bind(house);
  house.upload = () => Promise.resolve({ end: "no_answer", code: null });
  expect(await core.sync()).toMatchObject({ stopped: "offline", left: { events: 0, media: 4 } });
  house.upload = upload;
  expect(await core.sync()).toMatchObject({ stopped: null, left: { events: 0, media: 0 } });
});

test("what is recorded while a sync runs is sent by it, and its chain holds", async () => {
  const { core, house } = await openedPhone(30);
  const syncs: Promise<unknown>[] = [];
  for (let n = 1; n <= 30; n++) {
    syncs.push(core.sync());
    await pay(core, familyId(n));
  }
  await Promise.all(syncs);
  await core.sync();
  expect(house.events.size).toBe(121);
  expect(core.state().unsent.events).toBe(0);
});

test("nothing is forgotten before 14 days; then what is verified goes, and what isn't stays", async () => {
  const { core, house, store, clock, parts } = await withPaid(2);
  house.now = () => clock.now();
  await core.sync();
  expect(store.everyEvent()).toHaveLength(9);
  clock.set(Date.UTC(2026, 10, 24) + 10 * DAY_MS);
  await core.sync();
  expect(store.everyEvent()).toHaveLength(9);
  clock.set(Date.UTC(2026, 10, 24) + 16 * DAY_MS);
  house.ill = ["offline"];
  await core.sync();
  expect(store.everyEvent()).toHaveLength(9);
  await core.sync();
  expect(store.everyEvent()).toHaveLength(0);
  expect(await store.tickets()).toEqual([]);
  const after = await createCore(parts);
  expect(after.state().families[0]?.status.at).toBe("paid");
  expect((await after.sync()).stopped).toBeNull();
});

test("a clock that runs ahead lets nothing be forgotten: a house set back to a backup asks for all of it again", async () => {
  const { core, house, store, clock } = await withPaid(2);
  const today = clock.now();
  house.now = () => today;
  clock.set(today + 400 * DAY_MS);
  await core.sync();
  await core.sync();
  expect(store.everyEvent()).toHaveLength(9);
  house.events.clear();
  house.epoch += 1;
  await core.sync();
  expect(house.events.size).toBe(9);
});

test("an unsent photo keeps its event", async () => {
  const { core, house, store, clock } = await withPaid(1);
  house.now = () => clock.now();
  const upload = house.upload.bind(house);
  house.upload = () => Promise.resolve({ end: "refused", code: "photo_too_large" });
  clock.set(Date.UTC(2026, 10, 24) + 30 * DAY_MS);
  await core.sync();
  expect(store.everyEvent().map(({ seq }) => seq)).toEqual([3, 4, 5]);
  house.upload = upload;
});

test("closing, restarting and syncing again leaves nothing to say", async () => {
  const { core, parts } = await withPaid(2);
  await core.returnCash(1);
  await core.closeDay("");
  await core.sync();
  const again = await createCore(parts);
  expect(await again.sync()).toMatchObject({ sent: 0, acked: 0, left: { events: 0, media: 0 } });
});

test("a sync during an open intent sends the intent and leaves it open", async () => {
  const { core, house } = await openedPhone();
  const { payment } = await core.intendPayment(await seen(core, FAMILY));
  await core.sync();
  expect([...house.events.values()].at(-1)?.event).toMatchObject({ type: "payment.intended", body: { payment } });
  expect(core.state().openIntent?.payment).toBe(payment);
});

test("codes are read out of links", () => {
  expect(bareCode("https://a.example/app/#enrol=AB-12%2B")).toBe("AB-12+");
  expect(bareCode("AMANAH1:https://a.example:8443:KODE")).toBe("KODE");
  expect(bareCode(" KODE ")).toBe("KODE");
});
