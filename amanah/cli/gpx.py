"""Track points of a GPX file, read by expat as they come; a file with a document type is refused, never expanded."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from xml.parsers import expat

from amanah.values.problem import Problem, Sentence

_POINT = "trkpt"  # routes and waypoints were planned or named, nobody says when somebody was there
_READ = {"time", "accuracy", "hacc"}
"""Children of a point that are read. GPX 1.1 has no accuracy in metres; loggers add one of the last two. Its `hdop` is
no radius and isn't taken for one."""


def read_gpx(text: bytes, path: Path) -> list[tuple[int, Mapping[str, str]]]:
    """(line, row) in file order, each row with the columns of a CSV of fixes; ids count from 1.

    Raises Problem `gpx_unreadable`, which names the line, or `gpx_without_track`.
    """
    reader = _Points()
    parser = expat.ParserCreate()
    parser.StartElementHandler = lambda name, said: reader.begin(_local(name), said, parser.CurrentLineNumber)
    parser.EndElementHandler = lambda name: reader.end(_local(name))
    parser.CharacterDataHandler = reader.hear
    parser.StartDoctypeDeclHandler = lambda *_: _refuse(path, parser.CurrentLineNumber)
    try:
        parser.Parse(text, True)
    except expat.ExpatError as error:
        raise _unreadable(path, error.lineno) from error
    if not reader.rows:
        said = Sentence(
            f"{path.name} tidak berisi jejak (trkpt). Ekspor jejaknya, bukan rutenya.",
            f"{path.name} holds no track (trkpt). Export the track, not the route.",
        )
        raise Problem("gpx_without_track", said)
    return reader.rows


class _Points:
    def __init__(self) -> None:
        self.rows: list[tuple[int, Mapping[str, str]]] = []
        self._row: dict[str, str] | None = None
        self._into: str | None = None

    def begin(self, name: str, said: Mapping[str, str], line: int) -> None:
        if name == _POINT:
            self._row = {"id": str(len(self.rows) + 1), "lat": said.get("lat", ""), "lng": said.get("lon", "")}
            self._row |= {"time": "", "accuracy_m": ""}
            self.rows.append((line, self._row))
        elif self._row is not None and name in _READ:
            self._into = "time" if name == "time" else "accuracy_m"

    def end(self, name: str) -> None:
        if name == _POINT:
            self._row = None
        self._into = None

    def hear(self, text: str) -> None:
        if self._row is not None and self._into is not None:
            self._row[self._into] += text


def _local(name: str) -> str:
    return name.rpartition(":")[2].lower()


def _refuse(path: Path, line: int) -> None:
    raise _unreadable(path, line)  # a document type can name entities without end, and no GPX needs one


def _unreadable(path: Path, line: int) -> Problem:
    return Problem(
        "gpx_unreadable",
        Sentence(
            f"{path.name}, baris {line}: bukan GPX yang utuh. Ekspor ulang berkasnya dari HP atau pelacak.",
            f"{path.name}, line {line}: not a sound GPX file. Export it from the phone or tracker again.",
        ),
    )
