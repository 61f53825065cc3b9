// What the pages do besides being read: reach the search with "/", search, and keep the agenda in step.
// Everything here adds to pages that work without it.
"use strict";

const root = new URL("..", document.currentScript.src);

// Some styles want the day on which the page was read.
document.querySelectorAll(".access-date").forEach((mark) => {
  mark.textContent = new Date().toLocaleDateString("en-GB", { day: "numeric", month: "long", year: "numeric" });
});

// Citations name the address at which the site is read, where the build did not know it.
document.querySelectorAll(".site-address").forEach((mark) => {
  mark.textContent = root.href.replace(/\/$/, "");
});

// What a fragment names, or null; a fragment from elsewhere may be malformed.
function findTarget(hash) {
  try {
    return hash ? document.getElementById(decodeURIComponent(hash.slice(1))) : null;
  } catch {
    return null;
  }
}

function isTyping(target) {
  return target.closest("input, textarea, select, [contenteditable]") !== null;
}

document.addEventListener("keydown", (event) => {
  const slash = event.key === "/" && !event.ctrlKey && !event.metaKey && !event.altKey;
  const letterK = event.key?.toLowerCase() === "k" && (event.ctrlKey || event.metaKey);
  if ((!slash && !letterK) || (slash && isTyping(event.target))) return;
  event.preventDefault();
  const fields = [...document.querySelectorAll("input[type=search]")];
  const field = fields.find((item) => item.offsetParent !== null);
  if (field) {
    field.focus();
    field.select();
  } else {
    location.assign(new URL("search/", root));
  }
});

// The agenda entry of the part that is being read stands out.
function followAgenda() {
  const links = [...document.querySelectorAll(".agenda a[href^='#']")];
  const targets = links.map((link) => findTarget(link.hash));
  if (!links.length || !("IntersectionObserver" in window)) return;
  let waiting = false;
  const mark = () => {
    waiting = false;
    const line = innerHeight / 3;
    let current = -1;
    targets.forEach((target, number) => {
      if (target && target.getBoundingClientRect().top <= line) current = number;
    });
    links.forEach((link, number) => {
      if (number === current) link.setAttribute("aria-current", "location");
      else link.removeAttribute("aria-current");
    });
  };
  addEventListener("scroll", () => {
    if (!waiting) requestAnimationFrame(mark);
    waiting = true;
  }, { passive: true });
  mark();
}
followAgenda();

// A fold that holds the target of a link opens, so that the link never leads to something unseen.
function openFoldAround() {
  const target = findTarget(location.hash);
  const fold = target && target.closest("details:not([open])");
  if (fold) fold.open = true;
}
addEventListener("hashchange", openFoldAround);
openFoldAround();

// On a narrow screen, choosing from the agenda closes it again.
document.querySelectorAll(".agenda a").forEach((link) => {
  link.addEventListener("click", () => {
    const fold = link.closest("details");
    if (fold.open) fold.open = false;
  });
});

const searchForm = document.getElementById("search-form");
if (searchForm) startSearch(searchForm);

function startSearch(form) {
  const field = form.elements.q;
  const status = document.getElementById("search-status");
  const list = document.getElementById("search-hits");
  const more = document.getElementById("search-more");
  const batch = 20;
  let engine = null;
  let latest = 0;
  let results = [];
  let shown = 0;

  function load() {
    engine ??= import(new URL("pagefind/pagefind.js", root).href).then(async (pagefind) => {
      // What stands beside the words is shown, and is no hit by itself: it scores nothing.
      const metaWeights = { title: 1, kind: 0, day: 0, number: 0, topics: 0, question: 0 };
      await pagefind.options({ excerptLength: 45, ranking: { metaWeights } });
      return pagefind;
    });
    return engine;
  }

  async function search(query) {
    const turn = ++latest;
    list.replaceChildren();
    more.hidden = true;
    if (!query) {
      status.textContent = "";
      return;
    }
    status.textContent = "Searching…";
    try {
      const found = await (await load()).search(query);
      if (turn !== latest) return;
      results = found.results.filter((result) => result.score > 0);
      shown = 0;
      const count = results.length === 1 ? "1 passage" : `${results.length} passages`;
      status.textContent = results.length ? `${count} for “${query}”` : `No passage has “${query}”.`;
      await showMore(turn);
    } catch {
      engine = null;
      status.textContent = "The search could not be loaded. Try again, or go by topic.";
    }
  }

  async function showMore(turn) {
    const next = await Promise.all(results.slice(shown, shown + batch).map((result) => result.data()));
    if (turn !== latest) return;
    shown += next.length;
    list.append(...next.map(buildHit));
    more.hidden = shown >= results.length;
  }

  const kinds = { s: "Statement", q: "Question", a: "Answer" };

  function showDay(day) {
    const date = new Date(Date.UTC(day.slice(0, 4), day.slice(4, 6) - 1, day.slice(6)));
    return date.toLocaleDateString("en-GB", { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });
  }

  function element(name, className, text) {
    const made = document.createElement(name);
    if (className) made.className = className;
    if (text) made.textContent = text;
    return made;
  }

  function buildHit(data) {
    const { meta } = data;
    const address = new URL(data.meta.url ?? data.raw_url ?? data.url, root).href;
    const hit = element("li", "hit");
    const head = element("p", "turn-head");
    head.append(
      element("b", "", meta.title), " ",
      element("span", "kind", kinds[meta.kind]), " ",
      element("span", "note", showDay(meta.day)),
    );
    hit.append(head);
    if (meta.question) {
      const asked = element("p", "answers", "In answer to ");
      asked.append(element("q", "", meta.question));
      hit.append(asked);
    }
    const row = element("div", "passage");
    const number = element("a", "number", meta.number);
    number.href = address;
    number.setAttribute("aria-label", `Passage ${meta.number}, ${showDay(meta.day)}`);
    const words = element("p", "words");
    words.append(...buildExcerpt(data.excerpt));
    const shownWords = words.textContent.trim();
    if (!data.content.startsWith(shownWords.slice(0, 20))) words.prepend("… ");
    if (!data.content.trimEnd().endsWith(shownWords.slice(-20))) words.append(" …");
    const link = element("a", "hit-link", "Read in context");
    link.href = address;
    row.append(number, words);
    hit.append(row, link);
    return hit;
  }

  // Pagefind's excerpt is text with <mark> around the matches, in which only < and > are escaped.
  function buildExcerpt(excerpt) {
    return excerpt.split(/(<mark>.*?<\/mark>)/s).filter(Boolean).map((piece) => {
      const text = piece.replace(/^<mark>|<\/mark>$/g, "").replaceAll("&lt;", "<").replaceAll("&gt;", ">");
      return piece.startsWith("<mark>") ? element("mark", "", text) : document.createTextNode(text);
    });
  }

  let timer = 0;
  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      const query = field.value.trim();
      const here = new URL(location.href);
      if (query) here.searchParams.set("q", query);
      else here.searchParams.delete("q");
      history.replaceState(null, "", here);
      search(query);
    }, 150);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const query = field.value.trim();
    const here = new URL(location.href);
    here.searchParams.set("q", query);
    history.pushState(null, "", here);
    search(query);
  });
  more.addEventListener("click", () => showMore(latest));
  const open = () => {
    field.value = new URLSearchParams(location.search).get("q") ?? "";
    search(field.value.trim());
  };
  addEventListener("popstate", open);
  open();
}
