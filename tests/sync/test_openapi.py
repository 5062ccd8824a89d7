"""Schemathesis knocks at every door that the OpenAPI names, well and badly: no answer is the house's own failure."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import schemathesis
from django.core.wsgi import get_wsgi_application
from hypothesis import HealthCheck, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import response_schema_conformance, status_code_conformance

from amanah.sync import openapi, versions
from amanah.sync.api import api as door
from tests.sync.test_door import Knock, a_knock

DOCUMENT = openapi.document(door)
WRITTEN = Path(__file__).resolve().parents[2] / "contract" / "openapi.json"
api = schemathesis.openapi.from_dict(DOCUMENT)
api.app = get_wsgi_application()


@pytest.fixture
def knock(transactional_db: None) -> Knock:
    """Committed: the whole WSGI application answers, which gives its connection back after every answer."""
    return a_knock()


def test_every_operation_is_described() -> None:
    named = {(method, path.removeprefix("/api/sync")) for path, ops in DOCUMENT["paths"].items() for method in ops}
    assert named == set(openapi.OPERATIONS)


def test_the_written_openapi_is_the_doors_own() -> None:
    """Changed on purpose? `python -m amanah.sync.versions`"""
    assert WRITTEN.read_text(encoding="utf-8") == versions.written(DOCUMENT)


@schemathesis.serializer("application/offset+octet-stream")
def _piece(_context: schemathesis.SerializationContext, value: object) -> bytes:
    """Bytes of a photo, as they are."""
    return value if isinstance(value, bytes) else str(value).encode()


@api.parametrize()
@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True, database=None)
def test_no_request_is_answered_by_a_failure(case: schemathesis.Case[Any], knock: Knock) -> None:
    """Requests that fit the description and such as don't; every answer is one that it names, in its shape."""
    case.call_and_validate(
        headers=knock.auth, checks=[not_a_server_error, status_code_conformance, response_schema_conformance]
    )
