/** Letters, grants, receipts and supervisors' words: what speaks for paying, and what stays at the door. */
import { expect, test } from "vitest";
import { askText, codeFor, readAsk, requestNumber } from "../../src/core/approvals";
import { createCore } from "../../src/core/index";
import { letterCode, type Letter } from "../../src/core/letter";
import { isCode } from "../../src/core/ladder";
import { fromBase64Url, fromUtf8, toBase64Url, toUtf8 } from "../../src/wire/bytes";
import { keysOf, newKeyPair } from "../../src/store/keys";
import { FAMILY, familyId, openedPhone, phoneKeys, photosOf, SEEN, type Cast } from "../cast";
import { vectors } from "../contract";
import { packOf } from "../house";

type Given = {
  letters: { secret: string; letter: string; code: string }[];
  day_key: string; requests: { visit: string; number: string; seven: string }[];
  box: { private: string; public: string; plain: string; sealed: string };
};
const given = vectors<Given>("words_given.json");
const LETTER: Letter = {
  genuine: true, letter: given.letters[0]?.letter ?? "", family: FAMILY, total: 1_350_000, stage: "Tahap 4 2026", items: [],
  secret: given.letters[0]?.secret ?? "",
};

/** At the door of a family of whom another phone might have paid one entitlement. */
async function atContestedDoor(): Promise<Cast & { visit: string }> {
  const cast = await openedPhone();
  const pack = packOf(3);
  cast.house.pack = {
    ...pack, pack: "another", families: pack.families.map((family) => ({
      ...family, items: family.items.map((item, i) => ({ ...item, contested: i === 0 })),
    })),
  };
  await cast.core.pullPack();
  const visit = await cast.core.startVisit(FAMILY, "letter");
  await cast.core.saveEvidence(visit, SEEN, photosOf(FAMILY));
  return { ...cast, visit };
}

test("the code of a letter is the same here and at the house", async () => {
  const keys = await phoneKeys();
  for (const { secret, letter, code } of given.letters) {
    expect(await letterCode({ ...LETTER, letter, secret }, keys)).toBe(code);
  }
  expect(await letterCode({ ...LETTER, secret: null }, keys)).toBeNull();
});

test("a contested entitlement isn't paid on the payer's word alone", async () => {
  const { core, visit } = await atContestedDoor();
  await expect(core.intendPayment(visit)).rejects.toMatchObject({ code: "contested" });
  expect(core.state().openIntent).toBeNull();
});

test.each([
  ["was marked already", { letter: LETTER, unmarked: false }],
  ["is another family's", { letter: { ...LETTER, family: "other" }, unmarked: true }],
  ["is forged", { letter: { ...LETTER, genuine: false }, unmarked: true }],
  ["couldn't be checked", { letter: { ...LETTER, genuine: null }, unmarked: true }],
  ["bears no secret", { letter: { ...LETTER, secret: null }, unmarked: true }],
] as const)("a letter that %s proves nothing", async (_why, shown) => {
  const { core, visit } = await atContestedDoor();
  await expect(core.intendPayment(visit, shown)).rejects.toMatchObject({ code: "contested" });
});

test("the genuine unmarked letter speaks for paying, and the intent says so", async () => {
  const { core, visit, store } = await atContestedDoor();
  await core.intendPayment(visit, { letter: LETTER, unmarked: true });
  const last = JSON.parse(store.everyEvent().at(-1)?.text ?? "") as { body: object };
  expect(last.body).toMatchObject({ letter: { letter: LETTER.letter, unmarked: true }, grant: null });
});

test("the letter's code outlives the app's death between intent and payment", async () => {
  const cast = await atContestedDoor();
  const { payment } = await cast.core.intendPayment(cast.visit, { letter: LETTER, unmarked: true });
  const again = await createCore(cast.parts);
  const code = given.letters[0]?.code;
  expect(again.state().marking).toEqual({ payment, letter: LETTER.letter, code });
  await again.confirmPaid(payment, { received_by: "self", written: true });
  expect(lastBody(cast)).toMatchObject({ payment, letter: { letter: LETTER.letter, code, written: true } });
});

test("a payment against another letter, or none, names no letter of before", async () => {
  const { core, visit, ...cast } = await atContestedDoor();
  const first = await core.intendPayment(visit, { letter: LETTER, unmarked: true });
  await core.confirmPaid(first.payment, { received_by: "self" });
  expect(lastBody(cast)).toMatchObject({ letter: { written: false } });
  const next = await core.startVisit(familyId(2), "list");
  await core.saveEvidence(next, SEEN, photosOf(familyId(2)));
  const grant = "019370f1-8000-7000-8000-0000000000ae";
  const { payment } = await core.intendPayment(next, { letter: { ...LETTER, secret: null }, grant });
  expect(core.state().marking).toBeNull();
  await core.confirmPaid(payment, { received_by: "self", written: true });
  expect(lastBody(cast)).toMatchObject({ payment, letter: null });
});

test("the house's grant speaks for paying; without network there is none", async () => {
  const { core, visit, house } = await atContestedDoor();
  house.ill.push("offline");
  await expect(core.askGrant(visit)).rejects.toMatchObject({ code: "no_network" });
  house.ill.push("portal");
  await expect(core.askGrant(visit)).rejects.toMatchObject({ code: "not_the_house" });
  house.ill.push({ status: 409, code: "entitlement_settled" });
  await expect(core.askGrant(visit)).rejects.toMatchObject({ id: "i" });
  await core.intendPayment(visit, { grant: "019370f1-8000-7000-8000-0000000000ae" });
  expect(core.state().openIntent?.visit).toBe(visit);
});

