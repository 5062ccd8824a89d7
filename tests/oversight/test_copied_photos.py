"""House photos that are one photo, saved anew for another family, are found among those that came."""

from __future__ import annotations

from datetime import timedelta
from hashlib import sha256

import cv2
import numpy as np
import pytest

from amanah.cli.demo_houses import draw_house
from amanah.faces.queries import read_image
from amanah.oversight import commands, models
from amanah.oversight.rules.patterns.types import Pattern
from amanah.oversight.store.scenes import read_month, scene
from amanah.registry.commands import learn_home
from amanah.vault.commands import keep_photo
from amanah.visits import commands as visits
from tests.visits import cast
from tests.visits.cast import DAY, NOW, OFFICE

pytestmark = pytest.mark.django_db


def a_house(seed: int) -> np.ndarray:
    """A picture with corners enough: coarse coloured blocks, each house its own."""
    blocks = np.random.default_rng(seed).integers(0, 255, (12, 16, 3), dtype=np.uint8)
    return cv2.resize(blocks, (640, 480), interpolation=cv2.INTER_NEAREST)


def kept(image: np.ndarray, quality: int) -> dict[str, object]:
    """The photo as an event names it; its bytes are in the vault."""
    photo = cv2.imencode(".jpg", image, [cv2.IMWRITE_JPEG_QUALITY, quality])[1].tobytes()
    sha = sha256(photo).hexdigest()
    keep_photo(photo, sha256=sha)
    return {"kind": "house", "sha256": sha, "bytes": len(photo), "thumb": None}


def test_a_photo_cut_and_saved_anew_for_another_family_is_found_and_another_house_is_not(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    cast.an_office()
    phone, handset = cast.a_phone("wayan")
    shown = [kept(a_house(1), 95), kept(a_house(1)[20:470, 20:620], 60), kept(a_house(2), 95)]
    told = []
    for number, photo in enumerate(shown, 1):
        monkeypatch.setattr(cast, "photos", lambda seed, photo=photo: [photo])
        place = cast.a_place(lng=115.192 + number / 500)  # some 200 m from one to the next
        told.append(cast.pays(handset, cast.a_debt(number), place=place).visit)
    visits.accept(phone, handset.said, now=NOW)
    flags = {flag.kind: flag for flag in commands.look(OFFICE, DAY, by="job:patterns", now=NOW)}
    assert flags[Pattern.NEAR_COPY].visits == tuple(sorted(told[:2]))
    assert models.PhotoPrint.objects.count() == 3


def test_one_front_is_found_between_payers_and_days_of_an_office(monkeypatch: pytest.MonkeyPatch) -> None:
    cast.an_office()
    told = []
    shown = [("wayan", 21, 1, DAY - timedelta(days=3)), ("made", 21, 4, DAY), ("nyoman", 34, 2, DAY)]
    for number, (username, house, view, day) in enumerate(shown, 1):
        photo = kept(read_image(draw_house(house, view)), 95)
        monkeypatch.setattr(cast, "photos", lambda seed, photo=photo: [photo])
        phone, handset = cast.a_phone(username)
        place = cast.a_place(lng=115.192 + number / 500)
        told.append(cast.pays(handset, cast.a_debt(number), place=place, day=str(day)).visit)
        visits.accept(phone, handset.said, now=NOW)
    flags = {flag.kind: flag for flag in commands.look(OFFICE, DAY, by="job:patterns", now=NOW)}
    assert flags[Pattern.SAME_HOUSE].visits == (told[1],)
    assert models.FrontWords.objects.count() == 3


def test_where_a_visit_marked_its_family_is_no_witness_of_where_that_family_lives(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Neither today's visits nor the month's: a home is what others told before."""
    cast.an_office()
    phone, handset = cast.a_phone("wayan")
    known, new = cast.a_debt(1), cast.a_debt(2)
    cast.a_home(known)
    for debt in (known, new):
        told = cast.pays(handset, debt, place=cast.a_place(lat=-8.66), day=str(DAY - timedelta(days=3)))
        learn_home(debt.family, lat=-8.66, lng=115.2, accuracy_m=8, visit=told.visit, at=NOW, by="job:learn")
    visits.accept(phone, handset.said, now=NOW)
    seen = scene(read_month(OFFICE, DAY))
    lived = {call.family: call.home.lat if call.home else None for day in seen.earlier for call in day.calls}
    assert lived == {known.family: pytest.approx(cast.HOME[0]), new.family: None}


def test_a_file_sent_for_another_family_doesnt_make_its_own_gate_foreign(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two brothers behind one gate; the photo of the first is sent for a family 500 m away."""
    cast.an_office()
    phone, handset = cast.a_phone("wayan")
    own, beside = (kept(read_image(draw_house(21, view)), 95) for view in (1, 4))
    told = []
    for number, (photo, east) in enumerate([(own, 0.0), (beside, 0.0001), (own, 0.005)], 1):
        monkeypatch.setattr(cast, "photos", lambda seed, photo=photo: [photo])
        place = cast.a_place(lng=115.192 + east)
        told.append(cast.pays(handset, cast.a_debt(number), place=place).visit)
    visits.accept(phone, handset.said, now=NOW)
    flags = {flag.kind: flag for flag in commands.look(OFFICE, DAY, by="job:patterns", now=NOW)}
    assert flags[Pattern.SAME_HOUSE].visits == (told[2],)
    assert flags[Pattern.SAME_PHOTO].visits == tuple(sorted((told[0], told[2])))
