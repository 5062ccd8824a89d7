"""How surely `amanah photos copies` finds near copies of house photos, and whether it ever joins different houses.

    ./run bench copies --json -    {found: {change: originals}, originals, false_groups, sha_only_recall, …}

Originals: the real fronts of ../shared/data/houses where they are, and invented ones (amanah/cli/demo_houses.py).
An *estate* is drawn of one plan: fronts that repeat with another number, plant or paint, photographed from almost the
same place: different houses that are alike. Each original is changed in every way of CHANGES and looked for among all.
The peer compares bytes alone.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

REPO = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(REPO))

from amanah.cli.demo_houses import draw_house  # noqa: E402  # after the path is set
from amanah.faces.queries import read_image  # noqa: E402  # after the path is set
from amanah.photos.queries import copies  # noqa: E402  # after the path is set

REAL = REPO.parent / "shared" / "data" / "houses"
PEOPLE = REPO.parent / "shared" / "data" / "faces" / "lfw_dev"
Image = NDArray[np.uint8]


def as_jpeg(image: Image, quality: int = 85) -> bytes:
    return cv2.imencode(".jpg", image, [cv2.IMWRITE_JPEG_QUALITY, quality])[1].tobytes()


def cut(image: Image, top: float, bottom: float, left: float, right: float) -> Image:
    high, wide = image.shape[:2]
    return image[int(high * top) : high - int(high * bottom), int(wide * left) : wide - int(wide * right)]


def sized(image: Image, longest: int) -> Image:
    scale = longest / max(image.shape[:2])
    how = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
    return cv2.resize(image, None, fx=scale, fy=scale, interpolation=how).astype(np.uint8)


def lit(image: Image, times: float) -> Image:
    return np.clip(image.astype(np.float64) * times, 0, 255).astype(np.uint8)


def turned(image: Image, degrees: float) -> Image:
    """With the corners filled from the edge, as an editor's "straighten" leaves them."""
    high, wide = image.shape[:2]
    way = cv2.getRotationMatrix2D((wide / 2, high / 2), degrees, 1.0)
    return cv2.warpAffine(image, way, (wide, high), borderMode=cv2.BORDER_REPLICATE).astype(np.uint8)


def messenger(image: Image) -> bytes:
    """As a messenger sends it on, twice."""
    once = as_jpeg(sized(image, 1600), 70)
    return as_jpeg(sized(read_image(once), 1280), 60)


def _mirrored(image: Image) -> Image:
    return np.ascontiguousarray(image[:, ::-1])


def _upright(image: Image) -> Image:
    return np.ascontiguousarray(np.rot90(image))


CHANGES: dict[str, Callable[[Image], bytes]] = {
    "exact": lambda image: b"",
    "crop left": lambda image: as_jpeg(cut(image, 0, 0, 0.1, 0)),
    "crop right": lambda image: as_jpeg(cut(image, 0, 0, 0, 0.1)),
    "crop top": lambda image: as_jpeg(cut(image, 0.1, 0, 0, 0)),
    "crop bottom": lambda image: as_jpeg(cut(image, 0, 0.1, 0, 0)),
    "320 px": lambda image: as_jpeg(sized(image, 320)),
    "quality 30": lambda image: as_jpeg(image, 30),
    "brighter 30 %": lambda image: as_jpeg(lit(image, 1.3)),
    "darker 30 %": lambda image: as_jpeg(lit(image, 0.7)),
    "turned 1": lambda image: as_jpeg(turned(image, 1)),
    "turned 2": lambda image: as_jpeg(turned(image, -2)),
    "messenger": messenger,
    "320 px, quality 30": lambda image: as_jpeg(sized(image, 320), 30),
    "crop left, darker, messenger": lambda image: messenger(lit(cut(image, 0, 0, 0.1, 0), 0.7)),
    "crop top, turned 1, 640 px": lambda image: as_jpeg(sized(turned(cut(image, 0.1, 0, 0, 0), 1), 640), 50),
    "crop all sides, brighter, 320 px": lambda image: as_jpeg(sized(lit(cut(image, 0.1, 0.1, 0.1, 0.1), 1.3), 320), 40),
    "mirrored": lambda image: as_jpeg(_mirrored(image)),
    "turned 90": lambda image: as_jpeg(_upright(image)),
}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--invented", type=int, default=20)
    parser.add_argument("--estate", type=int, default=12, help="alike fronts a design, of four designs")
    parser.add_argument("--people", type=int, default=200, help="photos of people, that must group with nothing")
    parser.add_argument("--json", metavar="FILE|-")
    asked = parser.parse_args()
    result = measured(asked.invented, asked.estate, asked.people)
    text = json.dumps(result, indent=1)
    if asked.json and asked.json != "-":
        Path(asked.json).write_text(text)
    else:
        print(text)
    return 0


