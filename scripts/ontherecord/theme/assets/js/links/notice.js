// The notice of what became of a link's words that are not where it says.
import { build, root, wait } from "../dom.js";
import { quote as inQuotes, listNames, listParts, message, showDay, tr, trMany, trParts } from "../tr.js";
import { buildAction } from "./parts.js";
import {
  anchorsOf,
  languageOf,
  markWords,
  numberOf,
  permalink,
  showOriginal,
  showRange,
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
  const rest = [more, quoted && tr("The link quoted:")].filter(Boolean);
  const line = build(
    "p",
    {},
    build("b", {}, ...[first].flat()),
    ...rest.flatMap((words) => [" ", words].flat()),
  );
  return [line, ...said, build("p", { class: "notice-actions" }, ...actions)];
}

const NOTICES = {
  moved: writeMoved,

  changed({ earlier, others }, link) {
    const more = tellOthers(others, SAME_STAND, link);
    return { first: tellChange(earlier), more, actions: [dismissal()] };
  },

  several({ count, earlier }, { here }) {
    const first = trMany(
      "The quoted words stand {number} time in passage {passage}.",
      "The quoted words stand {number} times in passage {passage}.",
      count,
      { passage: numberOf(here.anchor) },
    );
    const day = earlier && dateOf(earlier);
    const once = day
      ? tr("They stood there once until {day}: see the earlier wording.", { day })
      : tr("They stood there once: see the earlier wording.");
    const more = earlier ? once : tr("The link does not say which of them it means.");
    return { first, more, actions: [dismissal()] };
  },

  attributed({ lines }) {
    return { first: lines.join(" "), actions: [dismissal()], quoted: false };
  },

  parted({ spans }, { page }) {
    const anchors = anchorsOf(spans);
    const entries = page.filter((entry) => anchors.includes(entry.anchor));
    return {
      first: tr("The quoted words no longer stand one after the other."),
      more: tellPassages(ARE_MARKED, listLinks(entries)),
      actions: [dismissal()],
    };
  },

  translated({ spans }, { reopen }) {
    const show = () => {
      spans.forEach(({ part }) => showOriginal(part.element));
      reopen();
    };
    return {
      first: tellNumbers(NOT_MARKED, anchorsOf(spans), showRange(spans)),
      actions: [buildAction(tr("Show the original"), show), dismissal()],
    };
  },

  nowhere({ near, exact }, link) {
    const passages = listParts(listLinks(near), "disjunction");
    const nearest = exact
      ? trParts("It may mean passage {passages}.", { passages })
      : trParts("The nearest is passage {passages}.", { passages });
    return {
      first: tellAbsence(link),
      more: near.length ? nearest : null,
      actions: [dismissal()],
      quoted: false,
    };
  },

  misplaced(_outcome, { here }) {
    return {
      first: tr("The quoted words stand in passage {number}, but not where the link says.", {
        number: numberOf(here.anchor),
      }),
      actions: [dismissal()],
    };
  },

  scattered({ others }, link) {
    const more = tellOthers(others, STAND, link);
    return { first: tellAbsence(link), more, actions: [searching(link.quote), dismissal()] };
  },

  missing(_outcome, link) {
    return { first: tellAbsence(link), actions: [searching(link.quote), dismissal()] };
  },
};

function writeMoved({ to, spans, earlier }, link) {
  const anchors = to.map((entry) => entry.anchor);
  const numbers = anchors.map(numberOf).join("–");
  const address = linkTo(spans);
  const go = build("a", { href: address, click: link.follow }, tellNumbers(GO_TO, anchors, numbers));
  const target = linkNumber(address, numbers, link.follow);
  const tell = ([one, several]) => trParts(anchors.length > 1 ? several : one, { passages: target });
  if (!earlier)
    return { first: tellAbsence(link), more: tell(STAND), actions: [go, dismissal(tr("Stay here"))] };
  const day = dateOf(earlier);
  return {
    first: tell(HAVE_MOVED),
    more: day && tr("They stood here until {day}.", { day }),
    actions: [go, buildAction(tr("Stay here"), () => stayHere(earlier))],
    quoted: false,
  };
}

