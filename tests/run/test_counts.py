from pathlib import Path

from amanah.config.running.test import Count, _read, _run


def _report(path: Path, text: str) -> Path:
    path.write_text(f'<?xml version="1.0"?><testsuites>{text}</testsuites>')
    return path


def test_counts_of_all_suites_are_added(tmp_path: Path) -> None:
    text = '<testsuite tests="5" failures="1" errors="1" skipped="1"/><testsuite tests="2" failures="0" skipped="0"/>'
    assert _read(_report(tmp_path / "a.xml", text)) == Count(passed=4, failed=2, skipped=1)


def test_no_report_is_a_failure(tmp_path: Path) -> None:
    assert _read(tmp_path / "none.xml").failed == 1


def test_a_run_that_breaks_without_a_failing_test_is_a_failure(tmp_path: Path) -> None:
    assert _run("nothing", ["false"], "--{report}").failed >= 1
