/** What the build knows of the models' runtime (vite.config.ts): its size in bytes and its SHA-256 in hexadecimal. */
declare const RUNTIME: { readonly bytes: number; readonly sha256: string };
