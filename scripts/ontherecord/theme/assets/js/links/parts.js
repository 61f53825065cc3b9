// What the bar, the notices and the dialog of citations share: a button that looks like a link, and what a screen
// reader says.
import { build, buildButton } from "../dom.js";

/** A button that looks like a link, beside links. */
export function buildAction(label, click, attributes = {}) {
  return buildButton(label, click, { class: "text-action", ...attributes });
}

let region = null;

/** The region of the page that a screen reader reads out when it changes. */
export function aloud() {
  region ??= build("p", { class: "said-aloud", role: "status", "aria-live": "polite" });
  return region;
}

/** Has a screen reader say it. The region is emptied first, or the same words twice would be said once. */
export function say(text) {
  aloud().textContent = "";
  setTimeout(() => {
    aloud().textContent = text;
  }, 60);
}
