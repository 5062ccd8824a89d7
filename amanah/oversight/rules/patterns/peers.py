"""A payer beside their peers: dwell and pace, night and holidays, failures and other ways. Few visits say nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from itertools import pairwise
from statistics import median

from scipy.stats import betabinom

from amanah.oversight.rules.patterns.ground import far_m, flag, robust_z, seconds, windows
from amanah.oversight.rules.patterns.limits import Limits
from amanah.oversight.rules.patterns.types import Call, Flag, Pattern, PayerDay, Scene

_ALIKE = 0.02  # intra-payer correlation: streets differ, so honest payers spread wider than a binomial says
_DOOR_S = 60.0
_WALK_MPS = 3.0


def short_dwell(scene: Scene, held_to: Limits) -> Iterator[Flag]:
    """Paid visits far shorter than those of the office's other payers."""
    yield from _quicker(scene, held_to, Pattern.SHORT_DWELL, _dwell_s)


def fast_pace(scene: Scene, held_to: Limits) -> Iterator[Flag]:
    """From door to door faster than peers, the way between them taken off: a dense lane is quick and honest."""
    yield from _quicker(scene, held_to, Pattern.FAST_PACE, _pace)


def _quicker(
    scene: Scene, held_to: Limits, kind: Pattern, measure: Callable[[PayerDay, Limits], float | None]
) -> Iterator[Flag]:
    measured = [(day, measure(day, held_to)) for day in (*scene.days, *scene.earlier)]
    known = [(day, value) for day, value in measured if value]
    for day in scene.days:
        own = next((value for one, value in known if one is day), None)
        others = [value for one, value in known if one.payer != day.payer]
        if own is None or len({one.payer for one, _ in known if one.payer != day.payer}) < held_to.peers_min:
            continue
        z, usual = robust_z(own, others), median(others)
        if z < -held_to.robust_z and (kind is Pattern.FAST_PACE or own < held_to.dwell_floor_s):
            calls = [call for call in day.calls if call.ending == "paid"]
            yield _quick(kind, day, calls, own, usual, z, held_to)


def _quick(
    kind: Pattern, day: PayerDay, calls: list[Call], own: float, usual: float, z: float, held_to: Limits
) -> Flag:
    numbers = {"own": own, "peers": usual, "z": z, "visits": len(calls)}
    if kind is Pattern.SHORT_DWELL:
        id_ = f"Kunjungan yang dibayar berlangsung {own:.0f} detik (tengah dari {len(calls)}); rekan sekantor {usual:.0f} detik (z {z:.1f})."
        en = f"Paid visits took {own:.0f} s (median of {len(calls)}); the office's others {usual:.0f} s (z {z:.1f})."
    else:
        id_ = f"Dari pintu ke pintu {own:.2f} kali waktu yang wajar untuk jaraknya; rekan sekantor {usual:.2f} (z {z:.1f})."
        en = f"From door to door in {own:.2f} times what its distance takes; the office's others {usual:.2f} (z {z:.1f})."
    return flag(kind, day, calls, numbers, id_, en, held_to)


def _dwell_s(day: PayerDay, held_to: Limits) -> float | None:
    took = [max(1.0, seconds(call)) for call in day.calls if call.ending == "paid"]
    return median(took) if len(took) >= held_to.pace_min else None


def _pace(day: PayerDay, held_to: Limits) -> float | None:
    """Of the time that a door and the way to it take, the share that was taken (median)."""
    shares = []
    for a, b in pairwise(day.calls):
        gap_s = (b.started_at - a.started_at).total_seconds()
        if gap_s > 0 and a.spot and b.spot:
            shares.append(gap_s / (_DOOR_S + far_m(a.spot, b.spot) / _WALK_MPS))
    return median(shares) if len(shares) >= held_to.pace_min else None


