// Quoted words for other pages and programs: as HTML that needs nothing of this site, and as a web annotation.
import { escapeHtml } from "./quotation.js";

/** Words of one speaker as a quotation that a page elsewhere can hold: the words, whose they are, and the link. */
export function writeEmbed({ said, by, paragraphs, language }, link, site) {
  const address = escapeHtml(link);
  const tongue = language ? ` lang="${escapeHtml(language)}"` : "";
  const words = said.map((text) => `<p dir="auto">${escapeHtml(text)}</p>`);
  const place = `<a href="${address}">${escapeHtml([paragraphs, site].filter(Boolean).join(", "))}</a>`;
  return [
    "<figure>",
    `<blockquote cite="${address}"${tongue}>`,
    ...words,
    "</blockquote>",
    `<figcaption>${[...by.map(escapeHtml), place].join(", ")}</figcaption>`,
    "</figure>",
  ].join("\n");
}

// How many characters before and after the words an annotation gives.
const AROUND = 32;

/** A span of a passage as the Web Annotation Data Model selects it: in the element of the passage, by the words and
 *  those around them, and by their place in code points. */
export function selectWords({ part: { raw, starts, ends, anchor }, from, to }) {
  const [start, end] = [starts[from], ends[to - 1]];
  const count = (text) => [...text].length;
  return {
    type: "FragmentSelector",
    conformsTo: "http://tools.ietf.org/rfc/rfc3236",
    value: anchor,
    refinedBy: [
      {
        type: "TextQuoteSelector",
        exact: raw.slice(start, end),
        prefix: [...raw.slice(0, start)].slice(-AROUND).join(""),
        suffix: [...raw.slice(end)].slice(0, AROUND).join(""),
      },
      { type: "TextPositionSelector", start: count(raw.slice(0, start)), end: count(raw.slice(0, end)) },
    ],
  };
}

/** An annotation of words, as JSON-LD; `places` are the address of each page with the spans on it. */
export function writeAnnotation(id, places) {
  const targets = places.map(({ page, span }) => ({ source: page, selector: selectWords(span) }));
  const annotation = {
    "@context": "http://www.w3.org/ns/anno.jsonld",
    id,
    type: "Annotation",
    motivation: "highlighting",
    target: targets.length > 1 ? targets : targets[0],
  };
  return JSON.stringify(annotation, null, 2);
}

/** A name for an annotation that no other has. `crypto.randomUUID` is only there on pages with https. */
export function makeId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const digits = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return `urn:uuid:${digits.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-")}`;
}
