"""A recogniser of a few bytes, written field by field: the mean of red, green and blue of the face it is shown."""

from __future__ import annotations

import struct


def _varint(value: int) -> bytes:
    low, rest = value & 127, value >> 7
    return bytes([low | 128]) + _varint(rest) if rest else bytes([low])


def _field(number: int, value: bytes | str | int) -> bytes:
    if isinstance(value, int):
        return _varint(number << 3) + _varint(value)
    content = value.encode() if isinstance(value, str) else value
    return _varint(number << 3 | 2) + _varint(len(content)) + content


def _node(kind: str, inputs: list[str], output: str) -> bytes:
    names = b"".join(_field(1, name) for name in inputs)
    return _field(1, names + _field(2, output) + _field(4, kind))


def _value(name: str, *shape: int) -> bytes:
    dims = b"".join(_field(1, _field(1, size)) for size in shape)
    return _field(1, name) + _field(2, _field(1, _field(1, 1) + _field(2, dims)))


def _weights(name: str, numbers: list[float]) -> bytes:
    floats = struct.pack(f"<{len(numbers)}f", *numbers)
    return _field(5, _field(1, len(numbers)) + _field(2, 1) + _field(8, name) + _field(9, floats))


def tiny(*, unused_inputs: bool = False) -> bytes:
    """ONNX: `input` [1,3,112,112] -> `output` [1,3]. With `unused_inputs` it also asks for what it doesn't need:
    its own weights, and a name nobody uses."""
    graph = (
        _node("GlobalAveragePool", ["input"], "means")
        + _node("Flatten", ["means"], "flat")
        + _node("Mul", ["flat", "same"], "output")
        + _field(2, "tiny")
        + _weights("same", [1.0, 1.0, 1.0])
        + _field(11, _value("input", 1, 3, 112, 112))
        + (_field(11, _value("same", 3)) + _field(11, _value("former", 3)) if unused_inputs else b"")
        + _field(12, _value("output", 1, 3))
    )
    return _field(1, 8) + _field(8, _field(2, 17)) + _field(7, graph)
