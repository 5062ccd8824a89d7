"""`./run check`: lint, format, types, the staircase, the contract, the phone's types and lint. All of them run."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from amanah.config.running import setup
from amanah.config.running.steps import REPO

BIN = Path(sys.executable).parent


@dataclass(frozen=True)
class Check:
    name: str
    words: Sequence[str]
    cwd: Path = REPO


def checks() -> list[Check]:
    return [
        Check("ruff", [str(BIN / "ruff"), "check", "."]),
        Check("format", [str(BIN / "ruff"), "format", "--check", "."]),
        Check("mypy --strict", [str(BIN / "mypy")]),
        Check("staircase (import-linter)", [str(BIN / "lint-imports"), "--no-cache"]),
        Check("migrations match models", [*_amanah("django", "makemigrations", "--check", "--dry-run")]),
        Check(
            "contract is what the house reads",
            [sys.executable, "-m", "pytest", "-q", "tests/contract/test_schema.py", "tests/contract/test_versions.py"],
        ),
        Check("phone: types and lint", ["npm", "run", "--silent", "check"], setup.PHONE),
    ]


def _amanah(*words: str) -> list[str]:
    return [sys.executable, "-m", "amanah.cli.main", *words]


def main(arguments: list[str]) -> int:
    failed = [check.name for check in checks() if not _passes(check)]
    if failed:
        sys.stdout.write(f"\n  ✗ {', '.join(failed)}\n")
        return 1
    sys.stdout.write("\n  ✓ lint, types, staircase, contracts\n")
    return 0


def _passes(check: Check) -> bool:
    began = time.monotonic()
    done = subprocess.run(check.words, cwd=check.cwd, capture_output=True, text=True, check=False, timeout=900)
    sign = "✓" if done.returncode == 0 else "✗"
    sys.stdout.write(f"  {sign} {check.name:<40}{time.monotonic() - began:7.1f} s\n")
    if done.returncode != 0:
        sys.stdout.write(done.stdout + done.stderr + "\n")
    sys.stdout.flush()
    return done.returncode == 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
