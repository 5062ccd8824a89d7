"""How a template says things: in the reader's language, as rupiah, as a moment, with an icon or a bar."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import template
from django.conf import settings
from django.templatetags.static import static
from django.utils.html import format_html, json_script
from django.utils.safestring import SafeString
from django.utils.timezone import now
from django.utils.translation import get_language

from amanah.reporting.types import Figures
from amanah.values.clock import said
from amanah.values.problem import Sentence
from amanah.visits.types.doubts import SAYS
from amanah.visits.types.policy import Policy
from amanah.visits.types.visits import VisitSeen
from amanah.web import terms
from amanah.web.evidence import Evidence

register = template.Library()


def language() -> str:
    return "en" if get_language() == "en" else "id"


@register.simple_tag
def say(indonesian: str, english: str, **names: object) -> str:
    """`{% say "Masuk" "Sign in" %}`; `{% say "{n} keluarga" "{n} families" n=count %}`."""
    words = english if language() == "en" else indonesian
    return words.format(**{name: _plain(value) for name, value in names.items()}) if names else words


@register.filter
def sentence(value: Sentence | None) -> str:
    return value.in_(language()) if value else ""


@register.filter
def term(code: object, kind: str) -> str:
    """`{{ case.kind|term:"case" }}`: the people's word for a code; a code nobody named is shown as it is."""
    return terms.say(kind, code).in_(language())


@register.filter
def doubt(code: object) -> str:
    """A doubt as a sentence, in the words of the room that raised it."""
    if figures := Figures.read(str(code)):
        return _refused(figures)
    known = {str(one.value): said_of for one, said_of in SAYS.items()}
    return sentence(known.get(str(code)) or terms.say("doubt", code))


def _refused(of: Figures) -> str:
    return say(
        "{r} dari {n} orang yang benar ditolak ({p}); di antara semua yang lain {rr} dari {rn} ({rp}).",
        "{r} of {n} right people were rejected ({p}); among all others {rr} of {rn} ({rp}).",
        r=of.rejected, n=of.tried, p=as_percent(of.rejected / of.tried),
        rr=of.rest_rejected, rn=of.rest_tried, rp=as_percent(of.rest_rejected / of.rest_tried),
    )  # fmt: skip


@register.filter
def rupiah(value: object) -> str:
    """Rp600.000; below zero `-Rp50.000`, since a variance may be."""
    amount = int(getattr(value, "rupiah", value) or 0)  # type: ignore[call-overload]  # Money or int, both from us
    return f"{'-' if amount < 0 else ''}Rp{abs(amount):,}".replace(",", ".")


@register.filter
def count(value: object) -> str:
    """1.200 in Indonesian, 1,200 in English."""
    text = f"{int(value or 0):,}"  # type: ignore[call-overload]  # whole numbers only
    return text if language() == "en" else text.replace(",", ".")


@register.filter
def moment(value: datetime | None) -> str:
    """24 Nov 2026, 14.05 WITA: short, for tables."""
    if value is None:
        return "–"
    local = value.astimezone(ZoneInfo(settings.TIME_ZONE))
    return f"{local.day} {_month(local)} {local.year}, {local:%H.%M} {terms.zone(settings.TIME_ZONE)}"


@register.filter
def clock(value: datetime | None) -> str:
    return "–" if value is None else f"{value.astimezone(ZoneInfo(settings.TIME_ZONE)):%H.%M}"


@register.filter
def long_moment(value: datetime) -> str:
    if language() == "en":
        local = value.astimezone(ZoneInfo(settings.TIME_ZONE))
        return f"{local:%A}, {local.day} {local:%B} {local.year}, {local:%H.%M} {terms.zone(settings.TIME_ZONE)}"
    return said(value, zone=settings.TIME_ZONE)


@register.filter
def day(value: date | None) -> str:
    return "–" if value is None else f"{value.day} {_month(value)} {value.year}"


_DAY = 1440
_UNITS = (
    (365 * _DAY, "tahun", "years"), (30 * _DAY, "bulan", "months"), (_DAY, "hari", "days"), (60, "jam", "h"),
    (1, "menit", "min"),
)  # fmt: skip
"""Minutes, and what so many are called."""


