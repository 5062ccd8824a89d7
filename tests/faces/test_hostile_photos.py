"""What nobody should send, and some will: each is read or refused with a reason, in bounded memory."""

from __future__ import annotations

import subprocess
import sys
import zlib
from pathlib import Path

import cv2
import numpy as np
import pytest

from amanah.faces import queries
from amanah.faces.pictures import LONGEST_PX
from amanah.values.problem import Problem

from . import pictures
from .conftest import PEOPLE, Found, Known, Photo
from .pictures import FULL_COLOUR, JPEG_PROGRESSIVE, encoded, large, png

HOSTILE = Path(__file__).parent / "hostile"
JPEG = (PEOPLE / "0052_1.jpg").read_bytes()
MOST_BYTES = 300_000_000

# Read first something small, so that only this photo is weighed; clear_refs sets the high-water mark back.
WEIGH = """
import sys
from pathlib import Path
from amanah.faces import queries
from amanah.values.problem import Problem
def most_kb():
    return int(next(row for row in open("/proc/self/status") if row.startswith("VmHWM")).split()[1])
queries.read_image(Path(sys.argv[1]).read_bytes())
photo = Path(sys.argv[2]).read_bytes()
Path("/proc/self/clear_refs").write_text("5")
before = most_kb()
try:
    said = "x".join(map(str, queries.read_image(photo).shape[:2]))
except Problem as problem:
    said = problem.code
print(said, (most_kb() - before) * 1024)
"""


def refused(photo: bytes) -> Problem:
    with pytest.raises(Problem) as caught:
        queries.read_image(photo)
    return caught.value


def weighed(photo: bytes, folder: Path) -> tuple[str, int]:
    """What reading it says, and the most bytes it took over what the process had; measured in a process apart."""
    path = folder / "photo"
    path.write_bytes(photo)
    command = [sys.executable, "-c", WEIGH, str(PEOPLE / "0052_1.jpg"), str(path)]
    said, most = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()
    return said, int(most)


@pytest.mark.skipif(sys.platform != "linux", reason="memory is read from /proc")
@pytest.mark.parametrize(
    ("kind", "suffix", "options"),
    [
        ("a plain JPEG", ".jpg", ()),
        ("a progressive JPEG", ".jpg", JPEG_PROGRESSIVE),
        ("a progressive JPEG in full colour", ".jpg", (*JPEG_PROGRESSIVE, *FULL_COLOUR)),
        ("a PNG", ".png", (cv2.IMWRITE_PNG_COMPRESSION, 1)),
        ("a WebP", ".webp", (cv2.IMWRITE_WEBP_QUALITY, 30)),
    ],
)
def test_forty_megapixels_are_read_within_three_hundred_megabytes(
    kind: str, suffix: str, options: tuple[int, ...], tmp_path: Path
) -> None:
    said, most = weighed(encoded(suffix, large(), *options), tmp_path)
    assert (said, most < MOST_BYTES) == ("1375x1850", True), f"{kind}: {most / 1e6:.0f} MB"


@pytest.mark.skipif(sys.platform != "linux", reason="memory is read from /proc")
def test_the_largest_see_through_webp_that_is_read_stays_within_bounds(tmp_path: Path) -> None:
    said, most = weighed(encoded(".webp", large(4)[:5000, :6300], cv2.IMWRITE_WEBP_QUALITY, 30), tmp_path)
    assert (said, most < MOST_BYTES) == ("1250x1575", True), f"{most / 1e6:.0f} MB"


@pytest.mark.skipif(sys.platform != "linux", reason="memory is read from /proc")
def test_sixteen_bit_interlaced_forty_megapixels_stay_within_bounds_too(tmp_path: Path) -> None:
    width, height = pictures.FORTY_MEGAPIXELS
    rows = zlib.compress(bytes(8 * width * height + 2 * height), 1)  # the passes of Adam7 have less than 2 rows each
    said, most = weighed(png(width, height, rows, depth=16, colour=6, interlaced=True), tmp_path)
    assert (said, most < MOST_BYTES) == ("1375x1850", True), f"{most / 1e6:.0f} MB"


def test_a_large_photo_of_any_kind_is_read_smaller() -> None:
    for suffix in (".jpg", ".png", ".webp"):
        assert max(queries.read_image(encoded(suffix, np.zeros((4000, 3000, 3), np.uint8))).shape) <= LONGEST_PX


def test_four_full_colours_in_many_scans_are_refused_before_they_are_gathered() -> None:
    progressive = encoded(".jpg", np.zeros((64, 64, 3), np.uint8), *JPEG_PROGRESSIVE)
    assert refused(pictures.four_colours(progressive)).code == "photo_too_large"


