"""Does the quality of a photo foretell that its person is missed? Error versus discard, on good and spoiled photos.

    ./run bench quality [DIR] --json - [--people N] [--draw docs/pictures/discard.svg]

DIR holds `person/photo.jpg`. Each photo is looked at as it is, twice spoiled (blurred, dark, small, …), and once with
a mask drawn over it. The threshold is the cosine for FAR 1e-4 among the photos as they are, phone's profile. `ratio`
is the area of the total's curve over that of the weakest part (the total of old), on the spoiled photos: below 1 is
better. `weights` are what a logistic regression on these pairs would put into `amanah/faces/grading.py`;
`held_out` is the area when they are fitted on four fifths of the people and tried on the fifth, five times.
"""

from __future__ import annotations

import argparse
import multiprocessing
import sys
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from amanah.cli.answer import write_json

REPO = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(REPO))

import numpy as np  # noqa: E402 - the path comes first

from bench import foretelling, spoiling  # noqa: E402 - the path comes first
from bench.foretelling import Look  # noqa: E402 - the path comes first

SPOILED_EACH = 2


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, nargs="?", default=REPO.parent / "shared/data/faces/lfw_dev")
    parser.add_argument("--json", default="-")
    parser.add_argument("--people", type=int)
    parser.add_argument("--draw", type=Path)
    asked = parser.parse_args()
    told = foretelling.report(_looks(_photos(asked.folder, asked.people)))
    if asked.draw:
        from docs.pictures import discard

        asked.draw.write_text(discard.drawn(told["curves"]), "utf-8")
    write_json(told, asked.json)
    return 0


def _photos(folder: Path, people: int | None) -> list[tuple[int, Path]]:
    chosen = sorted(each for each in folder.iterdir() if each.is_dir())[:people]
    return list(enumerate(photo for person in chosen for photo in sorted(person.glob("*.jpg"))))


def _looks(photos: list[tuple[int, Path]]) -> list[Look]:
    with multiprocessing.get_context("spawn").Pool(2) as pool:
        seen: list[Look] = []
        for done, looks in enumerate(pool.imap(looked, photos, chunksize=8), start=1):
            seen += looks
            if done % 100 == 0:
                print(f"{done} of {len(photos)} photos", file=sys.stderr, flush=True)
    return seen


def looked(photo: tuple[int, Path]) -> list[Look]:
    """All looks at one photo; the same number gives the same chance."""
    from amanah.faces import queries

    number, path = photo
    chance = np.random.default_rng(number)
    image = queries.read_image(path.read_bytes())
    plain = queries.find(image)
    if plain is None:
        return []
    kinds = chance.choice(sorted(spoiling.SPOILERS), SPOILED_EACH, replace=False)
    cloth = sorted(spoiling.CLOTHS)[number % len(spoiling.CLOTHS)]
    versions = [("plain", image), *((kind, spoiling.spoil(image, kind, chance)) for kind in kinds)]
    versions.append((f"mask {cloth}", spoiling.masked(image, plain.points, cloth, chance)))
    return list(_each(number, path.parent.name, versions))


def _each(number: int, person: str, versions: Iterable[tuple[str, Any]]) -> Iterable[Look]:
    from amanah.faces import grading, measuring, queries, templates
    from amanah.faces.types import Profile

    for kind, image in versions:
        face = queries.find(image)
        if face is None:
            yield Look(number, person, kind, None, None, {}, {})
            continue
        aligned = templates.aligned_face(image, face)
        measures = measuring.measures(image, face, aligned)
        strength = templates.strength(aligned)
        quality = asdict(grading.grade(measures, strength))
        # a mask is judged by its part alone; its template would only cost time
        vector = None if kind.startswith("mask") else queries.embed(image, face, profile=Profile.PHONE).vector
        yield Look(number, person, kind, vector, strength, asdict(measures), quality)


if __name__ == "__main__":
    sys.exit(main())
