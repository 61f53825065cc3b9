// Pages from a disk: links lead to files, whatever else stands among them.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";
import vm from "node:vm";

const CODE = readFileSync(
  new URL("../../../scripts/ontherecord/theme/assets/js/disk.js", import.meta.url),
  "utf8",
);

/** The addresses of links after a page with them was opened at a place on a disk. */
function open(place, addresses) {
  const links = addresses.map((address) => ({
    address,
    getAttribute: () => address,
    setAttribute(_, page) {
      this.address = String(page);
    },
  }));
  const notice = { hidden: true };
  const document = {
    readyState: "complete",
    querySelectorAll: () => links,
    getElementById: (id) => (id === "from-disk" ? notice : null),
  };
  vm.runInNewContext(CODE, { document, location: new URL(place), URL });
  assert.equal(notice.hidden, false);
  return links.map(({ address }) => address);
}

test("links to folders lead to their pages, below any path, and an address that is none hinders no other", () => {
  const place = "file:///my%20site%20%231/topics/index.html";
  assert.deepEqual(
    open(place, ["http://[::1/x", "syria/?a#p1", "#p2", "mailto:a@b.example", "../", "t.pdf"]),
    [
      "http://[::1/x",
      "file:///my%20site%20%231/topics/syria/index.html?a#p1",
      "#p2",
      "mailto:a@b.example",
      "file:///my%20site%20%231/index.html",
      "t.pdf",
    ],
  );
});
