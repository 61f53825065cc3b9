// The dialog with a passage's citations.
import { build, buildButton, nextByKey, root, showToday } from "../dom.js";
import { copy } from "./clipboard.js";
import { aloud, buildAction, say } from "./parts.js";
import { anchorsOf, nameRange, numberOf, showRange } from "./passages.js";
import { areOneQuotation, group } from "./quotation.js";
import { citeTogether } from "./together.js";

const STYLE_KEY = "ontherecord.citation-style";
const FILES = [
  ["bibtex", "BibTeX", "bib", "application/x-bibtex"],
  ["ris", "RIS", "ris", "application/x-research-info-systems"],
  ["csl", "CSL-JSON", "json", "application/vnd.citationstyles.csl+json"],
];

const loaded = new Map();
let blobs = [];

export function citationsAddress({ part }) {
  const address = part.element.closest("[data-citations]")?.dataset.citations;
  return address ? new URL(address, document.baseURI).href : null;
}

/** The citations of a transcript, fetched once, with the address of this site in the place of the built-in one. */
function loadCitations(address) {
  if (!loaded.has(address)) {
    const loading = fetch(address).then(async (response) => {
      if (!response.ok) throw new Error(`${response.status}`);
      const text = await response.text();
      const { base } = JSON.parse(text);
      const today = showToday();
      const dated = text.replaceAll("[date of access]", today).replaceAll("&#91;date of access&#93;", today);
      return JSON.parse(base ? dated.replaceAll(base, root.href) : dated);
    });
    loading.catch(() => loaded.delete(address));
    loaded.set(address, loading);
  }
  return loaded.get(address);
}

function rememberedStyle() {
  try {
    return localStorage.getItem(STYLE_KEY);
  } catch {
    return null;
  }
}

function rememberStyle(id) {
  try {
    localStorage.setItem(STYLE_KEY, id);
  } catch {
    /* Without storage the first style comes first again. */
  }
}

export function openCitations(opener, spans) {
  const body = build("div", { class: "cite-body" });
  const title = build("h2", { id: "cite-title" });
  const close = buildButton("×", () => dialog.close(), { class: "cite-close", "aria-label": "Close" });
  const dialog = build(
    "dialog",
    { class: "cite-dialog", "aria-labelledby": "cite-title" },
    build("div", { class: "cite-head" }, title, close),
    body,
  );
  dialog.addEventListener("click", (press) => {
    if (press.target === dialog) dialog.close();
  });
  dialog.addEventListener("close", () => {
    document.body.append(aloud());
    dialog.remove();
    dropFiles();
    if (opener.isConnected) opener.focus({ preventScroll: true });
  });
  // What is outside an open dialog is not said aloud.
  dialog.append(aloud());
  document.body.append(dialog);
  dialog.showModal();
  const groups = group(spans, areOneQuotation);
  showPassages({ title, body, groups }, groups[0]);
}

/** Fills the dialog for passages that are cited as one. What is of two speakers is cited by itself. */
async function showPassages(view, spans) {
  view.title.textContent = `Cite ${nameRange(spans)}`;
  view.body.replaceChildren(build("p", { class: "cite-note" }, "Loading…"));
  try {
    const citations = await loadCitations(citationsAddress(spans[0]));
    const anchors = anchorsOf(spans);
    const passages = anchors.map((anchor) => citations.passages[anchor]);
    const styles = citations.styles.filter(({ id }) => passages.every((passage) => passage?.cite[id]));
    if (!styles.length) throw new Error("no citation");
    const cited = citeTogether(passages, anchors.map(numberOf), styles);
    view.body.replaceChildren(
      ...choosePassages(view, spans),
      ...showStyles(cited, styles),
      showFiles(cited, spans),
    );
    view.body.querySelector("[aria-selected=true]").focus();
  } catch {
    const again = buildAction("Try again", () => showPassages(view, spans));
    const note = build(
      "p",
      { class: "cite-note", role: "alert" },
      "The citations could not be loaded. ",
      again,
    );
    view.body.replaceChildren(note);
  }
}

