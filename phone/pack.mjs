/** After a build: a .gz beside each file that shrinks, so that the house needn't pack at each request. */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

const SHRINKS = /\.(html|js|mjs|css|svg|wasm|webmanifest|json)$/;
const folder = new URL("dist/", import.meta.url).pathname;

for (const name of readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((one) => SHRINKS.test(one))) {
  const plain = readFileSync(join(folder, name));
  const packed = gzipSync(plain, { level: 9 });
  if (packed.length < plain.length * 0.9) writeFileSync(join(folder, `${name}.gz`), packed);
}
