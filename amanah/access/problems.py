"""What can go wrong with people, codes and phones, said so that somebody can act on it."""

from __future__ import annotations

from amanah.values.problem import Problem, Sentence


def username_taken(username: str) -> Problem:
    return Problem(
        "username_taken",
        Sentence(
            id=f"Nama pengguna {username} sudah dipakai. Pilih nama lain.",
            en=f"The username {username} is taken. Choose another.",
        ),
        status=409,
    )


def username_unusable() -> Problem:
    return Problem(
        "username_unusable",
        Sentence(
            id="Nama pengguna hanya huruf kecil, angka, titik, garis bawah, atau strip, paling panjang 60.",
            en="A username has lower-case letters, digits, dots, underscores or dashes only, at most 60.",
        ),
    )


def area_unknown(area: str) -> Problem:
    return Problem(
        "area_unknown",
        Sentence(
            id=f"Wilayah {area} tidak dikenal. Tulis *, nopen:80000, atau kode wilayah seperti 51.71.",
            en=f"The area {area} isn't known. Write *, nopen:80000, or a region code such as 51.71.",
        ),
    )


def user_unknown(username: str) -> Problem:
    return Problem(
        "user_unknown",
        Sentence(
            id=f"Tidak ada pengguna {username}. Periksa ejaannya.",
            en=f"There is no user {username}. Check the spelling.",
        ),
        status=404,
    )


def password_too_weak(why: Sentence) -> Problem:
    return Problem(
        "password_too_weak",
        Sentence(id=f"Kata sandi terlalu lemah. {why.id}", en=f"The password is too weak. {why.en}"),
    )


def payer_unknown() -> Problem:
    return Problem(
        "payer_unknown",
        Sentence(
            id="Orang ini bukan juru bayar aktif di kantor ini. Pilih juru bayar dari daftar kantor.",
            en="This person is no active payer of this office. Choose a payer from the office's list.",
        ),
        status=404,
    )


def code_unknown() -> Problem:
    return Problem(
        "code_unknown",
        Sentence(
            id="Kode tidak dikenal. Periksa lagi, atau minta kode baru kepada penyelia.",
            en="Unknown code. Check it again, or ask your supervisor for a new one.",
        ),
        status=401,
    )


def code_used() -> Problem:
    return Problem(
        "code_used",
        Sentence(
            id="Kode ini sudah dipakai. Minta kode baru kepada penyelia.",
            en="This code has been used. Ask your supervisor for a new one.",
        ),
        status=409,
    )


def code_expired() -> Problem:
    return Problem(
        "code_expired",
        Sentence(
            id="Kode ini sudah lewat 15 menit. Minta kode baru kepada penyelia.",
            en="This code is older than 15 minutes. Ask your supervisor for a new one.",
        ),
        status=401,
    )


def public_key_unusable() -> Problem:
    return Problem(
        "public_key_unusable",
        Sentence(
            id="Kunci ponsel tidak bisa dipakai. Perbarui aplikasi, lalu daftarkan lagi.",
            en="The phone's key can't be used. Update the app, then enrol again.",
        ),
    )


def phone_known() -> Problem:
    return Problem(
        "phone_known",
        Sentence(
            id="Ponsel dengan kunci ini sudah terdaftar. Hapus data aplikasi, lalu daftarkan lagi.",
            en="A phone with this key is enrolled already. Clear the app's data, then enrol again.",
        ),
        status=409,
    )


def phone_unknown() -> Problem:
    return Problem(
        "phone_unknown",
        Sentence(
            id="Ponsel ini tidak terdaftar. Daftarkan lagi dengan kode dari penyelia.",
            en="This phone isn't enrolled. Enrol it again with a code from the supervisor.",
        ),
        status=404,
    )


def reason_missing() -> Problem:
    return Problem(
        "reason_missing",
        Sentence(
            id="Tulis alasan melihat data ini; alasan itu dicatat.",
            en="Write why you need to see this; the reason goes on record.",
        ),
    )


def villages_unreadable(line: int) -> Problem:
    return Problem(
        "villages_unreadable",
        Sentence(
            id=f"Baris {line} pada daftar desa tidak terbaca. Kolomnya: code, name, lat, lng, dan bila ada nopen.",
            en=f"Line {line} of the villages can't be read. Its columns: code, name, lat, lng, optionally nopen.",
        ),
    )