function choosePassages(view, current) {
  if (view.groups.length < 2) return [];
  const buttons = view.groups.map((spans) =>
    buildAction(showRange(spans), () => showPassages(view, spans), {
      "aria-pressed": String(spans === current),
    }),
  );
  return [build("p", { class: "cite-passages" }, "The selection takes in passages ", ...buttons)];
}

function showStyles(passage, styles) {
  const panel = build("div", {
    class: "cite-text",
    role: "tabpanel",
    id: "cite-text",
    tabindex: "0",
    dir: "auto",
  });
  const list = build("div", { class: "cite-styles", role: "tablist", "aria-label": "Style" });
  let citation = null;
  const button = buildButton("Copy citation", () => copyCitation(citation, panel, button), {
    class: "cite-copy",
  });
  const choose = (chosen, tab) => {
    citation = passage.cite[chosen.id];
    for (const other of list.children) {
      other.setAttribute("aria-selected", String(other === tab));
      other.tabIndex = other === tab ? 0 : -1;
    }
    panel.setAttribute("aria-labelledby", tab.id);
    panel.replaceChildren(build("p", {}, ...readCitation(citation)), ...showInText(citation));
    button.textContent = "Copy citation";
  };
  const tabs = styles.map((style) => {
    const take = (event) => {
      choose(style, event.currentTarget);
      rememberStyle(style.id);
    };
    return buildButton(style.name, take, {
      role: "tab",
      id: `cite-${style.id}`,
      "aria-controls": "cite-text",
    });
  });
  list.append(...tabs);
  list.addEventListener("keydown", (event) => {
    const next = nextByKey(event, tabs, tabs.indexOf(event.target));
    next?.focus();
    next?.click();
  });
  const remembered = Math.max(
    0,
    styles.findIndex(({ id }) => id === rememberedStyle()),
  );
  choose(styles[remembered], tabs[remembered]);
  return [list, panel, build("div", { class: "cite-actions" }, button)];
}

/** What stands in the running text, in styles that name the author there. */
function showInText({ in_text: inText }) {
  return inText ? [build("p", { class: "cite-in-text" }, build("span", {}, "In the text: "), inText)] : [];
}

/** The citation as nodes: of its HTML only what sets words apart, and no attributes. */
function readCitation({ text, html }) {
  if (!html) return [text];
  const keep = (node) => {
    if (node.nodeType === Node.TEXT_NODE) return [node.data];
    const inner = [...node.childNodes].flatMap(keep);
    return /^(I|EM|B|STRONG|SUP|SUB)$/.test(node.nodeName)
      ? [build(node.nodeName.toLowerCase(), {}, ...inner)]
      : inner;
  };
  return [...new DOMParser().parseFromString(html, "text/html").body.childNodes].flatMap(keep);
}

async function copyCitation(citation, panel, button) {
  if (await copy(citation.text, panel.firstChild.outerHTML)) {
    button.textContent = "Citation copied";
    say("Citation copied.");
  } else {
    getSelection().selectAllChildren(panel.firstChild);
    button.textContent = "Select and copy";
    say("The browser does not let this page copy. The citation is selected.");
  }
}

function showFiles(passage, spans) {
  dropFiles();
  const [first, ...others] = anchorsOf(spans);
  const slug = spans[0].part.element.dataset.passage.split("/")[0];
  const name = [slug, first, ...others.slice(-1)].join("-");
  const links = FILES.filter(([key]) => passage[key]).map(([key, label, ending, type]) => {
    const content = typeof passage[key] === "string" ? passage[key] : JSON.stringify(passage[key], null, 2);
    const address = URL.createObjectURL(new Blob([content], { type }));
    blobs.push(address);
    return build("a", { href: address, download: `${name}.${ending}` }, label);
  });
  return build(
    "p",
    { class: "cite-files" },
    ...(links.length ? [build("span", {}, "Download"), ...links] : []),
  );
}

function dropFiles() {
  blobs.forEach((address) => URL.revokeObjectURL(address));
  blobs = [];
}
