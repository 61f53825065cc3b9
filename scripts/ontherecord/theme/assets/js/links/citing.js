// Opens the dialog of citations, which few readers use and which is loaded when one does. Where it can not be, for want
// of a network, a transcript's page has citations of its own.
import { permalink, rowOf } from "./passages.js";

// What was last asked for, until it is there or the reader thinks better of it.
let wished = null;
document.addEventListener("keydown", ({ key }) => {
  if (key === "Escape") wished = null;
});

/** Has the dialog do something when it is there, or goes to what is there without it. */
async function whenLoaded(opener, act, instead) {
  const wish = {};
  wished = wish;
  opener.setAttribute("aria-busy", "true");
  const dialog = await import("./cite.js").catch(() => null);
  opener.removeAttribute("aria-busy");
  if (wished !== wish) return;
  wished = null;
  if (dialog) act(dialog);
  else location.assign(instead());
}

/** Cites passages; the focus comes back to the opener. */
export function citePassages(opener, spans) {
  whenLoaded(
    opener,
    ({ openCitations }) => openCitations(opener, spans),
    () => new URL("#cite", permalink(rowOf(spans[0]))),
  );
}

/** Cites the transcript of a link, or downloads the record that it leads to with full addresses. */
export function citeTranscript(link) {
  whenLoaded(
    link,
    ({ citeFrom }) => citeFrom(link),
    () => link.href,
  );
}
