/** Reads a sentence aloud in Indonesian, with the voice of the phone itself; a phone without such a voice is silent. */

const PATIENCE_MS = 1500;

/** The phone's Indonesian voice; browsers tell their voices late. Null when there is none. */
export async function voice(): Promise<SpeechSynthesisVoice | null> {
  if (!("speechSynthesis" in globalThis)) return null;
  const found = indonesian();
  if (found) return found;
  await new Promise((resolve) => {
    speechSynthesis.addEventListener("voiceschanged", resolve, { once: true });
    setTimeout(resolve, PATIENCE_MS);
  });
  return indonesian();
}

export function speak(sentence: string, voice: SpeechSynthesisVoice): void {
  const said = new SpeechSynthesisUtterance(sentence);
  said.lang = "id-ID";
  said.rate = 0.92;
  said.voice = voice;
  speechSynthesis.cancel();
  speechSynthesis.speak(said);
}

export function hush(): void {
  if ("speechSynthesis" in globalThis) speechSynthesis.cancel();
}

function indonesian(): SpeechSynthesisVoice | null {
  return speechSynthesis.getVoices().find(({ lang }) => /^(id|in)([-_]|$)/i.test(lang)) ?? null;
}