test("a receipt's number leaves the phone sealed, and only after the payment", async () => {
  const { core, store, house } = await openedPhone();
  house.pack = { ...packOf(3), pack: "sealing", seal_key: given.box.public };
  await core.pullPack();
  const visit = await core.startVisit(FAMILY, "letter");
  await core.saveEvidence(visit, SEEN, photosOf(FAMILY));
  const { payment } = await core.intendPayment(visit);
  await expect(core.giveReceipt(payment, "whatsapp", "081234567890")).rejects.toMatchObject({ code: "visit_unknown" });
  await core.confirmPaid(payment, { received_by: "self" });
  await expect(core.giveReceipt(payment, "whatsapp", "0812")).rejects.toMatchObject({ code: "number_wrong" });
  await core.giveReceipt(payment, "whatsapp", "0812-3456 7890");
  const text = store.everyEvent().at(-1)?.text ?? "";
  expect(text).not.toContain("3456");
  const { body } = JSON.parse(text) as { body: { to: string } };
  expect(await opened(body.to)).toBe("081234567890");
});

test("a box sealed by the house's own hand opens the same way", async () => {
  expect(await opened(given.box.sealed)).toBe(given.box.plain);
});

test("a visit's request and the code said for it are the same here and at the house", async () => {
  const keys = await phoneKeys();
  for (const { visit, number, seven } of given.requests) {
    expect(await requestNumber(visit, keys)).toBe(number);
    const code = await codeFor(number, given.day_key, keys);
    expect(code.slice(0, 7)).toBe(seven);
    expect(isCode(code)).toBe(true);
  }
});

test("a supervisor's phone approves by QR; another visit, day or phone doesn't pass", async () => {
  const { core, house } = await openedPhone();
  const supervisor = await supervisorsPhone();
  house.pack = { ...packOf(3), pack: "approving", approvers: [{ phone: supervisor.phone, name: "Bu Komang", public_key: await supervisor.parts.keys.publicKey() }] };
  await core.pullPack();
  const visit = await core.startVisit(FAMILY, "list");
  const { qr } = await core.requestOf(visit);
  const said = await supervisor.core.supervise.approve(qr);
  expect(await core.readApproval(said, visit)).toEqual({ by: "Bu Komang", approval: said });
  const other = await core.startVisit(packOf(3).families[1]?.family ?? "", "list");
  await expect(core.readApproval(said, other)).rejects.toMatchObject({ code: "approval_wrong" });
  const [told = "", signature = ""] = said.slice("AMANAH-OK1:".length).split(".");
  const later = toBase64Url(toUtf8((fromUtf8(fromBase64Url(told) ?? new Uint8Array()) ?? "").replace("24", "25")));
  await expect(core.readApproval(`AMANAH-OK1:${later}.${signature}`, visit)).rejects.toMatchObject({ code: "approval_wrong" });
  await expect(core.readApproval(qr, visit)).rejects.toMatchObject({ code: "approval_wrong" });
});

test("a payer's own phone approves nothing", async () => {
  const { core } = await openedPhone();
  const { qr } = await core.requestOf(await core.startVisit(FAMILY, "list"));
  await expect(core.supervise.approve(qr)).rejects.toMatchObject({ code: "not_supervisor" });
  await expect(core.supervise.codeFor("123456")).rejects.toMatchObject({ code: "not_supervisor" });
});

test("what is no request reads as none", () => {
  const request = { v: 1, visit: "v", day: "2026-11-24", office: "80000", payer: "Made" } as const;
  expect(readAsk(askText(request))).toEqual(request);
  for (const text of ["", "AMN1:AA", "AMANAH-ASK1:", "AMANAH-ASK1:e30", "AMANAH-ASK1:*"]) expect(readAsk(text)).toBeNull();
});

function lastBody({ store }: Pick<Cast, "store">): unknown {
  return (JSON.parse(store.everyEvent().at(-1)?.text ?? "") as { body: unknown }).body;
}

async function supervisorsPhone(): Promise<Cast & { phone: string }> {
  const cast = await openedPhone();
  cast.house.pack = { ...packOf(0), pack: "supervising", supervisor: { keys: [{ day: "2026-11-24", key: given.day_key }] } };
  await cast.core.pullPack();
  return { ...cast, phone: cast.core.state().enrolled?.phone ?? "" };
}

async function opened(box: string): Promise<string | null> {
  const bytes = fromBase64Url(box) ?? new Uint8Array(), curve = { name: "ECDH", namedCurve: "P-256" };
  const key = await crypto.subtle.importKey("pkcs8", fromBase64Url(given.box.private) ?? new Uint8Array(), curve, false, ["deriveBits"]);
  const theirs = await crypto.subtle.importKey("raw", bytes.slice(0, 65), curve, false, []);
  const shared = await crypto.subtle.importKey("raw", await crypto.subtle.deriveBits({ name: "ECDH", public: theirs }, key, 256), "HKDF", false, ["deriveKey"]);
  const how = { name: "HKDF", hash: "SHA-256", salt: new Uint8Array(), info: toUtf8("amanah.seal.v1") };
  const aes = await crypto.subtle.deriveKey(how, shared, { name: "AES-GCM", length: 256 }, false, ["decrypt"]);
  return fromUtf8(new Uint8Array(await crypto.subtle.decrypt({ name: "AES-GCM", iv: new Uint8Array(12) }, aes, bytes.slice(65))));
}

test("two boxes of one number are never alike", async () => {
  const keys = keysOf(await newKeyPair());
  expect(await keys.seal(given.box.public, toUtf8("1"))).not.toBe(await keys.seal(given.box.public, toUtf8("1")));
});
