"""How often prints pass for living faces and living faces for prints, by people the model never saw.

    ./run bench liveness --json -    {apcer, bpcer, eer, auc, folds, shipped, lfw_bona_fide_called_spoof, ratio, …}

The figures of the first line are of three models of liveness_training/folds, each trained without three of the nine
subjects of spoof_dev and judged on those; the shipped model, trained on all nine, is judged on people of lfw_dev it
never saw. `ratio`: 5 % (the aim) to the worse of both error rates, at most 1. Needs ../shared/data/faces.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np

from amanah.cli.answer import write_json

REPO = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(REPO))
FACES = REPO.parent / "shared" / "data" / "faces"
MODELS = Path(__file__).resolve().parent / "liveness_training" / "folds"
FOLDS = (("0001", "0002", "0003"), ("0004", "0005", "0006"), ("0007", "0008", "0009"))
AIM = 0.05


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", default="-")
    parser.add_argument("--faces", type=Path, default=FACES)
    asked = parser.parse_args()
    if not asked.faces.is_dir():
        sys.stderr.write(f"NOT RUN: needs spoof_dev and lfw_dev in {asked.faces}\n")
        return 2
    write_json(_measured(asked.faces), asked.json or "-")
    return 0


def _measured(faces: Path) -> dict[str, Any]:
    from amanah.faces import living_measuring as measuring

    spoof, press = measuring.labelled(faces / "spoof_dev"), measuring.all_living(faces / "lfw_dev")
    judged: list[measuring.Sample] = []
    scores: list[float] = []
    folds: list[dict[str, Any]] = []
    for number, subjects in enumerate(FOLDS):
        samples = [sample for sample in spoof if sample.subject in subjects]
        given = measuring.scores(samples, score=_model(MODELS / f"fold{number}.onnx"))
        judged, scores = [*judged, *samples], [*scores, *given]
        told = asdict(measuring.report(samples, given))
        folds.append({"subjects": subjects} | {name: told[name] for name in ("apcer", "bpcer", "eer", "auc")})
    found = asdict(measuring.report(judged, np.array(scores)))
    unseen = set(sorted({sample.subject for sample in press})[1::2])
    alone = measuring.measure([sample for sample in press if sample.subject in unseen])
    shipped = asdict(measuring.measure(spoof))
    same = ("photos", "subjects", "living", "spoof", "apcer", "bpcer", "acer", "eer", "auc", "threshold")
    return {name: found[name] for name in (*same, "without_score", "by_subject")} | {
        "folds": folds,
        "shipped_on_its_own_people": {name: shipped[name] for name in ("apcer", "bpcer", "eer", "auc")},
        "lfw_bona_fide_called_spoof": alone.bpcer,
        "lfw_photos": alone.photos,
        "ratio": round(min(1.0, AIM / max(found["apcer"], found["bpcer"], 1e-9)), 3),
        **{name: shipped[name] for name in ("model", "bytes", "cpu_ms")},
    }


def _model(path: Path) -> Callable[[Any, Any], float | None]:
    """The pipeline of `living.live` with another model's weights."""
    import onnxruntime  # type: ignore[import-untyped]  # it ships no types

    from amanah.faces import living

    session = onnxruntime.InferenceSession(path.read_bytes(), providers=["CPUExecutionProvider"])
    return lambda image, face: float(session.run(["live"], {"input": living.given(image, face)})[0][0])


if __name__ == "__main__":
    sys.exit(main())
