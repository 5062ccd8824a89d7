"""A folder of known people as shots: `person/photo.jpg`, or `card/person/photo.jpg` where relatives share a card."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from amanah.faces.types import Kind, Shot
from amanah.values.problem import Problem, Sentence

PHOTOS = {".jpg", ".jpeg", ".png", ".webp"}
KTP = "ktp"


def people(folder: Path, *, limit: int | None = None) -> list[Shot]:
    """Shots of the first `limit` people in the order of their names, each person's in the order of the file names.

    A folder that holds photos is a person; one that holds only folders is a family card and these are its people.
    A file whose name begins with `ktp` is a portrait photographed off a KTP. Raises Problem `folder_missing`,
    `folder_without_people`.
    """
    persons = [(person, card) for person, card in _persons(_existing(folder)) if _photos(person)]
    if not persons:
        raise _without_people(folder)
    return [
        Shot(person.relative_to(folder).as_posix(), photo, photo.relative_to(folder).as_posix(), card, _kind(photo))
        for person, card in persons[:limit]
        for photo in _photos(person)
    ]


def everything(folder: Path) -> list[Shot]:
    """Every photo at any depth, people unknown. Raises Problem `folder_missing`, `folder_without_photos`."""
    found = sorted(path for path in _existing(folder).rglob("*") if _is_photo(path))
    if not found:
        raise _without_photos(folder)
    return [Shot("", path, path.relative_to(folder).as_posix(), None, "photo") for path in found]


def cards(shots: Sequence[Shot]) -> dict[str, str]:
    """Person -> card, of those whose folder says it."""
    return {shot.person: shot.card for shot in shots if shot.card is not None}


def related(cards: Mapping[str, str]) -> list[tuple[str, str]]:
    """Pairs of people who share a card."""
    by_card: dict[str, list[str]] = {}
    for person, card in cards.items():
        by_card.setdefault(card, []).append(person)
    return [(a, b) for shared in by_card.values() for i, a in enumerate(shared) for b in shared[i + 1 :]]


def _persons(folder: Path) -> Iterator[tuple[Path, str | None]]:
    for each in sorted(path for path in folder.iterdir() if path.is_dir()):
        if _photos(each):
            yield each, None
        else:
            yield from ((below, each.name) for below in sorted(each.iterdir()) if below.is_dir())


def _photos(folder: Path) -> list[Path]:
    return sorted(path for path in folder.iterdir() if _is_photo(path))


def _is_photo(path: Path) -> bool:
    return path.suffix.lower() in PHOTOS and path.is_file()


def _kind(photo: Path) -> Kind:
    return "ktp" if photo.stem.lower().startswith(KTP) else "photo"


def _existing(folder: Path) -> Path:
    if folder.is_dir():
        return folder
    raise Problem(
        "folder_missing",
        Sentence(id=f"Folder {folder} tidak ada. Periksa namanya.", en=f"There is no folder {folder}. Check its name."),
    )


def _without_people(folder: Path) -> Problem:
    return Problem(
        "folder_without_people",
        Sentence(
            id=f"Di {folder} tidak ada foto. Susun sebagai DIR/orang/foto.jpg.",
            en=f"There are no photos in {folder}. Lay them out as DIR/person/photo.jpg.",
        ),
    )


def _without_photos(folder: Path) -> Problem:
    return Problem(
        "folder_without_photos",
        Sentence(
            id=f"Di {folder} tidak ada foto JPEG, PNG, atau WebP. Periksa nama foldernya.",
            en=f"There is no JPEG, PNG or WebP photo in {folder}. Check the folder's name.",
        ),
    )
