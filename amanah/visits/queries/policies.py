"""Policies: the one in force, and those that visits were once judged by."""

from __future__ import annotations

from functools import lru_cache

from amanah.faces import queries as faces
from amanah.faces.types import Profile
from amanah.values.problem import Problem
from amanah.visits import models
from amanah.visits.types import CURRENT, Policy, Scale
from amanah.visits.types.policy import kept


def in_force() -> Policy:
    """CURRENT on the scales that this deployment measured, or on the models' own where it measured none."""
    return _measured(_scale(Profile.PHONE), _scale(Profile.SERVER))


def policy(version: str) -> Policy | None:
    """The policy once in force under this version; None when no visit was ever judged by it."""
    return policies().get(version)


def policies() -> dict[str, Policy]:
    """Every policy a visit was judged by, by version."""
    return {version: kept(content) for version, content in models.Policy.objects.values_list("version", "content")}


@lru_cache(maxsize=8)
def _measured(phone: Scale, house: Scale) -> Policy:
    return CURRENT.measured(phone=phone, house=house)


def _scale(profile: Profile) -> Scale:
    model = faces.model_version(profile)
    try:
        photo, ktp = faces.thresholds(model), faces.thresholds(model, "ktp")
    except Problem:
        # an unreadable calibration file must not keep payments out; which numbers held is in each judgement
        photo, ktp = faces.default_thresholds(model), faces.default_thresholds(model, "ktp")
    other = ktp.calibration if ktp.calibration != photo.calibration else ""
    return Scale(model, photo.same_above, photo.different_below, ktp.same_above, photo.calibration, other)
