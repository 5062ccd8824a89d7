"""What a phone is told about an event that was put aside. Pure."""

from __future__ import annotations

from uuid import UUID

from amanah.values.problem import Sentence
from amanah.visits.rules.chain import Aside
from amanah.visits.types import Held

_SAYS: dict[Aside, Sentence] = {
    Aside.UNREADABLE: Sentence(
        "Satu catatan tidak terbaca dan disimpan terpisah. Laporkan ke koordinator.",
        "One record can't be read and was kept aside. Tell your supervisor.",
    ),
    Aside.BAD_SIGNATURE: Sentence(
        "Tanda tangan HP pada satu catatan tidak cocok; catatan disimpan terpisah. Laporkan ke koordinator.",
        "The phone's signature on one record doesn't fit; it was kept aside. Tell your supervisor.",
    ),
    Aside.OTHER_PHONE: Sentence(
        "Satu catatan berasal dari HP lain; disimpan terpisah. Laporkan ke koordinator.",
        "One record comes from another phone; it was kept aside. Tell your supervisor.",
    ),
    Aside.ID_REUSED: Sentence(
        "Nomor satu catatan sudah dipakai untuk isi yang lain; disimpan terpisah. Laporkan ke koordinator.",
        "A record's number is already used for something else; it was kept aside. Tell your supervisor.",
    ),
    Aside.SEQ_TAKEN: Sentence(
        "Urutan satu catatan sudah terisi; mungkin HP ini disalin. Laporkan ke koordinator.",
        "A record's place in the order is taken; this phone may have been copied. Tell your supervisor.",
    ),
    Aside.CHAIN_BROKEN: Sentence(
        "Satu catatan tidak bersambung dengan yang sebelumnya; disimpan terpisah. Laporkan ke koordinator.",
        "A record doesn't join the one before it; it was kept aside. Tell your supervisor.",
    ),
    Aside.BODY_UNKNOWN: Sentence(
        "Isi satu catatan belum dikenal. Catatan disimpan; perbarui aplikasi dan laporkan ke koordinator.",
        "One record's content isn't known yet. It is kept; update the app and tell your supervisor.",
    ),
    Aside.TAGS_ONLY: Sentence(
        "Ponsel ini hanya menandai rumah; catatan uangnya disimpan, tidak dibukukan. Hubungi kantor sekarang.",
        "This phone only marks homes; its record of money isn't booked and was kept aside. Call the office now.",
    ),
    Aside.PHOTO_NOT_AN_IMAGE: Sentence(
        "Satu berkas foto bukan foto; disimpan terpisah. Ambil foto lagi bila masih di tempat.",
        "One photo file isn't a photo; it was kept aside. Take it again if you are still there.",
    ),
}


def held(event: UUID | None, why: Aside) -> Held:
    sentence = _SAYS[why]
    return Held(event, why.value, sentence.id, sentence.en)
