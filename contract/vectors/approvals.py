"""Makes approvals.json: a supervisor's signed word for a visit, and what must not pass for one.

python contract/vectors/approvals.py     (writes beside itself; the keys are the test keys of events.json)
"""

from __future__ import annotations

import json
import runpy
from base64 import urlsafe_b64encode
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
ANSWERS = runpy.run_path(str(HERE / "answers.py"))
Json = dict[str, Any]
VISIT, OTHER, SUPERVISOR, STRANGER = (f"019370f1-8000-7000-8000-{tail:0>12}" for tail in ("d1", "d2", "b9", "b8"))
DAY = "2026-11-24"


def b64(text: str) -> str:
    return urlsafe_b64encode(text.encode()).decode().rstrip("=")


def approval(key: Any, **other: Any) -> str:
    said = json.dumps({"v": 1, "visit": VISIT, "day": DAY, "phone": SUPERVISOR, "at": f"{DAY}T02:00:00.000Z", **other})
    return f"AMANAH-OK1:{b64(said)}.{ANSWERS['sign'](said, key)}"


def shown(key: Any, **other: Any) -> tuple[str, str]:
    """As the app itself writes it, without spaces; and in brief, as the evidence of that visit carries it."""
    said = {"v": 1, "visit": VISIT, "day": DAY, "phone": SUPERVISOR, "at": f"{DAY}T02:00:00.000Z", **other}
    text = json.dumps(said, separators=(",", ":"))
    signature = ANSWERS["sign"](text, key)
    return f"AMANAH-OK1:{b64(text)}.{signature}", f"AMANAH-OK2:{said['phone']}/{said['at']}/{signature}"


def made() -> Json:
    events = json.loads((HERE / "events.json").read_text(encoding="utf-8"))
    own, another = (ANSWERS["key_of"](events[name]["private_jwk"]) for name in ("phone_key", "house_key"))
    right = approval(own)
    signature = right.split(".")[1]
    whole, brief = shown(own)
    wrong = {
        "of another visit": approval(own, visit=OTHER),
        "of another day": approval(own, day="2026-11-23"),
        "of a phone that isn't a supervisor's": approval(own, phone=STRANGER),
        "signed by another key": approval(another),
        "another text under the signature": f"{approval(own, at='x').split('.')[0]}.{signature}",
        "without a signature": right.split(".")[0],
        "cut off": right[:-9],
        "of another version": approval(own, v=2),
        "no text of ours": right.removeprefix("AMANAH-"),
        "empty": "",
        "in brief, of another visit": shown(own, visit=OTHER)[1],
        "in brief, of another day": shown(own, day="2026-11-23")[1],
        "in brief, at another time": brief.replace("T02:", "T03:"),
        "in brief, of a phone that isn't a supervisor's": shown(own, phone=STRANGER)[1],
        "in brief, signed by another key": shown(another)[1],
        "in brief, without a signature": brief.rpartition("/")[0],
        "in brief, of no phone": f"AMANAH-OK2:x/{DAY}T02:00:00.000Z/{signature}",
    }
    return {
        "about": "A supervisor's word for one visit of one day, phone to phone; test keys.",
        "visit": VISIT, "day": DAY,
        "approver": {"phone": SUPERVISOR, "name": "Komang", "public_key": events["phone_key"]["public_key"]},
        "right": right,
        "shown": whole, "brief": brief,
        "wrong": [{"why": why, "text": text} for why, text in wrong.items()],
    }  # fmt: skip


if __name__ == "__main__":
    (HERE / "approvals.json").write_text(json.dumps(made(), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
