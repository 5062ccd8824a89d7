"""Where an office's own tiles are kept: `offices/NOPEN/`, readable by the house alone.

The ground (areas and streets) is nobody's secret; the homes are personal and are never in a phone's pack, nor where
photos or static files are served from.
"""

from __future__ import annotations

from pathlib import Path

GROUND, HOMES = "ground.pmtiles", "homes.pmtiles"
_FOLDER_MODE, _FILE_MODE = 0o700, 0o600


def file_of(folder: Path, nopen: str, name: str) -> Path:
    return folder / "offices" / nopen / name


def keep(folder: Path, nopen: str, name: str, content: bytes) -> Path:
    """Whole or not at all; the older file goes with the same stroke. Raises OSError."""
    path = file_of(folder, nopen, name)
    path.parent.mkdir(parents=True, exist_ok=True)
    for each in (path.parent, path.parent.parent):
        each.chmod(_FOLDER_MODE)
    half = path.with_name(path.name + ".half")
    half.touch(mode=_FILE_MODE)
    half.chmod(_FILE_MODE)
    half.write_bytes(content)
    half.replace(path)
    return path
