import ast
import re
from pathlib import Path

import pytest
from django.apps import apps

from tests.architecture.staircase import HOUSE, REPO, height, layers, own_files, rooms

PIGEONHOLES = {"utils", "util", "helpers", "common", "services", "managers", "misc", "signals"}


def _sources() -> list[Path]:
    return [path for path in own_files(".py", top=HOUSE) if "migrations" not in path.parts]


def _named(path: Path) -> str:
    return str(path.relative_to(HOUSE.parent))


def test_every_room_has_its_place() -> None:
    placed = set().union(*layers())
    assert set(rooms()) <= placed


@pytest.mark.parametrize("room", rooms())
def test_a_room_says_what_it_promises_and_nothing_else_lives_in_its_door(room: str) -> None:
    tree = ast.parse((HOUSE / room / "__init__.py").read_text())
    assert ast.get_docstring(tree), f"amanah/{room}/__init__.py says nothing"
    assert len(tree.body) == 1, f"amanah/{room}/__init__.py holds more than its docstring"


def test_foreign_keys_go_downwards_only() -> None:
    upwards = []
    for model in apps.get_models():
        if not model.__module__.startswith("amanah."):
            continue
        own = model._meta.app_label
        for field in model._meta.get_fields():
            other = (
                field.related_model._meta.app_label
                if field.concrete and field.is_relation and field.related_model
                else own
            )
            if other in rooms() and other != own and height(other) >= height(own):
                upwards.append(f"{own}.{model.__name__}.{field.name} -> {other}")
    assert not upwards


def test_foreign_keys_to_other_rooms_are_written_as_text() -> None:
    """An import would tie the rooms' models together; the linter's `protected` contracts then say so."""
    wrong = []
    for path in HOUSE.glob("*/models*"):
        for source in [path] if path.suffix == ".py" else path.rglob("*.py"):
            for node in ast.walk(ast.parse(source.read_text())):
                module = node.module or "" if isinstance(node, ast.ImportFrom) else ""
                own = source.relative_to(HOUSE).parts[0]
                if re.fullmatch(r"amanah\.\w+\.models.*", module) and module.split(".")[1] != own:
                    wrong.append(f"{_named(source)}: {module}")
    assert not wrong


def test_no_pigeonhole_takes_what_has_no_name() -> None:
    named = {
        name
        for path in own_files(".py", ".ts", ".svelte")
        for name in (path.stem, *path.relative_to(REPO).parent.parts)
    }
    assert not named & PIGEONHOLES


def test_nothing_happens_behind_your_back() -> None:
    """No signals, no overridden save: what follows from a fact stands in config/jobs.py."""
    wrong = []
    for path in _sources():
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.ImportFrom) and node.module in {"django.db.models.signals", "django.dispatch"}:
                wrong.append(f"{_named(path)}: signals")
            if isinstance(node, ast.FunctionDef) and node.name in {"save", "__setattr__"}:
                wrong.append(f"{_named(path)}:{node.lineno} {node.name}")
    assert not wrong


def test_no_exception_is_swallowed_whole() -> None:
    wrong = []
    for path in _sources():
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.ExceptHandler) and _catches_everything(node):
                wrong.append(f"{_named(path)}:{node.lineno}")
    assert not wrong


def _catches_everything(handler: ast.ExceptHandler) -> bool:
    """One that tidies up and raises again swallows nothing."""
    if any(isinstance(node, ast.Raise) and node.exc is None for node in handler.body):
        return False
    if handler.type is None:
        return True
    caught = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
    names = {node.id for node in caught if isinstance(node, ast.Name)}
    return bool(names & {"Exception", "BaseException"})


def test_a_door_is_small() -> None:
    """At most a dozen public commands a room."""
    crowded = []
    for room in rooms():
        faces = [HOUSE / room / "commands.py", *(HOUSE / room / "commands").glob("*.py")]
        verbs = [name for face in faces if face.exists() for name in _public_functions(face)]
        if len(verbs) > 12:
            crowded.append(f"{room}: {len(verbs)} {sorted(verbs)}")
    assert not crowded


def _public_functions(path: Path) -> list[str]:
    """Of a folder, what its files offer through `__init__`; of a file, its public functions."""
    if path.parent.name == "commands" and path.name != "__init__.py":
        return []
    tree = ast.parse(path.read_text())
    if path.name == "__init__.py":
        return [
            alias.asname or alias.name for node in tree.body if isinstance(node, ast.ImportFrom) for alias in node.names
        ]
    return [node.name for node in tree.body if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")]


def test_the_thinking_has_no_clock_and_no_chance_of_its_own() -> None:
    wrong = []
    for path in HOUSE.glob("*/rules*"):
        for source in [path] if path.suffix == ".py" else path.rglob("*.py"):
            for node in ast.walk(ast.parse(source.read_text())):
                if isinstance(node, ast.Import | ast.ImportFrom):
                    named = {alias.name for alias in node.names} | {getattr(node, "module", None) or ""}
                    if named & {"time", "random", "secrets", "utc_now", "new_id"}:
                        wrong.append(_named(source))
                if isinstance(node, ast.Attribute) and node.attr in {"now", "utcnow", "today"}:
                    wrong.append(f"{_named(source)}:{node.lineno}")
    assert not wrong


def test_facts_are_frozen() -> None:
    """Every dataclass of a room's types is frozen and slotted."""
    wrong = []
    for path in HOUSE.glob("*/types*"):
        for source in [path] if path.suffix == ".py" else path.rglob("*.py"):
            for node in ast.walk(ast.parse(source.read_text())):
                if isinstance(node, ast.ClassDef) and _is_loose_dataclass(node):
                    wrong.append(f"{_named(source)}:{node.lineno} {node.name}")
    assert not wrong


def _is_loose_dataclass(node: ast.ClassDef) -> bool:
    for decorator in node.decorator_list:
        call = decorator if isinstance(decorator, ast.Call) else None
        name = call.func if call else decorator
        if isinstance(name, ast.Name) and name.id == "dataclass":
            said = {word.arg for word in call.keywords} if call else set()
            return not {"frozen", "slots"} <= said
    return False
