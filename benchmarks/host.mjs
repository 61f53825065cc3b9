// A folder on loopback as hosts send it: over HTTP/2 and TLS, texts packed. Run by lighthouse.py, which makes the
// certificate and says what is packed; the first line that is printed is the port.

import { readFile } from "node:fs/promises";
import { createSecureServer } from "node:http2";
import { extname, join } from "node:path";
import { promisify } from "node:util";
import { gzip } from "node:zlib";

const [folder, key, cert, packed] = process.argv.slice(2);
/** The types of what is sent packed, by the ends of names. */
const TYPES = JSON.parse(packed);
const pack = promisify(gzip);
/** Bodies as they are sent, by path: a host has them ready. */
const ready = new Map();

async function prepare(path) {
  const content = await readFile(join(folder, path));
  const type = TYPES[extname(path)];
  const body = type ? await pack(content) : content;
  const headers = {
    "content-type": type ?? "application/octet-stream",
    "content-length": body.length,
    "cache-control": "max-age=600",
    ...(type ? { "content-encoding": "gzip" } : {}),
  };
  return { headers, body };
}

async function answer(request, response) {
  try {
    const asked = decodeURIComponent(new URL(request.url, "https://localhost").pathname);
    const path = asked.endsWith("/") ? `${asked}index.html` : asked;
    if (!ready.has(path)) ready.set(path, await prepare(path));
    const { headers, body } = ready.get(path);
    response.writeHead(200, headers);
    response.end(body);
  } catch {
    response.writeHead(404);
    response.end();
  }
}

const server = createSecureServer({ key: await readFile(key), cert: await readFile(cert) }, answer);
server.listen(0, "127.0.0.1", () => console.log(server.address().port));
