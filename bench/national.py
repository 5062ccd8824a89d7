"""What all offices' rounds cost, and whether a cluster that loses a node plans the same.

    ./run bench national --offices 200 --json -

Invented offices as large as Indonesia's (amanah/national/inventing.py) are planned in one process, then by a Ray
cluster of two nodes on this machine of which one is killed mid-run, then again after a break in the middle. The three
digests must be one. From the measured CPU seconds an office: what 4,308 offices and 40,000 payers cost.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

REPO = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(REPO))

from amanah.cli.answer import write_json  # noqa: E402 - the script's own folder comes first
from amanah.cli.progress import bar  # noqa: E402 - the script's own folder comes first
from amanah.national import clusters, inventing, queries  # noqa: E402 - the script's own folder comes first
from amanah.national.queries import Made, plan_nation  # noqa: E402 - the script's own folder comes first
from amanah.national.types import NationPlanned, OfficeDay  # noqa: E402 - the script's own folder comes first

OFFICES, PAYERS = 4308, 40_000
SECONDS = 1.0  # of CPU an office; the engine turns it into a count


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--offices", type=int, default=200)
    parser.add_argument("--json", default="-")
    asked = parser.parse_args()
    days = list(inventing.offices(asked.offices))
    with TemporaryDirectory() as folder:
        at = Path(folder)
        near, near_s = _near(days, at / "near")
        far, far_s = _far(days, at / "far")
        again = _again(days, at / "again")
    cpu_s, payers = sum(one.cpu_s for one in near.offices), sum(day.payers for day in days)
    write_json(
        {
            "offices": len(days),
            "payers": payers,
            "families": sum(one.served + one.unserved for one in near.offices),
            "unserved": sum(one.unserved for one in near.offices),
            "hours_max": max(one.hours_max for one in near.offices),
            "one_process_s": round(near_s, 1),
            "office_cpu_s": round(cpu_s / len(days), 3),
            "two_nodes_one_killed_s": round(far_s, 1),
            "same_after_kill": far.digest == near.digest,
            "same_after_break": again.digest == near.digest,
            "kept_after_break": again.kept,
            "nation_core_hours": round(cpu_s / len(days) * OFFICES / 3600, 2),
            "payers_40000_core_hours": round(cpu_s / payers * PAYERS / 3600, 2),
            "digest": near.digest,
        },
        asked.json,
    )


def _near(days: list[OfficeDay], folder: Path) -> tuple[NationPlanned, float]:
    begun = time.monotonic()
    with bar("satu proses · one process") as told:
        return plan_nation(days, folder, seconds=SECONDS, told=told), time.monotonic() - begun


def _far(days: list[OfficeDay], folder: Path) -> tuple[NationPlanned, float]:
    """Two nodes of one core each; the second is killed when a third of the offices is done."""
    from ray.cluster_utils import Cluster

    cluster = Cluster(initialize_head=True, head_node_args={"num_cpus": 1, "include_dashboard": False})
    left = [cluster.add_node(num_cpus=1)]
    begun = time.monotonic()
    try:
        with bar("dua simpul · two nodes") as shown, clusters.on_ray(cluster.address) as spread:

            def told(done: int, of: int) -> None:
                shown(done, of)
                if done >= len(days) // 3 and left:
                    cluster.remove_node(left.pop(), allow_graceful=False)

            return plan_nation(days, folder, seconds=SECONDS, spread=spread, told=told), time.monotonic() - begun
    finally:
        cluster.shutdown()  # type: ignore[no-untyped-call]  # Ray leaves it out


def _again(days: list[OfficeDay], folder: Path) -> NationPlanned:
    """Broken off in the middle, as by a power cut; then gone on with."""

    def breaks_off(some: Iterable[OfficeDay], seconds: float, seed: int) -> Iterator[Made]:
        for i, day in enumerate(some):
            if i == len(days) // 2:
                raise KeyboardInterrupt
            yield queries.plan_office(day, seconds, seed)

    with suppress(KeyboardInterrupt):
        plan_nation(days, folder, seconds=SECONDS, spread=breaks_off)
    return plan_nation(days, folder, seconds=SECONDS)


if __name__ == "__main__":
    main()
