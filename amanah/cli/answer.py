"""How a command answers a machine: JSON to a file, or to the standard output for `-`."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from pathlib import Path

from amanah.values.problem import Problem, Sentence


def write_json(value: Mapping[str, object] | list[object], target: str) -> None:
    text = json.dumps(value, ensure_ascii=False, indent=2, default=str) + "\n"
    if target == "-":
        sys.stdout.write(text)
    else:
        _write(text, Path(target))


def _write(text: str, target: Path) -> None:
    """The answer may have taken an hour: where it can't be written, it goes to the standard output."""
    try:
        target.write_text(text, encoding="utf-8")
    except OSError as error:
        sys.stdout.write(text)
        raise Problem(
            "answer_not_written",
            Sentence(
                id=f"{target} tidak bisa ditulis ({error.strerror}); jawabannya dicetak di sini.",
                en=f"{target} can't be written ({error.strerror}); the answer is printed here instead.",
            ),
        ) from error
