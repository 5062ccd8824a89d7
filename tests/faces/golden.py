"""Writes `golden.csv` again: twenty pairs of invented people and how alike the phone's model finds them.

    python -m tests.faces.golden

Run it when the phone's model changes, and read the difference before keeping it.
"""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

from amanah.faces import queries
from amanah.faces.types import Profile, Template

HERE = Path(__file__).resolve().parent
PEOPLE = HERE.parents[1] / "demo" / "people"
GOLDEN = HERE / "golden.csv"
SAME = 10
COLUMNS = ("photo_a", "photo_b", "same", "likeness", "model")


@cache
def template(name: str) -> Template:
    image = queries.read_image((PEOPLE / name).read_bytes())
    face = queries.find(image)
    assert face is not None, name
    return queries.embed(image, face, profile=Profile.PHONE)


def main() -> None:
    with (PEOPLE / "people.csv").open() as file:
        seeds = [row["seed"] for row in csv.DictReader(file)][:: 100 // (2 * SAME)][: 2 * SAME]
    own = [(f"{seed}_0.jpg", f"{seed}_{1 + index % 3}.jpg", 1) for index, seed in enumerate(seeds[:SAME])]
    others = [(f"{seeds[i]}_0.jpg", f"{seeds[i + SAME]}_{1 + i % 3}.jpg", 0) for i in range(SAME)]
    with GOLDEN.open("w", newline="") as file:
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow(COLUMNS)
        for a, b, same in own + others:
            score = queries.compare(template(a), template(b)).score
            rows.writerow([a, b, same, f"{score:.4f}", template(a).model])


if __name__ == "__main__":
    main()
