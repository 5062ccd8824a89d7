"""The film that stands in for a camera shows the face it was made of."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import pytest
from playwright.sync_api import Browser

from amanah.faces import queries
from tests.journeys import camera

PEOPLE = Path(__file__).resolve().parents[2] / "demo" / "people"


def frames(film: bytes) -> list[bytes]:
    return [b"\xff\xd8\xff" + part for part in film.split(b"\xff\xd8\xff")[1:]]


def test_the_film_shows_the_person(tmp_path: Path) -> None:
    photo = (PEOPLE / "0052_1.jpg").read_bytes()
    shown = frames(camera.show(tmp_path / "face.mjpeg", photo).read_bytes())
    assert len(shown) >= 20
    own = queries.read_image(photo)
    face = queries.find(own)
    assert face is not None
    known = queries.embed(own, face)
    for frame in (shown[0], shown[-1]):
        image = queries.read_image(frame)
        assert image.shape == (camera.HEIGHT, camera.WIDTH, 3)
        seen = queries.find(image)
        assert seen is not None
        assert abs((seen.box.left + seen.box.right) / 2 - camera.WIDTH / 2) < 80
        assert queries.compare(queries.embed(image, seen), known).score > 0.9


def test_another_picture_turns_the_camera(tmp_path: Path) -> None:
    film = tmp_path / "camera.mjpeg"
    camera.show(film, (PEOPLE / "0052_1.jpg").read_bytes())
    blue = cv2.imencode(".png", np.full((100, 300, 3), (200, 60, 20), np.uint8))[1].tobytes()
    camera.show(film, blue)
    assert np.abs(queries.read_image(frames(film.read_bytes())[0])[240, 320] - np.array([201, 61, 21])).max() < 6
    assert list(tmp_path.iterdir()) == [film]


@pytest.mark.journey
def test_chromium_sees_it_and_sees_it_change(tmp_path: Path, open_browser: Callable[..., Browser]) -> None:
    film = camera.show(tmp_path / "camera.mjpeg", (PEOPLE / "0052_1.jpg").read_bytes())
    blank = tmp_path / "page.html"
    blank.write_text("<title>camera</title>")
    page = open_browser(camera=film).new_context(permissions=["camera"]).new_page()
    page.goto(blank.as_uri())
    skin = page.evaluate(LOOK)
    camera.show(film, cv2.imencode(".png", np.full((480, 640, 3), (0, 0, 250), np.uint8))[1].tobytes())
    red = page.evaluate(LOOK)
    assert (skin["width"], skin["height"]) == (camera.WIDTH, camera.HEIGHT)
    assert skin["middle"][1] > 120
    assert red["middle"][0] > 220
    assert red["middle"][1] < 40


LOOK = """async () => {
  const stream = await navigator.mediaDevices.getUserMedia({ video: true });
  const video = document.createElement("video");
  video.muted = true;
  video.srcObject = stream;
  await video.play();
  await new Promise((done) => video.requestVideoFrameCallback(done));
  const canvas = document.createElement("canvas");
  canvas.width = video.videoWidth;
  canvas.height = video.videoHeight;
  const pen = canvas.getContext("2d");
  pen.drawImage(video, 0, 0);
  const middle = pen.getImageData(canvas.width / 2, canvas.height / 2, 1, 1).data;
  stream.getTracks().forEach((track) => track.stop());
  return { width: canvas.width, height: canvas.height, middle: [...middle] };
}"""
