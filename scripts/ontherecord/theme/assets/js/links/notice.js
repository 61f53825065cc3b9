// The notice of what became of a link's words that are not where it says.
import { build, capitalise, root, showDay, wait } from "../dom.js";
import { buildAction } from "./parts.js";
import {
  anchorsOf,
  markWords,
  namePassages,
  nameRange,
  numberOf,
  permalink,
  showOriginal,
  spokenWords,
} from "./passages.js";
import { linkTo } from "./quotation.js";
import { encodeValue } from "./quote.js";
import { splitWords } from "./text.js";

export async function showNotice(outcome, link) {
  const row = link.here?.row;
  const notice = build("div", { class: "notice notice--link", role: "status", "data-outcome": outcome.kind });
  if (row) row.before(notice);
  else (document.querySelector(".page") ?? document.body).prepend(notice);
  // A screen reader says what comes into a region that was there before.
  await wait(0);
  notice.append(...writeNotice(outcome, link));
}

export function closeNotice() {
  document.querySelectorAll(".notice--link").forEach((notice) => notice.remove());
}

export function openWordings({ spans }) {
  for (const { part } of spans) {
    const fold = part.element.closest("details");
    if (fold) fold.open = true;
  }
  return spans;
}

function writeNotice(outcome, link) {
  const { first, more, actions, quoted = true } = NOTICES[outcome.kind](outcome, link);
  const said = quoted ? showQuoted(outcome, link.quote) : [];
  const line = build("p", {}, build("b", {}, ...first), ...(more ?? []), quoted ? " The link quoted:" : "");
  return [line, ...said, build("p", { class: "notice-actions" }, ...actions)];
}

const NOTICES = {
  moved: writeMoved,

  changed({ earlier, others }, link) {
    const more = tellOthers(others, "The same words stand in ", link);
    return { first: [tellChange(earlier)], more, actions: [dismissal()] };
  },

  several({ count, earlier }, { here }) {
    const first = [`The quoted words stand ${count} times in ${namePassages([here.anchor])}.`];
    const date = earlier && dateOf(earlier);
    const more = earlier
      ? [` They stood there once${date ? ` until ${date}` : ""}: see the earlier wording.`]
      : [" The link does not say which of them it means."];
    return { first, more, actions: [dismissal()] };
  },

  attributed({ lines }) {
    return { first: [lines.join(" ")], actions: [dismissal()], quoted: false };
  },

  parted({ spans }, { page }) {
    const anchors = anchorsOf(spans);
    const entries = page.filter((entry) => anchors.includes(entry.anchor));
    return {
      first: ["The quoted words no longer stand one after the other."],
      more: [
        ` They are marked in ${entries.length > 1 ? "passages" : "passage"} `,
        ...listLinks(entries),
        ".",
      ],
      actions: [dismissal()],
    };
  },

  translated({ spans }, { reopen }) {
    const show = () => {
      spans.forEach(({ part }) => showOriginal(part.element));
      reopen();
    };
    return {
      first: [
        `This page is translated, so the words that were quoted from ${nameRange(spans)} are not marked.`,
      ],
      actions: [buildAction("Show the original", show), dismissal()],
    };
  },

  nowhere({ near, exact }, link) {
    const lead = exact ? " It may mean passage " : " The nearest is passage ";
    return {
      first: [tellAbsence(link)],
      more: near.length ? [lead, ...listLinks(near, " or "), "."] : [],
      actions: [dismissal()],
      quoted: false,
    };
  },

  misplaced(_outcome, { here }) {
    return {
      first: [`The quoted words stand in ${namePassages([here.anchor])}, but not where the link says.`],
      actions: [dismissal()],
    };
  },

  scattered({ others }, link) {
    const more = tellOthers(others, "They stand in ", link);
    return { first: [tellAbsence(link)], more, actions: [searching(link.quote), dismissal()] };
  },

  missing(_outcome, link) {
    return { first: [tellAbsence(link)], actions: [searching(link.quote), dismissal()] };
  },
};

