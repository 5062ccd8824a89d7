"""How fast and how surely one face is found among a million, beside comparing with every one, in the same run.

    ./run bench search --json -      {templates, dim, searches_per_s, recall_at_1, peak_mb, all_against_all_20000_s, …}

The faces are invented around real ones: each of `--templates` people lies near one of some hundred real templates
(../shared/data/faces/lfw_dev where it is, else demo/people), mixed with chance, and has two photos as alike as two
photos of one person usually are (cosine .60 in the middle). One photo is in the gallery, the other is searched.
`recall_at_1` is against the exact search of the unrounded templates; `peer` is that exact search, one by one.
`cpu_ms_a_search` says what a search costs whatever else the machine is doing (`load` over its cores).
"""

from __future__ import annotations

import argparse
import os
import resource
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from amanah.cli.answer import write_json

REPO = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(REPO))
REAL = REPO.parent / "shared" / "data" / "faces" / "lfw_dev"
INVENTED = REPO / "demo" / "people"
CENTRES = 200
CHUNK = 20_000
NEAR_CENTRE, SAME_PERSON = 0.4, 0.60
EXACT_ASKED = 20
Floats = NDArray[np.float32]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", default="-")
    parser.add_argument("--templates", type=int, default=1_000_000)
    parser.add_argument("--searches", type=int, default=1_000)
    parser.add_argument("--centres", type=int, default=CENTRES, help="real faces to invent others around")
    parser.add_argument("--all-against-all", type=int, default=20_000)
    asked = parser.parse_args()
    write_json(_measure(asked.templates, asked.searches, asked.all_against_all, asked.centres), asked.json or "-")
    return 0


def _measure(templates: int, searches: int, all_: int, real: int) -> dict[str, Any]:
    from amanah.faces.gallery import Gallery
    from amanah.faces.queries import model_version

    centres, around = _centres(real)
    gallery = Gallery(model_version())
    probes = _probes(centres, templates, searches)
    best, exact_s = np.full(len(probes), -2.0), 0.0
    truth = np.zeros(len(probes), np.int64)
    build_s, done = 0.0, 0
    for vectors in _people(centres, templates):
        started = time.monotonic()
        gallery.add_vectors([UUID(int=done + i) for i in range(len(vectors))], vectors)
        build_s += time.monotonic() - started
        exact_s += _exactly(probes, vectors, done, best, truth)
        done += len(vectors)
        _tell("gallery", done, templates)
    started_cpu = time.process_time()
    found, search_s = _searched(gallery, probes)
    cpu_s = time.process_time() - started_cpu
    right = float(np.mean(found == truth))
    pairs_s, pairs = _all_against_all(centres, min(all_, templates))
    return {
        "templates": len(gallery),
        "dim": int(centres.shape[1]),
        "around": around,
        "searches": len(probes),
        "searches_per_s": round(len(probes) / search_s, 1),
        "cpu_ms_a_search": round(1000 * cpu_s / len(probes), 2),
        "load": round(os.getloadavg()[0], 1),
        "recall_at_1": round(right, 4),
        "build_s": round(build_s, 1),
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        f"all_against_all_{min(all_, templates)}_s": round(pairs_s, 1),
        "pairs_above_line": pairs,
        "peer": "every template compared, float32, one by one",
        "peer_searches_per_s": round(min(EXACT_ASKED, len(probes)) / exact_s, 1),
        "ratio": round((len(probes) / search_s) / (min(EXACT_ASKED, len(probes)) / exact_s), 1),
    }


def _centres(count: int) -> tuple[Floats, str]:
    """Real templates of different people, one photo each."""
    from amanah.faces import queries

    real = [next(iter(sorted(each.iterdir()))) for each in sorted(REAL.iterdir())] if REAL.is_dir() else []
    photos = real[:count] or sorted(INVENTED.glob("*_0.jpg"))[:count]
    if not real:
        sys.stderr.write("no ../shared: the faces are invented around demo/people\n")
    found = []
    for done, photo in enumerate(photos, 1):
        image = queries.read_image(photo.read_bytes())
        face = queries.find(image)
        if face:
            found.append(queries.embed(image, face).vector)
        _tell("real templates", done, len(photos))
    return np.stack(found), "lfw_dev" if real else "demo/people"


