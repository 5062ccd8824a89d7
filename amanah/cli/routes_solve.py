"""`amanah routes solve FILE.vrp`: a published routing problem, to compare us with other solvers."""

from __future__ import annotations

import argparse
import resource
import sys
from pathlib import Path

Nouns = argparse._SubParsersAction  # argparse gives this type no public name


def add_verb(verbs: Nouns[argparse.ArgumentParser]) -> None:
    solve = verbs.add_parser("solve", help="a CVRPLIB or Gehring-Homberger file, against its best-known cost")
    solve.add_argument("file", type=Path, metavar="FILE.vrp")
    solve.add_argument("--seconds", type=float, default=20.0, help="wall time it may think, 20")
    solve.add_argument("--seed", type=int, default=0, help="0, as plain PyVRP begins")
    solve.add_argument("--json", metavar="FILE|-")
    solve.set_defaults(run=_solve)


def _solve(asked: argparse.Namespace) -> None:
    from amanah.cli.answer import write_json
    from amanah.cli.progress import bar
    from amanah.routes import files, halving

    published = files.read(asked.file)
    with bar("rute · routes") as told:
        found = halving.search(published.data, max(asked.seconds, 0.5), seed=asked.seed, told=told)
    cost, best = found.cost / published.scale, published.best_known
    answer: dict[str, object] = {
        "name": published.name,
        "cost": cost,
        "feasible": found.feasible,
        **({"best_known": best, "gap": round(cost / best - 1, 5)} if best else {}),
        "routes": [[client + 1 for client in route] for route in found.routes],
        "how": found.how,
        "seconds": asked.seconds,
        "cpu_s": round(_cpu_s(), 1),
    }
    if asked.json:
        write_json(answer, asked.json)
        return
    told_gap = f" · {answer['gap']:.2%}" if best else ""
    sys.stdout.write(f"{published.name}: {cost:g}{told_gap} · {'layak' if found.feasible else 'TIDAK LAYAK'}\n")


def _cpu_s() -> float:
    """Of this process and the workers it waited for."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)
