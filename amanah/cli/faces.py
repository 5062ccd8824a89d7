"""`amanah faces compare | evaluate`: how alike two photos are, and how well a folder of known people is told apart."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from pathlib import Path
from typing import Literal

from amanah.cli.answer import write_json
from amanah.cli.progress import bar
from amanah.cli.remaking import add_remaking
from amanah.faces import queries
from amanah.faces.types import Face, Image, Profile
from amanah.values.problem import Problem, Sentence

Nouns = argparse._SubParsersAction  # argparse gives this type no public name
OPTIONAL = {"ten_fold", "listed", "relatives"}


def register(nouns: Nouns[argparse.ArgumentParser]) -> None:
    faces = nouns.add_parser("faces", help="compare two photos; measure the models on a folder")
    verbs = faces.add_subparsers(required=True, metavar="VERB")
    compare = verbs.add_parser("compare", help="how alike two faces are, and how good the photos")
    compare.add_argument("a", type=Path, metavar="A")
    compare.add_argument("b", type=Path, metavar="B")
    compare.add_argument("--same-above", type=float, default=0.45)
    compare.add_argument("--different-below", type=float, default=0.30)
    _takes_json(compare, run=_compare)
    evaluate = verbs.add_parser("evaluate", help="accuracy on a folder of person/photo.jpg, all pairs")
    evaluate.add_argument("folder", type=Path, metavar="DIR")
    evaluate.add_argument("--pairs", type=Path, metavar="FILE", help="in LFW's format, or CSV photo_a,photo_b,same")
    evaluate.add_argument("--relatives", type=Path, metavar="FILE", help="CSV person_a,person_b of people of one card")
    evaluate.add_argument("--profile", choices=tuple(Profile), default=Profile.SERVER, help="whose templates")
    evaluate.add_argument("--limit", type=positive, metavar="N", help="only the first N people")
    evaluate.add_argument("--peer", choices=("dlib",), help="what one would use instead, beside it (extra: peer)")
    _takes_json(evaluate, run=_evaluate)
    add_remaking(verbs)


def positive(text: str) -> int:
    """argparse turns the ValueError into its own sentence."""
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError(f"{number}: 1 or more")
    return number


def _takes_json(parser: argparse.ArgumentParser, *, run: object) -> None:
    parser.add_argument("--json", default="-", metavar="FILE|-", help="where the answer goes; - is standard output")
    parser.set_defaults(run=run)


def _compare(asked: argparse.Namespace) -> None:
    (image_a, face_a), (image_b, face_b) = _face(asked.a), _face(asked.b)
    alike = queries.compare(
        queries.embed(image_a, face_a),
        queries.embed(image_b, face_b),
        same_above=asked.same_above,
        different_below=asked.different_below,
    )
    answer = {
        "likeness": round(alike.score, 4),
        "verdict": str(alike.band),
        "quality": {"a": asdict(queries.quality(image_a, face_a)), "b": asdict(queries.quality(image_b, face_b))},
        "live": {"a": queries.live(image_a, face_a), "b": queries.live(image_b, face_b)},
        "model": alike.model,
    }
    write_json(answer, asked.json)


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
