"""Values in, PDF or QR out. Papers know no tables and keep no key: the signing key comes in.

code = letter_qr(letter_id, family=…, items=…, stage=…, key=…, at=…)
pdf = letters([Letter(…, qr=code)], sender=sender)
"""

from __future__ import annotations

import hmac
import io
import json
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from uuid import UUID

import segno
import typst
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey, EllipticCurvePublicKey

from amanah.papers import codes, reading, rules, words
from amanah.papers.types import DanomRow, Item, Letter, Mark, Receipt, Sender
from amanah.values.clock import said
from amanah.values.money import Money
from amanah.values.problem import Language

_HERE = Path(__file__).parent


def letter_qr(
    letter: UUID,
    *,
    family: UUID,
    items: Sequence[Item],
    stage: str,
    key: EllipticCurvePrivateKey,
    at: datetime,
    secret: bytes | None = None,
) -> str:
    """The text of a letter's QR: signed, so that nobody can write another amount (contract, `AMN1:`)."""
    return rules.signed(letter, family=family, items=items, stage=stage, key=key, at=at, secret=secret)


def check_mark(qr: str, written: str, *, key: EllipticCurvePublicKey) -> Mark:
    """Whether the written code belongs on the letter of this QR; never says which code would. Any text may come in."""
    letter = reading.letter_read(qr, key=key)
    if letter is None:
        return Mark.NOT_OURS
    if letter.secret is None:
        return Mark.WITHOUT_CODE
    right = codes.letter_code(letter.secret, letter.id)
    return Mark.FITS if hmac.compare_digest(codes.tidy(written).encode(), right.encode()) else Mark.DIFFERS


def letters(them: Sequence[Letter], *, sender: Sender, language: Language = "id") -> bytes:
    """A4, one page a family, as PDF."""
    pictures = {f"qr/{number}.png": _png(one.qr) for number, one in enumerate(them)}
    told = [_letter(one, qr) for one, qr in zip(them, pictures, strict=True)]
    return _pdf("letter", sender, language, pictures, letters=told)


def danom(rows: Sequence[DanomRow], *, stage: str, sender: Sender, language: Language = "id") -> bytes:
    """A4 across: the office's list with a place to sign on each line, as PDF."""
    total = sum((row.amount for row in rows), Money(0))
    return _pdf(
        "danom", sender, language, {}, stage=stage, total=_amount(total), count=len(rows),
        rows=[[r.id_salur, r.name, r.nik_masked, r.card_masked, r.address, r.programme, str(r.amount)] for r in rows],
    )  # fmt: skip


def receipt(of: Receipt, *, sender: Sender, language: Language = "id") -> bytes:
    """A6, for the family to keep, as PDF."""
    return _pdf(
        "receipt", sender, language, {}, code=of.code, name=of.name, stage=of.stage, at=said(of.at), payer=of.payer,
        received_by=of.received_by, items=_items(of.items), total=_amount(of.total),
    )  # fmt: skip


def _letter(of: Letter, qr: str) -> dict[str, object]:
    return {
        "number": str(of.id)[-12:].upper(), "name": of.name, "address": list(of.address), "card": of.card_tail,
        "stage": of.stage, "visit_on": of.visit_on, "items": _items(of.items), "total": _amount(of.total),
        "qr": qr, "plus_code": of.plus_code,
    }  # fmt: skip


def _items(items: Sequence[Item]) -> list[list[str]]:
    return [[item.label, str(item.amount)] for item in items]


def _amount(money: Money) -> dict[str, str]:
    return {"figures": str(money), "words": money.in_words()}


def _png(text: str) -> bytes:
    """A few pixels a module, printed pixelated, so that no viewer blurs its edges away."""
    kept = io.BytesIO()
    segno.make(text, error="m", boost_error=False, micro=False).save(kept, kind="png", border=0, scale=4)
    return kept.getvalue()


def _pdf(paper: str, sender: Sender, language: Language, pictures: Mapping[str, bytes], **values: object) -> bytes:
    told = {"sender": {"nopen": sender.nopen, "name": sender.name, "hotline": sender.hotline}, **values}
    with tempfile.TemporaryDirectory(prefix="amanah-paper-") as folder:
        root = Path(folder)
        _lay_out(root, pictures)
        made = typst.compile(
            str(root / f"{paper}.typ"), root=folder, font_paths=[str(_HERE / "fonts")], ignore_system_fonts=True,
            sys_inputs={"told": json.dumps(told), "words": json.dumps(words.in_(language)), "language": language},
        )  # fmt: skip
    if not isinstance(made, bytes):
        raise TypeError("typst gave pages, not one PDF")
    return made


def _lay_out(root: Path, pictures: Mapping[str, bytes]) -> None:
    """Typst reads only below its root: the papers and this print's pictures, and nothing else, lie there."""
    for source in _HERE.glob("*.typ"):
        shutil.copy(source, root)
    for name, picture in pictures.items():
        (root / name).parent.mkdir(exist_ok=True)
        (root / name).write_bytes(picture)
