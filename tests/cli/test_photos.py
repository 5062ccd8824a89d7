"""`amanah photos copies` on a folder that means harm: it answers, and names what it couldn't read."""

from __future__ import annotations

import json
import os
import struct
import zlib
from pathlib import Path

import pytest

from amanah.cli.demo_houses import draw_house
from amanah.cli.main import main

HOUSE = draw_house(3, 1)


def exif(tiff: bytes) -> bytes:
    """The house with this EXIF block before everything else."""
    block = b"Exif\x00\x00" + tiff
    return HOUSE[:2] + b"\xff\xe1" + struct.pack(">H", len(block) + 2) + block + HOUSE[2:]


def tiff(*entries: bytes, next_at: int = 0) -> bytes:
    return b"II*\x00" + struct.pack("<IH", 8, len(entries)) + b"".join(entries) + struct.pack("<I", next_at)


def entry(tag: int, kind: int, count: int, value: int) -> bytes:
    return struct.pack("<HHII", tag, kind, count, value)


def bomb(width: int, height: int) -> bytes:
    """A PNG of few bytes that says it is very large."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(bytes(9_000))) + chunk(b"IEND", b"")
    )


def asked(folder: Path, capsys: pytest.CaptureFixture[str]) -> tuple[list[list[str]], list[str]]:
    assert main(["photos", "copies", str(folder), "--json", "-"]) == 0
    said = json.loads(capsys.readouterr().out)
    return said["groups"], said["unreadable"]


HOSTILE_EXIF = {
    "says nothing": exif(b""),
    "turns in a circle": exif(tiff(entry(0x8769, 4, 1, 8), next_at=8)),
    "has four thousand million entries": exif(tiff(entry(0x0112, 3, 0xFFFFFFFF, 1))),
    "points beyond the file": exif(tiff(entry(0x8825, 4, 1, 0xFFFFFFF0), entry(0x010F, 2, 60_000, 0xFFFF0000))),
    "is as long as a block may be": exif(tiff() + b"\xff" * 65_000),
    "lies about where it was": exif(tiff(entry(0x8825, 4, 1, 26)) + struct.pack("<H", 1) + entry(2, 5, 3, 0)),
    "turns by a number that isn't": exif(tiff(entry(0x0112, 3, 1, 99))),
}


@pytest.mark.parametrize("name", HOSTILE_EXIF)
def test_exif_that_lies_changes_nothing_of_what_a_photo_shows(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    (tmp_path / "a.jpg").write_bytes(HOUSE)
    (tmp_path / "b.jpg").write_bytes(HOSTILE_EXIF[name])
    assert asked(tmp_path, capsys) == ([["a.jpg", "b.jpg"]], [])


def test_what_is_no_photo_is_named_and_the_rest_is_compared(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bad = {
        "bomb.png": bomb(60_000, 60_000), "cut.jpg": HOUSE[: len(HOUSE) // 2], "empty.jpg": b"", "page.jpg": b"<html>",
        "from-a-phone.HEIC": b"\x00\x00\x00\x18ftypheic" + bytes(64), "zeros.webp": bytes(5_000),
    }  # fmt: skip
    for name, content in {**bad, "a.jpg": HOUSE, "rumah é 家.jpg": HOUSE}.items():
        (tmp_path / name).write_bytes(content)
    groups, unreadable = asked(tmp_path, capsys)
    assert groups == [["a.jpg", "rumah é 家.jpg"]]
    assert sorted(unreadable) == sorted(bad)


def test_links_that_lead_out_and_things_that_never_end_are_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "photos"
    folder.mkdir()
    (tmp_path / "secret.jpg").write_bytes(HOUSE)
    (folder / "a.jpg").write_bytes(HOUSE)
    (folder / "out.jpg").symlink_to(tmp_path / "secret.jpg")
    (folder / "self.jpg").symlink_to(folder / "self.jpg")
    (folder / "nowhere.jpg").symlink_to(folder / "none.jpg")
    (folder / "up").symlink_to(tmp_path)
    (folder / "within.jpg").symlink_to(folder / "a.jpg")
    os.mkfifo(folder / "pipe.jpg")
    groups, unreadable = asked(folder, capsys)
    assert groups == [["a.jpg", "within.jpg"]]
    assert unreadable == ["nowhere.jpg", "out.jpg", "pipe.jpg", "self.jpg"]


def test_a_name_in_another_alphabet_than_unicode_is_still_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.jpg").write_bytes(HOUSE)
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.jpg")).write_bytes(HOUSE)
    assert asked(tmp_path, capsys) == ([["a.jpg", r"caf\xe9.jpg"]], [])
    assert main(["photos", "copies", str(tmp_path)]) == 0
    assert r"caf\xe9.jpg" in capsys.readouterr().out
