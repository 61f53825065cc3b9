// What is packed is read however a server sends it.
import assert from "node:assert/strict";
import { test } from "node:test";
import { gzipSync } from "node:zlib";
import { readPacked } from "../../../scripts/ontherecord/theme/assets/js/packed.js";

const value = { words: "Нагорный Карабах, 2016" };
const plain = JSON.stringify(value);

test("a packed file is unpacked", async () => {
  assert.deepEqual(await readPacked(new Response(gzipSync(plain))), value);
});

test("one that the browser has unpacked already, since the server said that it is packed, is read as it is", async () => {
  assert.deepEqual(await readPacked(new Response(plain)), value);
});

test("one that was cut off is an error, as is an empty one", async () => {
  await assert.rejects(readPacked(new Response(gzipSync(plain).subarray(0, 30))));
  await assert.rejects(readPacked(new Response("")));
});
