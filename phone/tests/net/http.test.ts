import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { gunzipSync } from "node:zlib";
import { afterEach, expect, test } from "vitest";
import { createNet } from "../../src/net/http";

let server: Server | null = null;
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

type Seen = { method: string; url: string; headers: IncomingMessage["headers"]; body: Buffer };

async function serving(answer: (seen: Seen, response: ServerResponse) => void): Promise<string> {
  server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on("data", (part: Buffer) => parts.push(part));
    request.on("end", () => {
      answer({ method: request.method ?? "", url: request.url ?? "", headers: request.headers, body: Buffer.concat(parts) }, response);
    });
  });
  await new Promise<void>((listening) => server?.listen(0, "127.0.0.1", listening));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** A tus end that can break: it forgets nothing it has taken. */
function tusEnd(breaks: (piece: number) => "cut" | "differs" | null): { taken: Buffer[]; pieces: number[]; metadata: string[]; answer: (seen: Seen, response: ServerResponse) => void } {
  const end = { taken: [] as Buffer[], pieces: [] as number[], metadata: [] as string[], answer };
  let length = 0, count = 0;
  function answer({ method, headers, body }: Seen, response: ServerResponse): void {
    const offset = (): number => end.taken.reduce((sum, { length: size }) => sum + size, 0);
    if (method === "POST") {
      length = Number(headers["upload-length"]);
      end.metadata.push(String(headers["upload-metadata"]));
      response.writeHead(offset() === length ? 200 : 201, { "Upload-Offset": offset(), Location: "/api/sync/media/x" }).end();
    } else if (method === "HEAD") {
      response.writeHead(200, { "Upload-Offset": offset(), "Upload-Length": length }).end();
    } else {
      const trouble = breaks(count++);
      if (Number(headers["upload-offset"]) !== offset()) return void response.writeHead(409).end("{}");
      if (trouble === "differs") {
        end.taken = [];
        return void response.writeHead(460).end(JSON.stringify({ code: "media_hash_differs", id: "i", en: "e" }));
      }
      end.taken.push(body);
      end.pieces.push(body.length);
      if (trouble === "cut") return void response.destroy();
      response.writeHead(204, { "Upload-Offset": offset() }).end();
    }
  }
  return end;
}

const photo = (size: number) => ({ sha256: "ab".repeat(32), kind: "face", visit: "v", bytes: Uint8Array.from({ length: size }, (_, i) => i % 251) });

test("a large batch travels packed, a small one plain, with the phone's token", async () => {
  const seen: Seen[] = [];
  const base = await serving((one, response) => {
    seen.push(one);
    response.setHeader("Amanah-Signature", "sig").setHeader("Retry-After", "7").end("{}");
  });
  const net = createNet({ base });
  const large = JSON.stringify({ text: "isi ".repeat(1000) });
  expect(await net.post("/a", large, "t0ken")).toMatchObject({ came: true, status: 200, text: "{}", signature: "sig", retry_after_s: 7 });
  await net.post("/b", "{}", null);
  expect(seen[0]?.headers).toMatchObject({ authorization: "Bearer t0ken", "content-encoding": "gzip" });
  expect(gunzipSync(seen[0]?.body ?? "").toString()).toBe(large);
  expect(seen[0]?.body.length).toBeLessThan(large.length / 10);
  expect(seen[1]?.headers).not.toHaveProperty("content-encoding");
  expect(seen[1]?.headers).not.toHaveProperty("authorization");
  expect(seen[1]?.body.toString()).toBe("{}");
});

test("no house, a house too slow and an answer cut off are all no answer", async () => {
  expect(await createNet({ base: "http://127.0.0.1:9" }).get("/", "t")).toMatchObject({ came: false });
  const base = await serving(({ url }, response) => {
    if (url === "/cut") response.writeHead(200, { "Content-Length": "100" }).write("half", () => response.destroy());
  });
  expect(await createNet({ base, timeout_ms: 100 }).get("/slow", "t")).toMatchObject({ came: false });
  expect(await createNet({ base }).get("/cut", "t")).toMatchObject({ came: false });
});

