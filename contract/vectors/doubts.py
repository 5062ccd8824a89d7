"""Makes doubts.json: for every doubt a visit as a phone tells it, what surrounds it, and what the house doubts then.

python contract/vectors/doubts.py     (writes beside itself; invented people, no signatures)
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
Json = dict[str, Any]


def id_(tail: str) -> str:
    return f"019370f1-8000-7000-8000-{tail:0>12}"


PHONE, FAMILY, VISIT, PAYMENT, ROUND = id_("b0"), id_("fa01"), id_("d1"), id_("ad1"), id_("c0")
ITEM: Json = {"entitlement": id_("e1"), "amount": 600_000, "fence": 1}
DOOR: Json = {"visit": VISIT, "family": FAMILY}
PLACE: Json = {
    "lat": -8.6561203, "lng": 115.2228301, "accuracy_m": 8, "spread_m": 2, "fixes": 5,
    "taken_at": "2026-11-24T01:00:00.000Z",
}  # fmt: skip
FACE: Json = {
    "likeness": 0.71, "band": "same", "model": "amanah-phone-2", "reference": id_("f1"), "attempts": 1, "live": 0.93,
    "quality": 81, "calibration": "lfw_dev 2026-11", "challenge": {"asked": "left", "passed": True, "ms": 900},
}  # fmt: skip
PHOTOS = [
    {"kind": kind, "sha256": letter * 64, "bytes": 90_000, "thumb": None}
    for kind, letter in (("face", "a"), ("house", "b"))
]
LETTER = id_("1e77e4")
PAPERS = [
    {"kind": kind, "sha256": letter * 64, "bytes": 91_000, "thumb": None}
    for kind, letter in (("ktp", "c"), ("kk", "d"))
]
NO_FACE: Json = {**FACE, "likeness": None, "band": "none", "reference": None}


def way(name: str, **more: Any) -> Json:
    told = {
        "way": name,
        "note": "Kamera gelap.",
        "witness": None,
        "code": None,
        "member": None,
        "letter": False,
        "approval": None,
    }
    return {**told, **more}


WITNESS: Json = {"name": "I Ketut Lingga", "role": "rt"}


def evidence(**other: Any) -> Json:
    body = {**DOOR, "place": PLACE, "face": FACE, "other_way": None, "photos": PHOTOS, **other}
    return {"type": "visit.evidence", "body": body}


def intended(**other: Any) -> Json:
    body = {"payment": PAYMENT, **DOOR, "items": [ITEM], "total": 600_000, "letter": None, "grant": None, **other}
    return {"type": "payment.intended", "body": body}


def paid(item: Json | None = None, **other: Any) -> Json:
    items = [item or ITEM]
    body = {
        "payment": PAYMENT, **DOOR, "items": items, "total": items[0]["amount"], "received_by": "self",
        "receipt": "7KQ2MX9P", "signature": None, "letter": None, **other,
    }  # fmt: skip
    return {"type": "payment.paid", "body": body}


STARTED: Json = {"type": "visit.started", "body": {**DOOR, "how": "letter"}}
VOIDED: Json = {"type": "payment.voided", "body": {"payment": PAYMENT, **DOOR, "reason": "salah hitung"}}
FAILED: Json = {
    "type": "visit.failed",
    "body": {
        **DOOR, "entitlements": [ITEM["entitlement"]], "reason": "not_home", "note": "", "next": "again",
        "place": PLACE, "photos": [], "letter_left": True, "again_on": None, "again_part": None,
    },
}  # fmt: skip
MARKED: Json = {"letter": LETTER, "code": "K7P2QXRM", "written": True}
AWAY: Json = {"lat": -8.70, "lng": 115.22, "accuracy_m": 5}


def visit(*, told: Json | None = None, money: Json | None = None, intent: Json | None = None) -> list[Json]:
    return [STARTED, told or evidence(), intent or intended(), money or paid()]


def events(facts: list[Json]) -> list[str]:
    """Exact texts; unchained and unsigned, which doubts don't look at."""
    return [
        json.dumps({
            "v": 1, "id": id_(f"1e{seq:x}"), "phone": PHONE, "seq": seq, "prev": "0" * 64, "type": fact["type"],
            "at": f"2026-11-24T01:{seq:02d}:00.000Z", "elapsed_ms": seq * 60_000, "server_seen": None,
            "day": "2026-11-24", "body": fact["body"],
        }, ensure_ascii=False)
        for seq, fact in enumerate(facts, start=1)
    ]  # fmt: skip


