"""The contract's version: a schema that was released under one doesn't change; what changes it gets the next.

python -m amanah.sync.versions     writes contract/*.schema.json, openapi.json and, for a new version, its hashes
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path

import django

from amanah.sync.schema import Json, schemas
from amanah.visits.types import CONTRACT

FOLDER = Path(__file__).parents[2] / "contract"
Hashes = dict[str, dict[str, str]]


def released() -> Hashes:
    """Version -> name of a schema -> SHA-256 of it, as contract/versions.json keeps them."""
    read: Hashes = json.loads((FOLDER / "versions.json").read_text(encoding="utf-8"))
    return read


def hash_of(schema: Json) -> str:
    """SHA-256 of the schema with sorted keys: how it is indented or ordered says nothing."""
    return sha256(json.dumps(schema, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def changed(now: Mapping[str, Json], *, known: Hashes, version: str = CONTRACT) -> list[str]:
    """A sentence for every schema that isn't the one its version was released with; none: all is well."""
    pinned = known.get(version)
    if pinned is None:
        return [f"contract {version} isn't in contract/versions.json: run `python -m amanah.sync.versions`"]
    return [
        f"contract/{name}.schema.json changed, yet the contract is still {version}: phones in the field speak it. "
        "Take the change back, or raise CONTRACT in amanah/visits/types/batches.py and phone/src/core/enrol.ts, "
        "give what is new a default, and run `python -m amanah.sync.versions`"
        for name in sorted({*now, *pinned})
        if name not in now or hash_of(now[name]) != pinned.get(name)
    ]


def written(schema: Json) -> str:
    return json.dumps(schema, indent=1) + "\n"


def _openapi() -> Json:
    """The door needs its settings, which comparing schemas doesn't."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "amanah.config.settings")
    django.setup()
    from amanah.sync import api, openapi  # models load only after the settings

    return openapi.document(api.api)


def main() -> int:
    now, known = schemas(), released()
    known.setdefault(CONTRACT, {name: hash_of(schema) for name, schema in now.items()})
    if wrong := changed(now, known=known):
        sys.stderr.write("\n".join(wrong) + "\n")
        return 1
    for name, schema in now.items():
        (FOLDER / f"{name}.schema.json").write_text(written(schema), encoding="utf-8")
    (FOLDER / "versions.json").write_text(written(known), encoding="utf-8")
    (FOLDER / "openapi.json").write_text(written(_openapi()), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
