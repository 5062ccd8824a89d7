/** Reads a sentence aloud in Indonesian, with the voice of the phone itself. */

export function canSpeak(): boolean {
  return "speechSynthesis" in globalThis;
}

export function speak(sentence: string): void {
  const said = new SpeechSynthesisUtterance(sentence);
  said.lang = "id-ID";
  said.rate = 0.92;
  said.voice = speechSynthesis.getVoices().find(({ lang }) => lang.replace("_", "-").startsWith("id")) ?? null;
  speechSynthesis.cancel();
  speechSynthesis.speak(said);
}
