"""How many people a threshold must rest on before it means something.

The rule of three (Hanley and Lippman-Hand 1983): without an error among n independent trials the rate may still be
3/n, so 3/FAR pairs of people are the least. The rule of thirty (Doddington et al. 2000): at least 30 errors must be
seen for the rate to be known to within 30 %, with 90 % confidence, so 30/FAR are enough.
"""

from __future__ import annotations

from collections.abc import Iterator

from amanah.faces.calibrating.types import Caution
from amanah.faces.types import Relatives
from amanah.values.problem import Sentence

LEAST, ENOUGH = 3, 30
# For the one rightful person in a hundred of `different_below`.
MATED_LEAST, MATED_ENOUGH = 30, 300

KTP_UNMEASURED = Caution(
    "ktp_unmeasured",
    Sentence(
        id="Potret KTP terlalu sedikit untuk ambang sendiri; ambang bawaan tetap berlaku untuknya.",
        en="Too few KTP portraits for a threshold of their own; the default one stays in force for them.",
    ),
    forbids=False,
)


def warnings(*, pairs: int, mated: int, far: float, kin: Relatives | None) -> tuple[Caution, ...]:
    """`pairs` of different people, `mated` people with two photos or more."""
    return (*_pairs(pairs, far), *_mated(mated), *_kin(kin, far))


def _pairs(pairs: int, far: float) -> Iterator[Caution]:
    least, enough = round(LEAST / far), round(ENOUGH / far)
    people = _people_for(least if pairs < least else enough)
    if pairs < least:
        yield Caution(
            "too_few_pairs",
            Sentence(
                id=f"{pairs} pasangan orang tak bisa menunjukkan FAR {far:g}; perlu {least} ({people} orang).",
                en=f"{pairs} pairs of people can't show a FAR of {far:g}; it takes {least} ({people} people).",
            ),
            forbids=True,
        )
    elif pairs < enough:
        yield Caution(
            "few_pairs",
            Sentence(
                id=f"{pairs} pasangan orang: ambang FAR {far:g} masih kasar; cukup pada {enough} ({people} orang).",
                en=f"{pairs} pairs of people: the threshold at FAR {far:g} is rough; {enough} ({people} people) do.",
            ),
            forbids=False,
        )


def _mated(mated: int) -> Iterator[Caution]:
    if mated < MATED_ENOUGH:
        yield Caution(
            "too_few_mated" if mated < MATED_LEAST else "few_mated",
            Sentence(
                id=f"Hanya {mated} orang punya dua foto: seberapa sering yang berhak tak dikenali, belum jelas "
                f"(paling sedikit {MATED_LEAST}, cukup {MATED_ENOUGH}).",
                en=f"Only {mated} people have two photos: how often the rightful aren't known is unclear "
                f"(at least {MATED_LEAST}; {MATED_ENOUGH} do).",
            ),
            forbids=mated < MATED_LEAST,
        )


def _kin(kin: Relatives | None, far: float) -> Iterator[Caution]:
    if kin is None:
        yield Caution(
            "relatives_unmeasured",
            Sentence(
                id="Anggota satu kartu keluarga tidak diukur. Beri --relatives, atau susun DIR/kartu/orang/foto.jpg.",
                en="People of one card were not measured. Give --relatives, or lay out DIR/card/person/photo.jpg.",
            ),
            forbids=False,
        )
    elif kin.false_match["same_above"] > 10 * far:
        yield Caution(
            "relatives_alike",
            Sentence(
                id=f"{kin.false_match['same_above']:.1%} pasangan foto anggota satu kartu dianggap orang yang sama: "
                "wajah saja tidak membedakan mereka.",
                en=f"{kin.false_match['same_above']:.1%} of the photo pairs of people of one card pass as the same "
                "person: a face alone doesn't tell them apart.",
            ),
            forbids=False,
        )


def _people_for(pairs: int) -> int:
    """The fewest people who make that many pairs."""
    people = 2
    while people * (people - 1) // 2 < pairs:
        people += 1
    return people
