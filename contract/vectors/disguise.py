"""Writes disguise.json: faces before and after a pack's secret turning (`python contract/vectors/disguise.py`)."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np

from amanah.faces import disguise

CASES = ((b"\x00" * 32, 2), (bytes(range(32)), 8), (b"\xa5" * 32, 192))


def cases() -> list[dict[str, object]]:
    told = []
    for secret, length in CASES:
        plain = np.random.default_rng(length).normal(size=length)
        plain = np.round(plain / np.linalg.norm(plain), 6)
        turned = disguise.turn(plain[None], secret=secret)[0]
        told.append({"secret": secret.hex(), "plain": plain.tolist(), "turned": np.round(turned, 12).tolist()})
    return told


if __name__ == "__main__":
    text = json.dumps({"about": "docs/faces.md, In disguise", "cases": cases()}, indent=1)
    Path(__file__).with_suffix(".json").write_text(text + "\n", "utf-8")
