/** Which model this phone is, so that the office can see whether one model knows people worse than others. */

type Hints = { getHighEntropyValues(of: string[]): Promise<{ model?: string }> };
export type Browser = { readonly userAgent: string; readonly userAgentData?: Hints };

/** The browser's own hint where it gives one; else what stands in its old text; "" when neither says. */
export async function device({ userAgent, userAgentData }: Browser): Promise<string> {
  const hints = await userAgentData?.getHighEntropyValues(["model"]).catch(() => null);
  return (hints?.model || modelIn(userAgent)).slice(0, 80);
}

/** `(Linux; Android 14; SM-A155F)` -> `SM-A155F`; newer Chromes say `K` for every phone, which says nothing. */
function modelIn(text: string): string {
  const model = /\(Linux; (?:U; )?Android [^;)]+; ([^;)]+?)(?: Build\/[^)]*)?\)/.exec(text)?.[1] ?? "";
  if (model !== "" && model !== "K") return model;
  return /\((iPhone|iPad);/.exec(text)?.[1] ?? "";
}
