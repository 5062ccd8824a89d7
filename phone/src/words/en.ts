/** The same sentences in English; a missing one doesn't compile. */
import { day } from "./en/day";
import { face } from "./en/face";
import { privacy } from "./en/privacy";
import { visit } from "./en/visit";
import type { Key } from "./id";

export const en: Record<Key, string> = { ...day, ...face, ...privacy, ...visit };