def _people(centres: Floats, count: int) -> Iterator[Floats]:
    for start in range(0, count, CHUNK):
        yield _photo(_persons(centres, start)[: count - start], seed=start + 1)


def _persons(centres: Floats, start: int) -> Floats:
    """The same `CHUNK` people each time they are asked for: nothing has to be remembered."""
    chance = np.random.default_rng(start)
    near = centres[chance.integers(len(centres), size=CHUNK)]
    own = _unit(chance.standard_normal(near.shape, dtype=np.float32))
    return _unit(NEAR_CENTRE * near + np.float32(np.sqrt(1 - NEAR_CENTRE**2)) * own)


def _photo(persons: Floats, *, seed: int) -> Floats:
    """Two photos of a person have a cosine of about SAME_PERSON."""
    chance = _unit(np.random.default_rng(seed).standard_normal(persons.shape, dtype=np.float32))
    return _unit(np.float32(np.sqrt(SAME_PERSON)) * persons + np.float32(np.sqrt(1 - SAME_PERSON)) * chance)


def _probes(centres: Floats, templates: int, searches: int) -> Floats:
    """Another photo of some of the people, spread over all chunks."""
    chunks = range(0, templates, CHUNK)
    each = -(-searches // len(chunks))
    some = [_photo(_persons(centres, start)[:each], seed=start + 2) for start in chunks]
    return np.concatenate(some)[:searches]


def _exactly(probes: Floats, vectors: Floats, first: int, best: NDArray[np.float64], truth: NDArray[np.int64]) -> float:
    """Updates who is likest; gives the seconds that the first `EXACT_ASKED` probes took, one by one."""
    scores = probes @ vectors.T
    likest = scores.argmax(axis=1)
    score = scores[np.arange(len(probes)), likest]
    better = score > best
    best[better], truth[better] = score[better], likest[better] + first
    started = time.monotonic()
    for probe in probes[:EXACT_ASKED]:
        (vectors @ probe).argmax()
    return time.monotonic() - started


def _searched(gallery: Any, probes: Floats) -> tuple[NDArray[np.int64], float]:
    """One search after another, as they come in; two callers, since two cores are there."""
    from concurrent.futures import ThreadPoolExecutor

    from amanah.faces.types import Template

    def ask(probe: Floats) -> int:
        return int(gallery.search(Template(probe, gallery.model), 1)[0].id)

    [ask(probe) for probe in probes[:10]]
    started = time.monotonic()
    with ThreadPoolExecutor(2) as callers:
        found = list(callers.map(ask, probes))
    return np.array(found), time.monotonic() - started


def _all_against_all(centres: Floats, count: int) -> tuple[float, int]:
    from amanah.faces.gallery import Gallery
    from amanah.faces.queries import model_version

    gallery, done = Gallery(model_version()), 0
    for vectors in _people(centres, count):
        gallery.add_vectors([UUID(int=done + i) for i in range(len(vectors))], vectors)
        done += len(vectors)
    started = time.monotonic()
    pairs = sum(1 for _ in gallery.pairs(0.5, told=lambda rows: _tell("all against all", rows, count)))
    return time.monotonic() - started, pairs


def _tell(what: str, done: int, total: int) -> None:
    if sys.stderr.isatty() or done >= total:
        sys.stderr.write(f"\r{what}: {done}/{total}" + ("\n" if done >= total else ""))
        sys.stderr.flush()


def _unit(rows: Floats) -> Floats:
    unit: Floats = rows / np.linalg.norm(rows, axis=1, keepdims=True)
    return unit


if __name__ == "__main__":
    sys.exit(main())
