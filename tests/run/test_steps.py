from pathlib import Path

import pytest

from amanah.config.running import steps
from amanah.config.running.steps import Step, StepFailed, call, walk


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name, place in (("REPO", tmp_path), ("VAR", tmp_path), ("LOGS", tmp_path), ("STAMPS", tmp_path / "stamps")):
        monkeypatch.setattr(steps, name, place)
    return tmp_path


def _counting(folder: Path) -> tuple[Step, list[str], Path, Path]:
    source, made = folder / "source.txt", folder / "made.txt"
    source.write_text("one")
    times: list[str] = []

    def work() -> None:
        times.append(source.read_text())
        made.write_text("made")

    return Step("build", "Build", work, lambda: [source], lambda: [made]), times, source, made


def test_a_step_that_is_done_is_not_done_again(folder: Path) -> None:
    step, times, _, _ = _counting(folder)
    walk([step, step])
    assert times == ["one"]


def test_a_changed_source_runs_the_step_again(folder: Path) -> None:
    step, times, source, _ = _counting(folder)
    walk([step])
    source.write_text("two")
    walk([step])
    assert times == ["one", "two"]


def test_a_lost_result_runs_the_step_again(folder: Path) -> None:
    step, times, _, made = _counting(folder)
    walk([step])
    made.unlink()
    walk([step])
    assert times == ["one", "one"]


def test_a_step_that_broke_off_leaves_no_stamp(folder: Path) -> None:
    step, times, source, _ = _counting(folder)
    walk([step])
    source.write_text("two")

    def broken() -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        walk([Step("build", "Build", broken, step.made_from, step.makes)])
    source.write_text("one")
    walk([step])
    assert times == ["one", "one"]


def test_a_failing_step_says_what_to_do_in_both_languages(capsys: pytest.CaptureFixture[str]) -> None:
    def broken() -> None:
        raise StepFailed("no disk", todo_id="Kosongkan cakram.", todo_en="Free some disk.")

    with pytest.raises(SystemExit) as ended:
        walk([Step("disk", "Disk", broken)])
    assert ended.value.code == 1
    said = capsys.readouterr().err
    assert "no disk" in said
    assert "Kosongkan cakram." in said
    assert "Free some disk." in said


def test_a_failing_program_shows_the_end_of_what_it_said() -> None:
    with pytest.raises(StepFailed, match="the last word"):
        call(["sh", "-c", "echo the last word; exit 3"], log="it", todo_id="", todo_en="")


def test_a_program_that_is_not_there_is_a_plain_failure() -> None:
    with pytest.raises(StepFailed):
        call(["a-program-nobody-has"], log="it", todo_id="", todo_en="")


def test_an_errand_keeps_its_standard_output_clean(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    step, _, _, _ = _counting(folder)
    walk([step], quiet=True)
    assert capsys.readouterr().out == ""
