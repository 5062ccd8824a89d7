"""Why a line was refused, or taken with a warning: a code, and a sentence that says what to do."""

from __future__ import annotations

from collections.abc import Mapping

from amanah.values.problem import Sentence

REFUSALS: Mapping[str, Sentence] = {
    "id_salur_missing": Sentence(
        id="Nomor salur (id_salur) kosong. Lengkapi.", en="id_salur is empty. Fill it in."),
    "id_salur_too_long": Sentence(
        id="Nomor salur lebih dari 40 huruf. Periksa.", en="id_salur is longer than 40 characters. Check it."),
    "nik_mangled": Sentence(
        id="NIK rusak oleh Excel (menjadi angka seperti 5,17E+15). Ketik ulang sebagai teks dari sumber aslinya.",
        en="Excel spoiled this NIK (a number like 5.17E+15). Enter it again as text, from the source."),
    "nik_not_16_digits": Sentence(
        id="NIK tidak 16 digit. Periksa ke KTP atau KK.", en="The NIK doesn't have 16 digits. Check the ID card."),
    "nik_impossible": Sentence(
        id="NIK tidak mungkin: tanggal lahir atau nomor urutnya salah. Periksa ke KTP atau KK.",
        en="This can't be a NIK: its birth date or serial is wrong. Check the ID card."),
    "kk_not_16_digits": Sentence(
        id="Nomor KK tidak 16 digit. Periksa ke kartu keluarga.",
        en="The family-card number doesn't have 16 digits. Check the card."),
    "name_missing": Sentence(id="Nama kosong. Lengkapi.", en="The name is empty. Fill it in."),
    "programme_unknown": Sentence(
        id="Program tidak dikenal. Periksa ejaannya, atau daftarkan programnya dulu.",
        en="Unknown programme. Check the spelling, or register the programme first."),
    "stage_unreadable": Sentence(
        id="Tahap atau tahun tidak terbaca. Isi tahap 1–12 dan tahun empat digit.",
        en="Stage or year can't be read. Give a stage of 1-12 and a year of four digits."),
    "amount_unreadable": Sentence(
        id="Nominal tidak terbaca atau nol. Isi rupiah bulat, misalnya 600000.",
        en="The amount can't be read, or is zero. Give whole rupiah, such as 600000."),
    "sp2d_other": Sentence(
        id="Baris ini milik SP2D lain. Pindahkan ke daftar SP2D-nya.",
        en="This line belongs to another SP2D. Move it to that SP2D's list."),
    "id_salur_twice": Sentence(
        id="Nomor salur ini sudah ada pada baris sebelumnya. Hapus salah satu.",
        en="An earlier line has this id_salur already. Remove one."),
    "nik_two_cards": Sentence(
        id="NIK ini tercantum pada dua kartu keluarga. Pastikan KK yang berlaku.",
        en="This NIK stands on two family cards in the list. Find out which holds."),
    "family_listed_twice": Sentence(
        id="Keluarga ini sudah tercantum untuk program dan tahap yang sama. Satu keluarga, satu hak.",
        en="This family is listed already for the same programme and stage. One family, one entitlement."),
    "id_salur_known": Sentence(
        id="Nomor salur ini sudah diterima dari daftar lain.", en="This id_salur came with an earlier list."),
    "entitlement_known": Sentence(
        id="Keluarga ini sudah menerima hak untuk program dan tahap yang sama dari daftar lain.",
        en="This family has an entitlement for the same programme and stage from another list."),
    "excluded_by_decision": Sentence(
        id="Keluarga ini dikecualikan dari tahap ini oleh keputusan kementerian.",
        en="The ministry's decision leaves this family out of this stage."),
}  # fmt: skip

WARNINGS: Mapping[str, Sentence] = {
    "village_unknown": Sentence(
        id="Kode desa tidak dikenal. Baris diterima tetapi belum punya kantor bayar.",
        en="Unknown village code. The line is taken, but no office serves it yet."),
    "village_without_office": Sentence(
        id="Desa ini belum dilayani kantor mana pun. Baris diterima tetapi belum dialokasikan.",
        en="No office serves this village yet. The line is taken, but waits for an office."),
    "nik_birth_odd": Sentence(
        id="Tanggal lahir di NIK tidak ada di kalender. Periksa saat kunjungan.",
        en="The NIK's birth date is not in the calendar. Check at the visit."),
    "nik_district_unknown": Sentence(
        id="Kecamatan di NIK tidak dikenal (bisa karena pemekaran). Periksa saat kunjungan.",
        en="The NIK's district is unknown (districts were split). Check at the visit."),
    "nik_is_kk": Sentence(
        id="NIK dan nomor KK sama persis. Salah satunya mungkin keliru.",
        en="NIK and family-card number are the same. One of them may be wrong."),
    "postcode_odd": Sentence(id="Kode pos tidak lima digit.", en="The postcode doesn't have five digits."),
    "name_odd": Sentence(id="Nama mengandung angka.", en="The name holds digits."),
    "address_missing": Sentence(
        id="Alamat kosong. Tanyakan ke banjar atau pendamping.", en="No address. Ask the neighbourhood."),
    "amount_unusual": Sentence(
        id="Nominal tidak lazim untuk program ini. Pastikan ke pengirim.",
        en="An unusual amount for this programme. Ask the sender."),
}  # fmt: skip


def sentence(code: str) -> Sentence:
    """Raises KeyError for a code nobody gave."""
    return REFUSALS[code] if code in REFUSALS else WARNINGS[code]
