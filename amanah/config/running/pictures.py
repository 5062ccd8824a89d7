"""`./run pictures`: the journeys again, keeping what the browser saw for the README and for docs/day.md."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from amanah.config.running.steps import REPO

PICTURES = REPO / "docs" / "pictures"
SHOWN = ("phone", "today", "case", "verdict")  # in the README; what else the journeys saw stays here, untracked
QUALITY = 84


def main(arguments: list[str]) -> int:
    """`arguments` go to pytest, as `-k whole_day` for the day alone."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    env = {**os.environ, "AMANAH_PICTURES": str(PICTURES)}
    words = [sys.executable, "-m", "pytest", "-q", "tests/journeys", *arguments]
    code = subprocess.run(words, cwd=REPO, env=env, check=False).returncode
    for name in SHOWN:
        _pack(PICTURES / f"{name}.png")
    for picture in sorted(PICTURES.rglob("*.webp")):
        sys.stdout.write(f"  {picture.relative_to(REPO)}  {picture.stat().st_size / 1000:.0f} kB\n")
    return code


def _pack(taken: Path) -> None:
    """As WebP: a README is read on phones too. The PNG of an older run goes, so that it is never packed again."""
    import cv2

    picture = cv2.imread(str(taken), cv2.IMREAD_COLOR) if taken.exists() else None
    if picture is None:
        return
    cv2.imwrite(str(taken.with_suffix(".webp")), picture, [cv2.IMWRITE_WEBP_QUALITY, QUALITY])
    taken.unlink()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
