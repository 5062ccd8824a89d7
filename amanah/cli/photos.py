"""`amanah photos copies DIR`: the same photo again, exact or cut, resized, compressed, brightened."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from amanah.values.problem import Problem, Sentence

Nouns = argparse._SubParsersAction  # argparse gives this type no public name
_ENDINGS = {".jpg", ".jpeg", ".png", ".webp", ".heic", ".heif", ".avif", ".gif", ".bmp", ".tif", ".tiff",
            ".jfif", ".jpe"}  # fmt: skip
"""What people send for photos. Some kinds aren't read; they are named, so that nobody takes them for compared."""


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

    names, unreadable = _to_read(asked.folder)

    def refused(name: str, problem: Problem) -> None:
        unreadable[name] = problem.sentence

    with bar("foto · photos") as told:
        groups = copies(names, lambda name: (asked.folder / name).read_bytes(), read_image, told, refused)
    compared = len(names) - sum(name in unreadable for name in names)
    if asked.json:
        found = [[printable(name) for name in group] for group in groups]
        answer = {"groups": found, "photos": compared, "unreadable": [printable(name) for name in sorted(unreadable)]}
        write_json(answer, asked.json)
        return
    for group in groups:
        sys.stdout.write("  ".join(printable(name) for name in group) + "\n")
    sys.stdout.write(f"{compared} foto · photos, {len(groups)} kelompok · groups\n")
    for name, why in sorted(unreadable.items()):
        sys.stdout.write(f"tidak terbaca · unreadable: {printable(name)}: {why.in_(asked.lang)}\n")


def printable(name: str) -> str:
    """A name of bytes that are no UTF-8 with those bytes as `\\xe9`, for they can be written nowhere."""
    return name.encode(errors="surrogateescape").decode(errors="backslashreplace")


def _to_read(folder: Path) -> tuple[list[str], dict[str, Sentence]]:
    """Names relative to the folder, and those of files that can't be opened, with the reason."""
    if not folder.is_dir():
        said = Sentence(f"{folder} bukan folder. Sebutkan folder berisi foto.", f"{folder} is no folder. Name one.")
        raise Problem("folder_unknown", said)
    inside, names, unreadable = folder.resolve(), [], {}
    for path in sorted(p for p in folder.rglob("*") if p.suffix.lower() in _ENDINGS and not p.is_dir()):
        name = str(path.relative_to(folder))
        why = _why_not(path, inside)
        if why is None:
            names.append(name)
        else:
            unreadable[name] = why
    return names, unreadable


def _why_not(path: Path, inside: Path) -> Sentence | None:
    try:
        if not path.resolve().is_relative_to(inside):
            return _LEADS_OUT
        if not path.is_file():
            return _NO_FILE  # a pipe would be waited for without end
        with path.open("rb"):
            return None
    except (OSError, RuntimeError):  # RuntimeError: links in a circle
        return _NO_FILE


_LEADS_OUT = Sentence(
    "Tautan ke luar folder; salin fotonya ke dalam.", "A link out of the folder; copy the photo into it."
)
_NO_FILE = Sentence("Bukan berkas yang bisa dibuka. Periksa izinnya.", "Not a file that opens. Check who may read it.")
