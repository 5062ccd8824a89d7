"""`amanah faces compare | evaluate | duplicates | calibrate | liveness`: two photos, or what a folder of them shows."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from pathlib import Path
from typing import Literal

from amanah.cli import faces_liveness, faces_measure, remaking, searching
from amanah.cli.answer import write_json
from amanah.cli.progress import bar
from amanah.faces import queries
from amanah.faces.types import Face, Image, Profile, Thresholds
from amanah.values.problem import Problem, Sentence

Nouns = argparse._SubParsersAction  # argparse gives this type no public name
JSON = "where the answer goes; - is standard output"
RELATIVES = "CSV person_a,person_b of people who share a card"
OPTIONAL = {"ten_fold", "listed", "relatives"}


def register(nouns: Nouns[argparse.ArgumentParser]) -> None:
    faces = nouns.add_parser("faces", help="compare photos; measure the models on a folder; set thresholds from it")
    verbs = faces.add_subparsers(required=True, metavar="VERB")
    _register_compare(verbs)
    _register_evaluate(verbs)
    _register_duplicates(verbs)
    _register_calibrate(verbs)
    _register_liveness(verbs)
    searching.add_search(verbs)
    remaking.add_remaking(verbs)


def _register_compare(verbs: Nouns[argparse.ArgumentParser]) -> None:
    compare = verbs.add_parser("compare", help="how alike two faces are, and how good the photos")
    compare.add_argument("a", type=Path, metavar="A")
    compare.add_argument("b", type=Path, metavar="B")
    compare.add_argument("--same-above", type=cosine, metavar="X", help="in place of the threshold in force")
    compare.add_argument("--different-below", type=cosine, metavar="X", help="in place of the threshold in force")
    compare.add_argument("--json", default="-", metavar="FILE|-", help=JSON)
    compare.set_defaults(run=_compare)


def _register_evaluate(verbs: Nouns[argparse.ArgumentParser]) -> None:
    evaluate = verbs.add_parser("evaluate", help="accuracy on a folder of person/photo.jpg, all pairs")
    evaluate.add_argument("folder", type=Path, metavar="DIR", help="DIR/person/photo.jpg, or DIR/card/person/photo.jpg")
    evaluate.add_argument("--pairs", type=Path, metavar="FILE", help="in LFW's format, or CSV photo_a,photo_b,same")
    evaluate.add_argument("--relatives", type=Path, metavar="FILE", help=RELATIVES)
    evaluate.add_argument("--profile", choices=tuple(Profile), default=Profile.SERVER, help="whose templates")
    evaluate.add_argument("--limit", type=positive, metavar="N", help="only the first N people")
    evaluate.add_argument("--peer", choices=("dlib",), help="what one would use instead, beside it (extra: peer)")
    evaluate.add_argument("--json", default="-", metavar="FILE|-", help=JSON)
    evaluate.set_defaults(run=_evaluate)


def _register_duplicates(verbs: Nouns[argparse.ArgumentParser]) -> None:
    duplicates = verbs.add_parser("duplicates", help="photos of a folder, at any depth, that show the same person")
    duplicates.add_argument("folder", type=Path, metavar="DIR")
    duplicates.add_argument("--same-above", type=cosine, metavar="X", help="in place of the threshold in force")
    duplicates.add_argument("--json", default="-", metavar="FILE|-", help=JSON)
    duplicates.set_defaults(run=faces_measure.duplicates)


def _register_calibrate(verbs: Nouns[argparse.ArgumentParser]) -> None:
    calibrate = verbs.add_parser("calibrate", help="thresholds from a deployment's own consented photos")
    calibrate.add_argument("folder", type=Path, metavar="DIR", help="as for evaluate; ktp*.jpg are taken off KTPs")
    calibrate.add_argument("--far", choices=("1e-3", "1e-4"), default="1e-4", help="strangers same_above lets in")
    calibrate.add_argument("--relatives", type=Path, metavar="FILE", help=RELATIVES)
    calibrate.add_argument("--name", help="what every match will say it rests on; else drawn from the numbers")
    calibrate.add_argument("--write", action="store_true", help="put it in force (AMANAH_FACE_CALIBRATION)")
    calibrate.add_argument("--force", action="store_true", help="put it in force although the people are too few")
    calibrate.add_argument("--json", metavar="FILE|-", help="the whole answer as JSON in place of the table")
    calibrate.set_defaults(run=faces_measure.calibrate)


def _register_liveness(verbs: Nouns[argparse.ArgumentParser]) -> None:
    liveness = verbs.add_parser("liveness", help="errors of the liveness score: APCER and BPCER (ISO/IEC 30107-3)")
    liveness.add_argument("folder", type=Path, metavar="DIR", help="photos beside labels.csv: file,label,subject")
    liveness.add_argument("--living", type=Path, metavar="DIR", help="a folder of living faces only, judged besides")
    liveness.add_argument("--threshold", type=float, metavar="X", help="in place of the model's own, 0.5")
    liveness.add_argument("--json", default="-", metavar="FILE|-", help=JSON)
    liveness.set_defaults(run=faces_liveness.run)


def positive(text: str) -> int:
    """argparse turns the ValueError into its own sentence."""
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError(f"{number}: 1 or more")
    return number


def cosine(text: str) -> float:
    number = float(text)
    if not -1 <= number <= 1:
        raise argparse.ArgumentTypeError(f"{text}: -1 … 1")
    return number


def _compare(asked: argparse.Namespace) -> None:
    (image_a, face_a), (image_b, face_b) = _face(asked.a), _face(asked.b)
    a, b = queries.embed(image_a, face_a), queries.embed(image_b, face_b)
    used = _thresholds(asked, queries.thresholds(a.model))
    alike = queries.compare(a, b, same_above=used.same_above, different_below=used.different_below)
    answer = {
        "likeness": round(alike.score, 4),
        "verdict": str(alike.band),
        "quality": {"a": asdict(queries.quality(image_a, face_a)), "b": asdict(queries.quality(image_b, face_b))},
        "live": {"a": queries.live(image_a, face_a), "b": queries.live(image_b, face_b)},
        "model": alike.model,
        "calibration": used.calibration,
    }
    write_json(answer, asked.json)


def _thresholds(asked: argparse.Namespace, in_force: Thresholds) -> Thresholds:
    """Those given rest on nothing we know, and say so. Raises Problem `thresholds_crossed`."""
    if asked.same_above is None and asked.different_below is None:
        return in_force
    same_above = in_force.same_above if asked.same_above is None else asked.same_above
    different_below = in_force.different_below if asked.different_below is None else asked.different_below
    if different_below > same_above:
        raise Problem(
            "thresholds_crossed",
            Sentence(
                id=f"Ubah: different-below ({different_below:g}) lebih tinggi dari same-above ({same_above:g}).",
                en=f"Change one: different-below ({different_below:g}) is above same-above ({same_above:g}).",
            ),
        )
    return Thresholds(same_above, different_below, "given")


def _face(path: Path) -> tuple[Image, Face]:
    image = queries.read_image(_bytes(path))
    face = queries.find(image)
    if face is None:
        raise Problem(
            "face_not_found",
            Sentence(id=f"Tidak ada wajah yang terlihat pada {path.name}.", en=f"No face can be seen in {path.name}."),
        )
    return image, face


def _bytes(path: Path) -> bytes:
    if path.is_file():
        return path.read_bytes()
    raise Problem("file_missing", Sentence(id=f"Berkas {path} tidak ada.", en=f"There is no file {path}."))


def _evaluate(asked: argparse.Namespace) -> None:
    def measured(by: Profile | Literal["dlib"]) -> dict[str, object]:
        with bar(str(by)) as told:
            found = queries.evaluate(
                asked.folder, by=by, limit=asked.limit, pairs=asked.pairs, relatives=asked.relatives, told=told
            )
        return {key: value for key, value in asdict(found).items() if value is not None or key not in OPTIONAL}

    answer = measured(Profile(asked.profile))
    if asked.peer:
        answer["peer"] = measured(asked.peer)
    write_json(answer, asked.json)
