// What the pages do besides being read: fill in what only the reader's browser knows, keep the agenda in step, and
// open what a link leads to.
import { root } from "./dom.js";
import { showToday } from "./tr.js";

export function start() {
  // A link is gone to below what sticks; otherwise what measures the page waits until it was first drawn.
  const whenIdle = globalThis.requestIdleCallback ?? setTimeout;
  if (location.hash) followHeads();
  else whenIdle(followHeads);
  whenIdle(followAgenda);
  switchColours();
  for (const onTarget of [openFoldAround, nameSpeaker]) {
    addEventListener("hashchange", onTarget);
    onTarget();
  }
  foldAgendaOnChoice();
  whenIdle(fillIn); // By itself, since a day in words takes a browser as long as all the rest.
  addEventListener("beforeprint", () => {
    fillIn();
    document.documentElement.style.setProperty("--title", JSON.stringify(document.title));
  });
}

/** Tells what only the reader's browser knows; again before a page is printed, which may be before it was idle. */
function fillIn() {
  const fill = (name, tell) => {
    const marks = document.querySelectorAll(name);
    const text = marks.length ? tell() : "";
    marks.forEach((mark) => {
      mark.textContent = text;
    });
  };
  const here = new URL(location);
  here.search = here.hash = "";
  // Some styles of citation want the day on which the page was read, and all of them the address at which it stands,
  // where the build did not know it.
  fill(".access-date", showToday);
  fill(".site-address", () => root.href.replace(/\/$/, ""));
  // On paper the page says its own address, and every sheet its title.
  fill(".page-address", () => document.querySelector("link[rel=canonical]")?.href ?? here.href);
}

/** Larger text, or a small window, may need a higher header or two lines for a speaker: what sticks below it, and what
 *  is scrolled to, stands lower then. */
function followHeads() {
  const header = document.querySelector(".site-header");
  if (!header || !("ResizeObserver" in window)) return;
  const page = document.documentElement;
  const measure = (element) => {
    if (element !== header) return [element.parentElement, "--turn-head", element.offsetHeight];
    const sticks = getComputedStyle(header).position === "sticky";
    return [page, "--header", sticks ? header.offsetHeight : 0];
  };
  // What is told to an element has all within it styled anew, so what is known already is not.
  const isNews = ([element, name, height]) => {
    const known = getComputedStyle(element).getPropertyValue(name);
    const unit = known.endsWith("rem") ? Number.parseFloat(getComputedStyle(page).fontSize) : 1;
    return Math.abs(Number.parseFloat(known) * unit - height) >= 1;
  };
  const tell = ([element, name, height]) => element.style.setProperty(name, height ? `${height}px` : "");
  // All are measured before the first is told, or the page would be laid out anew for each.
  const observer = new ResizeObserver((entries) =>
    entries
      .map(({ target }) => measure(target))
      .filter(isNews)
      .forEach(tell),
  );
  [header, ...document.querySelectorAll(".turn-head")].forEach((element) => observer.observe(element));
}

/** Colours are the system's, or light, or dark; the choice is kept for all pages, which begin with it (first.js). */
function switchColours() {
  const { dataset } = document.documentElement;
  document.querySelector(".colours")?.addEventListener("click", () => {
    const next = { light: "dark", dark: null }[dataset.colours];
    if (next === null) delete dataset.colours;
    else dataset.colours = next ?? "light";
    try {
      if (next === null) localStorage.removeItem("ontherecord:colours");
      else localStorage.setItem("ontherecord:colours", dataset.colours);
    } catch {
      // Without storage the choice holds for the page.
    }
  });
}

/** What a fragment names, or null; a fragment from elsewhere may be malformed. */
function findTarget(hash) {
  try {
    return hash ? document.getElementById(decodeURIComponent(hash.slice(1))) : null;
  } catch {
    return null;
  }
}

/** The agenda entry of the part that is being read stands out. */
function followAgenda() {
  const links = [...document.querySelectorAll(".agenda a[href^='#']")];
  const targets = links.map((link) => findTarget(link.hash));
  if (!links.length || !("IntersectionObserver" in window)) return;
  let waiting = false;
  const mark = () => {
    waiting = false;
    const line = innerHeight / 3;
    const current = targets.findLastIndex((target) => target && target.getBoundingClientRect().top <= line);
    links.forEach((link, number) => {
      if (number === current) link.setAttribute("aria-current", "location");
      else link.removeAttribute("aria-current");
    });
  };
  const onScroll = () => {
    if (!waiting) requestAnimationFrame(mark);
    waiting = true;
  };
  addEventListener("scroll", onScroll, { passive: true });
  mark();
}

/** A fold that holds the target of a link opens, so that the link never leads to something unseen. */
function openFoldAround() {
  const fold = findTarget(location.hash)?.closest("details:not([open])");
  if (fold) fold.open = true;
}

/** Who comes to a passage by its link hears who speaks: the passage has the focus, and its turn's head describes it. */
function nameSpeaker() {
  const words = findTarget(location.hash);
  const head = words?.closest(".turn")?.querySelector(".turn-head");
  if (!head || !words.matches(".words")) return;
  head.id ||= `speaker-${words.id}`;
  words.setAttribute("aria-describedby", head.id);
  words.setAttribute("tabindex", "-1");
  words.addEventListener("blur", () => words.removeAttribute("tabindex"), { once: true });
  words.focus({ preventScroll: true });
}

/** Choosing from the agenda closes it again, except where it stands beside the text. */
function foldAgendaOnChoice() {
  document.querySelectorAll(".agenda a").forEach((link) => {
    link.addEventListener("click", () => {
      if (matchMedia("(max-width: 1219.98px)").matches) link.closest("details").open = false;
    });
  });
}
