/** The same sentences in English; a missing one doesn't compile. */
import { day } from "./en/day";
import { face } from "./en/face";
import { ladder } from "./en/ladder";
import { privacy } from "./en/privacy";
import { visit } from "./en/visit";
import type { Key } from "./id";

export const en: Record<Key, string> = { ...day, ...face, ...ladder, ...privacy, ...visit };
