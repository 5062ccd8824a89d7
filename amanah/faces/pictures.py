"""Reads a photo at the door: JPEG, PNG or WebP, of bounded size, whole; anything else is refused with a reason."""

from __future__ import annotations

import cv2
import numpy as np

from amanah.faces import headers
from amanah.faces.headers import Header, Kind
from amanah.faces.types import Image
from amanah.values.problem import Problem, Sentence

MAX_BYTES = 30_000_000
MAX_PIXELS = 42_000_000
# With the rest of reading it stays below 300 MB over what the process had; several workers share a small server.
MAX_MEMORY_BYTES = 295_000_000
# Faces are judged on far less; a larger photo is taken at a half, quarter or eighth, a JPEG straight from its file.
LONGEST_PX = 2048
_REDUCED = {1: cv2.IMREAD_COLOR, 2: cv2.IMREAD_REDUCED_COLOR_2, 4: cv2.IMREAD_REDUCED_COLOR_4,
            8: cv2.IMREAD_REDUCED_COLOR_8}  # fmt: skip


def read_image(photo: bytes) -> Image:
    """Decoded, turned upright by its EXIF mark, 8-bit blue-green-red, its longer side at most 2,048 px or nearly.

    Raises Problem `photo_not_an_image`, `photo_cut_short` or `photo_too_large`.
    """
    if len(photo) > MAX_BYTES:
        raise _too_large()
    said = _header(photo)
    if said.width * said.height > MAX_PIXELS or said.memory_bytes + len(photo) > MAX_MEMORY_BYTES:
        raise _too_large()
    step = next((step for step in (1, 2, 4) if max(said.width, said.height) <= LONGEST_PX * step), 8)
    image = _decoded(photo, step if said.kind is Kind.JPEG else 1)
    return image if said.kind is Kind.JPEG or step == 1 else _smaller(image, step)


def _header(photo: bytes) -> Header:
    try:
        return headers.header(photo)
    except headers.CutShort as error:
        raise _cut_short() from error
    except headers.NotAPhoto as error:
        raise _not_an_image(photo) from error


def _decoded(photo: bytes, step: int) -> Image:
    try:
        image = cv2.imdecode(np.frombuffer(photo, np.uint8), _REDUCED[step])
    except cv2.error as error:
        raise _not_an_image(photo) from error
    if image is None:
        raise _not_an_image(photo)
    return image.astype(np.uint8, copy=False)


def _smaller(image: Image, step: int) -> Image:
    height, width = (max(1, side // step) for side in image.shape[:2])
    return cv2.resize(image, (width, height), interpolation=cv2.INTER_AREA).astype(np.uint8, copy=False)


def _not_an_image(photo: bytes) -> Problem:
    return Problem("photo_not_an_image", _what_to_send(photo))


def _what_to_send(photo: bytes) -> Sentence:
    if not photo:
        return Sentence(
            id="Berkas ini kosong. Pilih fotonya sekali lagi.", en="This file is empty. Choose the photo again."
        )
    kind = headers.other_kind(photo)
    if kind is None:
        return Sentence(
            id="Berkas ini bukan foto yang bisa dibaca. Kirim foto JPEG, PNG, atau WebP.",
            en="This file isn't a photo that can be read. Send a JPEG, PNG or WebP photo.",
        )
    if kind == "HEIC":
        return Sentence(
            id="Foto HEIC belum bisa dibaca. Atur kamera ke “Paling kompatibel”, atau simpan sebagai JPEG.",
            en="HEIC photos can't be read yet. Set the camera to “Most compatible”, or save the photo as JPEG.",
        )
    return Sentence(
        id=f"Berkas {kind} tidak bisa dibaca sebagai foto. Simpan sebagai JPEG, PNG, atau WebP, lalu kirim lagi.",
        en=f"A {kind} file can't be read as a photo. Save it as JPEG, PNG or WebP, then send it again.",
    )


def _cut_short() -> Problem:
    return Problem(
        "photo_cut_short",
        Sentence(
            id="Foto ini terpotong, mungkin pengirimannya terputus. Kirim sekali lagi.",
            en="This photo is cut short, perhaps its sending broke off. Send it again.",
        ),
    )


def _too_large() -> Problem:
    return Problem(
        "photo_too_large",
        Sentence(
            id="Foto ini terlalu besar. Kirim JPEG biasa, paling besar 42 megapiksel dan 30 MB.",
            en="This photo is too large. Send a plain JPEG of at most 42 megapixels and 30 MB.",
        ),
        status=413,
    )
