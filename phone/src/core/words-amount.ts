/** Rupiah as a person says it: "satu juta dua ratus ribu rupiah". */

const UNITS_ID = ["nol", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan", "sepuluh", "sebelas"];
const UNITS_EN = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
  "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"];
const TENS_EN = ["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];

/** amount: whole rupiah, 0 to below 10^15. */
export function inWords(amount: number, language: "id" | "en"): string {
  if (!Number.isSafeInteger(amount) || amount < 0 || amount >= 1e15) throw new RangeError(`not an amount: ${amount}`);
  return `${language === "id" ? indonesian(amount) : english(amount)} rupiah`;
}

function indonesian(n: number): string {
  if (n < 12) return UNITS_ID[n] ?? "";
  if (n < 20) return `${indonesian(n - 10)} belas`;
  if (n < 100) return split(n, 10, "puluh", indonesian);
  if (n < 200) return rest("seratus", n - 100, indonesian);
  if (n < 1000) return split(n, 100, "ratus", indonesian);
  if (n < 2000) return rest("seribu", n - 1000, indonesian);
  if (n < 1e6) return split(n, 1000, "ribu", indonesian);
  if (n < 1e9) return split(n, 1e6, "juta", indonesian);
  if (n < 1e12) return split(n, 1e9, "miliar", indonesian);
  return split(n, 1e12, "triliun", indonesian);
}

function english(n: number): string {
  if (n < 20) return UNITS_EN[n] ?? "";
  if (n < 100) return (TENS_EN[Math.floor(n / 10)] ?? "") + (n % 10 ? `-${english(n % 10)}` : "");
  if (n < 1000) return split(n, 100, "hundred", english);
  if (n < 1e6) return split(n, 1000, "thousand", english);
  if (n < 1e9) return split(n, 1e6, "million", english);
  if (n < 1e12) return split(n, 1e9, "billion", english);
  return split(n, 1e12, "trillion", english);
}

function split(n: number, size: number, word: string, say: (n: number) => string): string {
  return rest(`${say(Math.floor(n / size))} ${word}`, n % size, say);
}

function rest(said: string, n: number, say: (n: number) => string): string {
  return n === 0 ? said : `${said} ${say(n)}`;
}

/** `Rp1.200.000`, with a minus in front when it is one. */
export function rupiah(amount: number): string {
  const digits = Math.abs(amount).toString().replace(/\B(?=(\d{3})+$)/g, ".");
  return `${amount < 0 ? "-" : ""}Rp${digits}`;
}
