"""Reading one field of a JSON object into a value; whatever doesn't fit raises Unreadable, naming the field."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any, TypeVar
from uuid import UUID

from amanah.values.money import Money

_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_SHA256 = re.compile(r"[0-9a-f]{64}")
MOST_RUPIAH = 10**13
_MOST_COUNT = 2**53
_LONGEST_TEXT = 2_000
# What a broken clock may claim; beyond, no page could show the moment in the office's time.
_EARLIEST, _LATEST = datetime(1900, 1, 1, tzinfo=UTC), datetime(9000, 1, 1, tzinfo=UTC)
_Enum = TypeVar("_Enum", bound=StrEnum)
Json = dict[str, Any]


class Unreadable(ValueError):
    """An event that isn't one; `str()` names the field."""


def field(raw: Json, name: str) -> Any:
    try:
        return raw[name]
    except KeyError:
        raise Unreadable(name) from None


def uuid(raw: Json, name: str) -> UUID:
    value = field(raw, name)
    if not isinstance(value, str) or not _UUID.fullmatch(value):
        raise Unreadable(name)
    return UUID(value)


def sha256(raw: Json, name: str) -> str:
    value = field(raw, name)
    if not isinstance(value, str) or not _SHA256.fullmatch(value):
        raise Unreadable(name)
    return value


def count(raw: Json, name: str, *, least: int = 0, most: int = _MOST_COUNT) -> int:
    value = field(raw, name)
    if isinstance(value, float) and value.is_integer():
        value = int(value)  # JavaScript has one kind of number
    if type(value) is not int or not least <= value <= most:
        raise Unreadable(name)
    return value


def money(raw: Json, name: str) -> Money:
    return Money(count(raw, name, most=MOST_RUPIAH))


def number(raw: Json, name: str, *, least: float = -1e9, most: float = 1e9) -> float:
    value = field(raw, name)
    if type(value) not in (int, float) or not least <= value <= most:  # nor is NaN between any two
        raise Unreadable(name)
    return float(value)


def yes_or_no(raw: Json, name: str) -> bool:
    value = field(raw, name)
    if type(value) is not bool:
        raise Unreadable(name)
    return value


def number_or_none(raw: Json, name: str) -> float | None:
    return None if raw.get(name) is None else number(raw, name)


def text_of(raw: Json, name: str, *, longest: int = _LONGEST_TEXT) -> str:
    """Text the database can keep: no NUL, no half of a surrogate pair."""
    value = field(raw, name)
    if not isinstance(value, str) or len(value) > longest or "\x00" in value:
        raise Unreadable(name)
    try:
        value.encode()
    except UnicodeEncodeError as error:
        raise Unreadable(name) from error
    return value


def note(raw: Json, name: str = "note") -> str:
    return "" if raw.get(name) is None else text_of(raw, name)


def moment(raw: Json, name: str) -> datetime:
    """A moment in UTC; a clock that claims another age is heard as the nearest that can be kept and shown."""
    value = field(raw, name)
    try:
        read = datetime.fromisoformat(value)
        return min(max(read.astimezone(UTC), _EARLIEST), _LATEST) if read.tzinfo else _refuse(name)
    except (ValueError, TypeError, OverflowError) as error:
        raise Unreadable(name) from error


def _refuse(name: str) -> datetime:
    raise Unreadable(name)


def day_of(raw: Json, name: str) -> date:
    value = field(raw, name)
    try:
        return date.fromisoformat(value)
    except (ValueError, TypeError) as error:
        raise Unreadable(name) from error


def choice(raw: Json, name: str, kind: type[_Enum]) -> _Enum:
    try:
        return kind(field(raw, name))
    except ValueError as error:
        raise Unreadable(name) from error


def part(raw: Json, name: str) -> Json:
    value = field(raw, name)
    if not isinstance(value, dict):
        raise Unreadable(name)
    return value


def parts(raw: Json, name: str, *, most: int = 50) -> list[Json]:
    value = field(raw, name)
    if not isinstance(value, list) or len(value) > most or not all(isinstance(one, dict) for one in value):
        raise Unreadable(name)
    return value
