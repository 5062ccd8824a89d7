/** Maps in the browser's own file store (OPFS): plain, as nobody's home is in them. */
import type { Bytes } from "../wire/bytes";

export type Shelf = {
  names(): Promise<string[]>;
  open(name: string): Promise<File | null>;
  /** Makes the file when there is none. */
  append(name: string, at: number, bytes: Bytes): Promise<void>;
  drop(name: string): Promise<void>;
};

/** Null where the browser has no such store or can't write to it from a page; the list works without. */
export async function openShelf(): Promise<Shelf | null> {
  if (typeof FileSystemFileHandle === "undefined" || !("createWritable" in FileSystemFileHandle.prototype)) return null;
  try {
    const root = await navigator.storage.getDirectory();
    return shelfIn(await root.getDirectoryHandle("maps", { create: true }));
  } catch (error) {
    if (error instanceof DOMException) return null; // a private window
    throw error;
  }
}

function shelfIn(folder: FileSystemDirectoryHandle): Shelf {
  return {
    async names() {
      const names = [];
      for await (const name of folder.keys()) names.push(name);
      return names;
    },
    async open(name) {
      try {
        return await (await folder.getFileHandle(name)).getFile();
      } catch (error) {
        if (error instanceof DOMException && error.name === "NotFoundError") return null;
        throw error;
      }
    },
    async append(name, at, bytes) {
      const handle = await folder.getFileHandle(name, { create: true });
      // the old bytes stay until all of the new are written
      const writing = await handle.createWritable({ keepExistingData: true });
      await writing.write({ type: "write", position: at, data: bytes });
      await writing.close();
    },
    drop: (name) => folder.removeEntry(name),
  };
}
