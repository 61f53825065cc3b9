// Marks what was searched for in the passages of a page, with a way to clear the marks and one back to the results.
// They come in the tab's storage, or in the address, which is then cleaned: what a reader copies from it is the
// passage's own.
import { awaitTouch, build, buildButton, holdPlace, markText, root, unmarkText } from "../dom.js";
import { tr, trMany } from "../tr.js";
import { findMatches } from "./text.js";
import { foldWords } from "./words.js";

const MARKS = "ontherecord:marks";

/** What the tab's storage has for this page; it is taken out, and stays with this step of the history. */
function takeKept() {
  try {
    const kept = JSON.parse(sessionStorage.getItem(MARKS) ?? "null");
    if (kept?.path !== location.pathname) return null;
    sessionStorage.removeItem(MARKS);
    const marks = { forms: kept.forms, from: kept.from };
    history.replaceState({ ...history.state, marks }, "");
    return marks;
  } catch {
    return null; // Without storage they come in the address.
  }
}

function readMarks() {
  const address = new URL(location.href);
  const given = address.searchParams.getAll("mark");
  const forms = given.filter((form) => foldWords(form).length).slice(0, 24);
  if (!given.length) return takeKept() ?? history.state?.marks ?? null;
  const marks = { forms, from: address.searchParams.get("from") ?? "" };
  address.searchParams.delete("mark");
  address.searchParams.delete("from");
  history.replaceState({ ...history.state, marks }, "", address);
  return marks;
}

/** Wraps the matches in one passage; what it says stays as it is. */
function markPassage(passage, forms) {
  const matches = findMatches({ content: passage.textContent }, forms);
  for (const { start, end } of matches) markText(passage, start, end, "found");
  return matches.length;
}

function clear(bar) {
  unmarkText("found");
  history.replaceState({ ...history.state, marks: null }, "");
  const held = bar.contains(document.activeElement);
  bar.remove();
  if (held)
    document.querySelector("p[data-passage]:target")?.closest(".passage")?.querySelector(".number")?.focus();
}

function buildBar({ from }, number) {
  const text = trMany("{number} match is marked.", "{number} matches are marked.", number);
  const bar = build(
    "div",
    { class: "marks-bar", role: "region", "aria-label": tr("Marks of the search") },
    build("p", {}, text),
  );
  bar.append(buildButton(tr("Clear marks"), () => clear(bar), { title: tr("Clear marks (Escape)") }));
  if (from)
    bar.append(build("a", { href: new URL(`search/?${from}`, root).href }, tr("Back to the results")));
  return bar;
}

/**
 * A passage can be longer than the window: then its first mark is brought into sight. Whoever comes back to the page,
 * or has scrolled on it, stays where they are.
 */
function bringIntoSight() {
  const [entry] = performance.getEntriesByType("navigation");
  const mark = document.querySelector("p[data-passage]:target mark.found");
  if (!mark || entry?.type !== "navigate") return;
  const scroll = () => {
    const { bottom } = mark.getBoundingClientRect();
    if (bottom > innerHeight - 60) scrollBy({ top: bottom - innerHeight / 3, behavior: "instant" });
  };
  holdPlace(scroll, awaitTouch());
}

/** Marks what the search that led here was for, if one did. */
export function start() {
  const marks = readMarks();
  if (!marks) return;
  const passages = [...document.querySelectorAll("p[data-passage]")];
  const number = passages.reduce((sum, passage) => sum + markPassage(passage, marks.forms), 0);
  const bar = buildBar(marks, number);
  // Before the opened passage, so that who goes on from it by keyboard has it one step back.
  const opened = document.querySelector("p[data-passage]:target")?.closest(".turn");
  if (opened) opened.before(bar);
  else document.body.append(bar);
  bringIntoSight();
  bar.querySelector("button").addEventListener("keydown", (event) => event.key === "Escape" && clear(bar));
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest?.("input, textarea, select, dialog");
    if (
      event.key === "Escape" &&
      !event.defaultPrevented &&
      !typing &&
      bar.isConnected &&
      String(getSelection()) === ""
    )
      clear(bar);
  });
}
