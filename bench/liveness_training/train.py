"""Trains the liveness model: `amanah/faces/weights/recapture.onnx`, and three beside it that show what to expect of it.

    pip install torch onnx onnxscript     besides the project's own packages
    python bench/liveness_training/train.py FACES [--only fold0 fold1 fold2 shipped]

FACES holds `spoof_dev` (labels.csv: file, label, subject) and `lfw_dev` (person/photo.jpg); docs/faces.md tells of
both. Each fold is trained without three of the nine subjects and lands in `folds` beside this file; bench/liveness.py
judges it on those three. The shipped one is trained on all nine. Of lfw_dev every second person is seen by none.
About three minutes of one core a model.
"""

from __future__ import annotations

import argparse
import csv
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import torch
from numpy.typing import NDArray
from torch.nn import functional

REPO = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(REPO))

from amanah.faces import finding, living, pictures, sampling  # noqa: E402 - the project's folder must be known first
from bench.liveness_training.changes import camera, jpeg, recaptured  # noqa: E402 - likewise
from bench.liveness_training.net import Living, Net  # noqa: E402 - likewise

FOLDS = (("0001", "0002", "0003"), ("0004", "0005", "0006"), ("0007", "0008", "0009"))
STEPS = {"fold0": 400, "fold1": 400, "fold2": 400, "shipped": 600}
SEED = {"fold0": 0, "fold1": 1, "fold2": 2, "shipped": 7}
SHIFT = -0.62  # from 0.65 to 0.5, where both errors on people not seen lie below 5 %
LARGE, MIDDLE, SMALL = 288, 128, 112
WIDE = 1.35  # how much more than the aligned face a large crop shows
RATE, DECAY, SMOOTH = 4e-3, 0.03, 0.03
Pool = NDArray[np.uint8]
"""Changed again and again: variants x photos x 128 x 128 x 3."""


@dataclass(frozen=True, slots=True)
class Faces:
    """Large crops around the aligned face, N x 288 x 288 x 3, and whose they are."""

    crops: NDArray[np.uint8]
    spoofed: NDArray[np.bool_]
    people: NDArray[np.str_]

    def only(self, chosen: NDArray[np.bool_]) -> Faces:
        return Faces(self.crops[chosen], self.spoofed[chosen], self.people[chosen])


@dataclass(frozen=True, slots=True)
class Share:
    """So many of each batch of 64 come from this pool; simulated spoofs weigh half."""

    pool: Pool
    spoofed: bool
    number: int
    weight: float


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("faces", type=Path)
    parser.add_argument("--only", nargs="+", choices=tuple(STEPS), default=tuple(STEPS))
    asked = parser.parse_args()
    torch.set_num_threads(1)
    spoof, press = _spoof(asked.faces / "spoof_dev"), _press_shares(_press(asked.faces / "lfw_dev"))
    for name in asked.only:
        left_out = () if name == "shipped" else FOLDS[int(name[-1])]
        shares = (*_spoof_shares(spoof.only(~np.isin(spoof.people, left_out))), *press)
        net = _trained(shares, STEPS[name], SEED[name])
        folder = REPO / ("amanah/faces/weights" if name == "shipped" else "bench/liveness_training/folds")
        _write(net, folder / ("recapture.onnx" if name == "shipped" else f"{name}.onnx"))


def _spoof(folder: Path) -> Faces:
    rows = list(csv.DictReader((folder / "labels.csv").open(encoding="utf-8")))
    return _faces((folder / row["file"], row["label"] == "spoof", row["subject"]) for row in rows)


def _press(folder: Path) -> Faces:
    """Every other person, in the order of their names; the others are for judging (`bench/liveness.py`)."""
    people = sorted(path.name for path in folder.iterdir())[::2]
    return _faces((photo, False, one) for one in people for photo in sorted((folder / one).glob("*.jpg")))


def _faces(photos: Iterator[tuple[Path, bool, str]]) -> Faces:
    points = ((living.POINTS - (SMALL - 1) / 2) / WIDE * (LARGE / SMALL) + (LARGE - 1) / 2).astype(np.float32)
    found = []
    for path, spoofed, person in photos:
        image = pictures.read_image(path.read_bytes())
        face = finding.find(image)
        if face:
            crop = sampling.sample(image, sampling.aligned(face.five, points), LARGE, LARGE)
            found.append((crop, spoofed, person))
    crops, spoofed, people = zip(*found, strict=True)
    return Faces(np.stack(crops), np.array(spoofed), np.array(people))


def _spoof_shares(spoof: Faces) -> Sequence[Share]:
    living_ones = spoof.crops[~spoof.spoofed]
    return (
        Share(_pool(living_ones, 6, 1), False, 20, 1.0),
        Share(_pool(spoof.crops[spoof.spoofed], 6, 2), True, 20, 1.0),
        Share(_pool(living_ones, 2, 3, simulated=True), True, 4, 0.5),
    )


