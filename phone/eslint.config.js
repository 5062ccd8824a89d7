import svelte from "eslint-plugin-svelte";
import globals from "globals";
import ts from "typescript-eslint";

const browserWords = [
  "window", "document", "navigator", "indexedDB", "fetch", "localStorage", "sessionStorage",
  "caches", "crypto", "performance", "setTimeout", "setInterval", "self", "globalThis",
  "TextEncoder", "TextDecoder", "XMLHttpRequest", "WebSocket", "process", "Buffer",
].map((name) => ({ name, message: "core knows no browser and no Node: take it as an argument." }));
const noFetch = ["fetch", "XMLHttpRequest", "WebSocket", "EventSource"]
  .map((name) => ({ name, message: "only src/net may use the network." }));
const noStore = ["indexedDB", "localStorage", "sessionStorage"]
  .map((name) => ({ name, message: "only src/store may keep things." }));

const chance = [
  "CallExpression[callee.object.name='Date'][callee.property.name='now']",
  "NewExpression[callee.name='Date'][arguments.length=0]",
  "MemberExpression[object.name='Math'][property.name='random']",
].map((selector) => ({ selector, message: "time and chance come in as arguments." }));
const aroundTheDoor = ["window", "self", "globalThis"].flatMap((object) => [
  { object, property: "fetch" }, { object, property: "indexedDB" },
  { object, property: "localStorage" }, { object, property: "sessionStorage" },
]);

export default ts.config(
  { ignores: ["dist/", "dist-sim/", "node_modules/"] },
  ...ts.configs.strict,
  ...ts.configs.stylistic,
  ...svelte.configs["flat/recommended"],
  {
    languageOptions: { globals: { ...globals.browser, ...globals.node } },
    rules: {
      "@typescript-eslint/consistent-type-definitions": ["error", "type"],
      "@typescript-eslint/consistent-type-imports": "error",
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_" }],
      "no-undef": "off",
      eqeqeq: "error",
    },
  },
  {
    files: ["**/*.svelte", "**/*.svelte.ts"],
    languageOptions: { parserOptions: { parser: ts.parser } },
  },
  {
    files: ["src/**/*.{ts,svelte}"],
    ignores: ["src/net/**", "src/store/**", "src/sw.ts", "src/core/**", "src/wire/**"],
    rules: {
      "no-restricted-globals": ["error", ...noFetch, ...noStore],
      "no-restricted-properties": ["error", ...aroundTheDoor],
    },
  },
  {
    files: ["src/net/**"],
    rules: { "no-restricted-globals": ["error", ...noStore] },
  },
  {
    files: ["src/store/**"],
    rules: { "no-restricted-globals": ["error", ...noFetch] },
  },
  {
    files: ["src/core/**", "src/wire/**"],
    rules: {
      "no-restricted-globals": ["error", ...browserWords],
      "no-restricted-syntax": ["error", ...chance],
      "no-restricted-imports": ["error", {
        patterns: [{ group: ["**/store/**", "**/net/**", "**/screens/**", "svelte*", "idb", "node:*"],
          message: "core takes store, net, clock and keys as arguments." }],
      }],
    },
  },
);
