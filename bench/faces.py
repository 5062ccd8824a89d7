"""How many photos a core looks at a second, beside the same models run bare, in one run.

    ./run bench faces --json -       {photos_per_s, models_per_s, ratio, cpu_ms{read, find, quality, embed, live}, …}

`models_per_s` is the limit: detector, landmarks, each recogniser twice, the quality's one run, liveness, on ready
numbers.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from amanah.cli.answer import write_json

REPO = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(REPO))
PHOTOS = 120


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", default="-")
    parser.add_argument("--photos", type=int, default=PHOTOS)
    asked = parser.parse_args()
    write_json(_measure(asked.photos), asked.json or "-")
    return 0


def _measure(count: int) -> dict[str, Any]:
    from amanah.faces import queries

    files = [path.read_bytes() for path in sorted((REPO / "demo" / "people").glob("*.jpg"))[:count]]
    _look(files[0], {})  # loads the models
    spent: dict[str, float] = {}
    started = time.process_time()
    found = sum(_look(file, spent) for file in files)
    seconds = time.process_time() - started
    bare = _bare(len(files))
    return {
        "photos": len(files),
        "found": found,
        "photos_per_s": round(len(files) / seconds, 1),
        "models_per_s": round(len(files) / bare, 1),
        "ratio": round(bare / seconds, 3),
        "cpu_ms": {step: round(1000 * each / len(files), 2) for step, each in spent.items()},
        "model": queries.model_version(),
    }


def _look(file: bytes, spent: dict[str, float]) -> bool:
    """One photo the whole way; CPU seconds are added to `spent` by step."""
    from amanah.faces import queries

    def timed(step: str, work: Callable[[], Any]) -> Any:
        started = time.process_time()
        result = work()
        spent[step] = spent.get(step, 0.0) + time.process_time() - started
        return result

    image = timed("read", lambda: queries.read_image(file))
    face = timed("find", lambda: queries.find(image))
    if face is None:
        return False
    timed("quality", lambda: queries.quality(image, face))
    timed("embed", lambda: queries.embed(image, face))
    timed("live", lambda: queries.live(image, face))
    return True


def _bare(times: int) -> float:
    """CPU seconds of the models alone, `times` over."""
    from amanah.faces import manifests, nets
    from amanah.faces.types import Profile

    wide, small = np.zeros((1, 3, 240, 320), np.float32), np.zeros((1, 1, 64, 64), np.float32)
    face = np.zeros((1, 3, 112, 112), np.float32)
    parts = [part.recogniser for part in manifests.manifest().profiles[Profile.SERVER].parts]
    steps = [("detector", wide), ("landmarks", small), *((role, face) for role in parts for _ in range(2))]
    steps += [
        ("recogniser", face),
        ("liveness", face),
    ]  # the strength of the answer, for the quality
    for role, given in steps:
        nets.run(role, given)  # loads the models
    started = time.process_time()
    for _ in range(times):
        for role, given in steps:
            nets.run(role, given)
    return time.process_time() - started


if __name__ == "__main__":
    sys.exit(main())
