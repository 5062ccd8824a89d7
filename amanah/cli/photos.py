"""`amanah photos copies DIR`: the same photo again, exact or cut, resized, compressed, brightened."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from amanah.values.problem import Problem, Sentence

Nouns = argparse._SubParsersAction  # argparse gives this type no public name
_ENDINGS = {".jpg", ".jpeg", ".png", ".webp"}


def register(nouns: Nouns[argparse.ArgumentParser]) -> None:
    photos = nouns.add_parser("photos", help="photos of houses and people")
    verbs = photos.add_subparsers(required=True, metavar="VERB")
    copies = verbs.add_parser("copies", help="groups of photos that are one photo")
    copies.add_argument("folder", type=Path, metavar="DIR")
    copies.add_argument("--json", metavar="FILE|-", help="write the groups as JSON")
    copies.set_defaults(run=_copies)


def _copies(asked: argparse.Namespace) -> None:
    from amanah.cli.answer import write_json
    from amanah.cli.progress import bar
    from amanah.faces.queries import read_image
    from amanah.photos.queries import copies

    names, unreadable = _readable(asked.folder)
    with bar("foto · photos") as told:
        groups = copies(names, lambda name: (asked.folder / name).read_bytes(), read_image, told)
    if asked.json:
        write_json({"groups": groups, "photos": len(names), "unreadable": unreadable}, asked.json)
        return
    for group in groups:
        sys.stdout.write("  ".join(group) + "\n")
    sys.stdout.write(f"{len(names)} foto · photos, {len(groups)} kelompok · groups\n")
    for name in unreadable:
        sys.stdout.write(f"tidak terbaca · unreadable: {name}\n")


def _readable(folder: Path) -> tuple[list[str], list[str]]:
    """Names relative to the folder; files that end like a photo and aren't one are told, not compared."""
    from amanah.faces.queries import read_image

    if not folder.is_dir():
        said = Sentence(f"{folder} bukan folder. Sebutkan folder berisi foto.", f"{folder} is no folder. Name one.")
        raise Problem("folder_unknown", said)
    names, unreadable = [], []
    for path in sorted(p for p in folder.rglob("*") if p.is_file() and p.suffix.lower() in _ENDINGS):
        try:
            read_image(path.read_bytes())
        except (Problem, OSError):
            unreadable.append(str(path.relative_to(folder)))
        else:
            names.append(str(path.relative_to(folder)))
    return names, unreadable
