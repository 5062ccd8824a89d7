/** Why nothing was printed, in words that say what to do. */
import type { Language } from "../words";

export type Why = "no_bluetooth" | "off" | "not_chosen" | "unreachable" | "no_printer" | "broke_off";

const said: Readonly<Record<Why, Readonly<Record<Language, string>>>> = {
  no_bluetooth: {
    id: "Peramban ini tidak bisa mencetak. Pakai Chrome di Android, atau tulis kodenya di surat.",
    en: "This browser can't print. Use Chrome on Android, or write the code on the letter.",
  },
  off: {
    id: "Bluetooth HP ini mati. Nyalakan, lalu cetak lagi.",
    en: "This phone's Bluetooth is off. Turn it on, then print again.",
  },
  not_chosen: {
    id: "Tidak ada pencetak yang dipilih. Nyalakan pencetak, cetak lagi, lalu pilih namanya.",
    en: "No printer was chosen. Turn the printer on, print again and choose its name.",
  },
  unreachable: {
    id: "Pencetak tidak terjangkau. Periksa daya dan dekatkan, lalu cetak lagi.",
    en: "The printer can't be reached. Check its battery, bring it closer and print again.",
  },
  no_printer: {
    id: "Alat itu bukan pencetak yang kami kenal. Cetak lagi dan pilih yang lain.",
    en: "That device isn't a printer we know. Print again and choose another.",
  },
  broke_off: {
    id: "Cetakan terputus. Periksa kertas dan daya pencetak, lalu cetak lagi; pembayaran sudah tersimpan.",
    en: "Printing broke off. Check the printer's paper and battery and print again; the payment is kept.",
  },
};

export function sentence(why: Why, language: Language): string {
  return said[why][language];
}
