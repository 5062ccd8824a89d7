/** Keeps the model files and their runtime in Cache Storage, each checked by hash, so faces work without a network. */
import wasmUrl from "onnxruntime-web/ort-wasm-simd-threaded.wasm?url";
import manifest from "../../../amanah/faces/manifest.json";
import { MODEL_VERSION } from "./version";
import type { Role } from "./look";

const CACHE = `amanah-models-${MODEL_VERSION}`;
type File = { readonly url: string; readonly bytes: number; readonly sha256: string | null };

// the runtime carries its hash in its name and comes from our own build
const runtime: File = { url: wasmUrl, bytes: 14_300_000, sha256: null };

const models = new Map<string, File>(
  manifest.files.map(({ role, file, bytes, sha256 }) => [role, { url: `/models/${file}`, bytes, sha256 }]),
);

/** Stores whatever is missing; tells the part done, 0-1, after each file. Throws without a network. */
export async function storeAll(tell: (part: number) => void): Promise<void> {
  const files = [...models.values(), runtime];
  const total = files.reduce((sum, file) => sum + file.bytes, 0);
  let done = 0;
  for (const file of files) {
    await stored(file);
    done += file.bytes;
    tell(done / total);
  }
  await dropOlder();
}

export const modelBytes = (role: Role): Promise<ArrayBuffer> => stored(fileOf(role));
export const runtimeBytes = (): Promise<ArrayBuffer> => stored(runtime);

function fileOf(role: Role): File {
  const file = models.get(role);
  if (!file) throw new Error(`the manifest names no ${role}`);
  return file;
}

async function stored(file: File): Promise<ArrayBuffer> {
  const cache = await caches.open(CACHE);
  if (!(await cache.match(file.url))) await cache.add(file.url);
  const bytes = await (await cache.match(file.url))?.arrayBuffer();
  if (!bytes) throw new Error(`${file.url} could not be kept`);
  if (file.sha256 && (await sha256(bytes)) !== file.sha256) {
    await cache.delete(file.url);
    throw new Error(`${file.url} is not the file we know`);
  }
  return bytes;
}

async function dropOlder(): Promise<void> {
  const names = await caches.keys();
  const older = names.filter((name) => name.startsWith("amanah-models-") && name !== CACHE);
  await Promise.all(older.map((name) => caches.delete(name)));
  // a new build brings a new runtime under another name
  const cache = await caches.open(CACHE);
  const kept = [runtime, ...models.values()].map(({ url }) => new URL(url, self.location.href).href);
  const gone = (await cache.keys()).filter(({ url }) => !kept.includes(url));
  await Promise.all(gone.map((request) => cache.delete(request)));
}

async function sha256(bytes: ArrayBuffer): Promise<string> {
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return Array.from(hash, (n) => n.toString(16).padStart(2, "0")).join("");
}
