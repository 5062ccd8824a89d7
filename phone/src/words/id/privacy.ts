/** What a family is told before its picture is taken: what, why, how long, and what it may do. */
export const privacy = {
  "privacy.ask": "Mengapa difoto?",
  "privacy.what": "Yang direkam: foto wajah, foto rumah, dan letak rumah. KTP dan KK hanya bila wajah belum dikenal.",
  "privacy.why": "Gunanya: bukti bahwa bantuan sampai kepada yang berhak, satu kali.",
  "privacy.long": "Foto KTP dan KK dimusnahkan setelah 90 hari, foto wajah dan rumah setelah 2 tahun.",
  "privacy.rights": "Boleh menolak difoto dan memakai cara lain. Wajah yang tidak cocok tidak membatalkan bantuan. Bertanya atau berkeberatan: {hotline}.",
} as const;
