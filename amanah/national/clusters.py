"""Offices spread over a Ray cluster. A node that dies takes its tasks with it; Ray gives them to another."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from amanah.national.queries import Made, Spread, plan_office
from amanah.national.types import OfficeDay
from amanah.values.problem import Problem, Sentence

AGAIN = 5
"""Times a task is given to another node after its own died."""
AHEAD = 3
"""Tasks waiting a core: none idles, and the country's families aren't all in memory at once."""


@contextmanager
def on_ray(address: str) -> Iterator[Spread]:
    """`address` of a running cluster's head, or `local`: one of this machine's own cores.

    Problem `ray_missing` where the extra isn't installed, `cluster_unreachable` where nobody answers.
    """
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")  # nothing is told to anybody
    try:
        import ray
    except ImportError as error:
        raise Problem(
            "ray_missing",
            Sentence(
                "Ray belum terpasang. Pasang amanah[national], atau jalankan tanpa --ray.",
                "Ray isn't installed. Install amanah[national], or run without --ray.",
            ),
        ) from error
    try:
        ray.init(address=None if address == "local" else address, include_dashboard=False, log_to_driver=False)
    except (ConnectionError, ValueError, RuntimeError) as error:
        raise Problem(
            "cluster_unreachable",
            Sentence(
                f"Kluster {address} tidak terjangkau. Periksa alamatnya, atau pakai --ray local.",
                f"The cluster {address} can't be reached. Check its address, or use --ray local.",
            ),
        ) from error
    try:
        yield _spread
    finally:
        ray.shutdown()


def _spread(days: Iterable[OfficeDay], seconds: float, seed: int) -> Iterator[Made]:
    """Each office as one task of one core; answers come as they are ready."""
    import ray

    task = ray.remote(num_cpus=1, max_retries=AGAIN)(plan_office)
    cores = ray.cluster_resources().get("CPU", 1)  # type: ignore[no-untyped-call]  # Ray leaves it out
    most = AHEAD * max(1, int(cores))
    under_way = []
    for day in days:
        under_way.append(task.remote(day, seconds, seed))
        while len(under_way) >= most:
            ready, under_way = ray.wait(under_way, num_returns=1)
            yield from ray.get(ready)
    while under_way:
        ready, under_way = ray.wait(under_way, num_returns=1)
        yield from ray.get(ready)
