const LATEST_MS = 200;

/** Resolves when what was just changed stands on the screen, so that work nobody waits for comes after it. */
export function drawn(): Promise<void> {
  return new Promise((done) => {
    setTimeout(done, LATEST_MS); // a page that isn't seen draws nothing
    requestAnimationFrame(() => { setTimeout(done); });
  });
}
