from pathlib import Path

from amanah.config.running import setup


def test_an_old_node_is_as_good_as_none(tmp_path: Path) -> None:
    old = tmp_path / "node"
    old.write_text("#!/bin/sh\necho v18.19.0\n")
    old.chmod(0o755)
    assert setup._node_major(str(old)) < setup.NODE_AT_LEAST
    assert setup._node_major(None) < setup.NODE_AT_LEAST


def test_every_step_has_a_name_in_both_languages_or_one_that_needs_none() -> None:
    keys = [step.key for step in setup.steps()]
    assert len(keys) == len(set(keys))
    assert all("·" in step.name or step.name == "Node.js" for step in setup.steps())
