import logging

from amanah.config.logs import failed_jobs_without_their_arguments


def _record(action: str, level: int = logging.INFO) -> logging.LogRecord:
    said = "Job amanah.follow[7](told=[{'family': 'Ni Wayan'}]) ended"
    record = logging.LogRecord("procrastinate.worker", level, "worker.py", 1, said, (), None)
    record.action = action
    record.job = {"task_name": "amanah.follow", "id": 7, "attempts": 1, "task_kwargs": {"told": "Ni Wayan"}}
    return record


def test_the_first_failure_of_a_job_is_heard() -> None:
    record = _record("job_error_retry")
    assert failed_jobs_without_their_arguments(record)
    assert record.levelno == logging.WARNING


def test_a_failed_job_is_named_without_what_it_was_about() -> None:
    record = _record("job_error", logging.ERROR)
    assert failed_jobs_without_their_arguments(record)
    assert "amanah.follow[7]" in record.getMessage()
    assert "Wayan" not in record.getMessage()


def test_a_job_that_went_well_is_no_news() -> None:
    assert not failed_jobs_without_their_arguments(_record("job_success"))
    assert not failed_jobs_without_their_arguments(_record("start_job"))


def test_other_warnings_of_the_worker_pass() -> None:
    assert failed_jobs_without_their_arguments(_record("pruning", logging.WARNING))
