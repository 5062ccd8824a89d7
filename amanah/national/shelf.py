"""Plans kept, one file an office: written whole or not at all, and good only for the very day that was asked."""

from __future__ import annotations

import json
from dataclasses import asdict
from hashlib import sha256
from pathlib import Path
from typing import Any

from amanah.national.types import OfficeDay, OfficePlanned


def asked_of(day: OfficeDay, seconds: float, seed: int) -> str:
    """SHA-256 of everything a plan follows from: another family, another payer, and the file is no longer good."""
    roads = [sha256(matrix.tobytes()).hexdigest() for matrix in day.roads or ()]
    stops = [asdict(stop) for stop in day.stops]
    asked = [day.nopen, day.depot, day.payers, stops, roads, seconds, seed]
    return sha256(json.dumps(asked, sort_keys=True, default=str).encode()).hexdigest()


def planned_before(folder: Path, nopen: str, asked: str) -> OfficePlanned | None:
    """The office's plan of an earlier run, if it was made from this very day."""
    try:
        told = json.loads(_path(folder, nopen).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None  # never made, or a disc that failed: it is made again
    if told.get("asked") != asked or digest_of(told.get("plan")) != told.get("digest"):
        return None
    return summed(nopen, told["plan"], cpu_s=0.0)


def keep(folder: Path, nopen: str, asked: str, plan: dict[str, Any]) -> None:
    told = {"nopen": nopen, "asked": asked, "digest": digest_of(plan), "plan": plan}
    half = _path(folder, nopen).with_suffix(".half")
    half.write_text(json.dumps(told, ensure_ascii=False, sort_keys=True), encoding="utf-8")
    half.replace(_path(folder, nopen))


def summed(nopen: str, plan: dict[str, Any], *, cpu_s: float) -> OfficePlanned:
    rounds = plan["rounds"]
    return OfficePlanned(
        nopen, len(rounds), sum(len(one["stops"]) for one in rounds), len(plan["unserved"]),
        round(sum(one["km"] for one in rounds), 3), max((one["hours"] for one in rounds), default=0.0),
        digest_of(plan), cpu_s,
    )  # fmt: skip


def digest_of(plan: object) -> str:
    return sha256(json.dumps(plan, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def _path(folder: Path, nopen: str) -> Path:
    return folder / f"{nopen}.json"