// Each for one passage, and for several.
const STAND = [message("They stand in passage {passages}."), message("They stand in passages {passages}.")];
const SAME_STAND = [
  message("The same words stand in passage {passages}."),
  message("The same words stand in passages {passages}."),
];
const ARE_MARKED = [
  message("They are marked in passage {passages}."),
  message("They are marked in passages {passages}."),
];
const HAVE_MOVED = [
  message("The quoted words have moved to passage {passages}."),
  message("The quoted words have moved to passages {passages}."),
];
const GO_TO = [message("Go to passage {number}"), message("Go to passages {numbers}")];
const NOT_MARKED = [
  message("This page is translated, so the words that were quoted from passage {number} are not marked."),
  message("This page is translated, so the words that were quoted from passages {numbers} are not marked."),
];
const REWORDED = [
  message("The wording of passage {number} changed."),
  message("The wording of passages {numbers} changed."),
];
const REWORDED_ON = [
  message("The wording of passage {number} changed on {day}."),
  message("The wording of passages {numbers} changed on {day}."),
];
const REMOVED = [message("Passage {number} was removed."), message("Passages {numbers} were removed.")];
const REMOVED_ON = [
  message("Passage {number} was removed on {day}."),
  message("Passages {numbers} were removed on {day}."),
];

/** That of two messages which goes with so many passages, with their numbers as they are given. */
function tellNumbers([one, several], anchors, numbers, values = {}) {
  return tr(anchors.length > 1 ? several : one, { number: numbers, numbers, ...values });
}

/** The same with links to them. */
function tellPassages([one, several], links) {
  return trParts(links.length > 1 ? several : one, { passages: listParts(links) });
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
  const anchors = [...new Set(earlier.changes.map((part) => part.anchor))];
  const numbers = listNames(anchors.map(numberOf));
  const tombOf = ({ element }) => element.closest(".tombstone");
  // The newest wording of a removed passage stands first, and ended when the passage was removed.
  const dayOf = (part) => (tombOf(part)?.querySelector(".earlier-words").dataset ?? part).until;
  const day = dateOf(earlier, dayOf);
  const removed = earlier.changes.filter(tombOf).length;
  if (removed && removed < earlier.changes.length)
    return day
      ? tr("Passages {numbers} were changed or removed on {day}.", { numbers, day })
      : tr("Passages {numbers} were changed or removed.", { numbers });
  const undated = removed ? REMOVED : REWORDED;
  const dated = removed ? REMOVED_ON : REWORDED_ON;
  return tellNumbers(day ? dated : undated, anchors, numbers, { day });
}

function listLinks(entries) {
  return entries.map((entry) => linkNumber(permalink(entry.row).href, numberOf(entry.anchor)));
}

function linkNumber(address, numbers, follow = null) {
  const click = follow ? { click: follow } : {};
  return build("a", { class: "permanent", href: address, ...click }, numbers);
}

function tellAbsence({ anchor, here }) {
  const number = numberOf(anchor);
  if (here) return tr("The quoted words are not in passage {number}.", { number });
  if (/^p\d+[a-z]*$/.test(anchor)) return tr("There is no passage {number} on this page.", { number });
  return tr("The link names no passage of this page.");
}

function tellOthers(others, messages, { follow }) {
  if (!others.length) return null;
  const links = others.map(({ entries, places }) => {
    // Where they stand more than once, the link leads to the passage and marks none of them.
    const address = places.length === 1 ? linkTo(places[0]) : permalink(entries[0].row).href;
    const numbers = entries.map((entry) => numberOf(entry.anchor)).join("–");
    return linkNumber(address, numbers, follow);
  });
  return tellPassages(messages, links);
}

const LONGEST_SHOWN = 280;

/** The quoted words: as they stood, if an earlier wording has them, or else what the link has of them. */
function showQuoted({ kind, earlier, spans }, quote) {
  const whole = earlier?.spans ?? (["parted", "translated"].includes(kind) ? spans : null);
  const text = whole ? whole.map(spokenWords).join(" ") : quote.said + (quote.to ? ` … ${quote.to}` : "");
  const lang = languageOf(document.querySelector("[data-passage]")) ?? null;
  const attributes = { class: "notice-words notranslate", lang, dir: "auto", translate: "no" };
  return [build("p", attributes, inQuotes(shorten(text)))];
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
  return build("a", { href: url.href }, tr("Search for these words"));
}

function dismissal(label = tr("Dismiss")) {
  return buildAction(label, closeNotice);
}
