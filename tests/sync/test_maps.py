"""A village's map on its way to a phone: only to its office, whole or from the byte where it broke off."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from amanah.access import models as access_models
from amanah.access import queries as access
from amanah.geo.maps import shelf
from amanah.geo.maps.types import Ground, MapPack, Packed
from amanah.values.clock import utc_now
from amanah.visits.queries.maps import office_maps
from amanah.visits.queries.pack import pack_for
from tests.sync.test_door import Knock, a_knock

CONTENT = bytes(range(256)) * 700
AREA = shapely.box(115.2, -8.66, 115.21, -8.65)


@pytest.fixture
def knock(db: None, settings: Any, tmp_path: Path) -> Knock:
    settings.AMANAH_MAPS_DIR = tmp_path
    return a_knock()


@pytest.fixture
def kept(knock: Knock, tmp_path: Path) -> MapPack:
    """The map of the village where the phone's families live."""
    phone = access.phone(knock.handset.id)
    assert phone is not None
    pack = pack_for(phone, now=utc_now(), epoch=1)
    assert pack is not None
    code = pack["families"][0]["village"]["code"]
    village = access.village(code)
    assert village is not None
    assert village.office == phone.office
    return shelf.keep(tmp_path, Ground(code, village.name, AREA, is_approximate=True), Packed(CONTENT, 16, 3, ()))


def _ask(knock: Knock, name: str, part: str = "") -> Any:
    ranged = {"Range": part} if part else {}
    return knock.client.get(f"/api/sync/map/{name}", headers=knock.auth | ranged)


def _body(answer: Any) -> bytes:
    return b"".join(answer.streaming_content)


def test_the_pack_names_the_maps_of_its_round_and_the_phone_fetches_them(knock: Knock, kept: MapPack) -> None:
    phone = access.phone(knock.handset.id)
    assert phone is not None
    pack = pack_for(phone, now=utc_now(), epoch=1)
    assert pack is not None
    assert pack["map"] == [{"name": kept.name, "sha256": kept.sha256, "bytes": len(CONTENT)}]
    answer = _ask(knock, kept.sha256)
    assert answer.status_code == 200
    assert sha256(_body(answer)).hexdigest() == kept.sha256


def test_a_fetch_that_broke_off_goes_on_at_the_byte(knock: Knock, kept: MapPack) -> None:
    answer = _ask(knock, kept.sha256, "bytes=100000-")
    assert answer.status_code == 206
    assert answer["Content-Range"] == f"bytes 100000-{len(CONTENT) - 1}/{len(CONTENT)}"
    assert _body(answer) == CONTENT[100000:]


def test_bytes_beyond_the_end_are_refused_with_its_length(knock: Knock, kept: MapPack) -> None:
    answer = _ask(knock, kept.sha256, f"bytes={len(CONTENT)}-")
    assert answer.status_code == 416
    assert answer["Content-Range"] == f"bytes */{len(CONTENT)}"


@given(
    st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=30)
    | st.from_regex(r"bytes=\d*-\d*", fullmatch=True)
)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_range_gives_bytes_of_the_map_or_a_plain_no(knock: Knock, kept: MapPack, part: str) -> None:
    answer = _ask(knock, kept.sha256, part)
    assert answer.status_code in (200, 206, 416)
    if answer.status_code != 416:
        body = _body(answer)
        assert len(body) == int(answer["Content-Length"])
        assert body in CONTENT


def test_another_offices_map_does_not_exist_for_this_phone(knock: Knock, kept: MapPack) -> None:
    access_models.Village.objects.filter(code=kept.village).update(office=None)
    assert _ask(knock, kept.sha256).status_code == 404


def test_without_a_token_there_is_no_map(knock: Knock, kept: MapPack) -> None:
    assert knock.client.get(f"/api/sync/map/{kept.sha256}").status_code == 401


@pytest.mark.parametrize("name", ["0" * 64, "../index.json", "index.json", "..%2f..%2fkeys.json"])
def test_a_name_that_is_no_map_gives_nothing(knock: Knock, kept: MapPack, name: str) -> None:
    assert _ask(knock, name).status_code in (400, 404, 422)


def test_a_house_without_maps_says_so_in_an_empty_list(knock: Knock) -> None:
    phone = access.phone(knock.handset.id)
    assert phone is not None
    assert office_maps(phone.office) == []
