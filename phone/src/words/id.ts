/** Every sentence of the app in Indonesian: short, spoken, no blame. `{name}` marks what is filled in. */
import { day } from "./id/day";
import { face } from "./id/face";
import { ladder } from "./id/ladder";
import { privacy } from "./id/privacy";
import { visit } from "./id/visit";

export const id = { ...day, ...face, ...ladder, ...privacy, ...visit } as const;

export type Key = keyof typeof id;
