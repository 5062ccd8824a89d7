"""No example of the contract lies unread: each is run by pytest and by vitest, and contract/README.md says by which."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CONTRACT = ROOT / "contract"
ROW = re.compile(
    r"^\| `(?P<file>(?:vectors|recorded)/[^`]+\.json)` \|[^|]+\|[^|]+\|(?P<pytest>[^|]+)\|(?P<vitest>[^|]+)\|$", re.M
)
READERS = {
    row["file"]: (re.findall("`([^`]+)`", row["pytest"]), re.findall("`([^`]+)`", row["vitest"]))
    for row in ROW.finditer((CONTRACT / "README.md").read_text(encoding="utf-8"))
}


def reads(test: str, file: str) -> bool:
    """A vitest file may leave the name out where it means the default of phone/tests/contract.ts."""
    text = (ROOT / test).read_text(encoding="utf-8")
    return Path(file).name in text or (file == "vectors/events.json" and "vectors()" in text)


def test_every_example_has_its_row() -> None:
    there = [*CONTRACT.glob("vectors/*.json"), *CONTRACT.glob("recorded/**/*.json")]
    assert set(READERS) == {path.relative_to(CONTRACT).as_posix() for path in there}


@pytest.mark.parametrize("file", sorted(READERS))
def test_an_example_is_read_by_both_sides(file: str) -> None:
    ours, phones = READERS[file]
    assert [test for test in ours if test.startswith("tests/") and reads(test, file)] == ours != []
    assert [test for test in phones if test.startswith("phone/tests/") and reads(test, file)] == phones != []


@pytest.mark.parametrize("file", sorted(CONTRACT.glob("vectors/*.json")), ids=lambda path: path.stem)
def test_an_example_can_be_made_anew(file: Path) -> None:
    """events.json by the phone's own core, every other by the script beside it."""
    assert file.stem == "events" or file.with_suffix(".py").is_file()
