"""One small question a doubt, over values. Pure: the same visit, policy and surroundings give the same doubts."""

from __future__ import annotations

from collections.abc import Iterable

from amanah.geo.queries import distance_m
from amanah.geo.types import Fix
from amanah.visits.types import (
    Against,
    Doubt,
    Failed,
    Paid,
    PhotoKind,
    Policy,
    Reason,
    Settlement,
    Tagged,
    Unfinished,
    Visit,
)
from amanah.visits.types.words import Band, Way

# Endings told from somewhere else than the home: the place then proves nothing.
_NOT_AT_THE_HOME = frozenset({
    Reason.ADDRESS_UNKNOWN, Reason.PERSON_UNKNOWN, Reason.MOVED, Reason.NO_ACCESS, Reason.UNSAFE_PLACE,
    Reason.DEVICE_FAILED,
})  # fmt: skip


def doubts(visit: Visit, *, settlements: Iterable[Settlement], against: Against, policy: Policy) -> frozenset[Doubt]:
    """Everything doubted about a visit that has ended; nothing while it is unfinished."""
    match visit.ending:
        case Unfinished():
            return frozenset()
        case Failed(reason=reason):
            of_place = () if reason in _NOT_AT_THE_HOME else place_doubts(visit, against, policy)
            found = {*of_place, clock_doubt(visit)}
        case Tagged():
            has_house = any(photo.kind is PhotoKind.HOUSE for photo in visit.photos)
            found = {
                *place_doubts(visit, against, policy),
                None if has_house else Doubt.NO_PHOTO,
                reuse_doubt(against),
                clock_doubt(visit),
            }
        case Paid():
            of_money = {doubt for settlement in settlements for doubt in settlement.doubts}
            found = {
                *place_doubts(visit, against, policy),
                *face_doubts(visit, against, policy),
                reuse_doubt(against),
                *flow_doubts(visit),
                *of_money,
                clock_doubt(visit),
                Doubt.CONTESTED_UNPROVEN if against.contested == "unproven" else None,
                *letter_doubts(against),
                second_look_doubt(visit, against, policy),
            }
    return frozenset(doubt for doubt in found if doubt)


def place_doubts(visit: Visit, against: Against, policy: Policy) -> set[Doubt | None]:
    if visit.place is None or (visit.place.lat, visit.place.lng) == (0, 0):  # so says a phone that doesn't know
        return {Doubt.NO_FIX}
    return {
        accuracy_doubt(visit, policy),
        village_doubt(visit, against, policy),
        home_doubt(visit, against, policy),
    }


def accuracy_doubt(visit: Visit, policy: Policy) -> Doubt | None:
    assert visit.place is not None
    return Doubt.POOR_ACCURACY if visit.place.accuracy_m > policy.poor_accuracy_m else None


def village_doubt(visit: Visit, against: Against, policy: Policy) -> Doubt | None:
    """Outside by more than the fix's own uncertainty and the slack for roughly drawn borders."""
    if against.outside_m is None or visit.place is None:
        return None
    return Doubt.OUTSIDE_VILLAGE if against.outside_m - visit.place.accuracy_m > policy.village_slack_m else None


def home_doubt(visit: Visit, against: Against, policy: Policy) -> Doubt | None:
    """Far even if both circles of uncertainty lean towards each other."""
    if against.home is None or visit.place is None:
        return None
    here, home = Fix(visit.place.lat, visit.place.lng), Fix(against.home.lat, against.home.lng)
    far_m = distance_m(here, home) - visit.place.accuracy_m - against.home.accuracy_m
    return Doubt.FAR_FROM_HOME if far_m > policy.home_far_m else None


def face_doubts(visit: Visit, against: Against, policy: Policy) -> set[Doubt | None]:
    kinds = {photo.kind for photo in visit.photos}
    return {
        None if {PhotoKind.FACE, PhotoKind.HOUSE} <= kinds else Doubt.NO_PHOTO,
        *rung_doubts(visit, against, policy),
        likeness_doubt(visit, against, policy),
        liveness_doubt(visit, against, policy),
        retake_doubt(visit, policy),
    }


