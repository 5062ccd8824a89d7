/** Keeps the model files and their runtime in Cache Storage, each checked by hash, so faces work without a network. */
import wasmUrl from "onnxruntime-web/ort-wasm-simd-threaded.wasm?url";
import { files } from "../../../amanah/faces/manifest.json";
import type { Role } from "./look";
import { MODEL_VERSION } from "./version";

const CACHE = `amanah-models-${MODEL_VERSION}`;
type File = { readonly url: string; readonly bytes: number; readonly sha256: string };
type Said = { readonly role: string; readonly file: string; readonly bytes: number; readonly sha256: string; readonly where?: string };

const runtime: File = { url: wasmUrl, ...RUNTIME };

/** Those of the house alone stay there. */
const models = new Map<Role, File>(
  (files as readonly Said[]).filter(({ where }) => where !== "house")
    .map(({ role, file, bytes, sha256 }) => [role, { url: `/models/${file}`, bytes, sha256 }]),
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

/** The roles of this phone's models. */
export const ROLES: readonly Role[] = [...models.keys()];

export const modelBytes = (role: Role): Promise<ArrayBuffer> => stored(fileOf(role));
export const runtimeBytes = (): Promise<ArrayBuffer> => stored(runtime);

function fileOf(role: Role): File {
  const file = models.get(role);
  if (!file) throw new Error(`the manifest names no ${role}`);
  return file;
}

/** From the cache, or fetched into it; what isn't the file we know is fetched once more past every cache, then refused. */
async function stored({ url, sha256 }: File): Promise<ArrayBuffer> {
  const cache = await caches.open(CACHE);
  for (const request of [new Request(url), new Request(url, { cache: "reload" })]) {
    if (!(await cache.match(url))) await cache.add(request);
    const bytes = await (await cache.match(url))?.arrayBuffer();
    if (bytes && (await hashOf(bytes)) === sha256) return bytes;
    await cache.delete(url);
  }
  throw new Error(`${url} is not the file we know`);
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

async function hashOf(bytes: ArrayBuffer): Promise<string> {
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return Array.from(hash, (n) => n.toString(16).padStart(2, "0")).join("");
}
