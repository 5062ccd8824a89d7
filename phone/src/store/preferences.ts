/** Small choices of this phone that are nobody's secret: language, dark or light. */

const PREFIX = "amanah.choice.";

export function choice(name: string): string | null {
  return localStorage.getItem(PREFIX + name);
}

export function choose(name: string, value: string | null): void {
  if (value === null) localStorage.removeItem(PREFIX + name);
  else localStorage.setItem(PREFIX + name, value);
}
