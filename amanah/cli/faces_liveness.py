"""`amanah faces liveness DIR`: how often prints pass for living faces, and living faces for prints."""

from __future__ import annotations

import argparse
from dataclasses import asdict

from amanah.cli.answer import write_json
from amanah.cli.progress import bar
from amanah.faces import queries


def run(asked: argparse.Namespace) -> None:
    with bar("foto") as told:
        found = queries.measure_liveness(asked.folder, threshold=asked.threshold, told=told)
        alone = queries.measure_living(asked.living, threshold=asked.threshold, told=told) if asked.living else None
    write_json(asdict(found) | ({"living_only": asdict(alone)} if alone else {}), asked.json)
