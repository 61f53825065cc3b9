// What is known of a name, beside the text: shown when the pointer rests on it, when it has the focus, and at the
// first tap of a finger (the second follows the link). Escape takes it away. Without this script a name is a link.
import { build, isPlainClick, root } from "./dom.js";
import { start as startSwitch } from "./names_switch.js";
import { tr, trMany } from "./tr.js";

const WAIT = 250; // Milliseconds for which the pointer must rest on a name, so that none shows on the way past.
const GRACE = 300; // And in which it may come from the name to the note.
const NAMES = ".words a.name:not([data-href])";

const KINDS = {
  person: tr("Person"),
  organisation: tr("Organisation"),
  group: tr("Group"),
  office: tr("Office"),
  place: tr("Place"),
  document: tr("Document"),
  format: tr("Format"),
  event: tr("Event"),
};

const cards = new Map();
const note = build("div", { class: "name-note", id: "name-note", role: "tooltip" });

let shown = null; // The link whose note is on the page.
let wanted = null; // The link whose note is to be there as soon as it is loaded.
let timer = 0;
let finger = false; // Whether the last press was of a finger.
let tapped = null; // The link whose note a tap opened.

/** What is known of the entity that a link leads to; null where it can not be had. */
function loadCard(link) {
  const id = new URL(link.href).pathname.split("/names/").at(-1).split("/")[0];
  if (!cards.has(id)) {
    const card = fetch(new URL(`data/names/${id}.json`, root))
      .then((answer) => (answer.ok ? answer.json() : Promise.reject(new Error(answer.statusText))))
      .catch(() => {
        cards.delete(id); // Another time the network may be there.
        return null;
      });
    cards.set(id, card);
  }
  return cards.get(id);
}

function fill(card, byTap) {
  const passages = trMany("{number} passage", "{number} passages", card.passages);
  const kind = build("span", {}, tr("{kind}, {passages}", { kind: KINDS[card.kind] ?? "", passages }));
  note.replaceChildren(build("b", {}, card.name), kind, build("div", {}, card.description));
  if (byTap) note.append(build("span", {}, tr("Tap the name again for every passage that names it.")));
}

async function show(link, { byTap = false, at = null } = {}) {
  clearTimeout(timer);
  if (shown === link) return;
  wanted = link;
  const card = await loadCard(link);
  if (wanted !== link || !card || !link.isConnected) return;
  hide();
  wanted = link;
  fill(card, byTap);
  document.body.append(note);
  shown = link;
  link.setAttribute("aria-describedby", note.id);
  place(link, at);
}

/** Below the name, at the line that the pointer is on; above the name where there is no room below. It never covers a
 *  line of the name. */
function place(link, at) {
  const lines = [...link.getClientRects()];
  const line = lines.find(({ top, bottom }) => at && at.y >= top - 2 && at.y <= bottom + 2) ?? lines[0];
  if (!line) return;
  const { width, height } = note.getBoundingClientRect();
  const room = document.documentElement.clientWidth;
  const left = Math.max(8, Math.min(line.left, room - width - 8));
  const below = Math.max(...lines.map(({ bottom }) => bottom)) + 6;
  const above = Math.min(...lines.map(({ top }) => top)) - 6 - height;
  note.style.left = `${left + scrollX}px`;
  note.style.top = `${(below + height > innerHeight && above > 0 ? above : below) + scrollY}px`;
}

function hide() {
  clearTimeout(timer);
  wanted = null;
  tapped = null;
  shown?.removeAttribute("aria-describedby");
  shown = null;
  note.remove();
}

function hideSoon() {
  clearTimeout(timer);
  wanted = null;
  timer = setTimeout(() => {
    if (shown !== document.activeElement || !shown?.matches(":focus-visible")) hide();
  }, GRACE);
}

const nameAt = (target) => target.closest?.(NAMES);

function onOver(event) {
  if (event.pointerType === "touch" || event.buttons) return;
  if (note.contains(event.target)) return clearTimeout(timer);
  const link = nameAt(event.target);
  if (link && link !== shown) {
    clearTimeout(timer);
    timer = setTimeout(() => show(link, { at: { y: event.clientY } }), WAIT);
  } else if (link) clearTimeout(timer);
}

function onOut(event) {
  if (event.pointerType === "touch") return;
  const from = nameAt(event.target) ?? (note.contains(event.target) ? note : null);
  const to = event.relatedTarget;
  if (from && !(to && (from.contains(to) || note.contains(to) || shown?.contains(to)))) hideSoon();
}

function onDown(event) {
  finger = event.pointerType === "touch";
  if (!note.contains(event.target) && nameAt(event.target) !== shown) hide();
}

function onClick(event) {
  const link = nameAt(event.target);
  if (!link || event.defaultPrevented) return;
  // Words were selected, from within a name or to it: nobody meant to leave.
  const selection = getSelection();
  if (!selection.isCollapsed && selection.containsNode(link, true)) {
    event.preventDefault();
    return;
  }
  if (finger && isPlainClick(event) && tapped !== link) {
    event.preventDefault();
    hide();
    tapped = link;
    show(link, { byTap: true, at: { y: event.clientY } }).then(() => {
      if (shown === link) tapped = link;
      else if (tapped === link) location.assign(link.href); // Nothing is known of it: the link is all there is.
    });
  }
}

// A press on a link drags the link, and selects nothing. For as long as the mouse is down a name is no link, so that
// words are selected from within a name as elsewhere in the text; a click finds the link again.
let pressed = null;

function letSelect(event) {
  giveBack();
  const link = nameAt(event.target);
  if (!link || event.pointerType === "touch" || !isPlainClick(event)) return;
  pressed = { link, href: link.getAttribute("href") };
  link.removeAttribute("href");
}

function giveBack() {
  pressed?.link.setAttribute("href", pressed.href);
  pressed = null;
}

function onKey(event) {
  if (event.key !== "Escape" || !(shown || wanted)) return;
  event.preventDefault();
  hide();
}

startSwitch();
document.addEventListener("pointerover", onOver);
document.addEventListener("pointerout", onOut);
document.addEventListener("pointerdown", onDown);
document.addEventListener("click", onClick);
document.addEventListener("keydown", onKey);
document.addEventListener("focusin", ({ target }) => {
  const link = nameAt(target);
  if (link?.matches(":focus-visible")) show(link);
  else if (shown && !link) hide();
});
document.addEventListener("focusout", ({ target }) => {
  if (nameAt(target)) hideSoon();
});
addEventListener("pointerdown", letSelect, { capture: true });
["pointerup", "pointercancel", "blur", "pagehide"].forEach((kind) =>
  addEventListener(kind, giveBack, { capture: true }),
);
addEventListener("resize", hide);
