import { defineConfig, mergeConfig } from "vite";
import sim from "../vite.sim.config";

/**
 * The simulated phones with one text of one file replaced, for tests that turn a line off.
 * MUTANT: JSON {file, old, new, out}; the old text must stand in that file exactly once.
 */
type Mutant = { file: string; old: string; new: string; out: string };
const mutant = JSON.parse(process.env["MUTANT"] ?? "null") as Mutant;
let replaced = 0;

export default mergeConfig(sim, defineConfig({
  publicDir: false,
  build: { outDir: mutant.out, emptyOutDir: true },
  plugins: [{
    name: "mutant",
    enforce: "pre",
    transform(code, id) {
      if (!id.endsWith(mutant.file)) return null;
      const parts = code.split(mutant.old);
      if (parts.length !== 2) throw new Error(`${mutant.file}: the text stands there ${parts.length - 1} times`);
      replaced += 1;
      return parts.join(mutant.new);
    },
    buildEnd(error) {
      if (!error && replaced !== 1) throw new Error(`${mutant.file} was replaced ${replaced} times`);
    },
  }],
}));
