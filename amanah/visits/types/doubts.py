"""Doubt: what the house isn't sure of about a visit, each with a sentence for people. A doubt never refuses a fact."""

from __future__ import annotations

from enum import StrEnum

from amanah.values.problem import Sentence


class Doubt(StrEnum):
    OUTSIDE_VILLAGE = "outside_village"
    FAR_FROM_HOME = "far_from_home"
    NO_FIX = "no_fix"
    POOR_ACCURACY = "poor_accuracy"
    FACE_BELOW = "face_below"
    FACE_BETWEEN = "face_between"
    NO_REFERENCE = "no_reference"
    NO_PHOTO = "no_photo"
    PHOTO_REUSED = "photo_reused"
    STALE_LEASE = "stale_lease"
    NO_LEASE = "no_lease"
    DOUBLE_PAID = "double_paid"
    NOT_OWED = "not_owed"
    AMOUNT_DIFFERS = "amount_differs"
    CLOCK_OFF = "clock_off"
    NO_INTENT = "no_intent"
    PAID_AND_VOIDED = "paid_and_voided"
    PAID_AND_FAILED = "paid_and_failed"
    OTHER_WAY = "other_way"
    BY_PAPERS = "by_papers"
    BY_WITNESS = "by_witness"
    BY_REPRESENTATIVE = "by_representative"
    CODE_MISSING = "code_missing"
    CODE_WRONG = "code_wrong"
    LIVENESS_LOW = "liveness_low"
    RETAKEN = "retaken"
    SECOND_LOOK_DIFFERS = "second_look_differs"
    OUTSIDE_DIFFERS = "outside_differs"
    FLOAT_DIFFERS = "float_differs"
    CONTESTED_UNPROVEN = "contested_unproven"
    LETTER_CODE_DIFFERS = "letter_code_differs"
    LETTER_USED_TWICE = "letter_used_twice"
    APPROVAL_WRONG = "approval_wrong"


