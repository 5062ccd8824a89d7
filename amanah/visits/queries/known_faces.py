"""The known faces of a pack: what the phone's model can compare, the best few a family, in the pack's own disguise."""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Collection, Mapping, Sequence
from typing import Any
from uuid import UUID

from amanah.faces import disguise
from amanah.faces import queries as faces
from amanah.faces.types import Template
from amanah.registry import queries as registry
from amanah.registry.types import Reference

Json = dict[str, Any]


def known_faces(families: Collection[UUID]) -> dict[UUID, list[Json]]:
    """As they are in the house, best first; families without any are left out."""
    return {family: [_known(one) for one in them] for family, them in registry.references(families).items()}


def in_disguise(families: Sequence[Mapping[str, Any]], *, secret: bytes) -> list[Json]:
    """The same families; every template turned by the pack's secret (docs/decisions/0016-disguise.md)."""
    plain = [one for family in families for one in family["references"]]
    templates = [Template.from_bytes(_bytes(one["template"]), one["model"]) for one in plain]
    turned = iter(disguise.disguised(templates, secret=secret))
    return [
        {**family, "references": [{**one, "template": text(next(turned).to_bytes())} for one in family["references"]]}
        for family in families
    ]


def _known(reference: Reference) -> Json:
    template = faces.for_phone(Template.from_bytes(reference.template, reference.model))
    return {
        "id": str(reference.id), "model": template.model, "template": text(template.to_bytes()),
        "kind": reference.source, "taken": reference.at.date().isoformat(),
    }  # fmt: skip


def text(plain: bytes) -> str:
    """base64url without padding, as everywhere on the wire."""
    return urlsafe_b64encode(plain).rstrip(b"=").decode()


def _bytes(coded: str) -> bytes:
    return urlsafe_b64decode(coded + "=" * (-len(coded) % 4))
