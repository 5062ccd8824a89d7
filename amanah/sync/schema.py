"""JSON schemas of the contract: events from the dataclasses the house reads them into, the rest from `sync/shapes`.

`python -m amanah.sync.versions` writes them into contract/; phones are written against those files.
"""

from __future__ import annotations

import dataclasses
import types
import typing
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from amanah.sync import shapes
from amanah.sync.pack_shape import Pack
from amanah.values.money import Money
from amanah.visits.types import Envelope
from amanah.visits.types.events import TYPE_OF

Json = dict[str, Any]
_DRAFT = "https://json-schema.org/draft/2020-12/schema"
_ON_THE_WIRE = {"size_bytes": "bytes", "for_": "for"}
_HASHES = {"sha256", "thumb", "signature", "prev"}
_PLAIN: dict[object, Json] = {
    UUID: {"type": "string", "format": "uuid", "pattern": "^[0-9a-f-]{36}$"},
    Money: {"type": "integer", "minimum": 0, "description": "whole rupiah"},
    datetime: {"type": "string", "format": "date-time", "description": "UTC with milliseconds"},
    date: {"type": "string", "format": "date"},
    str: {"type": "string"},
    int: {"type": "integer"},
    float: {"type": "number"},
    bool: {"type": "boolean"},
}


def schema() -> Json:
    """One `oneOf` branch an event type, each with the common envelope."""
    return {
        "$schema": _DRAFT,
        "title": "Amanah events, version 1",
        "description": "The exact UTF-8 text is hashed and signed; see docs/decisions for chains and leases.",
        "oneOf": [_event(name, body) for name, body in TYPE_OF.items()],
    }


def schemas() -> dict[str, Json]:
    """Every schema by the name of its file; those of requests and answers hold one definition a body."""
    return {
        "events": schema(),
        "pack": {"$schema": _DRAFT, "title": "Amanah pack, version 1", **of(Pack)},
        "requests": {"$schema": _DRAFT, "title": "What phones send", "$defs": _each(shapes.REQUESTS)},
        "answers": {"$schema": _DRAFT, "title": "What the house answers", "$defs": _each(shapes.ANSWERS)},
    }


def of(kind: type) -> Json:
    """The schema of one shape; what has a default isn't required."""
    return _object(kind)


def _each(kinds: dict[str, type]) -> Json:
    return {name: _object(kind) for name, kind in kinds.items()}


def _event(name: str, body: type) -> Json:
    event = _object(Envelope)
    event["properties"] |= {"v": {"const": 1}, "type": {"const": name}, "body": _object(body)}
    if name == "day.opened":
        event["properties"]["body"]["properties"]["counted"] = {"const": True}
    event["required"] = sorted({*event["required"], "v", "body"})
    return event


def _object(kind: type) -> Json:
    hints = typing.get_type_hints(kind)
    fields = dataclasses.fields(kind)
    properties = {_ON_THE_WIRE.get(f.name, f.name): _of(hints[f.name], f.name) for f in fields}
    # what came later has a default: an older phone doesn't tell it
    required = sorted(_ON_THE_WIRE.get(f.name, f.name) for f in fields if f.default is dataclasses.MISSING)
    return {"type": "object", "properties": properties, "required": required}


def _of(hint: Any, name: str) -> Json:
    if isinstance(hint, types.UnionType) or typing.get_origin(hint) is typing.Union:
        inner = [_of(one, name) for one in typing.get_args(hint) if one is not type(None)]
        return {"anyOf": [*inner, {"type": "null"}]}
    if typing.get_origin(hint) is tuple:
        return {"type": "array", "items": _of(typing.get_args(hint)[0], name)}
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return {"enum": [word.value for word in hint]}
    if dataclasses.is_dataclass(hint) and hint is not Money and isinstance(hint, type):
        return _object(hint)
    if hint is str and name in _HASHES:
        return {"type": "string", "pattern": "^[0-9a-f]{64}$"}
    return _PLAIN[hint]
