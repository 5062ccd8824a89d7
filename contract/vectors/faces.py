"""Writes contract/vectors/faces.json anew: what the face pipeline says about eight synthetic photos.

    python contract/vectors/faces.py

Phone and house both test against the file; make it anew only together with a new model version.
"""

from __future__ import annotations

import base64
import json
from pathlib import Path
from typing import Any

from amanah.faces import queries
from amanah.faces.types import Profile, Template

ROOT = Path(__file__).resolve().parents[2]
PHOTOS = (
    "demo/people/0052_0.jpg", "demo/people/0052_1.jpg", "demo/people/2078_0.jpg", "demo/people/2078_2.jpg",
    "demo/people/2163_0.jpg", "demo/people/2163_3.jpg",
    "contract/vectors/faces/door_landscape.jpg", "contract/vectors/faces/door_portrait.jpg",
)  # fmt: skip
PAIRS = ((0, 1), (2, 3), (4, 5), (0, 6), (2, 7), (0, 2), (1, 5), (4, 6))


def said_of(photo: str) -> dict[str, Any]:
    image = queries.read_image((ROOT / photo).read_bytes())
    face = queries.find(image)
    if face is None:
        raise SystemExit(f"no face in {photo}")
    template, quality = queries.embed(image, face, profile=Profile.PHONE), queries.quality(image, face)
    box = (face.box.left, face.box.top, face.box.right, face.box.bottom)
    return {
        "photo": photo,
        "width": image.shape[1],
        "height": image.shape[0],
        "box": [round(edge, 2) for edge in box],
        "score": round(face.score, 4),
        "five": [[round(float(x), 2), round(float(y), 2)] for x, y in face.five],
        "template_head": [round(float(number), 5) for number in template.vector[:16]],
        "template": base64.b64encode(template.to_bytes()).decode(),
        "quality": {name: getattr(quality, name) for name in QUALITY} | {"eyes_px": round(quality.eyes_px, 2)},
        "live": round(queries.live(image, face) or 0.0, 3),
    }


QUALITY = (
    "total", "size", "sharpness", "brightness", "contrast", "evenness", "margins", "pose", "single",
    "eyes", "uncovered",
)  # fmt: skip


def main() -> None:
    photos = [said_of(photo) for photo in PHOTOS]
    pairs = [[PHOTOS[a], PHOTOS[b], cosine(photos[a], photos[b])] for a, b in PAIRS]
    told = {"model": queries.model_version(Profile.PHONE), "agree_at_least": 0.998, "photos": photos, "pairs": pairs}
    (ROOT / "contract/vectors/faces.json").write_text(json.dumps(told, indent=1) + "\n", "utf-8")


def cosine(a: dict[str, Any], b: dict[str, Any]) -> float:
    one, other = (
        Template.from_bytes(base64.b64decode(each["template"]), queries.model_version(Profile.PHONE)) for each in (a, b)
    )
    return round(queries.compare(one, other).score, 4)


if __name__ == "__main__":
    main()
