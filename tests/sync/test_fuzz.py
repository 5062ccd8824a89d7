"""Any bytes at any of the phones' doors, packed, cut off or nested, any headers: never the house's own failure."""

from __future__ import annotations

import gzip
import json
from typing import Any
from urllib.parse import quote

import pytest
from django.test import Client
from hypothesis import HealthCheck, example, given
from hypothesis import settings as trying
from hypothesis import strategies as st

from amanah.access import commands as access
from amanah.sync import openapi, shapes
from amanah.sync.schema import of
from amanah.values.clock import utc_now
from amanah.values.ids import new_id
from tests.sync.test_door import Knock, a_knock

DOORS = sorted(openapi.OPERATIONS)
HEADERS = [
    "Authorization", "Content-Encoding", "Upload-Length", "Upload-Metadata", "Upload-Offset", "Amanah-For",
    "Accept-Encoding", "Tus-Resumable", "Range",
]  # fmt: skip
TYPES = ["application/json", "application/offset+octet-stream", "text/html", "multipart/form-data; boundary=x", "x"]
FIELDS = sorted({name for kind in shapes.REQUESTS.values() for name in of(kind)["properties"]} | {"e", "s"})

leaves = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=20)
    | st.sampled_from([str(new_id()), "\x00", "\ud800", "9" * 400, "a" * 64])
)
said = st.recursive(
    leaves, lambda one: st.lists(one, max_size=4) | st.dictionaries(st.sampled_from(FIELDS), one, max_size=6)
)
texts = said.map(lambda value: json.dumps(value).encode())
nests = st.integers(1, 5_000).map(lambda deep: b'{"events":' + b"[" * deep + b"]" * deep + b"}")
plain = st.binary(max_size=200) | texts | nests | st.just(b"<html><body>Selamat datang</body></html>")
packed = plain.map(gzip.compress)
cut = st.tuples(packed, st.integers(0, 60)).map(lambda both: both[0][: both[1]])
bodies = plain | packed | cut
words = st.text(st.characters(min_codepoint=0x20, max_codepoint=0xFF), max_size=40)
values = words | st.sampled_from(["gzip", "identity", "0", "1", "999999999", "-1", "bytes=0-", "sha256 YQ=="])
some = st.dictionaries(st.sampled_from(HEADERS), values, max_size=4)
headers = some | some.map(lambda more: {**more, "Content-Encoding": "gzip"})
names = st.just("a" * 64) | st.text(max_size=20).filter(lambda text: _is_text(text) and text.strip("./") != "")


def _is_text(value: str) -> bool:
    return not any("\ud800" <= letter <= "\udfff" for letter in value)


@pytest.fixture
def knock(db: None) -> Knock:
    return a_knock()


def knocked(knock: Knock, door: tuple[str, str], body: bytes, *, name: str, type_: str, **more: str) -> Any:
    method, path = door
    where = f"/api/sync{path}".replace("{sha256}", quote(name, safe=""))
    return knock.client.generic(method.upper(), where, body, content_type=type_, headers={**knock.auth, **more})


@pytest.mark.parametrize("door", DOORS, ids=" ".join)
@trying(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(body=bodies, more=headers, name=names, type_=st.sampled_from(TYPES))
@example(body=b"<html>", more={"Content-Encoding": "gzip"}, name="a" * 64, type_=TYPES[0])
@example(body=gzip.compress(b"{}")[:12], more={"Content-Encoding": "gzip"}, name="a" * 64, type_=TYPES[0])
@example(body=b"{}", more={"Upload-Length": "²", "Upload-Offset": "²"}, name="a" * 64, type_=TYPES[1])
def test_nothing_brings_a_door_down(
    knock: Knock, door: tuple[str, str], body: bytes, more: dict[str, str], name: str, type_: str
) -> None:
    assert knocked(knock, door, body, name=name, type_=type_, **more).status_code < 500


@pytest.mark.parametrize("door", DOORS, ids=" ".join)
@trying(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(body=bodies, more=headers)
def test_nor_does_a_revoked_phone(knock: Knock, door: tuple[str, str], body: bytes, more: dict[str, str]) -> None:
    access.revoke_phone(knock.handset.id, reason="test", by="user:head", now=utc_now())
    assert knocked(knock, door, body, name="a" * 64, type_="application/json", **more).status_code < 500


@trying(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(body=bodies)
def test_nor_does_somebody_the_house_doesnt_know(knock: Knock, body: bytes) -> None:
    for method, path in DOORS:
        answer = Client().generic(method.upper(), f"/api/sync{path}".replace("{sha256}", "a" * 64), body)
        assert answer.status_code < 500
