// The address bar: the passage that was opened, the quote in it, and leaving them.
import { PARAMETERS } from "./quote.js";

export function readAnchor() {
  try {
    return decodeURIComponent(location.hash.slice(1));
  } catch {
    return location.hash.slice(1);
  }
}

// The history entry of a link that was opened as it is. Others that hold a quote have it from a link such as "#p20",
// which adds a passage to the address of this page, query and all.
export const OWN_QUOTE = { ownQuote: true };

/** Takes the quote out of the address, because it belongs to another passage. */
export function dropQuote() {
  const url = new URL(location.href);
  if (!url.searchParams.has("said")) return;
  PARAMETERS.forEach((name) => url.searchParams.delete(name));
  history.replaceState(history.state, "", url);
}

/** Marks the passage of the address bar. Until the address was changed here, the style sheet's :target does. */
export function showAddress() {
  document.documentElement.classList.remove("link-left");
  document.querySelectorAll(".passage--linked").forEach((row) => row.classList.remove("passage--linked"));
  const target = document.getElementById(readAnchor());
  const shown = document.querySelector(":target");
  if (target === shown) return;
  if (shown) document.documentElement.classList.add("link-left");
  target?.closest(".passage")?.classList.add("passage--linked");
}

/** The reader has turned to something else: the marks fade. The address stays, and so do the elements, because to
 *  take them out would spoil a selection in them. */
export function leaveLink() {
  document.documentElement.classList.add("link-left");
  document.querySelectorAll(".passage--linked").forEach((row) => row.classList.remove("passage--linked"));
}

export function leaveOnPress(event) {
  const target = document.getElementById(readAnchor())?.closest(".passage");
  const own = event.target.closest?.(".passage--linked, .notice--link, .words-bar, .cite-dialog");
  if (!own && !target?.contains(event.target)) leaveLink();
}
