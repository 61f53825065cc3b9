// Opens the dialog of citations, which few readers use and which is loaded when one does. Where it can not be, for want
// of a network, a transcript's page has citations of its own.
import { permalink, rowOf } from "./passages.js";

/** Cites passages; the focus comes back to the opener. */
export async function citePassages(opener, spans) {
  try {
    const { openCitations } = await import("./cite.js");
    openCitations(opener, spans);
  } catch {
    location.assign(new URL("#cite", permalink(rowOf(spans[0]))));
  }
}

/** Cites the transcript of a link, or downloads the record that it leads to with full addresses. */
export async function citeTranscript(link) {
  try {
    const { openLink } = await import("./cite.js");
    openLink(link);
  } catch {
    location.assign(link.href);
  }
}
