"""What a phone tells of a face and of a rung of the ladder, as newer and as older phones tell it."""

from __future__ import annotations

import json
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from amanah.visits.types import Challenge, Movement, VisitEvidence, Way, Witness, WitnessRole, read_event

_VECTORS = json.loads((Path(__file__).parents[2] / "contract/vectors/events.json").read_text())["events"]
_EVIDENCE = [json.loads(one["text"]) for one in _VECTORS if one["type"] == "visit.evidence"]
NEW_OF_FACE = {"quality", "calibration", "challenge"}
NEW_OF_WAY = {"witness", "code", "member", "letter"}


def evidence(said: dict[str, Any]) -> VisitEvidence | None:
    body = read_event(json.dumps(said)).body
    assert body is None or isinstance(body, VisitEvidence)
    return body


def changed(part: str, **fields: Any) -> dict[str, Any]:
    said: dict[str, Any] = deepcopy(_EVIDENCE[1])
    said["body"][part] |= fields
    return said


def without(part: str, names: set[str]) -> dict[str, Any]:
    said: dict[str, Any] = deepcopy(_EVIDENCE[1])
    said["body"][part] = {name: value for name, value in said["body"][part].items() if name not in names}
    return said


def test_a_challenge_a_quality_and_a_calibration_are_read() -> None:
    read = evidence(_EVIDENCE[0])
    assert read
    assert read.face
    assert (read.face.quality, read.face.calibration) == (81, "lfw_dev 2026-11")
    assert read.face.challenge == Challenge(Movement.LEFT, passed=True, ms=1420)


def test_a_witness_and_a_supervisors_code_are_read() -> None:
    read = evidence(_EVIDENCE[1])
    assert read
    assert read.other_way
    assert read.other_way.witness == Witness("I Ketut Lingga", WitnessRole.KEPALA_LINGKUNGAN)
    assert (read.other_way.way, read.other_way.code, read.other_way.letter) == (Way.WITNESS, "57260431", False)


def test_an_older_phone_tells_none_of_it_and_is_heard_all_the_same() -> None:
    read = evidence(without("face", NEW_OF_FACE))
    assert read
    assert read.face
    assert (read.face.quality, read.face.calibration, read.face.challenge) == (None, None, None)
    read = evidence(without("other_way", NEW_OF_WAY))
    assert read
    assert read.other_way
    assert (read.other_way.witness, read.other_way.code, read.other_way.letter) == (None, None, False)


def test_an_older_phones_supervisor_still_reads() -> None:
    said = without("other_way", NEW_OF_WAY)
    said["body"]["other_way"]["way"] = "supervisor"
    read = evidence(said)
    assert read
    assert read.other_way
    assert read.other_way.way is Way.SUPERVISOR


@pytest.mark.parametrize("code", ["0000", "abc", ""])
def test_a_mistyped_code_hides_no_evidence(code: str) -> None:
    """Whether a code is right is judged, never a reason not to hear what happened."""
    assert evidence(changed("other_way", code=code)) is not None


@pytest.mark.parametrize(
    ("part", "fields"),
    [
        ("face", {"quality": 101}),
        ("face", {"quality": -1}),
        ("face", {"challenge": {"asked": "jump", "passed": True, "ms": 1}}),
        ("face", {"challenge": {"asked": "left", "passed": "yes", "ms": 1}}),
        ("other_way", {"witness": {"name": "I Ketut", "role": "king"}}),
        ("other_way", {"letter": 1}),
        ("other_way", {"code": 57260431}),
        ("other_way", {"code": "0" * 17}),
    ],
)
def test_what_is_no_such_thing_does_not_read(part: str, fields: dict[str, Any]) -> None:
    assert evidence(changed(part, **fields)) is None
