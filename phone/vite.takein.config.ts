import { defineConfig } from "vite";

/** The office's page for backup files: one file of a fixed name beside the app, after its build and not part of its shell. */
export default defineConfig({
  publicDir: false,
  build: {
    target: "es2022",
    emptyOutDir: false,
    lib: { entry: "src/takein.ts", formats: ["es"], fileName: () => "takein.js" },
  },
});