_RUNGS = {
    Way.PAPERS: Doubt.BY_PAPERS,
    Way.WITNESS: Doubt.BY_WITNESS,
    Way.REPRESENTATIVE: Doubt.BY_REPRESENTATIVE,
    Way.SUPERVISOR: Doubt.OTHER_WAY,
}


def rung_doubts(visit: Visit, against: Against, policy: Policy) -> set[Doubt | None]:
    """Which rung of the ladder it was, and what is wrong with a supervisor's code: a doubt, never a refusal."""
    other = visit.other_way
    if other is None:
        return set()
    if not policy.rungs:
        return {Doubt.OTHER_WAY}
    needs_code = other.way is Way.WITNESS and other.code is None and other.approval is None
    return {
        _RUNGS[other.way],
        Doubt.CODE_MISSING if needs_code else None,
        Doubt.CODE_WRONG if against.code_right is False else None,
        Doubt.APPROVAL_WRONG if against.approval_right is False else None,
    }


def liveness_doubt(visit: Visit, against: Against, policy: Policy) -> Doubt | None:
    """Neither looks alive nor moved as asked. A movement that was never asked counts as not made: leaving the
    question out must not be a way around it. The house's own look at the photo counts as the phone's does.
    """
    face = visit.face
    if face is None or (face.challenge and face.challenge.passed):
        return None
    told = [live for live in (face.live, against.second_live) if live is not None]
    return Doubt.LIVENESS_LOW if any(live < policy.live_below for live in told) else None


def retake_doubt(visit: Visit, policy: Policy) -> Doubt | None:
    if visit.face is None or not policy.rungs:
        return None
    return Doubt.RETAKEN if visit.face.attempts > policy.retakes else None


def letter_doubts(against: Against) -> set[Doubt | None]:
    return {
        Doubt.LETTER_CODE_DIFFERS if against.letter_right is False else None,
        Doubt.LETTER_USED_TWICE if against.letter_twice else None,
    }


def reuse_doubt(against: Against) -> Doubt | None:
    return Doubt.PHOTO_REUSED if against.house_elsewhere else None


def likeness_doubt(visit: Visit, against: Against, policy: Policy) -> Doubt | None:
    """From the number, not from the phone's word for it. Compared with the KTP alone is no reference yet."""
    face = visit.face
    if face is None or face.reference is None or face.reference == "ktp":
        return Doubt.NO_REFERENCE
    match Band.NONE if face.likeness is None else band_of(face.likeness, against, policy):
        case Band.SAME:
            return None
        case Band.BETWEEN:
            return Doubt.FACE_BETWEEN
        case _:
            return Doubt.FACE_BELOW


def flow_doubts(visit: Visit) -> set[Doubt | None]:
    return {
        None if visit.intended else Doubt.NO_INTENT,
        Doubt.PAID_AND_VOIDED if visit.voided else None,
        Doubt.PAID_AND_FAILED if visit.also_failed else None,
    }


def clock_doubt(visit: Visit) -> Doubt | None:
    return Doubt.CLOCK_OFF if visit.clock_off else None


def second_look_doubt(visit: Visit, against: Against, policy: Policy) -> Doubt | None:
    """The phone said same and the house doesn't; or the phone said different and the house says same.

    Bands, since the scales differ; the phone's from its number, not its word. That the house sees the same where
    the phone was unsure, or is unsure where the phone said different, is no contradiction.
    """
    if against.second_likeness is None or visit.face is None or visit.face.likeness is None:
        return None
    if policy.second_look_slack is not None:
        differs = abs(against.second_likeness - visit.face.likeness) > policy.second_look_slack
    else:
        phone, house = band_of(visit.face.likeness, against, policy), against.second_band
        differs = (phone is Band.SAME) != (house == Band.SAME) and phone is not Band.BETWEEN
    return Doubt.SECOND_LOOK_DIFFERS if differs else None


def band_of(likeness: float, against: Against, policy: Policy) -> Band:
    """On the phone's scale: of a portrait off a KTP its own, where what differs never lies above what is the same."""
    scale = policy.phone
    same_above = scale.ktp_same_above if against.by_card else scale.same_above
    if likeness >= same_above:
        return Band.SAME
    return Band.DIFFERENT if likeness < min(scale.different_below, same_above) else Band.BETWEEN
