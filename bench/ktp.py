"""How well a face at the door is known by the portrait on its KTP, photographed with a phone: all simulated.

    ./run bench ktp --photos ../shared/data/faces/lfw_dev --json -

The middle of a photo of each person (a KTP shows the head) is printed on a specimen card; the card is worn, laminated,
laid on a table, photographed askew with glare, blur, noise and JPEG; the other photos of all people stand at the door.
`ratio` is how many of the same people are known at a false acceptance rate of 1e-3 with the card turned flat, beside
taking the largest face of the photo as it is.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from amanah.cli.answer import write_json

REPO = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(REPO))
FARS = (1e-2, 1e-3, 1e-4, 1e-5)
LONGEST_PX = 1024  # as the phone sends its photos
Picture = NDArray[np.uint8]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", default="-")
    parser.add_argument("--photos", type=Path, default=REPO.parent / "shared" / "data" / "faces" / "lfw_dev")
    parser.add_argument("--people", type=int, default=700, help="so many cards, people with several photos first")
    parser.add_argument("--show", type=Path, help="a folder for the first dozen of photographed cards")
    asked = parser.parse_args()
    write_json(_measure(asked.photos, asked.people, asked.show), asked.json or "-")
    return 0


def _measure(folder: Path, count: int, show: Path | None) -> dict[str, Any]:
    from amanah.faces import cards, queries

    people = sorted(path for path in folder.iterdir() if path.is_dir())
    photos = {person.name: sorted(person.glob("*.jpg")) for person in people}
    chosen = sorted(photos, key=lambda name: (-min(2, len(photos[name])), name))[:count]
    # who has one photo only is never at the door: the very photo of the card would say nothing
    doors, owners = _at_the_door([(name, path) for name in photos for path in photos[name][1:]])
    flat, whole, corners_off = [], [], []
    for number, name in enumerate(chosen):
        jpeg, corners = photographed(photos[name][0].read_bytes(), seed=number)
        if show and number < 12:
            (show / f"ktp-{number:02}.jpg").write_bytes(jpeg)
        image = queries.read_image(jpeg)
        flat.append(_embedded(cards.portrait(image)))
        face = queries.find(image)
        whole.append(_embedded((image, face) if face else None))
        corners_off.append(_off(cards.cards(image), corners))
    known = {
        way: _rates(np.array(faces), doors, chosen, owners) for way, faces in (("flat", flat), ("largest_face", whole))
    }
    ratio = known["flat"]["tar"]["0.001"] / known["largest_face"]["tar"]["0.001"]
    return {
        "cards": len(chosen),
        "card_found": round(float(np.mean(np.array(corners_off) < 0.03)), 4),
        "portrait_found": {
            way: round(float(np.mean([np.any(one) for one in each])), 4)
            for way, each in (("flat", flat), ("largest_face", whole))
        },
        **known,
        "ratio": round(ratio, 3),
        "model": queries.model_version(),
    }


def _at_the_door(named: list[tuple[str, Path]]) -> tuple[NDArray[np.float32], list[str]]:
    from amanah.faces import queries

    vectors = []
    for _, path in named:
        image = queries.read_image(path.read_bytes())
        face = queries.find(image)
        vectors.append(_embedded((image, face) if face else None))
    return np.array(vectors), [name for name, _ in named]


def _embedded(seen: tuple[Any, Any] | None) -> NDArray[np.float32]:
    """Zeros where there is no face: like nobody, so it counts against `tar`."""
    from amanah.faces import queries

    if seen is None:
        return np.zeros_like(queries.embed(*_anybody()).vector)
    return queries.embed(*seen).vector


def _anybody() -> tuple[Any, Any]:
    from amanah.faces import queries

    image = queries.read_image((REPO / "demo" / "people" / "0052_0.jpg").read_bytes())
    return image, queries.find(image)


def _rates(
    cards: NDArray[np.float32], doors: NDArray[np.float32], of_card: list[str], of_door: list[str]
) -> dict[str, Any]:
    scores = cards @ doors.T
    same = np.array([[card == door for door in of_door] for card in of_card])
    genuine, impostor = scores[same], np.sort(scores[~same])[::-1]
    threshold = {far: float(impostor[int(far * len(impostor))]) for far in FARS}
    return {
        "genuine": len(genuine),
        "impostor": len(impostor),
        "tar": {f"{far:g}": round(float((genuine >= cosine).mean()), 4) for far, cosine in threshold.items()},
        "cosine": {f"{far:g}": round(cosine, 4) for far, cosine in threshold.items()},
        "genuine_percentiles": {p: round(float(np.percentile(genuine, p)), 3) for p in (1, 5, 25, 50)},
    }


def photographed(photo: bytes, *, seed: int) -> tuple[bytes, NDArray[np.float32]]:
    """A specimen card with this portrait as a phone sees it: JPEG, and the card's true corners in pixels."""
    from amanah.cli.demo_cards import HEIGHT, WIDTH, card
    from amanah.faces import queries

    lot = np.random.default_rng([71, seed])
    whole = queries.read_image(photo)
    rows, columns = whole.shape[:2]
    head = whole[round(0.12 * rows) : round(0.88 * rows), round(0.15 * columns) : round(0.85 * columns)]
    worn = _laminated(card(head, "NAMA CONTOH", "5171••••••••0001"), lot)
    rows, columns = (768, 1024) if lot.random() < 0.7 else (1024, 768)
    corners = _laid(WIDTH, HEIGHT, rows, columns, lot)
    table = _table(rows, columns, lot)
    takes = cv2.getPerspectiveTransform(
        np.array([[0, 0], [WIDTH - 1, 0], [WIDTH - 1, HEIGHT - 1], [0, HEIGHT - 1]], np.float32), corners
    )
    mask = cv2.warpPerspective(np.full((HEIGHT, WIDTH), 255, np.uint8), takes, (columns, rows))[:, :, None] / 255.0
    laid = cv2.warpPerspective(worn, takes, (columns, rows), flags=cv2.INTER_AREA)
    return _through_the_lens(laid * mask + table * (1 - mask), lot), corners


