import { expect, test } from "vitest";
import { createCore } from "../../src/core/index";
import { eventOf } from "../../src/core/chain";
import { fold, NOTHING_YET } from "../../src/core/project";
import { codeOf, FACE, FAMILY, familyId, freshPhone, openedPhone, pay, photo, photosOf, seen, SEEN, WITNESS, type Cast } from "../cast";
import { familyNo, packOf } from "../house";

const types = ({ store }: Cast): string[] => store.everyEvent().map(({ text }) => eventOf(text).type);

test("a phone that isn't enrolled can do nothing but enrol", async () => {
  const { core } = await freshPhone();
  expect(await codeOf(core.openDay(1))).toBe("not_enrolled");
  expect(await codeOf(core.pullPack())).toBe("not_enrolled");
  expect(await codeOf(core.sync())).toBe("not_enrolled");
  expect(await codeOf(core.startVisit(FAMILY, "list"))).toBe("not_enrolled");
});

test("enrolment takes the supervisor's link, and only once", async () => {
  const { core } = await freshPhone();
  await core.enrol("https://amanah.example/app/#enrol=KODE-1", "HP");
  expect(core.state().enrolled).toMatchObject({ payer: { name: "Made" }, office: { nopen: "80000" } });
  expect(await codeOf(core.enrol("KODE-1", "HP"))).toBe("enrolled_already");
});

test("a refused code is told in the house's own sentence", async () => {
  const { core } = await freshPhone();
  await expect(core.enrol("KODE-2", "HP")).rejects.toMatchObject({ code: "code_refused", id: "Kode sudah dipakai." });
});

test("enrolment in a captive portal is told apart from a refusal, and from no signal", async () => {
  const { core, house } = await freshPhone();
  house.ill = ["portal", "offline"];
  expect(await codeOf(core.enrol("KODE-1", "HP"))).toBe("not_the_house");
  expect(await codeOf(core.enrol("KODE-1", "HP"))).toBe("no_network");
});

test("a paid family has its receipt, and the bag knows", async () => {
  const cast = await openedPhone();
  await pay(cast.core);
  const state = cast.core.state();
  expect(state.bag).toEqual({ float: 4_050_000, paid: 1_350_000, returned: 0, left: 2_700_000 });
  expect(state.families[0]?.status).toMatchObject({ at: "paid", step: { receipt: expect.stringMatching(/^[2-9A-HJKMNP-TV-Z]{8}$/) as string } });
  expect(state.families[0]?.due).toEqual([]);
  expect(types(cast)).toEqual(["day.opened", "visit.started", "visit.evidence", "payment.intended", "payment.paid"]);
});

test("money can't be offered without a place and a face", async () => {
  const { core } = await openedPhone();
  const visit = await core.startVisit(FAMILY, "list");
  expect(await codeOf(core.intendPayment(visit))).toBe("not_seen");
  await core.saveEvidence(visit, { ...SEEN, face: null }, photosOf(FAMILY));
  expect(await codeOf(core.intendPayment(visit))).toBe("not_seen");
  await core.saveEvidence(visit, { ...SEEN, place: null }, photosOf(FAMILY));
  expect(await codeOf(core.intendPayment(visit))).toBe("not_seen");
  await core.saveEvidence(visit, SEEN, [photo("house", "no face photo")]);
  expect(await codeOf(core.intendPayment(visit))).toBe("not_seen");
});

test("a face that differs needs another way, and then is paid", async () => {
  const { core } = await openedPhone();
  const visit = await core.startVisit(FAMILY, "list");
  const different = { ...SEEN, face: { ...FACE, likeness: 0.1, band: "different" as const, attempts: 3 } };
  await core.saveEvidence(visit, different, photosOf(FAMILY));
  expect(await codeOf(core.intendPayment(visit))).toBe("not_seen");
  expect(await codeOf(core.saveEvidence(visit, { ...different, other_way: { ...WITNESS, note: " " } }, []))).toBe("note_missing");
  await core.saveEvidence(visit, { ...different, other_way: WITNESS }, photosOf(FAMILY));
  expect((await core.intendPayment(visit)).total).toBe(1_350_000);
});

test("an open intent blocks everything but its answer, also after a restart", async () => {
  const { core, parts } = await openedPhone();
  const { payment } = await core.intendPayment(await seen(core));
  for (const again of [core, await createCore(parts)]) {
    expect(again.state().openIntent).toMatchObject({ payment, total: 1_350_000 });
    expect(await codeOf(again.startVisit(familyId(2), "list"))).toBe("intent_open");
    expect(await codeOf(again.noteHazard(familyId(2), "dog", ""))).toBe("intent_open");
    expect(await codeOf(again.returnCash(1))).toBe("intent_open");
    expect(await codeOf(again.closeDay(""))).toBe("intent_open");
    expect(await codeOf(again.failVisit(again.state().openIntent?.visit ?? "", { reason: "refuses", note: "", next: "again" }))).toBe("intent_open");
  }
});

