import ast

from amanah.cli.main import NOUNS
from amanah.config.jobs import FOLLOWS
from tests.architecture.staircase import HOUSE, own_files, rooms


def _words_of(room: str) -> set[str]:
    """Every text a room's code holds: a journal word is one of them."""
    texts: set[str] = set()
    for path in own_files(".py", top=HOUSE / room):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                texts.add(node.value)
    return texts


def test_every_word_that_jobs_follow_is_said_by_its_room() -> None:
    """A word nobody says would be a job that never runs, and nobody would miss it."""
    unsaid = []
    for word in FOLLOWS:
        room = word.split(".")[0]
        assert room in rooms(), word
        if word not in _words_of(room):
            unsaid.append(word)
    assert not unsaid


def test_every_word_is_followed_by_something() -> None:
    assert not [word for word, jobs in FOLLOWS.items() if not jobs]


def test_every_noun_of_the_command_line_is_in_its_fixed_list() -> None:
    files = {path.stem for path in (HOUSE / "cli").glob("*.py") if "def register" in path.read_text()}
    packages = {
        path.parent.name for path in (HOUSE / "cli").glob("*/__init__.py") if "def register" in path.read_text()
    }
    assert files | packages == set(NOUNS)