def _laminated(card: Picture, lot: np.random.Generator) -> Picture:
    """Faded and milky, with a bright reflection that in one of three lies over the portrait."""
    rows, columns = card.shape[:2]
    grey = cv2.cvtColor(cv2.cvtColor(card, cv2.COLOR_BGR2GRAY), cv2.COLOR_GRAY2BGR)
    colour = float(lot.uniform(0.4, 1))
    faded = card * colour + grey * (1 - colour)
    veil = float(lot.uniform(0, 0.25))
    faded = faded * (1 - veil) + 235 * veil
    x = lot.uniform(0.66, 1.0) if lot.random() < 1 / 3 else lot.uniform(0, 0.66)
    y, turn = lot.uniform(0, 1), lot.uniform(0, np.pi)
    across, down = np.meshgrid(np.arange(columns) / columns - x, np.arange(rows) / columns - y * rows / columns)
    along, beside = across * np.cos(turn) + down * np.sin(turn), -across * np.sin(turn) + down * np.cos(turn)
    glare = np.exp(-((along / lot.uniform(0.1, 0.6)) ** 2 + (beside / lot.uniform(0.03, 0.12)) ** 2))
    lit: NDArray[np.uint8] = np.clip(faded + 170 * lot.uniform(0, 1) * glare[:, :, None], 0, 255).astype(np.uint8)
    return lit


def _laid(width: int, height: int, rows: int, columns: int, lot: np.random.Generator) -> NDArray[np.float32]:
    """Corners of the card in the photo: 45 to 90 % as wide, turned up to 15 degrees, one of twenty head down."""
    wide = columns * lot.uniform(0.45, 0.9)
    half = np.array([[-1, -1], [1, -1], [1, 1], [-1, 1]]) * np.array([wide, wide * height / width]) / 2
    angle = np.deg2rad(lot.uniform(-15, 15) + (180 if lot.random() < 0.05 else 0))
    turned = half @ np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
    tilted = turned + lot.normal(0, 0.025 * wide, (4, 2))
    centred = tilted - (tilted.max(axis=0) + tilted.min(axis=0)) / 2 + np.array([columns, rows]) / 2
    room = np.maximum(0, (np.array([columns, rows]) - np.ptp(tilted, axis=0)) / 2 - 4)
    laid: NDArray[np.float32] = (centred + lot.uniform(-1, 1, 2) * room).astype(np.float32)
    return laid


def _table(rows: int, columns: int, lot: np.random.Generator) -> NDArray[np.float64]:
    """A cloth, a floor or a wooden table: a colour, large spots, fine grain, and some straight lines."""
    colour = lot.uniform(40, 220, 3)
    spots = cv2.resize(lot.normal(0, 18, (6, 8, 3)), (columns, rows), interpolation=cv2.INTER_CUBIC)
    grain = cv2.GaussianBlur(lot.normal(0, 30, (rows, columns, 1)), (0, 0), 1.2)[:, :, None]
    table = np.ascontiguousarray(colour + spots + grain)
    for _ in range(int(lot.integers(0, 9))):
        begin, end = (tuple(int(v) for v in lot.uniform(0, 1, 2) * (columns, rows)) for _ in range(2))
        cv2.line(table, begin, end, tuple(float(v) for v in colour * lot.uniform(0.5, 0.9)), int(lot.integers(1, 6)))
    return table


def _through_the_lens(scene: NDArray[np.float64], lot: np.random.Generator) -> bytes:
    """Light, a little blur of focus and hand, noise, and JPEG."""
    lit = cv2.GaussianBlur(scene * lot.uniform(0.55, 1.15), (0, 0), float(lot.uniform(0.4, 1.8)))
    steps = int(lot.integers(1, 6))
    moved = cv2.filter2D(lit, -1, np.eye(steps) / steps)
    seen = np.clip(moved + lot.normal(0, lot.uniform(1, 6), scene.shape), 0, 255).astype(np.uint8)
    done, jpeg = cv2.imencode(".jpg", seen, [cv2.IMWRITE_JPEG_QUALITY, int(lot.integers(55, 88))])
    assert done
    return jpeg.tobytes()


def _off(found: list[NDArray[np.float32]], true: NDArray[np.float32]) -> float:
    """How far the best quadrilateral's worst corner is from the true one, in widths of the card."""
    wide = float(np.linalg.norm(true[1] - true[0]))
    offs = [np.linalg.norm(np.roll(each, turn, axis=0) - true, axis=1).max() for each in found for turn in range(4)]
    return float(min(offs, default=np.inf)) / wide


if __name__ == "__main__":
    sys.exit(main())
