// Fills ../static/vendor/ with the few files the pages load, licences beside them.
import { copyFileSync, mkdirSync, rmSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const vendor = join(here, "..", "static", "vendor");
const from = (path) => join(here, "node_modules", path);

const FILES = {
  "tabler/tabler.min.css": "@tabler/core/dist/css/tabler.min.css",
  "tabler/tabler.min.js": "@tabler/core/dist/js/tabler.min.js",
  "htmx/htmx.min.js": "htmx.org/dist/htmx.min.js",
  "htmx/LICENSE": "htmx.org/LICENSE",
  "maplibre/maplibre-gl.css": "maplibre-gl/dist/maplibre-gl.css",
  "maplibre/maplibre-gl-csp.js": "maplibre-gl/dist/maplibre-gl-csp.js",
  "maplibre/maplibre-gl-csp-worker.js": "maplibre-gl/dist/maplibre-gl-csp-worker.js",
  "maplibre/LICENSE.txt": "maplibre-gl/LICENSE.txt",
  "pmtiles/pmtiles.js": "pmtiles/dist/pmtiles.js",
  "pmtiles/README.md": "pmtiles/README.md",
  "jsqr/jsQR.js": "jsqr/dist/jsQR.js",
  "jsqr/LICENSE": "jsqr/LICENSE",
  "font/plus-jakarta-sans-latin.woff2":
    "@fontsource-variable/plus-jakarta-sans/files/plus-jakarta-sans-latin-wght-normal.woff2",
  "font/plus-jakarta-sans-latin-ext.woff2":
    "@fontsource-variable/plus-jakarta-sans/files/plus-jakarta-sans-latin-ext-wght-normal.woff2",
  "font/LICENSE": "@fontsource-variable/plus-jakarta-sans/LICENSE",
};

rmSync(vendor, { recursive: true, force: true });
for (const [to, source] of Object.entries(FILES)) {
  const target = join(vendor, to);
  mkdirSync(dirname(target), { recursive: true });
  copyFileSync(from(source), target);
}

// Source-map comments name files we don't ship; a strict static-file manifest would refuse them.
for (const path of Object.keys(FILES).filter((name) => /\.(js|css)$/.test(name))) {
  const file = join(vendor, path);
  writeFileSync(file, readFileSync(file, "utf8").replace(/\n?\/[/*]# sourceMappingURL=\S+( \*\/)?/g, ""));
}
console.log(`${Object.keys(FILES).length} files in ${vendor}`);