test("a redirect to a login page is not followed and is no 200", async () => {
  const base = await serving(({ url }, response) => {
    response.writeHead(url === "/login" ? 200 : 302, { Location: "/login" }).end("<html>");
  });
  const answer = await createNet({ base }).get("/api/sync/pack", "t");
  expect(answer.came && answer.status).not.toBe(200);
});

test("a photo goes in pieces of at most 256 kB and arrives whole", async () => {
  const end = tusEnd(() => null);
  const net = createNet({ base: await serving(end.answer) });
  const sent = photo(400_000);
  expect(await net.upload(sent, "t")).toEqual({ end: "stored", code: null });
  expect(Math.max(...end.pieces)).toBeLessThanOrEqual(256 * 1024);
  expect(end.pieces.length).toBeGreaterThan(1);
  expect(Buffer.concat(end.taken).equals(Buffer.from(sent.bytes))).toBe(true);
  const read = Object.fromEntries(end.metadata[0]?.split(",").map((pair) => {
    const [name = "", value = ""] = pair.split(" ");
    return [name, Buffer.from(value, "base64").toString()];
  }) ?? []);
  expect(read).toEqual({ sha256: sent.sha256, kind: "face", visit: "v" });
});

test("a break in the middle resumes where the house stands", async () => {
  const end = tusEnd((piece) => (piece === 1 ? "cut" : null));
  const sent = photo(600_000);
  expect((await createNet({ base: await serving(end.answer) }).upload(sent, "t")).end).toBe("stored");
  expect(Buffer.concat(end.taken).equals(Buffer.from(sent.bytes))).toBe(true);
});

test("a later sync goes on with what an earlier one began, and a whole photo isn't sent twice", async () => {
  let dead = false;
  const end = tusEnd(() => (dead ? "cut" : null));
  const net = createNet({ base: await serving((seen, response) => {
    if (dead) return void response.destroy();
    end.answer(seen, response);
    if (seen.method === "PATCH") dead = true;
  }) });
  const sent = photo(500_000);
  expect((await net.upload(sent, "t")).end).toBe("no_answer");
  dead = false;
  const before = end.taken.length;
  expect(before).toBe(1);
  for (let i = 0; i < 9 && (await net.upload(sent, "t")).end !== "stored"; i++) dead = false;
  expect(Buffer.concat(end.taken).equals(Buffer.from(sent.bytes))).toBe(true);
  dead = false;
  expect((await net.upload(sent, "t")).end).toBe("stored");
  expect(Buffer.concat(end.taken).length).toBe(500_000);
});

test("a photo whose hash differed at the other end is begun anew by the core", async () => {
  const end = tusEnd((piece) => (piece === 0 ? "differs" : null));
  const net = createNet({ base: await serving(end.answer) });
  expect(await net.upload(photo(10), "t")).toEqual({ end: "again", code: "media_hash_differs" });
  expect((await net.upload(photo(10), "t")).end).toBe("stored");
});

test.each([
  [413, "photo_too_large", "refused"], [400, "photo_not_an_image", "stored"], [401, "phone_revoked", "no_answer"],
  [503, "busy", "no_answer"], [400, null, "no_answer"],
] as const)("an upload answered %i %s ends as %s", async (status, code, end) => {
  const base = await serving((_seen, response) => {
    response.writeHead(status).end(code === null ? "<html>" : JSON.stringify({ code, id: "i", en: "e" }));
  });
  expect((await createNet({ base }).upload(photo(10), "t")).end).toBe(end);
});

test("a photo brought for another phone names it at every request, also after a break", async () => {
  const end = tusEnd((piece) => (piece === 1 ? "cut" : null)), named: unknown[] = [];
  const base = await serving((seen, response) => {
    named.push(seen.headers["amanah-for"]);
    end.answer(seen, response);
  });
  const net = createNet({ base });
  expect(await net.upload({ ...photo(400_000), for: "another" }, "t")).toEqual({ end: "stored", code: null });
  expect(named.length).toBeGreaterThan(4);
  expect(new Set(named)).toEqual(new Set(["another"]));
  named.length = 0;
  await net.upload(photo(10), "t");
  expect(new Set(named)).toEqual(new Set([undefined]));
});