SAYS: dict[Doubt, Sentence] = {
    Doubt.OUTSIDE_VILLAGE: Sentence(
        "Kunjungan tercatat di luar desa keluarga ini.", "The visit was recorded outside this family's village."
    ),
    Doubt.FAR_FROM_HOME: Sentence(
        "Kunjungan tercatat jauh dari rumah yang sudah dikenal.", "The visit was far from the home we know."
    ),
    Doubt.NO_FIX: Sentence("Tidak ada titik lokasi.", "There is no place for this visit."),
    Doubt.POOR_ACCURACY: Sentence("Titik lokasi kurang teliti.", "The place is known only roughly."),
    Doubt.FACE_BELOW: Sentence("Wajah tidak cocok dengan foto acuan.", "The face doesn't match its reference."),
    Doubt.FACE_BETWEEN: Sentence(
        "Kecocokan wajah meragukan; perlu dilihat orang.", "The face match is unsure; a person should look."
    ),
    Doubt.NO_REFERENCE: Sentence("Belum ada foto acuan keluarga ini.", "This family has no reference photo yet."),
    Doubt.NO_PHOTO: Sentence("Foto wajah atau rumah tidak ada.", "The face or house photo is missing."),
    Doubt.PHOTO_REUSED: Sentence(
        "Foto rumah ini sama persis dengan foto kunjungan keluarga lain.",
        "This house photo is the very same as that of a visit to another family.",
    ),
    Doubt.STALE_LEASE: Sentence(
        "Dibayar dengan tugas yang sudah dicabut dari HP ini.", "Paid under an assignment taken from this phone."
    ),
    Doubt.NO_LEASE: Sentence("Dibayar tanpa tugas untuk HP ini.", "Paid without being assigned to this phone."),
    Doubt.DOUBLE_PAID: Sentence(
        "Bantuan ini sudah dibayar sebelumnya; uangnya dicatat sebagai titipan.",
        "This aid had been paid before; the money is held in suspense.",
    ),
    Doubt.NOT_OWED: Sentence(
        "Uang ini bukan hak keluarga ini menurut daftar; dicatat sebagai titipan.",
        "The list doesn't owe this money to this family; it is held in suspense.",
    ),
    Doubt.AMOUNT_DIFFERS: Sentence(
        "Jumlah yang diserahkan berbeda dengan daftar.", "The amount handed over differs from the list."
    ),
    Doubt.CLOCK_OFF: Sentence("Jam HP tidak tepat.", "The phone's clock was wrong."),
    Doubt.NO_INTENT: Sentence(
        "Pembayaran tanpa catatan niat sebelumnya.", "Paid without the intent being recorded first."
    ),
    Doubt.PAID_AND_VOIDED: Sentence(
        "Pembayaran yang sama tercatat batal dan dibayar.", "The same payment is recorded both voided and paid."
    ),
    Doubt.PAID_AND_FAILED: Sentence(
        "Kunjungan yang sama tercatat gagal dan dibayar.", "The same visit is recorded both failed and paid."
    ),
    Doubt.OTHER_WAY: Sentence("Dikenali dengan cara lain, bukan wajah.", "Identified in another way than by the face."),
    Doubt.BY_PAPERS: Sentence(
        "Dikenali dari surat, KTP, dan kartu keluarga, bukan dari wajah.",
        "Identified by letter, identity card and family card, not by the face.",
    ),
    Doubt.BY_WITNESS: Sentence(
        "Dikenali lewat saksi, bukan dari wajah.", "Identified through a witness, not by the face."
    ),
    Doubt.BY_REPRESENTATIVE: Sentence(
        "Diterima wakil dari kartu keluarga yang sama.", "Received by a representative from the same family card."
    ),
    Doubt.CODE_MISSING: Sentence(
        "Saksi tanpa kode pengawas. Tanyakan kepada juru bayar mengapa kode tidak diminta.",
        "A witness without a supervisor's code. Ask the payer why no code was asked for.",
    ),
    Doubt.CODE_WRONG: Sentence(
        "Kode pengawas bukan kode keluarga ini pada hari itu. Tanyakan kepada pengawas siapa yang menelepon.",
        "The supervisor's code isn't this family's of that day. Ask the supervisor who called.",
    ),
    Doubt.LIVENESS_LOW: Sentence(
        "Foto wajah mungkin diambil dari foto atau layar; gerakan yang diminta tidak terlihat.",
        "The face may have been photographed off a photo or a screen; the movement asked for wasn't seen.",
    ),
    Doubt.RETAKEN: Sentence("Wajah difoto ulang sampai batasnya.", "The face was taken again as often as allowed."),
    Doubt.SECOND_LOOK_DIFFERS: Sentence(
        "Pemeriksaan ulang foto memberi hasil berbeda dengan HP.",
        "The second look at the photos differs from what the phone said.",
    ),
    Doubt.OUTSIDE_DIFFERS: Sentence(
        "Verifikator luar mengatakan wajah ini orang lain; perlu dilihat orang.",
        "The outside verifier says this face is somebody else's; a person should look.",
    ),
    Doubt.FLOAT_DIFFERS: Sentence(
        "Uang di tas berbeda dengan catatan kantor.", "The cash in the bag differs from the office's record."
    ),
    Doubt.CONTESTED_UNPROVEN: Sentence(
        "HP lain mungkin sudah membayar ini; surat tanpa tanda atau izin kantor tidak diperlihatkan.",
        "Another phone might have paid this; neither the unmarked letter nor the office's grant was shown.",
    ),
    Doubt.LETTER_CODE_DIFFERS: Sentence(
        "Kode terima pada surat bukan kode surat keluarga ini.",
        "The receipt code told isn't that of this family's letter.",
    ),
    Doubt.LETTER_USED_TWICE: Sentence(
        "Surat yang sama dipakai untuk dua pembayaran. Bandingkan kedua kunjungan itu.",
        "The very same letter was used for two payments. Compare the two visits.",
    ),
    Doubt.APPROVAL_WRONG: Sentence(
        "Persetujuan pengawas bukan dari HP pengawas kantor ini untuk kunjungan itu. Tanyakan siapa yang memberi.",
        "The supervisor's approval isn't from a supervisor's phone of this office for this visit. Ask who gave it.",
    ),
}

QUIET = frozenset({Doubt.NO_REFERENCE, Doubt.RETAKEN})
"""Doubts that say only that this is a first time, or took some patience: noted, but nobody needs to decide anything."""
