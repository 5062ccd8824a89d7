"""The staircase as `.importlinter` says it: one source for the linter and for these tests."""

from __future__ import annotations

import configparser
import os
import re
from functools import cache
from pathlib import Path

REPO = Path(__file__).resolve().parents[2]
HOUSE = REPO / "amanah"
GENERATED = {
    "node_modules", "dist", "dist-sim", "vendor", "var", "__pycache__", ".venv", ".git",
    ".mypy_cache", ".ruff_cache", ".pytest_cache", ".hypothesis",
}  # fmt: skip


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


@cache
def own_files(*suffixes: str, top: Path = REPO) -> tuple[Path, ...]:
    """Files somebody wrote here: no generated folders, nothing that git ignores by name."""
    found: list[Path] = []
    for folder, below, names in os.walk(top):
        below[:] = [name for name in below if name not in GENERATED and not name.endswith(".egg-info")]
        found += [Path(folder, name) for name in names if Path(name).suffix in suffixes]
    return tuple(sorted(path for path in found if path.name != "uv.lock"))
