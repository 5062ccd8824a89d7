import ast
import re
from pathlib import Path

import pytest

from tests.architecture.staircase import HOUSE, REPO, own_files

LONGEST_FILE = 300  # lines
LONGEST_FUNCTION = 50  # lines
# Whole words that tie the project to one machine or one registry. Written in halves so that this file passes itself.
FOREIGN = [
    re.compile(rf"(?<![\w/.]){folder}/")
    for folder in ("/wor" + "k", "/ro" + "ot", "/home/" + r"\w+", "/tm" + "p/brief")
] + [re.compile(re.escape(host)) for host in ("registry." + "npmjs", "files.python" + "hosted", "pypi." + "org")]


def _named(path: Path) -> str:
    return str(path.relative_to(REPO))


def test_files_fit_the_head() -> None:
    """Migrations and the phone's lists of sentences are not read as code."""
    long = {
        _named(path): lines
        for path in own_files(".py", ".ts", ".svelte")
        if not {"migrations", "words"} & set(path.parts)
        and (lines := len(path.read_text().splitlines())) > LONGEST_FILE
    }
    assert not long


def test_functions_fit_the_eye() -> None:
    long = []
    for path in own_files(".py"):
        if "migrations" in path.parts:
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.end_lineno:
                lines = node.end_lineno - node.lineno + 1
                if lines > LONGEST_FUNCTION:
                    long.append(f"{_named(path)}:{node.lineno} {node.name} {lines}")
    assert not long


def test_every_module_of_the_house_says_why_it_is_there() -> None:
    silent = []
    for path in own_files(".py", top=HOUSE):
        if "migrations" in path.parts or path.name == "apps.py":
            continue
        if not ast.get_docstring(ast.parse(path.read_text())):
            silent.append(_named(path))
    assert not silent


def test_an_excuse_has_a_reason() -> None:
    """`type: ignore` and `noqa` name a rule and say why."""
    bare = []
    for path in own_files(".py"):
        if path == Path(__file__):
            continue
        for number, line in enumerate(path.read_text().splitlines(), 1):
            if re.search(r"#\s*(type: ignore|noqa)", line) and not re.search(
                r"#\s*(type: ignore\[[\w, -]+\]|noqa: [A-Z]+\d+(, ?[A-Z]+\d+)*)\s*(#\s*\w.+|\(.+\)|[—-].+)", line
            ):
                bare.append(f"{_named(path)}:{number}")
    assert not bare


def test_nothing_is_tied_to_one_machine_or_registry() -> None:
    kinds = (".py", ".ts", ".svelte", ".md", ".json", ".toml", ".lock", ".mjs", ".js", ".html", ".css", ".csv", "")
    found = []
    for path in own_files(*kinds):
        if path == Path(__file__):
            continue
        text = path.read_text(errors="replace")
        found += [f"{_named(path)}: {word.pattern}" for word in FOREIGN if word.search(text)]
    assert not found


@pytest.mark.parametrize("lock", ["phone/package-lock.json", "amanah/web/assets/package-lock.json"])
def test_a_lock_names_no_registry(lock: str) -> None:
    text = (REPO / lock).read_text()
    assert '"resolved"' not in text
    assert '"integrity"' in text


def test_every_package_is_pinned_by_hash() -> None:
    for lock in ("requirements.lock", "node.lock"):
        text = (REPO / lock).read_text()
        pinned = re.findall(r"^[A-Za-z0-9_.-]+==", text, re.MULTILINE)
        assert pinned
        for block in re.split(r"^(?=[A-Za-z0-9_.-]+==)", text, flags=re.MULTILINE):
            assert not block.strip() or "--hash=sha256:" in block, block.splitlines()[0]


def test_no_page_says_anything_inline() -> None:
    """The Content-Security-Policy would stop it; this says where."""
    wrong = []
    for path in [*own_files(".html"), *own_files(".svelte")]:
        text = path.read_text()
        if path.suffix == ".html" and re.search(
            r"<script(?![^>]*\b(src=|type=\"application/(ld\+)?json\"))[^>]*>", text
        ):
            wrong.append(f"{_named(path)}: inline script")
        if path.suffix == ".html" and re.search(r"<style\b|\sstyle=|\son(click|load|change|submit)=", text):
            wrong.append(f"{_named(path)}: inline style or handler")
        if re.search(r"(src|href)=\"https?://", text) and re.search(
            r"<(script|link|img)[^>]+(src|href)=\"https?://", text
        ):
            wrong.append(f"{_named(path)}: asks another host")
    assert not wrong


def test_what_runs_before_anything_is_installed_needs_only_the_standard_library() -> None:
    import sys

    own = {"amanah.config.running", "amanah.config.running.steps", "amanah.config.running.setup"}
    for name in ("run", "amanah/config/running/steps.py", "amanah/config/running/setup.py"):
        for node in ast.walk(ast.parse((REPO / name).read_text())):
            modules = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            modules += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            for module in modules:
                assert module in own or module.split(".")[0] in sys.stdlib_module_names, f"{name}: {module}"