function writeMoved({ to, spans, earlier }, link) {
  const anchors = to.map((entry) => entry.anchor);
  const name = anchors.length > 1 ? "passages " : "passage ";
  const numbers = anchors.map(numberOf).join("–");
  const address = linkTo(spans);
  const go = build("a", { href: address, click: link.follow }, `Go to ${name}${numbers}`);
  const target = linkNumber(address, numbers, link.follow);
  if (!earlier) {
    const more = [` They stand in ${name}`, target, "."];
    return { first: [tellAbsence(link)], more, actions: [go, dismissal("Stay here")] };
  }
  const date = dateOf(earlier);
  return {
    first: [`The quoted words have moved to ${name}`, target, "."],
    more: date ? [` They stood here until ${date}.`] : [],
    actions: [go, buildAction("Stay here", () => stayHere(earlier))],
    quoted: false,
  };
}

function stayHere(earlier) {
  closeNotice();
  openWordings(earlier).forEach(markWords);
}

/** The day of all changes; null if they were on several days. */
function dateOf({ changes }, dayOf = (part) => part.until) {
  const days = new Set(changes.map(dayOf));
  return days.size === 1 ? showDay(...days) : null;
}

function tellChange(earlier) {
  const anchors = earlier.changes.map((part) => part.anchor);
  const names = capitalise(namePassages(anchors));
  const tombOf = ({ element }) => element.closest(".tombstone");
  // The newest wording of a removed passage stands first, and ended when the passage was removed.
  const dayOf = (part) => (tombOf(part)?.querySelector(".earlier-words").dataset ?? part).until;
  const date = dateOf(earlier, dayOf);
  const when = date ? ` on ${date}` : "";
  const removed = earlier.changes.filter(tombOf).length;
  if (!removed) return `The wording of ${namePassages(anchors)} changed${when}.`;
  if (removed < anchors.length) return `${names} were changed or removed${when}.`;
  return `${names} ${removed > 1 ? "were" : "was"} removed${when}.`;
}

/** "14, 15 and 16", each a link. */
function listLinks(entries, last = " and ") {
  return listed(
    entries.map((entry) => linkNumber(permalink(entry.row).href, numberOf(entry.anchor))),
    last,
  );
}

function linkNumber(address, numbers, follow = null) {
  const click = follow ? { click: follow } : {};
  return build("a", { class: "permanent", href: address, ...click }, numbers);
}

function listed(links, last = " and ") {
  return links.flatMap((link, number) => {
    if (!number) return [link];
    return [number === links.length - 1 ? last : ", ", link];
  });
}

function tellAbsence({ anchor, here }) {
  if (here) return `The quoted words are not in ${namePassages([anchor])}.`;
  if (/^p\d+[a-z]*$/.test(anchor)) return `There is no ${namePassages([anchor])} on this page.`;
  return "The link names no passage of this page.";
}

function tellOthers(others, lead, { follow }) {
  if (!others.length) return null;
  const links = others.map(({ entries, places }) => {
    // Where they stand more than once, the link leads to the passage and marks none of them.
    const address = places.length === 1 ? linkTo(places[0]) : permalink(entries[0].row).href;
    const numbers = entries.map((entry) => numberOf(entry.anchor)).join("–");
    return linkNumber(address, numbers, follow);
  });
  return [` ${lead}${links.length > 1 ? "passages" : "passage"} `, ...listed(links), "."];
}

const LONGEST_SHOWN = 280;

/** The quoted words: as they stood, if an earlier wording has them, or else what the link has of them. */
function showQuoted({ kind, earlier, spans }, quote) {
  const whole = earlier?.spans ?? (["parted", "translated"].includes(kind) ? spans : null);
  const text = whole ? whole.map(spokenWords).join(" ") : quote.said + (quote.to ? ` … ${quote.to}` : "");
  return [
    build("p", { class: "notice-words notranslate", dir: "auto", translate: "no" }, `“${shorten(text)}”`),
  ];
}

function shorten(text) {
  if (text.length <= LONGEST_SHOWN) return text;
  const words = splitWords(text);
  const first = words.filter(([, end]) => end <= LONGEST_SHOWN * 0.65).at(-1);
  const last = words.find(([start]) => start >= text.length - LONGEST_SHOWN * 0.3);
  return `${text.slice(0, first?.[1])} … ${last ? text.slice(last[0]) : ""}`;
}

function searching(quote) {
  const url = new URL("search/", root);
  url.search = `q=${encodeValue(quote.said + (quote.to ? ` ${quote.to}` : ""))}`;
  return build("a", { href: url.href }, "Search for these words");
}

function dismissal(label = "Dismiss") {
  return buildAction(label, closeNotice);
}
