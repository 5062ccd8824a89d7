"""A photo keeps within its budget however hard the picture is: what noise the camera shows, the app makes small."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import cv2
import numpy as np
import pytest
from playwright.sync_api import Browser, expect

from amanah.cli.rehearsal.house import House
from tests.journeys import desk
from tests.journeys.payer import SEEN_MS, PayersPhone

PHOTO_BYTES, PHOTO_PX = 100_000, 1_024
THUMB_BYTES, THUMB_PX = 24_000, 240

pytestmark = pytest.mark.journey


def noise(path: Path, frames: int = 6) -> Path:
    """A film of 1280 x 960 in which no pixel foretells another: nothing is harder for JPEG."""
    lot = np.random.default_rng(1)
    shots = [lot.integers(0, 256, (960, 1280, 3), np.uint8) for _ in range(frames)]
    path.write_bytes(
        b"".join(cv2.imencode(".jpg", shot, [cv2.IMWRITE_JPEG_QUALITY, 95])[1].tobytes() for shot in shots)
    )
    return path


@pytest.fixture(scope="module")
def house() -> Iterator[House]:
    """Its own: each round of the other journeys' houses is walked already."""
    with House() as made:
        made.run("demo", "load", "--families", "20", "--seed", "3", "--payers", "1")
        made.serve()
        yield made


def test_the_hardest_picture_keeps_within_the_budgets(
    house: House, open_browser: Callable[..., Browser], tmp_path: Path
) -> None:
    film = noise(tmp_path / "camera.mjpeg")
    phone = PayersPhone(open_browser(camera=film), film)
    head = desk.signed_in(open_browser(), house, "kepala")
    phone.enrol(desk.enrolment_link(head, payer=0))
    desk.give_round(head, payer=0)
    phone.pull()
    phone.open_day(phone.amount("morning-total"))

    phone.see("family").first.click()
    phone.tap("failed")
    phone.see("reason-moved").check(force=True)
    phone.tap("failed-photo")
    expect(phone.see("viewfinder")).to_have_attribute("data-running", "true", timeout=SEEN_MS)
    phone.tap("take")
    phone.tap("failed-save")
    phone.on("round")
    phone.sends_all()

    (told,) = [event["body"] for event in phone.sent if event["type"] == "visit.failed"][:1]
    (photo,) = told["photos"]
    whole, thumb = (head.request.get(f"{house.base}/photos/{photo[key]}").body() for key in ("sha256", "thumb"))
    assert len(whole) == photo["bytes"] <= PHOTO_BYTES
    assert len(thumb) <= THUMB_BYTES
    for data, most_px in ((whole, PHOTO_PX), (thumb, THUMB_PX)):
        read = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR)
        assert read is not None
        assert most_px / 4 <= max(read.shape[:2]) <= most_px
        assert read.std() > 5  # noise grows mild as it shrinks, but a blank has none
