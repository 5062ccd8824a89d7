/** What the core refuses, each with a plain sentence that says what to do. */

const SENTENCES = {
  not_enrolled: ["HP ini belum didaftarkan. Minta kode pendaftaran kepada pengawas.",
    "This phone is not enrolled yet. Ask your supervisor for an enrolment code."],
  enrolled_already: ["HP ini sudah terdaftar.", "This phone is enrolled already."],
  code_refused: ["Kode pendaftaran tidak berlaku lagi. Minta kode baru kepada pengawas.",
    "The enrolment code is no longer valid. Ask your supervisor for a new one."],
  no_network: ["Tidak ada sambungan ke server. Coba lagi saat ada sinyal.",
    "The server cannot be reached. Try again when there is signal."],
  not_the_house: ["Jawaban bukan dari server Amanah. Periksa jaringan Wi-Fi Anda, lalu coba lagi.",
    "The answer did not come from Amanah's server. Check your Wi-Fi, then try again."],
  no_round: ["Belum ada tugas untuk hari ini. Ambil data hari ini dahulu.",
    "There is no round for today yet. Fetch today's data first."],
  day_open_already: ["Hari kerja sudah dibuka.", "The working day is open already."],
  day_closed: ["Hari kerja ini sudah ditutup.", "This working day is closed already."],
  day_not_open: ["Hari kerja belum dibuka. Hitung uang di tas, lalu buka hari.",
    "The working day is not open. Count the bag, then open the day."],
  intent_open: ["Jawab dahulu: apakah uang tadi sudah diterima keluarga?",
    "First answer: did the family receive the money just now?"],
  no_intent: ["Tidak ada pembayaran yang sedang menunggu jawaban.", "No payment is waiting for an answer."],
  family_unknown: ["Keluarga ini tidak ada dalam tugas Anda hari ini.", "This family is not in your round today."],
  visit_unknown: ["Kunjungan ini tidak ditemukan hari ini.", "This visit was not found today."],
  visit_over: ["Kunjungan ini sudah selesai.", "This visit is over."],
  already_paid: ["Bantuan ini sudah dibayarkan dari HP ini.", "This aid was already paid from this phone."],
  nothing_due: ["Tidak ada bantuan yang dapat dibayarkan kepada keluarga ini.",
    "There is nothing this phone may pay to this family."],
  not_seen: ["Lengkapi tempat dan wajah, atau gunakan cara lain, sebelum menyerahkan uang.",
    "Complete the place and the face, or another way, before handing over money."],
  rung_incomplete: ["Bukti cara ini belum lengkap. Lengkapi fotonya atau namanya, lalu coba lagi.",
    "This way still lacks its evidence. Add its photos or its name, then try again."],
  not_on_card: ["Wakil harus anggota kartu keluarga yang sama. Pilih namanya, atau foto kartunya.",
    "The representative must be on the same family card. Choose the name, or photograph the card."],
  code_mistyped: ["Kode pengawas salah ketik. Minta dibacakan ulang, delapan angka.",
    "The supervisor's code was mistyped. Ask for it again, eight digits."],
  bag_too_small: ["Uang di tas tidak cukup. Hubungi kantor.", "There is not enough cash in the bag. Call the office."],
  contested: ["HP lain mungkin sudah membayar ini. Pindai surat yang belum bertanda, atau minta izin kantor saat ada sinyal.",
    "Another phone may have paid this. Scan the letter that bears no code, or ask the office when there is signal."],
  approval_wrong: ["QR ini bukan persetujuan pengawas kantor Anda untuk kunjungan ini. Minta pengawas memindai ulang permintaan Anda.",
    "This QR isn't your supervisor's approval of this visit. Ask them to scan your request again."],
  request_wrong: ["Ini bukan permintaan juru bayar kantor Anda untuk hari ini.", "This isn't a request of your office's payers for today."],
  not_supervisor: ["HP ini bukan HP pengawas untuk hari itu.", "This isn't a supervisor's phone for that day."],
  cannot_send: ["Kuitansi belum dapat dikirim dari sini. Tunjukkan atau cetak saja.",
    "Receipts can't be sent from here yet. Show or print it."],
  not_tagging: ["Tugas ini untuk membayar; rumahnya tercatat saat dibayar.",
    "This round is to pay; the home is noted when it is paid."],
  number_wrong: ["Nomor telepon tidak lengkap. Contoh: 081234567890.", "The telephone number isn't complete. Example: 081234567890."],
  amount_wrong: ["Jumlah uang harus bilangan bulat rupiah.", "The amount must be whole rupiah."],
  photo_too_large: ["Foto terlalu besar. Ambil ulang fotonya.", "The photo is too large. Take it again."],
  text_too_long: ["Tulisan terlalu panjang. Singkatkan, lalu simpan lagi.", "The text is too long. Shorten it, then save again."],
  note_missing: ["Tuliskan keterangan singkat.", "Write a short note."],
  store_full: ["Ruang HP penuh; yang tadi tidak tersimpan. Kirim data saat ada sinyal, atau simpan salinan ke berkas, lalu hapus foto dan aplikasi lain.",
    "The phone is full; this was not saved. Send when there is signal, or save a copy to a file, then delete other photos and apps."],
  file_wrong: ["Berkas ini bukan salinan HP juru bayar, atau PIN-nya salah. PIN-nya adalah PIN HP yang membuatnya.",
    "This file isn't a payer's phone's copy, or the PIN is wrong. Its PIN is that of the phone that made it."],
  file_own: ["Salinan ini dari HP ini sendiri; isinya terkirim tanpa berkas.", "This copy is this phone's own; it sends that by itself."],
  store_failed: ["Catatan tidak tersimpan. Periksa ruang penyimpanan HP, lalu coba lagi.",
    "The record was not saved. Check the phone's storage, then try again."],
} as const satisfies Record<string, readonly [string, string]>;

export type RefusalCode = keyof typeof SENTENCES;

/** Nothing was written (after store_failed: state() says what was). `id` and `en` are sentences for the payer. */
export class Refused extends Error {
  readonly id: string;
  readonly en: string;
  constructor(readonly code: RefusalCode, said?: { id: string; en: string }, cause?: unknown) {
    super(code, { cause });
    [this.id, this.en] = said ? [said.id, said.en] : SENTENCES[code];
  }
}
