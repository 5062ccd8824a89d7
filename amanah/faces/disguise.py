"""Templates in disguise: a secret turning of the whole space, so that what leaves the house can't be linked.

Every template of one pack is turned by one random orthogonal matrix, drawn from a secret of that pack. Cosines stay
as they are; whoever holds templates without the secret can match them neither with another pack nor with the house.
The matrix is Haar-distributed: a product of Householder mirrors for normal vectors of falling length, and random
signs (Stewart 1980, "The efficient generation of random orthogonal matrices", SIAM J. Numer. Anal. 17). The phone draws
the same one: `phone/src/faces/disguise.ts`; `contract/vectors/disguise.json` holds both to it.
"""

from __future__ import annotations

import numpy as np
from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES256
from cryptography.hazmat.primitives.ciphers.modes import CTR
from numpy.typing import NDArray

from amanah.faces.types import Template

SECRET_BYTES = 32
Floats = NDArray[np.float64]


def disguised(templates: list[Template], *, secret: bytes) -> list[Template]:
    """The same templates, turned by the pack's secret (32 bytes); all of one length, or ValueError."""
    if not templates:
        return []
    turned = turn(np.stack([each.vector for each in templates]).astype(np.float64), secret=secret)
    return [Template(vector.astype(np.float32), each.model) for vector, each in zip(turned, templates, strict=True)]


def turn(vectors: Floats, *, secret: bytes) -> Floats:
    """N x D -> N x D, each row times the orthogonal matrix of `secret`."""
    turned = vectors.copy()
    length = vectors.shape[1]
    signs, normals = _drawn(secret, length)
    taken = 0
    for size in range(length, 1, -1):
        axis = normals[taken : taken + size].copy()
        axis[0] += np.copysign(
            np.linalg.norm(axis), axis[0]
        )  # the mirror that takes the drawn vector to the first axis
        taken += size
        part = turned[:, length - size :]
        part -= np.outer(part @ axis, axis) * (2 / (axis @ axis))
    return turned * signs


def _drawn(secret: bytes, length: int) -> tuple[Floats, Floats]:
    """`length` signs, then length + (length - 1) + … + 2 normal numbers, all from AES-256-CTR under the secret."""
    if len(secret) != SECRET_BYTES:
        raise ValueError("a pack's secret is 32 bytes")
    count = length * (length + 1) // 2 - 1
    pairs = (count + 1) // 2
    words = np.frombuffer(_keystream(secret, 4 * (length + 2 * pairs)), dtype="<u4").astype(np.float64)
    signs = np.where(words[:length] % 2 == 1, 1.0, -1.0)
    # Box and Muller 1958; the half keeps the logarithm away from zero
    even = (words[length:] + 0.5) / 2**32
    radius, angle = np.sqrt(-2 * np.log(even[0::2])), 2 * np.pi * even[1::2]
    normals = np.empty(2 * pairs)
    normals[0::2], normals[1::2] = radius * np.cos(angle), radius * np.sin(angle)
    return signs, normals[:count]


def _keystream(secret: bytes, size: int) -> bytes:
    # A stream of a secret used for nothing else: a fixed counter start repeats nothing.
    return Cipher(AES256(secret), CTR(bytes(16))).encryptor().update(bytes(size))
