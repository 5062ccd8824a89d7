"""The staircase as `.importlinter` says it: one source for the linter and for these tests."""

from __future__ import annotations

import configparser
import re
from pathlib import Path

REPO = Path(__file__).resolve().parents[2]
HOUSE = REPO / "amanah"


def layers() -> list[set[str]]:
    """From the top down; rooms of one layer don't know each other."""
    parsed = configparser.ConfigParser()
    parsed.read(REPO / ".importlinter")
    lines = parsed["importlinter:contract:staircase"]["layers"].split("\n")
    return [set(re.findall(r"\w+", line)) for line in lines if line.strip()]


def height(room: str) -> int:
    """0 is the bottom."""
    for index, layer in enumerate(reversed(layers())):
        if room in layer:
            return index
    raise LookupError(f"{room} has no place in the staircase")


def rooms() -> list[str]:
    return sorted(path.name for path in HOUSE.iterdir() if (path / "__init__.py").exists())


def own_files(*suffixes: str) -> list[Path]:
    """Files somebody wrote here: no generated folders, nothing that git ignores by name."""
    skipped = {"node_modules", "dist", "dist-sim", "vendor", "__pycache__", ".venv", "var", ".git"}
    found = []
    for top in ("amanah", "tests", "bench", "phone", "contract", "docs", ".ci", "demo"):
        for path in (REPO / top).rglob("*"):
            if path.suffix in suffixes and path.is_file() and not skipped & set(path.parts):
                found.append(path)
    return sorted(found)
