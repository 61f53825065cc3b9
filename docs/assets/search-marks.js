// Marks what was searched for in the passages of a page, with a way to clear the marks and one back to the results.
// They come in the tab's storage, or in the address, which is then cleaned: what a reader copies from it is the
// passage's own.
import { findMatches } from "./search-text.js";
import { foldWords } from "./search-words.js";

const root = new URL("../", import.meta.url);

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
  // Backwards, so that places before a mark stay where they are.
  for (const { start, end } of [...matches].reverse()) wrap(passage, start, end);
  return matches.length;
}

function wrap(passage, start, end) {
  const walker = document.createTreeWalker(passage, NodeFilter.SHOW_TEXT);
  const pieces = [];
  let at = 0;
  while (walker.nextNode()) {
    const node = walker.currentNode;
    const from = Math.max(start - at, 0);
    const to = Math.min(end - at, node.length);
    if (from < to) pieces.push([node, from, to]);
    at += node.length;
  }
  for (const [node, from, to] of pieces.reverse()) {
    const range = document.createRange();
    range.setStart(node, from);
    range.setEnd(node, to);
    const mark = document.createElement("mark");
    mark.className = "found";
    range.surroundContents(mark);
  }
}

function clear(bar) {
  document.querySelectorAll("mark.found").forEach((mark) => {
    const parent = mark.parentNode;
    mark.replaceWith(...mark.childNodes);
    parent.normalize();
  });
  history.replaceState({ ...history.state, marks: null }, "");
  const held = bar.contains(document.activeElement);
  bar.remove();
  if (held) document.querySelector("p[data-passage]:target")?.closest(".passage")?.querySelector(".number")?.focus();
}

function buildBar({ from }, number) {
  const bar = document.createElement("div");
  bar.className = "marks-bar";
  bar.setAttribute("role", "region");
  bar.setAttribute("aria-label", "Marks of the search");
  const text = document.createElement("p");
  text.textContent = number === 1 ? "1 match is marked." : `${number} matches are marked.`;
  const remove = document.createElement("button");
  remove.type = "button";
  remove.textContent = "Clear marks";
  remove.title = "Clear marks (Escape)";
  remove.addEventListener("click", () => clear(bar));
  bar.append(text, remove);
  if (from) {
    const back = document.createElement("a");
    back.href = new URL(`search/?${from}`, root).href;
    back.textContent = "Back to the results";
    bar.append(back);
  }
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
  const { bottom } = mark.getBoundingClientRect();
  if (bottom > innerHeight - 60) scrollBy({ top: bottom - innerHeight / 3, behavior: "instant" });
}

const marks = readMarks();
if (marks) {
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
    if (event.key === "Escape" && !event.defaultPrevented && !typing && bar.isConnected && String(getSelection()) === "") clear(bar);
  });
}