@register.filter
def ago(value: datetime | None) -> str:
    """`5 menit lalu`, `3 tahun lalu`: in the largest unit; from days on only where there are two of it."""
    if value is None:
        return "–"
    minutes = max(0, int((now() - value).total_seconds() // 60))
    if minutes == 0:
        return say("baru saja", "just now")
    length, indonesian, english = next(unit for unit in _UNITS if minutes >= unit[0] * (2 if unit[0] > 60 else 1))
    amount = minutes // length
    return f"{amount} {english} ago" if language() == "en" else f"{amount} {indonesian} lalu"


@register.filter
def percent(part: int, whole: int) -> int:
    return round(100 * part / whole) if whole else 0


@register.filter
def as_percent(share: float) -> str:
    """4,3 % in Indonesian, 4.3 % in English."""
    text = f"{100 * share:.1f} %"
    return text if language() == "en" else text.replace(".", ",")


@register.filter
def hash_head(value: object) -> str:
    """The first 12 letters of a hash, enough to compare by eye."""
    text = value.hex() if isinstance(value, bytes) else str(value or "")
    return text[:12]


@register.filter
def long_day(value: date) -> str:
    """Selasa, 24 November 2026."""
    if language() == "en":
        return f"{value:%A}, {value.day} {value:%B} {value.year}"
    return said(datetime(value.year, value.month, value.day, 12, tzinfo=UTC), zone=settings.TIME_ZONE).rpartition(",")[
        0
    ]


@register.filter
def of_key(names: Mapping[object, object], key: object) -> object:
    """What a table of names holds for a key; empty for none."""
    return names.get(key, "") if names else ""


@register.filter
def minus(whole: int, part: int) -> int:
    return whole - part


@register.filter
def absolute(value: int) -> int:
    return abs(value)


@register.filter
def lower_first(text: str) -> str:
    """For a sentence that goes on after `karena`."""
    return text[:1].lower() + text[1:]


@register.filter
def listed(value: object) -> str:
    """A journal's detail on one line."""
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


@register.filter
def before_colon(value: object) -> str:
    return str(value or "").partition(":")[0]


@register.filter
def after_colon(value: object) -> str:
    """`user:wayan` -> `wayan`; a text without a colon stays whole."""
    text = str(value or "")
    return text.partition(":")[2] or text


@register.simple_tag
def icon(name: str, css: str = "") -> SafeString:
    return format_html(
        '<svg class="ic {}" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>',
        css,
        static("web/icons.svg"),
        name,
    )


@dataclass(frozen=True, slots=True)
class _Piece:
    css: str
    start: float
    width: float


@register.inclusion_tag("web/bits/bar.html")
def bar(total: int, paid: int, failed: int = 0) -> dict[str, Any]:
    """A day as a bar: paid, then failed, the rest still waiting. Drawn as SVG since style attributes are refused."""
    whole = max(total, paid + failed, 1)
    done, lost = 100 * paid / whole, 100 * failed / whole
    pieces = [_Piece("bar-paid", 0, round(done, 2)), _Piece("bar-failed", round(done, 2), round(lost, 2))]
    return {"pieces": pieces, "total": total, "paid": paid, "failed": failed}


@register.inclusion_tag("web/bits/likeness.html")
def likeness(value: float, policy: Policy) -> dict[str, Any]:
    """A cosine on the scale 0 to 1, with the policy's two thresholds as colours."""
    low, high = 100 * policy.different_below, 100 * policy.same_above
    mark = min(99.0, max(0.0, 100 * value))
    spans = {"low": low, "middle": high - low, "high": high, "rest": 100 - high, "mark": mark}
    return {name: f"{number:.2f}" for name, number in spans.items()} | {"value": value}


@register.inclusion_tag("web/bits/evidence.html")
def evidence_of(found: Evidence, visit: VisitSeen) -> dict[str, Any]:
    circles = [{"kind": c.kind, "lat": c.lat, "lng": c.lng, "radius_m": c.radius_m} for c in found.circles]
    places = {"circles": circles, "village": found.village, "is_outside": found.is_outside}
    return {
        "e": found,
        "visit": visit,
        "circles_data": json_script(places, "circles"),
        "label_reference": say("Foto acuan wajah", "Reference photo of the face"),
        "label_face": say("Foto wajah di pintu", "Photo of the face at the door"),
        "label_house": say("Foto rumah", "Photo of the house"),
        "label_signature": say("Tanda tangan atau cap jempol", "Signature or thumb print"),
        "none_signature": say("Tidak ditandatangani.", "Not signed."),
        "none_reference": say("Belum ada foto acuan.", "No reference photo yet."),
        "none_face": say("Wajah tidak difoto.", "The face wasn't photographed."),
        "none_house": say("Rumah tidak difoto.", "The house wasn't photographed."),
        "none_house_before": say("Belum pernah difoto sebelumnya.", "Not photographed before."),
    }


def _month(value: date) -> str:
    names = terms.MONTHS_EN if language() == "en" else terms.MONTHS_ID
    return names[value.month - 1]


def _plain(value: object) -> object:
    return count(value) if type(value) is int else value
