"""Codes as people say them, in both languages. One table, so a page can't call the same thing by two names."""

from __future__ import annotations

from amanah.values.problem import Sentence

MONTHS_ID = ("Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu", "Sep", "Okt", "Nov", "Des")
MONTHS_EN = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_ZONES = {"Asia/Jakarta": "WIB", "Asia/Pontianak": "WIB", "Asia/Makassar": "WITA", "Asia/Jayapura": "WIT"}

_TERMS: dict[str, dict[str, Sentence]] = {
    "role": {
        "ministry": Sentence("Kemensos", "Ministry"),
        "hq": Sentence("Kantor pusat Pos", "Post headquarters"),
        "office_head": Sentence("Kepala kantor", "Office head"),
        "supervisor": Sentence("Koordinator", "Supervisor"),
        "cashier": Sentence("Kasir", "Cashier"),
        "payer": Sentence("Juru bayar", "Payer"),
        "companion": Sentence("Pendamping", "Companion"),
        "auditor": Sentence("Pemeriksa", "Auditor"),
        "admin": Sentence("Admin sistem", "System admin"),
    },
    "need": {
        "lansia": Sentence("lanjut usia", "elderly"),
        "sakit": Sentence("sakit", "ill"),
        "disabilitas": Sentence("disabilitas", "disabled"),
        "hamil": Sentence("hamil", "pregnant"),
        "terpencil": Sentence("terpencil", "remote"),
    },
    "round": {
        "planned": Sentence("Disusun", "Planned"),
        "out": Sentence("Di jalan", "Out"),
        "closed": Sentence("Ditutup", "Closed"),
    },
    "ending": {
        "paid": Sentence("Dibayar", "Paid"),
        "failed": Sentence("Gagal", "Failed"),
        "waiting": Sentence("Menunggu", "Waiting"),
        "voided": Sentence("Dibatalkan", "Voided"),
        "suspense": Sentence("Titipan", "In suspense"),
    },
    "reason": {
        "not_home": Sentence("tidak di rumah", "not at home"),
        "moved": Sentence("pindah", "moved"),
        "died": Sentence("meninggal", "died"),
        "address_unknown": Sentence("alamat tidak ditemukan", "address unknown"),
        "person_unknown": Sentence("orangnya tidak dikenal", "person unknown"),
        "empty_house": Sentence("rumah kosong", "empty house"),
        "refuses": Sentence("menolak", "refuses"),
        "says_able": Sentence("mengaku mampu", "says they can afford to"),
        "listed_twice": Sentence("tercatat dua kali", "listed twice"),
        "name_differs": Sentence("nama berbeda", "name differs"),
        "identity_unclear": Sentence("identitas belum jelas", "identity unclear"),
        "face_differs": Sentence("wajah berbeda", "face differs"),
        "no_document": Sentence("tanpa dokumen", "no document"),
        "one_person_card_died": Sentence("KK satu orang, meninggal", "one-person card, died"),
        "in_prison": Sentence("di lembaga pemasyarakatan", "in prison"),
        "abroad": Sentence("di luar negeri", "abroad"),
        "in_hospital": Sentence("di rumah sakit", "in hospital"),
        "unsafe_place": Sentence("tempat tidak aman", "unsafe place"),
        "no_access": Sentence("tidak ada jalan masuk", "no access"),
        "device_failed": Sentence("perangkat rusak", "device failed"),
    },
    "band": {
        "same": Sentence("cocok", "matches"),
        "between": Sentence("belum pasti", "not certain"),
        "different": Sentence("tidak cocok", "doesn't match"),
        "none": Sentence("tidak dibandingkan", "not compared"),
    },
    "doubt": {
        "outside_village": Sentence(
            "Uang diserahkan di luar batas desa keluarga ini.", "The money was handed over outside this family's village."
        ),
        "far_from_home": Sentence(
            "Tempat penyerahan jauh dari rumah yang tercatat.", "The place is far from the home on record."
        ),
        "no_fix": Sentence("Tidak ada titik lokasi.", "There is no place fix."),
        "poor_accuracy": Sentence("Titik lokasi kurang teliti.", "The place fix is imprecise."),
        "face_below": Sentence("Wajah tidak cocok dengan foto acuan.", "The face doesn't match the reference photo."),
        "face_between": Sentence(
            "Kecocokan wajah belum pasti; perlu mata manusia.", "The likeness is not certain; a person should look."
        ),
        "no_reference": Sentence("Belum ada foto acuan untuk keluarga ini.", "There is no reference photo yet."),
        "no_photo": Sentence("Foto bukti tidak lengkap.", "A photo is missing from the evidence."),
        "stale_lease": Sentence(
            "Tugas ini sudah dialihkan ke ponsel lain.", "The task had already gone to another phone."
        ),
        "no_lease": Sentence("Ponsel ini tidak memegang tugas keluarga ini.", "This phone didn't hold the task."),
        "double_paid": Sentence(
            "Bantuan yang sama dilaporkan dibayar dua kali; yang kedua masuk titipan.",
            "The same aid was reported paid twice; the second is in suspense.",
        ),
        "amount_differs": Sentence(
            "Jumlah yang diserahkan berbeda dari yang ditetapkan.", "The amount differs from what is owed."
        ),
        "clock_off": Sentence("Jam ponsel tidak sesuai.", "The phone's clock is off."),
        "no_intent": Sentence(
            "Pembayaran tercatat tanpa langkah niat bayar.", "A payment without the step before it."
        ),
        "other_way": Sentence(
            "Identitas dipastikan dengan cara lain, bukan wajah.", "Identity was settled another way than by face."
        ),
        "second_look_differs": Sentence(
            "Pemeriksaan ulang foto memberi hasil berbeda dari ponsel.",
            "The second look at the photos differs from the phone's.",
        ),
        "second_look_pending": Sentence("Foto belum diperiksa ulang.", "The photos await their second look."),
        "float_differs": Sentence(
            "Uang yang dihitung berbeda dari panjar.", "The money counted differs from the advance."
        ),
    },
    "case": {
        "doubt": Sentence("Kunjungan perlu dilihat", "A visit to look at"),
        "double_paid": Sentence("Dilaporkan dibayar dua kali", "Reported paid twice"),
        "float": Sentence("Selisih uang", "Cash differs"),
        "incident": Sentence("Catatan ponsel disisihkan", "A phone's record set aside"),
    },
    "outcome": {
        "eligible": Sentence("Layak", "Eligible"),
        "review": Sentence("Perlu dilihat", "To be reviewed"),
        "not_eligible": Sentence("Tidak layak", "Not eligible"),
    },
    "phone": {
        "active": Sentence("Aktif", "Active"),
        "revoked": Sentence("Dicabut", "Revoked"),
        "lost": Sentence("Hilang", "Lost"),
    },
    "batch": {
        "taken": Sentence("Diterima", "Taken in"),
        "refused": Sentence("Ditolak", "Refused"),
        "allocated": Sentence("Dibagi ke kantor", "Allocated"),
    },
    "hazard": {
        "dog": Sentence("anjing galak", "fierce dog"),
        "alley": Sentence("gang sempit", "narrow alley"),
        "steps": Sentence("tangga", "steps"),
        "tide": Sentence("air pasang", "tide"),
        "dark": Sentence("gelap", "dark"),
        "other": Sentence("lainnya", "other"),
    },
}


def say(kind: str, code: object) -> Sentence:
    text = str(getattr(code, "value", code) or "")
    return _TERMS[kind].get(text) or Sentence(text.replace("_", " "), text.replace("_", " "))


def zone(name: str) -> str:
    return _ZONES.get(name, name)
