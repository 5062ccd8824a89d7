import { defineConfig } from "vite";

/** The simulated phones: the app's own core in one file that Node runs. */
export default defineConfig({
  build: {
    ssr: "sim/driver.ts",
    outDir: "dist-sim",
    target: "node20",
    rollupOptions: { output: { entryFileNames: "driver.mjs" } },
  },
  ssr: { noExternal: true },
});
