import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { svelte } from "@sveltejs/vite-plugin-svelte";
import { VitePWA } from "vite-plugin-pwa";
import { defineConfig } from "vitest/config";

// the runtime of the face models, as faces/models.ts fetches it
const runtime = readFileSync(new URL("node_modules/onnxruntime-web/dist/ort-wasm-simd-threaded.wasm", import.meta.url));

export default defineConfig({
  base: "/app/",
  define: { RUNTIME: JSON.stringify({ bytes: runtime.length, sha256: createHash("sha256").update(runtime).digest("hex") }) },
  plugins: [
    svelte(),
    VitePWA({
      strategies: "injectManifest",
      srcDir: "src",
      filename: "sw.ts",
      // registered by main.ts itself: an inline script would break the strict CSP
      injectRegister: false,
      // public/manifest.webmanifest is written by hand
      manifest: false,
      injectManifest: {
        globPatterns: ["**/*.{html,js,css,woff2,svg,png,webmanifest}"],
        // the models' runtime and the map are large: cached when the first pack comes, not with the shell
        globIgnores: ["**/ort*", "**/*.wasm", "**/RoundMap*", "**/maplibre-gl*"],
      },
    }),
  ],
  build: {
    target: "es2022",
    // data: addresses would need a wider CSP
    assetsInlineLimit: 0,
    sourcemap: false,
  },
  worker: { format: "es" },
  optimizeDeps: { exclude: ["onnxruntime-web"] },
  server: {
    proxy: {
      "/api": { target: process.env["AMANAH_DEV_HOUSE"] ?? "http://127.0.0.1:8000" },
      "/models": { target: process.env["AMANAH_DEV_HOUSE"] ?? "http://127.0.0.1:8000" },
    },
  },
  test: {
    include: ["tests/**/*.test.ts"],
    environment: "node",
    testTimeout: 20_000,
  },
});
