"""`./run test`: pytest, vitest, then the journeys in a real browser; the last line counts all of them."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from dataclasses import dataclass
from pathlib import Path

from amanah.config.running import setup
from amanah.config.running.steps import REPO, VAR

REPORTS = VAR / "test"
BROWSERS = ("chromium", "chromium-browser", "google-chrome")


@dataclass(frozen=True)
class Count:
    passed: int = 0
    failed: int = 0
    skipped: int = 0

    def __add__(self, other: Count) -> Count:
        return Count(self.passed + other.passed, self.failed + other.failed, self.skipped + other.skipped)


def main(arguments: list[str]) -> int:
    if arguments:
        return subprocess.run([sys.executable, "-m", "pytest", *arguments], cwd=REPO, check=False).returncode
    shutil.rmtree(REPORTS, ignore_errors=True)
    REPORTS.mkdir(parents=True)
    total = _pytest() + _vitest() + _journeys()
    sys.stdout.write(f"\n{total.passed} passed, {total.failed} failed, {total.skipped} skipped\n")
    return 1 if total.failed or not total.passed else 0


def _pytest() -> Count:
    """One process more than cores: a rehearsal mostly waits, for its phones, its network and its worker."""
    words = ["-n", str(min((os.cpu_count() or 1) + 1, 4)), "--dist", "loadgroup", "--ignore", "tests/journeys"]
    return _run("pytest", [sys.executable, "-m", "pytest", "-q", *words], "--junitxml={report}")


def _vitest() -> Count:
    words = ["npx", "vitest", "run", "--reporter=default", "--reporter=junit"]
    return _run("vitest", words, "--outputFile.junit={report}", cwd=setup.PHONE)


def _journeys() -> Count:
    folder = REPO / "tests" / "journeys"
    if not any(folder.glob("test_*.py")):
        return Count()
    if not _find_browser():
        return _say_skipped()
    words = ["-n", str(min(os.cpu_count() or 1, 2)), "--dist", "loadfile", "tests/journeys"]
    return _run("journeys", [sys.executable, "-m", "pytest", "-q", *words], "--junitxml={report}")


def _say_skipped() -> Count:
    sys.stdout.write(
        "\n"
        "  !! PERJALANAN DI PERAMBAN DILEWATI: chromium tidak ada. Pasang: sudo apt-get install chromium\n"
        "  !! BROWSER JOURNEYS SKIPPED: there is no chromium. Get it: sudo apt-get install chromium\n"
    )
    return Count(skipped=1)


def _find_browser() -> bool:
    if os.environ.get("AMANAH_CHROMIUM") or any(map(shutil.which, BROWSERS)):
        return True
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return False
    sys.stdout.write("  … chromium (apt-get)\n")
    sys.stdout.flush()
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "check": False, "timeout": 900}
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run(["apt-get", "update", "-qq"], env=env, **quiet)  # type: ignore[call-overload]  # one dict, two calls
    install = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium"]
    subprocess.run(install, env=env, **quiet)  # type: ignore[call-overload]  # one dict, two calls
    return any(map(shutil.which, BROWSERS))


def _run(name: str, words: list[str], report_option: str, *, cwd: Path = REPO) -> Count:
    report = REPORTS / f"{name}.xml"
    sys.stdout.write(f"\n== {name}\n")
    sys.stdout.flush()
    done = subprocess.run([*words, report_option.format(report=report)], cwd=cwd, check=False)
    count = _read(report)
    if done.returncode != 0 and not count.failed:
        return count + Count(failed=1)  # it broke without saying which test
    return count


def _read(report: Path) -> Count:
    if not report.exists():
        return Count(failed=1)
    suites = list(ElementTree.parse(report).getroot().iter("testsuite"))  # noqa: S314 (our own report)
    total = sum(int(suite.get("tests", 0)) for suite in suites)
    failed = sum(int(suite.get("failures", 0)) + int(suite.get("errors", 0)) for suite in suites)
    skipped = sum(int(suite.get("skipped", 0)) for suite in suites)
    return Count(passed=total - failed - skipped, failed=failed, skipped=skipped)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