def one(doubts: str, facts: list[Json] | None = None, *, ended: str = "paid", heard: str = "", **around: Any) -> Json:
    """`around`: what the visit is held `against`, the `lease` (held, none, taken), whether it is `owed`.

    `sound`: a phone that keeps the order of a visit can tell it; the others only one that doesn't.
    """
    return {
        "doubts": doubts.split(), "events": events(facts or visit()), "ended": ended,
        "received_at": heard or "2026-11-24T01:30:00.000Z", "against": around.pop("against", {}),
        "sound": around.pop("sound", True), "lease": around.pop("lease", "held"), "owed": around.pop("owed", "due"),
        **around,
    }  # fmt: skip


def of_place() -> list[Json]:
    return [
        one(""),
        one("no_fix", [STARTED, {**FAILED, "body": {**FAILED["body"], "place": None}}], ended="failed"),
        one("no_fix", visit(told=evidence(place=None)), sound=False),
        one("poor_accuracy", visit(told=evidence(place={**PLACE, "accuracy_m": 80}))),
        one("outside_village", against={"outside_m": 900}),
        one("far_from_home", against={"home": AWAY}),
        one("far_from_home", [STARTED, FAILED], ended="failed", against={"home": AWAY}),
        one("clock_off", heard="2026-11-24T00:00:00.000Z"),
    ]


def of_faces() -> list[Json]:
    still = {**FACE, "live": 0.1, "challenge": {"asked": "left", "passed": False, "ms": 8000}}
    return [
        one("face_below", visit(told=evidence(face={**FACE, "likeness": 0.1, "band": "different"})), sound=False),
        one("face_between", visit(told=evidence(face={**FACE, "likeness": 0.3, "band": "between"}))),
        one("no_reference", visit(told=evidence(face=NO_FACE))),
        one("no_photo", visit(told=evidence(photos=PHOTOS[:1]))),
        one("photo_reused", against={"house_elsewhere": True}),
        one("liveness_low", visit(told=evidence(face=still))),
        one("retaken", visit(told=evidence(face={**FACE, "attempts": 9}))),
        one("second_look_differs", against={"second_likeness": 0.1, "second_band": "different"}),
    ]


def of_ladder() -> list[Json]:
    def by(**told: Any) -> list[Json]:
        return visit(told=evidence(other_way=way(**told), photos=[*PHOTOS, *PAPERS]))

    return [
        one("other_way", by(name="supervisor")),
        one("by_papers", by(name="papers", letter=True)),
        one("by_representative", by(name="representative", member="Ni Made Sari")),
        one("by_witness", by(name="witness", witness=WITNESS, code="57260431"), against={"code_right": True}),
        one("by_witness", by(name="witness", witness=WITNESS, approval="AMANAH-OK1:e30.AA")),
        one("by_witness code_missing", by(name="witness", witness=WITNESS)),
        one(
            "by_witness code_wrong", by(name="witness", witness=WITNESS, code="57260431"), against={"code_right": False}
        ),
        one(
            "by_witness approval_wrong",
            by(name="witness", witness=WITNESS, approval="AMANAH-OK1:e30.AA"),
            against={"approval_right": False},
        ),
    ]


def of_money() -> list[Json]:
    return [
        one("no_lease", lease="none"),
        one("stale_lease", lease="taken"),
        one("stale_lease", visit(money=paid({**ITEM, "fence": 7}))),
        one("double_paid", owed="paid"),
        one("not_owed", owed="unknown"),
        one("amount_differs", visit(money=paid({**ITEM, "amount": 500_000}))),
        one("no_intent", [STARTED, evidence(), paid()], sound=False),
        one("paid_and_voided", [STARTED, evidence(), intended(), VOIDED, paid()], sound=False),
        one("paid_and_failed", [*visit(), FAILED], sound=False),
    ]


def of_letters() -> list[Json]:
    shown = visit(intent=intended(letter={"letter": LETTER, "unmarked": True}), money=paid(letter=MARKED))
    return [
        one("contested_unproven", against={"contested": "unproven"}),
        one("", shown, against={"contested": "proven", "letter_right": True}),
        one("", visit(intent=intended(grant=id_("ae1"))), against={"contested": "proven"}),
        one("letter_code_differs", shown, against={"letter_right": False}),
        one("letter_used_twice", shown, against={"letter_right": True, "letter_twice": True}),
    ]


def made() -> Json:
    opened = {"type": "day.opened", "body": {"round": ROUND, "float": 18_600_000, "counted": True}}
    return {
        "about": "Visits as phones tell them and what the house doubts about each; invented people.",
        "visits": [*of_place(), *of_faces(), *of_ladder(), *of_money(), *of_letters()],
        "float": {"doubts": ["float_differs"], "events": events([opened]), "handed": 18_000_000},
        "elsewhere": {"outside_differs": "follows from an outside verifier's answer, not from events"},
    }


if __name__ == "__main__":
    (HERE / "doubts.json").write_text(json.dumps(made(), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
