"""`./run pictures`: the journeys again, keeping what the browser saw in docs/pictures for the README."""

from __future__ import annotations

import os
import subprocess
import sys

from amanah.config.running.steps import REPO

PICTURES = REPO / "docs" / "pictures"


def main(arguments: list[str]) -> int:
    PICTURES.mkdir(parents=True, exist_ok=True)
    env = {**os.environ, "AMANAH_PICTURES": str(PICTURES)}
    words = [sys.executable, "-m", "pytest", "-q", "tests/journeys", *arguments]
    code = subprocess.run(words, cwd=REPO, env=env, check=False).returncode
    for picture in sorted(PICTURES.glob("*.png")):
        sys.stdout.write(f"  {picture.relative_to(REPO)}\n")
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
