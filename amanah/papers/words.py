"""The sentences that stand on paper, in Indonesian and English."""

from __future__ import annotations

from collections.abc import Mapping

from amanah.values.problem import Language, Sentence

_WORDS: Mapping[str, Sentence] = {
    "letter_title": Sentence("Surat Pemberitahuan Bantuan Sosial", "Notice of Social Assistance"),
    "letter_to": Sentence("Kepada Yth. Ibu/Bapak", "To"),
    "plus_code": Sentence("Kode Plus rumah", "Home’s Plus Code"),
    "letter_card": Sentence("Kartu keluarga berakhiran", "Family card ending in"),
    "letter_number": Sentence("Nomor surat", "Letter"),
    "letter_opening": Sentence(
        "Dengan hormat, bersama surat ini kami beritahukan bahwa keluarga Ibu/Bapak akan menerima bantuan berikut, "
        "dibayarkan tunai dan utuh:",
        "We are glad to tell you that your family will receive the following assistance, in cash and in full:"),
    "programme": Sentence("Program", "Programme"),
    "amount": Sentence("Jumlah", "Amount"),
    "total": Sentence("Jumlah yang diterima", "Amount you receive"),
    "letter_visit": Sentence(
        "Petugas Pos datang ke rumah Ibu/Bapak. Ibu/Bapak tidak perlu mengantre dan tidak perlu membayar apa pun.",
        "A payer of the post office comes to your home. No need to queue, and nothing to pay."),
    "letter_visit_on": Sentence("Rencana kunjungan", "Planned visit"),
    "prepare": Sentence("Siapkan di rumah", "Please have ready"),
    "prepare_1": Sentence("surat ini", "this letter"),
    "prepare_2": Sentence("KTP dan Kartu Keluarga yang asli", "identity card and family card, the originals"),
    "prepare_3": Sentence(
        "bila berhalangan: anggota dalam KK yang sama, dengan KTP dan KK asli",
        "if you can't be there: a member on the same family card, with both originals"),
    "no_cut_title": Sentence("Tidak ada potongan apa pun.", "Nothing may be deducted."),
    "no_cut": Sentence(
        "Petugas membacakan jumlah uang dan memberi bukti terima. Jangan memberi uang kepada siapa pun. "
        "Bila jumlahnya kurang dari yang tertulis di sini, segera laporkan.",
        "The payer reads the amount aloud and gives a receipt. Give money to nobody. "
        "If you get less than what is written here, report it at once."),
    "not_home": Sentence(
        "Bila Ibu/Bapak tidak di rumah, petugas datang lagi atau bantuan dapat diambil di kantor pos sebelum batas "
        "waktu.",
        "If you aren't home, the payer comes again, or you can collect at the post office before the deadline."),
    "privacy": Sentence(
        "Yang direkam saat penyerahan: foto wajah, foto rumah, letak rumah; KTP dan KK bila wajah belum dikenal. "
        "Gunanya: membuktikan bantuan sampai kepada yang berhak dan tidak dibayar dua kali (UU 27/2022). Foto KTP dan "
        "KK dimusnahkan setelah 90 hari, foto wajah dan rumah setelah 2 tahun; foto acuan selama masih dibantu. Wajah "
        "yang tidak cocok tidak membatalkan bantuan. Ibu/Bapak boleh menolak difoto dan memakai cara lain, bertanya, "
        "melihat, memperbaiki, dan berkeberatan melalui nomor di bawah.",
        "Recorded at the handover: a photo of your face, of your house, and its place; your identity and family card "
        "if your face isn't known yet. Why: to prove that the aid reached those it is meant for, once (Law 27/2022). "
        "Photos of cards are destroyed after 90 days, of face and house after 2 years; the reference photo is kept "
        "while you are aided. A face that doesn't match never cancels aid. You may refuse the photo and use another "
        "way, ask, see, correct and object by the number below."),
    "qr": Sentence("Pindai untuk memeriksa jumlahnya", "Scan to check the amount"),
    "code_title": Sentence("Kode terima", "Receipt code"),
    "code_why": Sentence(
        "Kosong sampai uang diserahkan utuh; lalu ditulis petugas. Periksa di alamat /cek/ kantor ini.",
        "Empty until the money is handed over in full; then the payer writes it. Check it at this office's /cek/."),
    "hotline": Sentence("Pengaduan, gratis", "Complaints, free of charge"),
    "office": Sentence("Kantor", "Office"),
    "danom_title": Sentence("Daftar Nominatif Pembayaran", "Nominative List of Payments"),
    "id_salur": Sentence("ID salur", "Payment id"),
    "name": Sentence("Nama", "Name"),
    "numbers": Sentence("NIK · KK", "NIK · KK"),
    "address": Sentence("Alamat", "Address"),
    "sign": Sentence("Tanda tangan / cap jempol", "Signature / thumb-print"),
    "page": Sentence("Halaman", "Page"),
    "payer": Sentence("Juru bayar", "Payer"),
    "head": Sentence("Kepala kantor", "Office head"),
    "families": Sentence("baris", "lines"),
    "receipt_title": Sentence("Bukti Terima Bantuan", "Receipt"),
    "receipt_code": Sentence("Kode bukti", "Receipt code"),
    "received_by": Sentence("Diterima oleh", "Received by"),
    "at": Sentence("Waktu", "Time"),
    "self": Sentence("yang bersangkutan", "the person named"),
    "representative": Sentence("wakil dalam KK yang sama", "a member on the same family card"),
    "rupiah": Sentence("rupiah", "rupiah"),
}  # fmt: skip


def in_(language: Language) -> dict[str, str]:
    return {name: sentence.in_(language) for name, sentence in _WORDS.items()}
