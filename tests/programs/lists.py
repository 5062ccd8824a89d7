"""Lists as senders write them: the columns of the ministry, one sound line, and what a test changes in it."""

from __future__ import annotations

from pathlib import Path

HEADINGS = (
    "id_salur", "program", "tahap", "tahun", "gelombang", "no_sp2d", "nik", "no_kk", "nama", "alamat", "rt", "rw",
    "dusun_banjar", "kode_desa", "kode_pos", "nopen", "nominal",
)  # fmt: skip


def line(number: int = 1, **changed: str) -> dict[str, str]:
    """A sound line: an invented family of Denpasar, its serials counted by `number`."""
    sound = {
        "id_salur": f"S-{number:06d}", "program": "SEMBAKO", "tahap": "1", "tahun": "2027", "gelombang": "1",
        "no_sp2d": "SP2D-1", "nik": f"517101{41 + number % 28:02d}0158{number % 9000 + 1:04d}",
        "no_kk": f"517101010101{number % 9000 + 1:04d}", "nama": f"Ni Wayan Sari {chr(65 + number % 26)}",
        "alamat": f"Jl. Kartini No. {number}", "rt": "001", "rw": "002", "dusun_banjar": "Banjar Kaja",
        "kode_desa": "51.71.01.1001", "kode_pos": "80221", "nopen": "80000", "nominal": "600000",
    }  # fmt: skip
    return sound | changed


def csv(*lines: dict[str, str], separator: str = ";") -> bytes:
    rows = [HEADINGS, *([one[heading] for heading in HEADINGS] for one in lines)]
    return ("\n".join(separator.join(row) for row in rows) + "\n").encode()


def write(folder: Path, content: bytes, name: str = "list.csv") -> Path:
    path = folder / name
    path.write_bytes(content)
    return path
