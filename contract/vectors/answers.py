"""Makes answers.json: each answer of the house under its signature, and what must not pass for one.

python contract/vectors/answers.py     (writes beside itself; the key is the test key of events.json)
"""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from hashlib import sha256
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256

HERE = Path(__file__).parent
Json = dict[str, Any]
PORTAL = "<html><body>Selamat datang di Wi-Fi gratis</body></html>"


def id_(tail: str) -> str:
    return f"019370f1-8000-7000-8000-{tail:0>12}"


def key_of(jwk: Json) -> ec.EllipticCurvePrivateKey:
    raw = urlsafe_b64decode(jwk["d"] + "=" * (-len(jwk["d"]) % 4))
    return ec.derive_private_key(int.from_bytes(raw, "big"), ec.SECP256R1())


def sign(body: str, key: ec.EllipticCurvePrivateKey) -> str:
    """r||s, base64url."""
    return urlsafe_b64encode(sign_bytes(body.encode(), key)).decode().rstrip("=")


def sign_bytes(body: bytes, key: ec.EllipticCurvePrivateKey) -> bytes:
    """r||s; the nonce follows from what is signed (RFC 6979), so that a script makes the same file again."""
    r, s = decode_dss_signature(key.sign(body, ec.ECDSA(SHA256(), deterministic_signing=True)))
    return r.to_bytes(32, "big") + s.to_bytes(32, "big")


HEARD: Json = {
    "ack_seq": 12, "head_hash": "5e" * 32, "epoch": 1, "server_time": "2026-11-24T09:00:00.000Z",
    "held": [{"id": None, "code": "unreadable", "id_text": "Catatan tidak terbaca.", "en_text": "It can't be read."}],
    "missing_media": ["a" * 64],
}  # fmt: skip
TEXTS = ['{"seq":12}', '{"seq":14}']
BROUGHT = sha256("\n".join(sorted(sha256(text.encode()).hexdigest() for text in TEXTS)).encode()).hexdigest()
REVOKED: Json = {
    "code": "phone_revoked", "id": "HP ini sudah dicabut.", "en": "This phone has been revoked.",
    "wipe": True, "kept": True,
}  # fmt: skip
ANSWERS: list[tuple[str, int, Json]] = [
    ("enrolled", 200, {
        "phone": id_("b0"), "token": "9GosXi16mr--gP7TLbq8fzBVsR5tq16RcbH8kqHKJL8", "house_key": "HOUSE",
        "payer": {"id": id_("aa"), "name": "Made"}, "office": {"nopen": "80000", "name": "KCU Denpasar"},
        "epoch": 1, "server_time": "2026-11-24T00:00:00.000Z",
    }),
    ("heard", 200, HEARD),
    ("heard", 200, {"for": id_("b1"), "brought": BROUGHT, **HEARD}),
    ("kept", 200, {"for": id_("b1"), "kept": True}),
    ("granted", 200, {
        "grant": id_("ae1"), "entitlement": id_("e1"), "fence": 2, "server_time": "2026-11-24T09:00:00.000Z",
    }),
    ("refused", 401, REVOKED),
    ("refused", 401, {**REVOKED, "kept": False}),
]  # fmt: skip
UNSIGNED: list[tuple[str, int, Json]] = [
    ("refused", 409, {"code": "entitlement_settled", "id": "Bantuan ini sudah dibayar.", "en": "This was paid."}),
    ("refused", 409, {"code": "lease_not_yours", "id": "Bukan tugas HP ini.", "en": "Not this phone's task."}),
]  # fmt: skip


def made() -> Json:
    events = json.loads((HERE / "events.json").read_text(encoding="utf-8"))
    house, phone = key_of(events["house_key"]["private_jwk"]), key_of(events["phone_key"]["private_jwk"])
    house_key = events["house_key"]["public_key"]
    signed = [
        {"shape": shape, "status": status, "body": body, "signature": sign(body, house)}
        for shape, status, said in ANSWERS
        if (body := json.dumps(said, ensure_ascii=False, separators=(",", ":")).replace("HOUSE", house_key))
    ]
    heard, revoked = signed[1], signed[5]
    return {
        "about": "Answers of contract 1.1 under the house's test key of events.json, and what isn't one.",
        "house_key": house_key,
        "brought": {"texts": TEXTS, "print": BROUGHT},
        "signed": signed,
        "unsigned": [{"shape": shape, "status": status, "body": json.dumps(said)} for shape, status, said in UNSIGNED],
        "not_the_houses": [
            {"why": "a captive portal's page", "body": PORTAL, "signature": heard["signature"]},
            {"why": "no signature", "body": revoked["body"], "signature": ""},
            {"why": "another's signature", "body": revoked["body"], "signature": sign(revoked["body"], phone)},
            {"why": "another answer's signature", "body": revoked["body"], "signature": heard["signature"]},
            {"why": "a changed letter", "body": heard["body"].replace("12", "13"), "signature": heard["signature"]},
            {"why": "a signature cut off", "body": heard["body"], "signature": heard["signature"][:40]},
            {"why": "no base64url", "body": heard["body"], "signature": "£" * 86},
        ],
    }


if __name__ == "__main__":
    (HERE / "answers.json").write_text(json.dumps(made(), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
