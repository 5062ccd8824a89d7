"""`amanah oversight sample-seal|sample-draw|sample-check`: an audit sample whose seed is sealed before it is drawn."""

from __future__ import annotations

import argparse
import secrets
import sys
from dataclasses import asdict
from datetime import date
from uuid import UUID

Nouns = argparse._SubParsersAction  # argparse gives this type no public name


def add_verbs(verbs: Nouns[argparse.ArgumentParser]) -> None:
    seal = verbs.add_parser("sample-seal", help="announce an audit sample; prints its seed, which you keep to yourself")
    seal.add_argument("--office", required=True, metavar="NOPEN")
    seal.add_argument("--first", required=True, type=date.fromisoformat, metavar="YYYY-MM-DD")
    seal.add_argument("--last", required=True, type=date.fromisoformat, metavar="YYYY-MM-DD")
    seal.add_argument("--size", required=True, type=int)
    draw = verbs.add_parser("sample-draw", help="reveal the seed and draw: each visit drawn becomes a case")
    draw.add_argument("sample", type=UUID)
    draw.add_argument("--seed", required=True, metavar="HEX")
    check = verbs.add_parser("sample-check", help="draw again from the revealed seed, and the error rate until now")
    check.add_argument("sample", type=UUID)
    for verb, run in ((seal, _seal), (draw, _draw), (check, _check)):
        verb.add_argument("--by", default="cli", help="who does it, for the journal")
        verb.add_argument("--json", default="-", metavar="FILE|-", help="where the answer goes")
        verb.set_defaults(run=run)


def _seal(asked: argparse.Namespace) -> None:
    from amanah.access import queries as access
    from amanah.cli.answer import write_json
    from amanah.oversight import commands
    from amanah.oversight.rules.sampling import seed_print
    from amanah.values.clock import utc_now
    from amanah.values.ids import new_id
    from amanah.values.problem import Problem, Sentence

    if access.office(asked.office) is None:
        raise Problem(
            "office_unknown",
            Sentence("Kantor ini tidak ada; tulis nopen-nya.", "There is no such office; write its number (nopen)."),
        )
    id_, seed = new_id(), secrets.token_hex(32)
    commands.seal_sample(
        id_, office=asked.office, first=asked.first, last=asked.last, size=asked.size, seed_sha256=seed_print(seed),
        by=f"user:{asked.by}", now=utc_now(),
    )  # fmt: skip
    write_json({"sample": id_, "seed": seed, "seed_sha256": seed_print(seed)}, asked.json)


def _draw(asked: argparse.Namespace) -> None:
    from amanah.cli.answer import write_json
    from amanah.oversight import commands
    from amanah.values.clock import utc_now

    drawn = commands.draw_sample(asked.sample, seed=asked.seed, by=f"user:{asked.by}", now=utc_now())
    write_json({"sample": asked.sample, "drawn": {str(visit): chance for visit, chance in drawn.items()}}, asked.json)


def _check(asked: argparse.Namespace) -> int:
    """Exit code 1 where people were asked about other visits than the seed draws."""
    from amanah.cli.answer import write_json
    from amanah.oversight.queries import sampling

    is_as_drawn = sampling.is_as_drawn(asked.sample)
    again = {str(visit): chance for visit, chance in sampling.drawn_again(asked.sample).items()}
    found = {"is_as_drawn": is_as_drawn, "drawn": again, "error_rate": asdict(sampling.error_rate(asked.sample))}
    write_json(found, asked.json)
    if not is_as_drawn:
        sys.stderr.write("undian tidak sama · the draw differs\n")
    return 0 if is_as_drawn else 1
