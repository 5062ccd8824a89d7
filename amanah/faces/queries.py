"""The room's door: read a photo, find the face, judge the photo, make a template, compare two, ask if it lives.

image = read_image(photo)
face = find(image)
if face:
    compare(embed(image, face), reference).band
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Literal

from amanah.faces import (
    cards,
    cropping,
    finding,
    grading,
    living,
    living_measuring,
    manifests,
    measuring,
    pictures,
    rules,
    templates,
)
from amanah.faces.calibrating import keeping
from amanah.faces.calibrating import report as calibrating
from amanah.faces.calibrating.types import Calibration
from amanah.faces.evaluating import folders, grouping, own, peer, report
from amanah.faces.evaluating.looking import Told, look_at_all, quietly
from amanah.faces.types import (
    Advice,
    Evaluation,
    Face,
    Group,
    Image,
    Kind,
    Likeness,
    Profile,
    Quality,
    Template,
    Thresholds,
)
from amanah.values.problem import Sentence


def read_image(photo: bytes) -> Image:
    """JPEG, PNG or WebP bytes -> pixels; raises Problem `photo_not_an_image`, `photo_cut_short`, `photo_too_large`."""
    return pictures.read_image(photo)


def find(image: Image) -> Face | None:
    """The largest face, or None when three looks found nobody."""
    return finding.find(image)


def card_portrait(image: Image) -> tuple[Image, Face] | None:
    """The portrait on a photographed identity card, with the card turned flat; without a card the photo's own face."""
    return cards.portrait(image)


def cut_out(image: Image, face: Face) -> bytes:
    """The face alone as a small JPEG, without whatever else the photo shows or says."""
    return cropping.cut_out(image, face)


def quality(image: Image, face: Face) -> Quality:
    """How good the photo is for knowing this person again, 0-100, and what would help most."""
    return measuring.quality(image, face)


def embed(image: Image, face: Face, *, profile: Profile = Profile.SERVER) -> Template:
    """The face as numbers: the house's template, which holds the phone's, or the phone's alone."""
    return templates.embed(image, face, profile)


def for_phone(template: Template) -> Template:
    """The part of the house's template that a phone can compare with its own; of the phone's: itself.

    Raises ValueError for a template of another model.
    """
    return templates.for_phone(template)


def compare(a: Template, b: Template, *, same_above: float = 0.40, different_below: float = 0.25) -> Likeness:
    """How alike two templates are, by the manifest's thresholds when no others are given (`thresholds`).

    Raises Problem `face_models_differ` when two models made them.
    """
    return rules.likeness(a, b, same_above=same_above, different_below=different_below)


def live(image: Image, face: Face) -> float | None:
    """0-1, from 0.5 on it looks like a living face; None when it is too small to say. It never denies by itself."""
    return living.live(image, face)


def model_version(profile: Profile = Profile.SERVER) -> str:
    """The version every new template of this profile carries; what is stored is the house's."""
    return manifests.manifest().profiles[profile].version


def default_thresholds(model: str, kind: Kind = "photo") -> Thresholds:
    """What holds where a deployment measured nothing of its own: the manifest's. ValueError for an unknown model."""
    return manifests.manifest().default_thresholds(model, kind)


def cosine_at_far(model: str) -> Mapping[float, float]:
    """False acceptance rate -> cosine: the deployment's calibration where it measured, else the manifest's."""
    return keeping.cosine_at_far(model) or manifests.manifest().cosine_at_far.get(model, {})


def thresholds(model: str, kind: Kind = "photo") -> Thresholds:
    """In force for comparing templates of this model: the deployment's calibration where it measured, else the default.

    Raises Problem `calibration_unreadable`.
    """
    return keeping.thresholds(model, kind) or default_thresholds(model, kind)


def advice(of: Advice) -> Sentence:
    """What to tell the payer about a poor photo."""
    return grading.ADVICE[of]


def evaluate(
    folder: Path,
    *,
    by: Profile | Literal["dlib"] = Profile.SERVER,
    limit: int | None = None,
    pairs: Path | None = None,
    relatives: Path | None = None,
    told: Told = quietly,
) -> Evaluation:
    """How well the people of a folder are told apart (`evaluating.folders` says its layout), ours or by a peer.

    `limit` people only; `pairs` a list judged besides (LFW's format or CSV), `relatives` a CSV of people who share a
    card; `told(done, of)` hears of the progress. Raises Problem `folder_missing`, `folder_without_people`,
    `pairs_unreadable`, `pair_without_photo`, `relatives_unreadable`, `peer_missing`.
    """
    eye = peer.eye() if by == "dlib" else own.eye(by)
    shots = folders.people(folder, limit=limit)
    return report.evaluate(shots, eye, pairs=pairs, kin=relatives, partly=limit is not None, told=told)


def measure_liveness(
    folder: Path, *, threshold: float | None = None, told: Told = quietly
) -> living_measuring.Measured:
    """Errors of `live` on photos beside a `labels.csv` (file,label,subject; `live` or `spoof`), nothing dropped.

    `threshold` None: the model's own. Raises Problem `labels_missing`, `labels_unreadable`.
    """
    at = living.LIVE_ABOVE if threshold is None else threshold
    return living_measuring.measure(living_measuring.labelled(folder), threshold=at, told=told)


def measure_living(folder: Path, *, threshold: float | None = None, told: Told = quietly) -> living_measuring.Measured:
    """The same on a folder, at any depth, that shows living faces only: what share is called not living."""
    at = living.LIVE_ABOVE if threshold is None else threshold
    return living_measuring.measure(living_measuring.all_living(folder), threshold=at, told=told)


def calibrate(
    folder: Path,
    *,
    far: str = "1e-4",
    relatives: Path | None = None,
    name: str | None = None,
    now: datetime,
    told: Told = quietly,
) -> Calibration:
    """Thresholds from a deployment's own photos, for every profile; nothing is put in force (`put_in_force` does).

    Laid out as for `evaluate`; files named `ktp…` are portraits photographed off a KTP. Raises Problem
    `calibration_too_few`, `calibration_name`, and those of `evaluate`.
    """
    shots = folders.people(folder)
    return calibrating.calibrate(shots, far=far, kin=relatives, name=name, now=now, told=told)


def put_in_force(calibration: Calibration, *, forced: bool = False) -> Path:
    """Writes the calibration file and gives its path; raises Problem `calibration_too_few` unless `forced`."""
    return keeping.put_in_force(calibration, forced=forced)


def duplicates(
    folder: Path, *, same_above: float | None = None, told: Told = quietly
) -> tuple[list[Group], list[str], str]:
    """Groups of photos of one person at any depth, the names of photos without a face, and the model's version.

    `same_above` None: the threshold in force. Raises Problem `folder_missing`, `folder_without_photos`.
    """
    shots = folders.everything(folder)
    at = thresholds(model_version()).same_above if same_above is None else same_above
    looked = look_at_all(shots, own.eye(Profile.SERVER), told=told)
    names = [shot.name for shot in shots]
    missed = [name for name, found in zip(names, looked.found, strict=True) if not found]
    return grouping.groups(looked, names, same_above=at), missed, model_version()