def night(scene: Scene, held_to: Limits) -> Iterator[Flag]:
    """Several payments at night: one old man who is home late is honest."""
    for day in scene.days:
        late = [call for call in day.calls if call.ending == "paid" and _is_night(call, scene, held_to)]
        if len(late) >= held_to.night_min:
            n, of = len(late), sum(call.ending == "paid" for call in day.calls)
            yield flag(
                Pattern.NIGHT, day, late, {"night": n, "paid": of},
                f"{n} dari {of} pembayaran terjadi antara pukul {held_to.night_from_h:.0f} dan {held_to.night_to_h:.0f}.",
                f"{n} of {of} payments were made between {held_to.night_from_h:.0f}:00 and {held_to.night_to_h:.0f}:00.",
                held_to,
            )  # fmt: skip


def _is_night(call: Call, scene: Scene, held_to: Limits) -> bool:
    at = call.started_at + timedelta(hours=scene.utc_offset_h)
    hour = at.hour + at.minute / 60
    return hour >= held_to.night_from_h or hour < held_to.night_to_h


def holiday(scene: Scene, held_to: Limits) -> Iterator[Flag]:
    """Several payments on a holiday on which the office's others rested: a planned day of all is honest."""
    everybody = {day.payer for day in (*scene.days, *scene.earlier)}
    for day in scene.days:
        if day.day not in held_to.holidays:
            continue
        working = {one.payer for one in scene.days if one.day == day.day and one.calls}
        paid = [call for call in day.calls if call.ending == "paid"]
        if len(paid) >= held_to.holiday_min and len(working) <= held_to.holiday_peers_share * len(everybody):
            n, payers, of = len(paid), len(working), len(everybody)
            yield flag(
                Pattern.HOLIDAY, day, paid, {"paid": n, "working": payers, "payers": of},
                f"{n} pembayaran pada hari libur; hanya {payers} dari {of} juru bayar bekerja hari itu.",
                f"{n} payments on a holiday; only {payers} of {of} payers worked that day.",
                held_to,
            )  # fmt: skip


def failures(scene: Scene, held_to: Limits) -> Iterator[Flag]:
    """Failed visits more than the peers' rate explains; corrected for how many payers are looked at."""

    def said(n: int, of: int, usual: float) -> tuple[str, str]:
        return (
            f"{n} dari {of} kunjungan gagal; pada rekan sekantor {usual:.0%}.",
            f"{n} of {of} visits failed; {usual:.0%} of the office's others'.",
        )

    yield from _more_often(scene, held_to, Pattern.FAILURES, lambda call: call.ending == "failed", said)


def other_ways(scene: Scene, held_to: Limits) -> Iterator[Flag]:
    """Payments without a face that matched, more than the peers' rate explains."""

    def said(n: int, of: int, usual: float) -> tuple[str, str]:
        return (
            f"{n} dari {of} kunjungan memakai cara lain daripada wajah; pada rekan sekantor {usual:.0%}.",
            f"{n} of {of} visits took another way than the face; {usual:.0%} of the office's others'.",
        )

    yield from _more_often(scene, held_to, Pattern.OTHER_WAYS, lambda call: bool(call.way), said)


def _more_often(
    scene: Scene, held_to: Limits, kind: Pattern, is_hit: Callable[[Call], bool],
    said: Callable[[int, int, float], tuple[str, str]],
) -> Iterator[Flag]:  # fmt: skip
    counted = [(day, sum(map(is_hit, calls)), len(calls)) for day, calls in windows(scene)]
    all_hits, all_calls = sum(hits for _, hits, _ in counted), sum(of for _, _, of in counted)
    for day, hits, of in counted:
        rest = all_calls - of
        if of < held_to.rate_min or len(counted) <= held_to.peers_min or not rest:
            continue
        usual = (all_hits - hits + 0.5) / (rest + 1)  # never 0: others' luck proves nothing
        tight = (1 - _ALIKE) / _ALIKE
        chance = float(betabinom.sf(hits - 1, of, usual * tight, (1 - usual) * tight))
        if chance * len(counted) < held_to.rate_p:
            calls = [call for call in day.calls if is_hit(call)]
            id_, en = said(hits, of, usual)
            yield flag(kind, day, calls, {"hits": hits, "of": of, "peers": usual, "chance": chance}, id_, en, held_to)


RULES = (short_dwell, fast_pace, night, holiday, failures, other_ways)
