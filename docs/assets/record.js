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

// On paper the page says its own address.
document.querySelectorAll(".page-address").forEach((mark) => {
  const here = new URL(location);
  here.search = here.hash = "";
  mark.textContent = document.querySelector("link[rel=canonical]")?.href ?? here.href;
});

// Larger text may need a higher header: what sticks below it, and what is scrolled to, stands lower then.
const header = document.querySelector(".site-header");
if (header && "ResizeObserver" in window) {
  new ResizeObserver(() => {
    const sticks = getComputedStyle(header).position === "sticky";
    document.documentElement.style.setProperty("--header", sticks ? `${header.offsetHeight}px` : "");
  }).observe(header);
}

// The switch of colours has a button's looks, so the space bar works it as well; the theme sees to Enter.
document.querySelector("[data-md-component=palette]")?.addEventListener("keydown", (event) => {
  if (event.key !== " ") return;
  event.preventDefault();
  const next = event.currentTarget.querySelector("label:not([hidden])");
  next.click();
  next.control.focus();
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

// Choosing from the agenda closes it again, except where it stands beside the text.
document.querySelectorAll(".agenda a").forEach((link) => {
  link.addEventListener("click", () => {
    if (matchMedia("(max-width: 1219.98px)").matches) link.closest("details").open = false;
  });
});

// --- The search ----------------------------------------------------------------------------------------------------

// Nothing of it is loaded before it is used.
const asset = (name) => new URL(`assets/${name}`, root).href;

if (document.getElementById("search-form")) {
  import(asset("search-page.js")).catch(() => {
    document.getElementById("search-status").textContent = "The search could not be loaded. Try again, or go by topic.";
  });
}

function addStyle(name) {
  const link = document.createElement("link");
  link.rel = "stylesheet";
  link.href = asset(name);
  const ready = new Promise((resolve) => (link.onload = link.onerror = resolve));
  document.head.append(link);
  return ready;
}

const headerSearch = document.querySelector(".header-search");
if (headerSearch) {
  const field = headerSearch.elements.q;
  const begin = async () => {
    const [{ start }] = await Promise.all([import(asset("search-field.js")), addStyle("search.css")]);
    start(headerSearch);
  };
  const use = () => begin().catch(() => {});
  if (document.activeElement === field) use();
  else field.addEventListener("focus", use, { once: true });
}

// A passage that a search led to: its words are marked.
function hasMarks() {
  try {
    if (sessionStorage.getItem("ontherecord:marks")?.includes(JSON.stringify(location.pathname))) return true;
  } catch {
    // Without storage they come in the address.
  }
  return new URLSearchParams(location.search).has("mark") || Boolean(history.state?.marks);
}

if (hasMarks()) {
  addStyle("search.css");
  import(asset("search-marks.js")).catch(() => {});
}