def measured(invented: int, estate: int, people: int) -> dict[str, object]:
    photos = {f"real/{p.stem}": as_jpeg(read_image(p.read_bytes()), 90) for p in sorted(REAL.glob("*.jpg"))}
    real = len(photos)
    photos |= {f"drawn/{i}": draw_house(i, 1) for i in range(invented)}
    others = _estate(estate) | _people(people)
    changed = {
        f"{name}|{change}": do(read_image(photo)) or photo
        for name, photo in photos.items()
        for change, do in CHANGES.items()
    }
    everything = photos | changed | others
    begun = time.process_time()
    groups = copies(sorted(everything), everything.__getitem__, read_image, lambda done, of: None)
    cpu_s = time.process_time() - begun
    return {
        "originals": len(photos), "real": real, "alike": len(others), "photos": len(everything),
        **_told(groups), "sha_only_recall": round(1 / len(CHANGES), 4),
        "cpu_ms_a_photo": round(1000 * cpu_s / len(everything), 1),
    }  # fmt: skip


def _told(groups: list[list[str]]) -> dict[str, object]:
    found: dict[str, int] = defaultdict(int)
    false: list[list[str]] = []
    for group in groups:
        owners = {name.partition("|")[0] for name in group}
        if len(owners) > 1:
            false.append(sorted(owners)[:6])
        for name in group:
            owner, _, change = name.partition("|")
            found[change] += bool(change) and owner in group
    of = len(list(REAL.glob("*.jpg"))) or 0
    return {"found": {change: found[change] for change in CHANGES}, "real_originals": of,
            "false_groups": len(false), "joined": false}  # fmt: skip


def _estate(count: int) -> dict[str, bytes]:
    """Four designs, each built `count` times: another house number, another pot plant, another tint of the wall."""
    found = {}
    for design in range(4):
        for built in range(count):
            rng = np.random.default_rng(design * 1000 + built)
            view = read_image(draw_house(500 + design, 1 + built % 3)).copy()
            high, wide = view.shape[:2]
            tint = rng.uniform(0.85, 1.15, 3)
            view = np.clip(view * tint, 0, 255).astype(np.uint8)
            way = np.array([[1, rng.uniform(-0.03, 0.03), rng.uniform(-25, 25)],
                              [rng.uniform(-0.03, 0.03), 1, rng.uniform(-15, 15)]], dtype=np.float32)  # fmt: skip
            view = cv2.warpAffine(view, way, (wide, high), borderMode=cv2.BORDER_REFLECT).astype(np.uint8)
            at = (int(wide * rng.uniform(0.4, 0.6)), int(high * rng.uniform(0.4, 0.6)))
            cv2.putText(view, str(rng.integers(1, 99)), at, cv2.FONT_HERSHEY_SIMPLEX, 1.4, (30, 30, 30), 4)
            for _ in range(5):  # pots, a motorcycle, washing: as large as what stands before a house
                spot = (int(rng.uniform(0, wide)), int(rng.uniform(high * 0.55, high)))
                colour = tuple(int(c) for c in rng.integers(0, 255, 3))
                cv2.ellipse(view, spot, (int(rng.uniform(30, 110)), int(rng.uniform(30, 110))), 0, 0, 360, colour, -1)
            found[f"estate/{design}-{built}"] = as_jpeg(view, 80)
    return found


def _people(count: int) -> dict[str, bytes]:
    if not PEOPLE.exists():
        return {}
    return {f"people/{p.stem}": p.read_bytes() for p in sorted(PEOPLE.rglob("*.jpg"))[:count]}


if __name__ == "__main__":
    sys.exit(main())
