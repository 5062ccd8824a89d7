"""The phones' door as OpenAPI: ninja's own paths, with the bodies, headers and answers that the views read by hand.

`python -m amanah.sync.versions` writes it into contract/openapi.json; a test holds the file to this.
"""

from __future__ import annotations

from typing import Any

from ninja import NinjaAPI

from amanah.sync import shapes
from amanah.sync.pack_shape import Pack
from amanah.sync.schema import of

Json = dict[str, Any]
BASE = "/api/sync"
_SHA256: Json = {"type": "string", "pattern": "^[0-9a-f]{64}$"}
_REFUSALS: Json = {
    code: {"description": said, "content": {"application/json": {"schema": {"$ref": "#/components/schemas/refused"}}}}
    for code, said in {
        "400": "It can't be read.",
        "401": "The phone isn't known, or was revoked (then signed).",
        "403": "Not for this phone.",
        "404": "There is no such thing.",
        "409": "It can't be so any more.",
        "413": "Too large: send half.",
        "415": "Not an image.",
        "416": "It has no such bytes.",
        "422": "It can't be read.",
        "429": "Later; see Retry-After.",
        "460": "The bytes aren't those that were named.",
        "503": "Later; see Retry-After.",
    }.items()
}


def _header(name: str, schema: Json, *, required: bool = False) -> Json:
    return {"in": "header", "name": name, "required": required, "schema": schema}


def _signed(name: str) -> Json:
    """An answer under the house's signature over its exact (unpacked) bytes."""
    return {
        "description": "Signed by the house.",
        "headers": {"Amanah-Signature": {"required": True, "schema": {"type": "string"}}},
        "content": {"application/json": {"schema": {"$ref": f"#/components/schemas/{name}"}}},
    }


def _sent(name: str) -> Json:
    return {
        "required": True,
        "content": {"application/json": {"schema": {"$ref": f"#/components/schemas/{name}.sent"}}},
    }


_NO_BODY: Json = {"description": "Headers alone."}
_FOR = _header("Amanah-For", {"type": "string", "format": "uuid"})
_LENGTH = _header("Upload-Length", {"type": "string", "pattern": "^[0-9]{1,9}$"}, required=True)
_NAMED = _header("Upload-Metadata", {"type": "string", "pattern": "^[!-~ ]*$"}, required=True)
_OFFSET = _header("Upload-Offset", {"type": "string", "pattern": "^[0-9]{1,9}$"}, required=True)
_PIECE: Json = {
    "required": True,
    "content": {"application/offset+octet-stream": {"schema": {"type": "string", "format": "binary"}}},
}
_RANGE = _header("Range", {"type": "string", "pattern": "^bytes=[0-9]{1,9}-[0-9]{0,9}$"})
_MAP: Json = {
    "description": "A village's PMTiles, whole or from the byte asked for.",
    "content": {"application/vnd.pmtiles": {"schema": {"type": "string", "format": "binary"}}},
}
_GZIP = _header("Content-Encoding", {"enum": ["identity", "gzip"]})

OPERATIONS: dict[tuple[str, str], Json] = {
    ("post", "/enrol"): {"security": [], "requestBody": _sent("enrol"), "responses": {"200": _signed("enrolled")}},
    ("get", "/pack"): {
        "parameters": [{"in": "query", "name": "leases", "required": False, "schema": _SHA256}],
        "responses": {"200": _signed("pack"), "204": {"description": "Nothing changed since."}},
    },
    ("post", "/events"): {
        "parameters": [_GZIP],
        "requestBody": _sent("events"),
        "responses": {"200": _signed("heard")},
    },
    ("post", "/grants"): {"requestBody": _sent("grants"), "responses": {"200": _signed("granted")}},
    ("post", "/carried"): {
        "parameters": [_GZIP],
        "requestBody": _sent("carried"),
        "responses": {"200": _signed("carried")},
    },
    ("get", "/map/{sha256}"): {"parameters": [_RANGE], "responses": {"200": _MAP, "206": _MAP}},
    ("post", "/media"): {
        "parameters": [_LENGTH, _NAMED, _FOR],
        "responses": {"200": _NO_BODY, "201": _NO_BODY},
    },
    ("head", "/media/{sha256}"): {"parameters": [_FOR], "responses": {"200": _NO_BODY}},
    ("patch", "/media/{sha256}"): {
        "parameters": [_OFFSET, _FOR],
        "requestBody": _PIECE,
        "responses": {"204": _NO_BODY},
    },
}


def document(api: NinjaAPI) -> Json:
    """OpenAPI 3.1 of every operation of the door. Raises KeyError for one that nobody described here."""
    made: Json = dict(api.get_openapi_schema(path_prefix=f"{BASE}/"))
    for path, operations in made["paths"].items():
        for method, operation in operations.items():
            _describe(operation, OPERATIONS[method, path.removeprefix(BASE)])
    made["components"] = {"schemas": _components(), "securitySchemes": {"phone": {"type": "http", "scheme": "bearer"}}}
    made["security"] = [{"phone": []}]
    return made


def _describe(operation: Json, more: Json) -> None:
    operation |= {name: said for name, said in more.items() if name not in ("parameters", "responses")}
    operation["parameters"] = [*operation.get("parameters", []), *more.get("parameters", [])]
    operation["responses"] = {**more["responses"], **_REFUSALS}


def _components() -> Json:
    sent = {f"{name}.sent": of(kind) for name, kind in shapes.REQUESTS.items()}
    answers = {name: of(kind) for name, kind in shapes.ANSWERS.items()}
    either = {"anyOf": [{"$ref": "#/components/schemas/heard"}, {"$ref": "#/components/schemas/kept"}]}
    return {**sent, **answers, "pack": of(Pack), "carried": either}
