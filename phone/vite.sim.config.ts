import { defineConfig } from "vite";

/** The simulated phones: the app's own core in Node, for a day (driver) and for days with faults (field). */
export default defineConfig({
  build: {
    ssr: true,
    outDir: "dist-sim",
    target: "node20",
    rollupOptions: {
      input: { driver: "sim/driver.ts", field: "sim/field/driver.ts" },
      output: { entryFileNames: "[name].mjs" },
    },
  },
  ssr: { noExternal: true },
});
