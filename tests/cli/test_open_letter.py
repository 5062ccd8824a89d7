"""`amanah events open` asks why, and both who and why are on record before anything is heard."""

from __future__ import annotations

import pytest

from amanah.cli.main import main
from amanah.journal import queries as journal
from amanah.visits import queries
from amanah.visits.commands import letters
from tests.visits.cast import NOW


@pytest.fixture
def letter(db: None) -> str:
    letters.keep_for_later(b"from nobody we know", phone=None, now=NOW)
    return str(queries.letters()[0].id)


def test_it_opens_nothing_without_a_reason(letter: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["events", "open", letter, "--by", "sari"])
    assert stopped.value.code == 2
    assert "--reason" in capsys.readouterr().err
    assert main(["--lang", "en", "events", "open", letter, "--by", "sari", "--reason", " "]) == 2
    assert "Write why this letter is opened" in capsys.readouterr().err
    assert not queries.letters()[0].is_opened


def test_the_reason_is_journaled_with_who_gave_it(letter: str) -> None:
    main(["events", "open", letter, "--by", "sari", "--reason", "laporan kehilangan"])
    (entry,) = journal.entries(word="visits.letter_opened")
    assert (entry.by, entry.about, entry.details) == (
        "user:sari",
        f"letter:{letter}",
        {"reason": "laporan kehilangan"},
    )
