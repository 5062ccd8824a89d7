/** The code in whatever was scanned, opened or typed: a link `<base>/app/#enrol=CODE`, `AMANAH1:<base>:CODE`, or bare. */
export function codeOf(text: string): string {
  const tidy = text.trim();
  const link = /#enrol=([^&\s]+)/.exec(tidy);
  if (link?.[1]) return decodeURIComponent(link[1]);
  return tidy.startsWith("AMANAH1:") ? tidy.slice(tidy.lastIndexOf(":") + 1) : tidy;
}