test("tapping twice offers one payment and confirms one payment", async () => {
  const cast = await openedPhone();
  const visit = await seen(cast.core);
  const [one, other] = await Promise.all([cast.core.intendPayment(visit), cast.core.intendPayment(visit)]);
  expect(one.payment).toBe(other.payment);
  const paid = () => cast.core.confirmPaid(one.payment, { received_by: "self" });
  const [first, second] = await Promise.all([paid(), paid()]);
  expect(second).toEqual(first);
  expect(types(cast).filter((type) => type.startsWith("payment."))).toEqual(["payment.intended", "payment.paid"]);
});

test("what was paid once is never paid again from this phone, in a new pack or a new round", async () => {
  const { core, house } = await openedPhone();
  await pay(core);
  expect(await codeOf(core.startVisit(FAMILY, "list"))).toBe("already_paid");
  await core.closeDay("");
  house.pack = packOf(3, "019370f1-8000-7000-8000-0000000000c1");
  await core.pullPack();
  await core.openDay(5_000_000);
  expect(core.state().families[0]?.due).toEqual([]);
  expect(await codeOf(core.startVisit(FAMILY, "list"))).toBe("nothing_due");
});

test("a voided payment is offered again under another id", async () => {
  const { core } = await openedPhone();
  const visit = await seen(core);
  const first = await core.intendPayment(visit);
  expect(await codeOf(core.voidPayment(first.payment, ""))).toBe("note_missing");
  await core.voidPayment(first.payment, "uang belum dihitung");
  expect(core.state().openIntent).toBeNull();
  const second = await core.intendPayment(visit);
  expect(second.payment).not.toBe(first.payment);
  expect(await codeOf(core.confirmPaid(first.payment, { received_by: "self" }))).toBe("no_intent");
});

test("more than the bag holds can't be offered", async () => {
  const { core } = await freshPhone();
  await core.enrol("KODE-1", "HP");
  await core.pullPack();
  await core.openDay(1_000_000);
  expect(await codeOf(core.intendPayment(await seen(core)))).toBe("bag_too_small");
});

test("a float that isn't whole rupiah is refused", async () => {
  const { core } = await freshPhone();
  await core.enrol("KODE-1", "HP");
  await core.pullPack();
  for (const float of [-1, 0.5, Number.NaN, 2 ** 60]) expect(await codeOf(core.openDay(float))).toBe("amount_wrong");
});

test("nobody home leaves the lease; the counter or a return gives it back at once", async () => {
  const cast = await openedPhone();
  const { core } = cast;
  await core.failVisit(await core.startVisit(FAMILY, "list"), { reason: "not_home", note: "", next: "again" });
  expect(core.state().families[0]).toMatchObject({ status: { at: "failed", step: { reason: "not_home" } }, due_total: 1_350_000 });
  const again = await core.startVisit(FAMILY, "list");
  await core.failVisit(again, { reason: "not_home", note: "", next: "counter" });
  expect(core.state().families[0]?.due).toEqual([]);
  expect(types(cast).slice(-3)).toEqual(["visit.failed", "lease.released", "lease.released"]);
  expect(await codeOf(core.startVisit(FAMILY, "list"))).toBe("nothing_due");
});

test("closing the day gives back every open lease and balances the bag", async () => {
  const cast = await openedPhone();
  await pay(cast.core);
  await cast.core.returnCash(2_650_000);
  const closed = await cast.core.closeDay("selisih 50.000 dicari");
  expect(closed).toMatchObject({ float: 4_050_000, paid: 1_350_000, returned: 2_650_000, variance: 50_000, visits: 1, failed: 0 });
  expect(types(cast).slice(-5)).toEqual(["lease.released", "lease.released", "lease.released", "lease.released", "day.closed"]);
  expect(cast.core.state().round?.state).toBe("closed");
  expect(await codeOf(cast.core.openDay(1))).toBe("day_closed");
  expect(await codeOf(cast.core.closeDay(""))).toBe("day_closed");
});

test("a hazard noted here is shown with the pack's own", async () => {
  const { core } = await openedPhone();
  await core.noteHazard(FAMILY, "dog", "panggil dari gerbang");
  expect(core.state().families[0]?.hazards).toEqual([
    { kind: "dog", note: "panggil dari gerbang", noted: "2026-11-24", confirmed: "2026-11-24", helped: "" },
  ]);
});

