"""`amanah faces compare | evaluate`: how alike two photos are, and how well a folder of known people is told apart."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

from amanah.cli.answer import write_json
from amanah.faces import queries
from amanah.faces.types import Face, Image
from amanah.values.problem import Problem, Sentence

Nouns = argparse._SubParsersAction  # argparse gives this type no public name
PHOTOS = {".jpg", ".jpeg", ".png", ".webp"}


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
    evaluate.add_argument("--limit", type=int, metavar="N", help="only the first N people")
    _takes_json(evaluate, run=_evaluate)


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
    people = _people(asked.folder)[: asked.limit]
    total = sum(len(photos) for photos in people)
    evaluation = queries.evaluate(_photos(people), told=lambda done: _tell(done, total))
    write_json(asdict(evaluation), asked.json)


def _people(folder: Path) -> list[list[Path]]:
    """Photos by person, people in the order of their names."""
    folders = sorted(path for path in folder.iterdir() if path.is_dir()) if folder.is_dir() else []
    people = [sorted(photo for photo in each.iterdir() if photo.suffix.lower() in PHOTOS) for each in folders]
    if not any(people):
        raise Problem(
            "folder_without_people",
            Sentence(
                id=f"Di {folder} tidak ada foto. Susun sebagai DIR/orang/foto.jpg.",
                en=f"There are no photos in {folder}. Lay them out as DIR/person/photo.jpg.",
            ),
        )
    return people


def _photos(people: list[list[Path]]) -> Iterator[tuple[str, bytes]]:
    for photos in people:
        for photo in photos:
            yield photo.parent.name, photo.read_bytes()


def _tell(done: int, total: int) -> None:
    if sys.stderr.isatty() and (done % 10 == 0 or done == total):
        sys.stderr.write(f"\r{done}/{total} foto" + ("\n" if done == total else ""))
        sys.stderr.flush()