def _press_shares(press: Faces) -> Sequence[Share]:
    return (
        Share(_pool(press.crops, 3, 4), False, 12, 1.0),
        Share(_pool(press.crops, 2, 5, simulated=True), True, 8, 0.5),
    )


def _pool(crops: NDArray[np.uint8], variants: int, seed: int, *, simulated: bool = False) -> Pool:
    """The first variant is the plain picture, unless spoofs are simulated."""
    chance = np.random.default_rng(seed)
    out = np.empty((variants, len(crops), MIDDLE, MIDDLE, 3), np.uint8)
    for variant in range(variants):
        for i, crop in enumerate(crops):
            if variant == 0 and not simulated:
                out[variant, i] = _moved(crop, 1.0, 0.0, (0.0, 0.0), 0.35)
                continue
            if chance.random() < 0.35:
                crop = jpeg(crop, chance.uniform(40, 95))
            picture = _jittered(crop, chance)
            out[variant, i] = camera(recaptured(picture, chance) if simulated else picture, chance)
    return out


def _jittered(crop: NDArray[np.uint8], chance: np.random.Generator) -> NDArray[np.uint8]:
    span, angle = chance.uniform(0.88, 1.14), np.deg2rad(chance.normal(0, 5))
    off = chance.normal(0, 0.02 * LARGE, 2)
    blur = chance.uniform(0.3, 0.5) if chance.random() < 0.6 else 0.0
    return _moved(crop, span, angle, (off[0], off[1]), blur)


def _moved(
    crop: NDArray[np.uint8], span: float, angle: float, off: tuple[float, float], blur: float
) -> NDArray[np.uint8]:
    """The crop at the net's scale, `span` times as much of it, turned and moved; 128 leaves room for chance."""
    step = MIDDLE / SMALL / WIDE * LARGE / MIDDLE * span
    if blur:
        crop = cv2.GaussianBlur(crop, (0, 0), blur * step)
    turn = step * np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    start = (LARGE - 1) / 2 + np.array(off) - turn @ np.full(2, (MIDDLE - 1) / 2)
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    take = np.hstack([turn, start[:, None]])
    return cv2.warpAffine(crop, take, (MIDDLE, MIDDLE), flags=flags, borderMode=cv2.BORDER_REPLICATE)


def _trained(shares: Sequence[Share], steps: int, seed: int) -> Net:
    chance, started = np.random.default_rng(seed), time.monotonic()
    torch.manual_seed(seed)
    net = Net()
    optimiser = torch.optim.AdamW(net.parameters(), lr=RATE, weight_decay=DECAY)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, RATE, steps)
    net.train()
    for step in range(steps):
        pixels, truth, weights = _batch(shares, chance)
        wanted = truth * (1 - 2 * SMOOTH) + SMOOTH
        each = functional.binary_cross_entropy_with_logits(net(pixels), wanted, reduction="none")
        optimiser.zero_grad()
        (each * weights).mean().backward()
        optimiser.step()
        schedule.step()
        if step % 100 == 99:
            sys.stderr.write(f"{step + 1}/{steps} {time.monotonic() - started:.0f} s\n")
    return net


def _batch(shares: Sequence[Share], chance: np.random.Generator) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    pictures_, truth, weights = [], [], []
    for share in shares:
        for _ in range(share.number):
            one = share.pool[chance.integers(share.pool.shape[0]), chance.integers(share.pool.shape[1])]
            top, left = chance.integers(4, 13, 2)
            one = one[top : top + SMALL, left : left + SMALL]
            pictures_.append(one[:, ::-1] if chance.random() < 0.5 else one)
            truth.append(float(share.spoofed))
            weights.append(share.weight)
    planes = np.stack(pictures_)[..., ::-1].transpose(0, 3, 1, 2)
    number = len(pictures_)
    gain = np.exp(chance.normal(0, 0.05, (number, 3, 1, 1)) + chance.normal(0, 0.12, (number, 1, 1, 1)))
    pixels = torch.from_numpy(np.clip(planes * gain, 0, 255)).float()
    return pixels, torch.tensor(truth), torch.tensor(weights)


def _write(net: Net, path: Path) -> None:
    """One file, weights inside; input `input` 1 x 3 x 112 x 112, output `live`, one number."""
    path.parent.mkdir(parents=True, exist_ok=True)
    blank = torch.zeros(1, 3, SMALL, SMALL)
    names = {"input_names": ["input"], "output_names": ["live"]}
    torch.onnx.export(Living(net, SHIFT).eval(), (blank,), str(path), dynamo=False, opset_version=13, **names)


if __name__ == "__main__":
    main()