test("the same hazard again is confirmed and keeps what helped; one that is gone isn't shown", async () => {
  const { core } = await openedPhone();
  await core.noteHazard(FAMILY, "dog", "hitam", { helped: "panggil dari gerbang" });
  await core.noteHazard(FAMILY, "dog", "");
  expect(core.state().families[0]?.hazards).toMatchObject([{ note: "hitam", helped: "panggil dari gerbang" }]);
  await core.noteHazard(FAMILY, "dog", "", { gone: true });
  expect(core.state().families[0]?.hazards).toEqual([]);
});

test("a pack of another round doesn't replace an open day", async () => {
  const { core, house } = await openedPhone();
  house.pack = packOf(9, "019370f1-8000-7000-8000-0000000000c9");
  expect(await core.pullPack()).toEqual({ end: "kept_open_day" });
  expect(core.state().families).toHaveLength(3);
});

test("a fresh pack keeps visited families in sight and lets go of those leased away", async () => {
  const { core, house } = await openedPhone();
  await pay(core);
  house.pack = { ...house.pack, families: [familyNo(3), familyNo(4)] };
  expect(await core.pullPack()).toEqual({ end: "new" });
  expect(core.state().families.map(({ order, status }) => [order, status.at])).toEqual([[1, "paid"], [3, "waiting"], [4, "waiting"]]);
});

test("a pack of another phone, unsigned or from a portal is not taken", async () => {
  const { core, house } = await openedPhone();
  house.ill = ["portal", "forged", "offline"];
  expect((await core.pullPack()).end).toBe("not_the_house");
  expect((await core.pullPack()).end).toBe("not_the_house");
  expect(await core.pullPack()).toEqual({ end: "offline", said: null });
  house.pack = { ...house.pack, phone: "another" };
  expect((await core.pullPack()).end).toBe("not_the_house");
});

test("a signature image is kept and named by the payment", async () => {
  const { core, store } = await openedPhone();
  const { payment } = await core.intendPayment(await seen(core));
  await core.confirmPaid(payment, { received_by: "representative", signature: photo("signature", "ttd") });
  const last = eventOf(store.everyEvent().at(-1)?.text ?? "");
  const ticket = (await store.tickets()).find(({ kind }) => kind === "signature");
  expect(last).toMatchObject({ body: { signature: ticket?.sha256, received_by: "representative" } });
  expect(ticket?.seq).toBe(last.seq);
});

test("a photo the house would refuse is refused here, and nothing is written", async () => {
  const { core, store } = await openedPhone();
  const visit = await core.startVisit(FAMILY, "list");
  const before = store.everyEvent().length;
  const huge = { kind: "face" as const, bytes: new Uint8Array(400_001), thumb: null };
  expect(await codeOf(core.saveEvidence(visit, SEEN, [huge]))).toBe("photo_too_large");
  expect(store.everyEvent()).toHaveLength(before);
});

test("a clock of 1970 still writes valid events", async () => {
  const cast = await openedPhone();
  cast.clock.set(-5_000_000);
  await pay(cast.core);
  expect(eventOf(cast.store.everyEvent().at(-1)?.text ?? "").at).toMatch(/^1970-01-01T00:00:00\.000Z$/);
});

test("folding the kept events again gives the kept projection", async () => {
  const { core, store } = await openedPhone();
  await pay(core);
  await core.noteHazard(familyId(2), "alley", "");
  await core.failVisit(await core.startVisit(familyId(2), "list"), { reason: "moved", note: "", next: "return" });
  await core.returnCash(2_700_000);
  await core.closeDay("");
  let folded = NOTHING_YET;
  for (const { text, hash } of store.everyEvent()) folded = fold(folded, eventOf(text), hash);
  expect(folded).toEqual((await store.load()).projection);
});

test("a store that fails tells the payer, and the next try works", async () => {
  const { core, store } = await openedPhone();
  const transact = store.transact.bind(store);
  store.transact = () => Promise.reject(new DOMException("broken", "UnknownError"));
  expect(await codeOf(core.startVisit(FAMILY, "list"))).toBe("store_failed");
  store.transact = transact;
  await pay(core);
  expect(core.state().families[0]?.status.at).toBe("paid");
});

test("a change that was written although its answer was lost is seen at once", async () => {
  const { core, store } = await openedPhone();
  const visit = await seen(core);
  const transact = store.transact.bind(store);
  store.transact = async (change) => {
    await transact(change);
    throw new DOMException("aborted late", "AbortError");
  };
  expect(await codeOf(core.intendPayment(visit))).toBe("store_failed");
  expect(core.state().openIntent).toMatchObject({ visit, total: 1_350_000 });
});

test("watchers hear each change and can stop listening", async () => {
  const { core } = await openedPhone();
  let heard = 0;
  const stop = core.watch(() => (heard += 1));
  await pay(core);
  expect(heard).toBe(4);
  stop();
  await core.noteHazard(FAMILY, "dog", "");
  expect(heard).toBe(4);
});
