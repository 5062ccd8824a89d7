"""Codes as people say them, in both languages. One table, so a page can't call the same thing by two names."""

from __future__ import annotations

from amanah.values.problem import Sentence
from amanah.web.terms_of_places import TERMS_OF_PLACES

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
        "geotagger": Sentence("Penanda rumah", "Geotagger"),
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
    "left": {
        "window": Sentence("jam yang disepakati tidak terkejar", "the agreed hours can't be kept"),
        "too_far": Sentence("lebih jauh dari satu hari kerja", "farther than a working day"),
        "over_cap": Sentence("nilainya melebihi batas uang dibawa", "the amount is above what may be carried"),
        "red_alone": Sentence("tempat merah, tidak boleh sendirian", "a red place: nobody alone"),
        "day_full": Sentence("hari sudah penuh", "the day is full"),
    },
    "ending": {
        "paid": Sentence("Dibayar", "Paid"),
        "failed": Sentence("Gagal", "Failed"),
        "tagged": Sentence("Rumah ditandai", "Home marked"),
        "unfinished": Sentence("Belum selesai", "Unfinished"),
    },
    "home_state": {
        "waiting": Sentence("belum berangkat", "not out yet"),
        "out": Sentence("sedang didatangi", "being visited"),
        "paid": Sentence("dibayar", "paid"),
        "failed": Sentence("gagal", "failed"),
        "doubted": Sentence("dibayar, perlu dilihat", "paid, to look at"),
    },
    "met": {
        "nobody": Sentence("tidak ada orang", "nobody"),
        "family": Sentence("keluarga itu sendiri", "the family itself"),
        "neighbour": Sentence("tetangga", "a neighbour"),
        "official": Sentence("kepala lingkungan atau RT", "the head of the neighbourhood"),
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
        "rest": Sentence("alasan lain", "other reasons"),
    },
    "band": {
        "same": Sentence("cocok", "matches"),
        "between": Sentence("belum pasti", "not certain"),
        "different": Sentence("tidak cocok", "doesn't match"),
        "none": Sentence("tidak dibandingkan", "not compared"),
    },
    "case": {
        "doubt": Sentence("Kunjungan perlu dilihat", "A visit to look at"),
        "double_paid": Sentence("Dilaporkan dibayar dua kali", "Reported paid twice"),
        "suspense": Sentence("Uang titipan", "Money in suspense"),
        "float": Sentence("Selisih uang", "Cash differs"),
        "incident": Sentence("Catatan ponsel disisihkan", "A phone's record set aside"),
        "same_face": Sentence("Satu wajah, dua keluarga?", "One face, two families?"),
        "staff_face": Sentence("Wajah petugas pada sebuah keluarga?", "A colleague's face with a family?"),
        "unfair": Sentence("Satu kelompok lebih sering ditolak keliru", "One group is falsely rejected more often"),
        "pattern": Sentence("Keraguan antar kunjungan", "A doubt across visits"),
        "sample": Sentence("Terundi untuk diperiksa", "Drawn to be checked"),
    },
    "pattern": {
        "teleport": Sentence("Melompat terlalu jauh", "Too far too fast"),
        "copied_place": Sentence("Koordinat disalin", "Copied coordinates"),
        "perfect_fixes": Sentence("Titik terlalu sempurna", "Marks too perfect"),
        "camping": Sentence("Membayar dari satu tempat", "Paying from one spot"),
        "distance_ratio": Sentence("Titik berpindah dari dulu", "Marks unlike the former ones"),
        "short_dwell": Sentence("Kunjungan terlalu singkat", "Visits too short"),
        "fast_pace": Sentence("Terlalu cepat antar pintu", "Too fast between doors"),
        "night": Sentence("Pembayaran malam", "Payments at night"),
        "holiday": Sentence("Pembayaran hari libur", "Payments on a holiday"),
        "same_photo": Sentence("Foto yang sama persis", "The very same photo"),
        "near_copy": Sentence("Foto salinan", "A copied photo"),
        "same_house": Sentence("Satu rumah, dua keluarga", "One house, two families"),
        "same_face": Sentence("Satu wajah, dua keluarga", "One face, two families"),
        "staff_face": Sentence("Wajah petugas", "A colleague's face"),
        "clock": Sentence("Jam ponsel diubah", "The phone's clock was moved"),
        "failures": Sentence("Gagal lebih sering", "Fails more often"),
        "other_ways": Sentence("Lebih sering tanpa wajah", "More often without the face"),
        "colleague": Sentence("Juru bayar lain sebagai saksi atau wakil", "Another payer as witness or representative"),
        "same_few": Sentence("Beberapa keluarga yang itu-itu juga", "Always the same few families"),
        "witness": Sentence("Satu saksi di mana-mana", "One witness everywhere"),
        "representative": Sentence("Satu wakil untuk banyak", "One representative for many"),
        "approver": Sentence("Satu pengawas, satu juru bayar", "One supervisor, one payer"),
        "short_paid": Sentence("Mengaku menerima kurang", "Says it received less"),
    },
    "doubt": {
        "same_face": Sentence(
            "Wajah keluarga ini mirip wajah keluarga lain.", "This family's face looks like another family's."
        ),
        "staff_face": Sentence(
            "Wajah keluarga ini mirip wajah orang yang bekerja di sini.",
            "This family's face looks like that of somebody who works here.",
        ),
        "not_booked": Sentence(
            "Catatan HP ini tersimpan, tetapi belum dibukukan karena kesalahan sistem. Tunggu sebelum menghitung tas.",
            "This phone's records are stored but not booked yet, by a fault of ours. Wait before counting the bag.",
        ),
        "chain_gap": Sentence(
            "Ada catatan HP ini yang belum sampai; yang sesudahnya tersimpan. Tanyakan salinan lain kepada petugasnya.",
            "Some of this phone's records never came; those after them are kept. Ask its payer for another copy.",
        ),
    },
    "outcome": {
        "eligible": Sentence("Layak", "Eligible"),
        "review": Sentence("Perlu dilihat", "To be reviewed"),
        "not_eligible": Sentence("Tidak layak", "Not eligible"),
    },
    "closing": {
        "upheld": Sentence("Dibenarkan", "Upheld"),
        "wrong": Sentence("Catatan keliru", "Record wrong"),
        "visit_again": Sentence("Kunjungi lagi", "Visit again"),
        "same": Sentence("Orang yang sama", "The same person"),
        "different": Sentence("Orang yang berbeda", "Different people"),
        "twins": Sentence("Kembar atau saudara", "Twins or relatives"),
    },
    "answered": {
        "upheld": Sentence("Memang demikian", "It is so"),
        "wrong": Sentence("Ada penjelasan lain", "Something else explains it"),
    },
    "photo": {
        "face": Sentence("Wajah", "Face"),
        "house": Sentence("Rumah", "House"),
        "ktp": Sentence("KTP", "Identity card"),
        "kk": Sentence("Kartu keluarga", "Family card"),
        "handover": Sentence("Penyerahan uang", "Handing over"),
        "signature": Sentence("Tanda tangan", "Signature"),
    },
    "way": {
        "papers": Sentence("surat, KTP, dan KK", "letter, identity card and family card"),
        "witness": Sentence("saksi", "a witness"),
        "supervisor": Sentence("koordinator", "a supervisor"),
        "representative": Sentence("wakil satu KK", "a representative on the same card"),
    },
    "face_group": {
        "age": Sentence("Umur", "Age"),
        "sex": Sentence("Jenis kelamin", "Sex"),
        "area": Sentence("Wilayah", "Area"),
        "device": Sentence("Jenis ponsel", "Phone model"),
        "payer": Sentence("Juru bayar", "Payer"),
    },
    "witness": {
        "kepala_lingkungan": Sentence("kepala lingkungan", "head of the neighbourhood"),
        "rt": Sentence("ketua RT", "head of the RT"),
        "pendamping": Sentence("pendamping", "companion"),
        "tetangga": Sentence("tetangga", "neighbour"),
    },
    "evidence": {
        "place": Sentence("Tempat", "Place"),
        "face": Sentence("Wajah", "Face"),
        "house": Sentence("Rumah", "House"),
        "visit": Sentence("Kunjungan", "Visit"),
        "list": Sentence("Daftar", "List"),
    },
    "why_suspended": {
        "double_paid": Sentence("sudah dibayar sebelumnya", "paid before"),
        "not_owed": Sentence("bukan hak menurut daftar", "not owed by the list"),
    },
    "phone": {
        "active": Sentence("Aktif", "Active"),
        "revoked": Sentence("Dicabut", "Revoked"),
        "lost": Sentence("Hilang", "Lost"),
    },
    "batch": {"taken": Sentence("Diterima", "Taken in"), "refused": Sentence("Ditolak", "Refused")},
    "account": {
        "treasury": Sentence("Kas negara", "State treasury"),
        "office": Sentence("Kas kantor pos", "Post offices' cash"),
        "bag": Sentence("Tas juru bayar", "Payers' bags"),
        "family": Sentence("Keluarga penerima", "Families"),
        "suspense": Sentence("Titipan", "Suspense"),
        "shortage": Sentence("Kekurangan kantor", "Offices' shortages"),
    },
    "entitlement": {
        "planned": Sentence("Direncanakan", "Planned"),
        "due": Sentence("Belum dibayar", "Due"),
        "withdrawn": Sentence("Ditarik", "Withdrawn"),
    },
    "picture": {
        "face": Sentence("foto wajah", "face photos"),
        "house": Sentence("foto rumah", "house photos"),
        "ktp": Sentence("foto KTP", "KTP photos"),
        "kk": Sentence("foto kartu keluarga", "family card photos"),
        "evidence": Sentence("foto bukti", "photos of evidence"),
        "reference": Sentence("foto acuan", "reference photos"),
        "template": Sentence("wajah dalam angka, model lama", "faces in numbers, older models"),
        "message": Sentence("struk ke telepon", "receipts to telephones"),
        "other": Sentence("foto lain", "other photos"),
    },
    "zero": {
        "paid_twice": Sentence("Hak yang dibayar lebih dari sekali", "Entitlements paid more than once"),
        "items_unbooked": Sentence("Pembayaran ponsel yang tidak dibukukan", "Payments told by phones but not booked"),
        "settlements_unfounded": Sentence("Pelunasan tanpa catatan ponsel", "Settlements no phone's record tells of"),
        "settlements_unbooked": Sentence("Pelunasan tanpa transaksinya", "Settlements without their transfer"),
        "transfers_unfounded": Sentence("Transaksi bayar tanpa pelunasan", "Payment transfers without a settlement"),
        "ledger_sum": Sentence("Jumlah semua rekening (rupiah)", "Sum of all accounts (rupiah)"),
        "drift": Sentence("Saldo yang berbeda dari transaksinya", "Balances that differ from their transfers"),
        "bags_unbalanced": Sentence("Tas yang tidak seimbang", "Bags out of balance"),
        "suspense_differs_rp": Sentence("Selisih titipan (rupiah)", "Suspense that differs (rupiah)"),
        "events_missing": Sentence("Catatan ponsel yang belum sampai", "Phone records not yet arrived"),
        "chains_broken": Sentence("Rantai ponsel yang putus", "Phones' chains that are broken"),
    },
    "looked": {
        "staff": Sentence("wajah petugas", "a colleague's face"),
        "reference": Sentence("wajah acuan", "the reference face"),
        "face": Sentence("wajah di pintu", "the face at the door"),
        "house": Sentence("rumah", "the house"),
        "ktp": Sentence("KTP", "the identity card"),
        "handover": Sentence("penyerahan uang", "the handing over"),
        "signature": Sentence("tanda tangan", "the signature"),
        "homes": Sentence("peta rumah", "the map of homes"),
        "nik": Sentence("NIK dan KK", "NIK and card number"),
    },
    "source": {
        "list": Sentence("foto daftar", "photo beside the list"),
        "first_visit": Sentence("foto kunjungan pertama", "photo of the first visit"),
        "webcam": Sentence("foto kamera kantor", "photo of the office camera"),
        "ktp": Sentence("potret pada KTP", "portrait on the identity card"),
        "field": Sentence("foto kunjungan sebelumnya", "photo of an earlier visit"),
    },
    "movement": {
        "left": Sentence("menengok ke kiri", "turning left"),
        "right": Sentence("menengok ke kanan", "turning right"),
        "blink": Sentence("memejamkan mata", "closing the eyes"),
    },
    "ask_outcome": {
        "answered": Sentence("menjawab", "answered"),
        "timeout": Sentence("tidak menjawab pada waktunya", "didn't answer in time"),
        "unreachable": Sentence("tidak terjangkau", "couldn't be reached"),
        "broken": Sentence("sedang terganggu", "was out of order"),
        "refused": Sentence("menolak pertanyaan", "refused the question"),
        "garbled": Sentence("menjawab tanpa arti", "gave no meaningful answer"),
    },
    "ask_answer": {
        "same": Sentence("orang yang sama", "the same person"),
        "different": Sentence("orang lain", "somebody else"),
        "unknown": Sentence("tidak tahu", "doesn't know"),
    },
    "hazard": {
        "dog": Sentence("anjing galak", "fierce dog"),
        "alley": Sentence("gang sempit", "narrow alley"),
        "steps": Sentence("tangga", "steps"),
        "tide": Sentence("air pasang", "tide"),
        "dark": Sentence("gelap", "dark"),
        "other": Sentence("lainnya", "other"),
    },
    **TERMS_OF_PLACES,
}


def say(kind: str, code: object) -> Sentence:
    """The sentence of a code; a code that nobody named yet is shown as it is."""
    text = str(getattr(code, "value", code) or "")
    return _TERMS.get(kind, {}).get(text) or Sentence(text.replace("_", " "), text.replace("_", " "))


def zone(name: str) -> str:
    return _ZONES.get(name, name)
