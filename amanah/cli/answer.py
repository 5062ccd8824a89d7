"""How a command answers a machine: JSON to a file, or to the standard output for `-`."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from pathlib import Path


def write_json(value: Mapping[str, object] | list[object], target: str) -> None:
    text = json.dumps(value, ensure_ascii=False, indent=2, default=str) + "\n"
    if target == "-":
        sys.stdout.write(text)
    else:
        Path(target).write_text(text, encoding="utf-8")
