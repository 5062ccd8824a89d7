"""A pack with everything a pack can hold is described whole: nothing in it that the schema doesn't name."""

from __future__ import annotations

import json
from typing import Any

import jsonschema_rs
from django.test import Client

from amanah.registry import commands as registry
from amanah.sync import schema
from amanah.values.clock import utc_now
from tests.registry.faces import a_reference
from tests.sync.test_door import a_knock
from tests.visits import cast
from tests.visits.test_pack import remembered
from tests.visits.test_supervisors import a_supervisor

PACK = schema.schemas()["pack"]
OLD_ONLY = {".families[].reference"}
"""For phones older than 1.0's last; always null."""


def unnamed(said: Any, described: dict[str, Any], where: str = "") -> set[str]:
    """Paths of what was said and isn't described."""
    described = next((one for one in described.get("anyOf", []) if one != {"type": "null"}), described)
    if isinstance(said, list):
        return {path for one in said for path in unnamed(one, described.get("items", {}), f"{where}[]")}
    if not isinstance(said, dict):
        return set()
    known = described.get("properties", {})
    deeper = {path for name in said if name in known for path in unnamed(said[name], known[name], f"{where}.{name}")}
    return deeper | {f"{where}.{name}" for name in said if name not in known}


def test_a_full_pack_is_described_whole(db: None) -> None:
    knock = a_knock()
    for debt in knock.debts:
        remembered(debt.family)
        registry.note_hazard(debt.family, kind="dog", note="galak", helped="", at=utc_now(), by="test")
        a_reference(debt.family, at=utc_now())
        cast.fails(knock.handset, debt, letter_left=True, again_on="2026-11-25", again_part="afternoon")
    knock.post(knock.batch())
    a_supervisor("komang")
    pack = json.loads(Client().get("/api/sync/pack", headers=knock.auth).content)
    family = pack["families"][0]
    assert all(family[part] for part in ("tags", "hazards", "references", "items", "last_failed"))
    assert pack["approvers"]
    jsonschema_rs.validate(PACK, pack)
    assert unnamed(pack, PACK) == OLD_ONLY
