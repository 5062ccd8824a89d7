"""What a log may say of a background job: that it failed and why, never what it was about."""

from __future__ import annotations

import logging


def failed_jobs_without_their_arguments(record: logging.LogRecord) -> bool:
    """A filter: drops jobs that went well, and strips a failed one of its arguments (they may name a family).

    The library tells of a job that will be tried again as mere information; we want to hear of the first failure.
    """
    action = str(getattr(record, "action", ""))
    if not action.startswith(("job_error", "job_aborted")):
        return record.levelno >= logging.WARNING
    job = getattr(record, "job", {})
    record.msg = f"{job.get('task_name')}[{job.get('id')}] {action}, attempt {job.get('attempts')}"
    record.args = ()
    if record.levelno < logging.WARNING:
        record.levelno, record.levelname = logging.WARNING, "WARNING"
    return True