def test_a_see_through_webp_takes_more_and_may_be_less_large() -> None:
    small = bytearray(encoded(".webp", large(4)[:64, :64], cv2.IMWRITE_WEBP_QUALITY, 30))
    assert queries.read_image(bytes(small)).shape == (64, 64, 3)
    small[24:30] = (7399).to_bytes(3, "little") + (5499).to_bytes(3, "little")
    assert refused(bytes(small)).code == "photo_too_large"


def test_a_jpeg_of_endless_scans_is_refused() -> None:
    progressive = encoded(".jpg", queries.read_image(JPEG), *JPEG_PROGRESSIVE)
    assert queries.read_image(pictures.of_many_scans(progressive, 3)).shape == (320, 320, 3)
    assert refused(pictures.of_many_scans(progressive, 5_000)).code == "photo_not_an_image"


def test_a_bomb_is_refused_by_its_claim_alone() -> None:
    bomb = png(65_000, 65_000, zlib.compress(bytes(30_000_000), 1))
    assert refused(bomb).code == "photo_too_large"


def test_a_film_behind_the_photo_changes_nothing() -> None:
    """Motion photos carry one; it may hold the bytes that begin a scan."""
    film = b"\0\0\0\x18ftypmp42" + b"\xff\xd9\xff\xda" * 50
    assert np.array_equal(queries.read_image(JPEG + film), queries.read_image(JPEG))


@pytest.mark.parametrize("turn", range(1, 9))
def test_a_photo_is_upright_however_the_camera_was_held(turn: int, photo: Photo) -> None:
    upright = photo("0052_1")
    held = pictures.held_so(upright, turn)
    for turned in (
        pictures.turned_png(encoded(".png", held), turn),
        pictures.turned_jpeg(encoded(".jpg", held, cv2.IMWRITE_JPEG_QUALITY, 100), turn),
    ):
        assert float(np.abs(queries.read_image(turned).astype(int) - upright).mean()) < 2


@pytest.mark.parametrize("name", ["cmyk.jpg", "palette.png"])
def test_unusual_colours_are_read_and_the_person_known(name: str, template: Known) -> None:
    image = queries.read_image((HOSTILE / name).read_bytes())
    face = queries.find(image)
    assert face is not None
    assert queries.compare(queries.embed(image, face), template("0052_1")).score > 0.9


@pytest.mark.parametrize(
    ("photo", "named"),
    [
        (b"GIF89a" + bytes(40), "GIF"),
        (b"BM" + bytes(60), "BMP"),
        (b"II*\0" + bytes(60), "TIFF"),
        (b"MM\0*" + bytes(60), "TIFF"),
        (b"\0\0\0\x18ftypheic" + bytes(60), "HEIC"),
        (b"\0\0\0\x1cftypmif1" + bytes(60), "HEIC"),
        (b"\0\0\0\x20ftypavif" + bytes(60), "AVIF"),
        (b"\0\0\0\x18ftypmp42" + bytes(60), "video"),
        (b"%PDF-1.7" + bytes(60), "PDF"),
        (b"<?xml version='1.0'?><svg/>", "SVG"),
        (b"\xef\xbb\xbf <svg xmlns='http://www.w3.org/2000/svg'/>", "SVG"),
        (b"PK\x03\x04" + bytes(60), "ZIP"),
    ],
)
def test_another_kind_is_named_with_what_to_send_instead(photo: bytes, named: str) -> None:
    problem = refused(photo)
    assert problem.code == "photo_not_an_image"
    assert named in problem.sentence.id
    assert "JPEG" in problem.sentence.id
    assert "JPEG" in problem.sentence.en


def test_an_empty_file_is_called_empty() -> None:
    assert "kosong" in refused(b"").sentence.id


def test_nobody_in_the_photo_is_no_crash() -> None:
    assert queries.find(queries.read_image(encoded(".jpg", np.full((480, 640, 3), 128, np.uint8)))) is None


@pytest.mark.parametrize("size", [(1, 1), (1, 4000), (4000, 1), (2, 2), (16, 16)])
def test_a_photo_of_hardly_any_pixels_has_nobody(size: tuple[int, int]) -> None:
    assert queries.find(queries.read_image(encoded(".png", np.full((*size, 3), 90, np.uint8)))) is None


def test_a_crowd_is_counted(photo: Photo, face: Found) -> None:
    row = np.hstack([photo(f"{person}_1") for person in ("0052", "2078", "2163", "0390")])
    found = queries.find(np.ascontiguousarray(np.vstack([row, row])))
    assert found is not None
    assert found.others >= 5
    assert face("0052_1").others == 0
