// The dialog with the citations of passages or of a whole transcript, and the records that are downloaded.
import { build, buildButton, nextByKey, root } from "../dom.js";
import { readPacked } from "../packed.js";
import { showToday, tr, trParts } from "../tr.js";
import { copy } from "./clipboard.js";
import { describeDay, describePassages, fillCitations, fillRecords } from "./forms.js";
import { aloud, buildAction, say } from "./parts.js";
import { anchorsOf, citationsAddress, numberOf, permalink, rowOf, showRange, wordsOf } from "./passages.js";
import { areOneQuotation, group } from "./quotation.js";

const STYLE_KEY = "ontherecord.citation-style";
const FILES = [
  ["bibtex", "BibTeX", "bib", "application/x-bibtex"],
  ["ris", "RIS", "ris", "application/x-research-info-systems"],
  ["csl", "CSL-JSON", "json", "application/vnd.citationstyles.csl+json"],
];

const loaded = new Map();
let blobs = [];

/** The forms of a transcript's citations, fetched once. */
function loadForms(address) {
  if (!loaded.has(address)) {
    const loading = fetch(address).then((response) => {
      if (!response.ok) throw new Error(`${response.status}`);
      return readPacked(response);
    });
    loading.catch(() => loaded.delete(address));
    loaded.set(address, loading);
  }
  return loaded.get(address);
}

/** What is cited: passages that are cited as one. */
function ofPassages(spans) {
  const elements = [...new Set(spans.map(({ part }) => part.element))];
  const anchors = anchorsOf(spans);
  const [slug] = elements[0].dataset.passage.split("/");
  const values = describePassages(permalink(rowOf(spans[0])).href, anchors, elements.map(wordsOf));
  return {
    title: values.several
      ? tr("Cite passages {numbers}", { numbers: values.number })
      : tr("Cite passage {number}", { number: values.number }),
    range: showRange(spans),
    forms: citationsAddress(elements[0]),
    file: `${slug}-${values.anchors}`,
    values,
    choose: ({ passages }) => passages[anchors[0]],
    changes: ({ changed = {} }) => tellChanges(changed, anchors),
  };
}

/** What is cited: the transcript of which a link leads to a record, or to the citations on its page. */
function ofTranscript(link) {
  const address = new URL(".", link.href);
  return {
    title: tr("Cite this transcript"),
    forms: citationsAddress(link),
    file: address.pathname.split("/").at(-2),
    values: { address: address.href },
    choose: ({ transcript }) => transcript,
    changes: () => [],
  };
}

/** The citations and records of what is cited. An address is the site's own where the build knew it, else the one at
 *  which the reader is. */
async function fillFor({ forms, values, choose, changes }) {
  const { address, forms: all, styles, ...chosen } = await loadForms(forms);
  const form = all[choose(chosen)];
  const filled = { ...values, ...describeDay(new Date(), showToday()) };
  if (address) filled.address = filled.address.replace(root.href, address);
  return {
    styles: styles.map(({ id, name }) => ({ id, name, items: fillCitations(form.cite[id], filled) })),
    records: fillRecords(form, filled),
    changes: changes(chosen),
  };
}

/** What was corrected in passages; of several, each with its number. */
function tellChanges(changed, anchors) {
  const tell = (anchor, change) =>
    anchors.length > 1
      ? tr("Passage {number}: {change}.", { number: numberOf(anchor), change })
      : `${change}.`;
  return anchors.flatMap((anchor) => (changed[anchor] ?? []).map((change) => tell(anchor, change)));
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

/** Has a link cite its transcript in the dialog, or download a record that knows where the reader is. */
export function citeFrom(link) {
  if (link.dataset.cite === "styles") openDialog(link, [ofTranscript(link)]);
  else downloadRecord(link);
}

export function openCitations(opener, spans) {
  openDialog(opener, group(spans, areOneQuotation).map(ofPassages));
}

function openDialog(opener, subjects) {
  const body = build("div", { class: "cite-body" });
  const title = build("h2", { id: "cite-title" });
  const close = buildButton("×", () => dialog.close(), { class: "cite-close", "aria-label": tr("Close") });
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
  show({ title, body, subjects }, subjects[0]);
}

/** Fills the dialog for one subject. What is of two speakers is cited by itself. */
async function show(view, subject) {
  view.title.textContent = subject.title;
  view.body.replaceChildren(build("p", { class: "cite-note" }, tr("Loading…")));
  try {
    const { styles, records, changes } = await fillFor(subject);
    view.body.replaceChildren(
      ...chooseSubject(view, subject),
      ...showStyles(styles),
      showFiles(records, subject.file),
      ...changes.map((change) => build("p", { class: "cite-note" }, change)),
    );
    view.body.querySelector("[aria-selected=true]").focus();
  } catch {
    const again = buildAction(tr("Try again"), () => show(view, subject));
    const words = trParts("The citations could not be loaded. {again}", { again });
    const note = build("p", { class: "cite-note", role: "alert" }, ...words);
    view.body.replaceChildren(note);
  }
}

function chooseSubject(view, current) {
  if (view.subjects.length < 2) return [];
  const buttons = view.subjects.map((subject) =>
    buildAction(subject.range, () => show(view, subject), { "aria-pressed": String(subject === current) }),
  );
  const words = trParts("The selection takes in passages {passages}", { passages: buttons });
  return [build("p", { class: "cite-passages" }, ...words)];
}

function showStyles(styles) {
  const panel = build("div", {
    class: "cite-text",
    role: "tabpanel",
    id: "cite-text",
    tabindex: "0",
    dir: "auto",
  });
  const list = build("div", { class: "cite-styles", role: "tablist", "aria-label": tr("Style") });
  const choose = (style, tab) => {
    for (const other of list.children) {
      other.setAttribute("aria-selected", String(other === tab));
      other.tabIndex = other === tab ? 0 : -1;
    }
    panel.setAttribute("aria-labelledby", tab.id);
    panel.replaceChildren(...style.items.flatMap(showItem));
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
  return [list, panel];
}

/** A citation below what it is for, with the button that copies it. */
function showItem({ label, html }) {
  const words = build("p", { class: "cite-words" }, ...readCitation(html));
  // In other languages to copy is another word than a copy, which is a message too.
  const copyIt = tr("verb|Copy").replace(/^verb\|/, "");
  const button = buildAction(copyIt, () => copyCitation(words, button), {
    "aria-label": tr("Copy: {what}", { what: label }),
  });
  return [build("p", { class: "cite-label" }, build("b", {}, label), button), words];
}

/** The citation as nodes: of its HTML only italics, and no attributes. */
function readCitation(html) {
  const keep = (node) => {
    if (node.nodeType === Node.TEXT_NODE) return [node.data];
    const inner = [...node.childNodes].flatMap(keep);
    return node.nodeName === "I" ? [build("i", {}, ...inner)] : inner;
  };
  return [...new DOMParser().parseFromString(html, "text/html").body.childNodes].flatMap(keep);
}

async function copyCitation(words, button) {
  const paragraph = build("p", {}, ...[...words.childNodes].map((node) => node.cloneNode(true)));
  if (await copy(words.textContent, paragraph.outerHTML)) {
    button.textContent = tr("Copied");
    say(tr("Citation copied."));
  } else {
    getSelection().selectAllChildren(words);
    button.textContent = tr("Select and copy");
    say(tr("The browser does not let this page copy. The citation is selected."));
  }
}

function showFiles(records, file) {
  dropFiles();
  const links = FILES.map(([key, label]) =>
    build("a", { href: makeFile(records, key), download: nameFile(file, key) }, label),
  );
  return build("p", { class: "cite-files" }, build("span", {}, tr("Download")), ...links);
}

function nameFile(file, key) {
  return `${file}.${FILES.find(([one]) => one === key)[2]}`;
}

function makeFile(records, key) {
  const type = FILES.find(([one]) => one === key)[3];
  blobs.push(URL.createObjectURL(new Blob([records[key]], { type })));
  return blobs.at(-1);
}

/** Where the forms can not be loaded, the file as it was built is better than none. */
async function downloadRecord(link) {
  const subject = ofTranscript(link);
  const key = link.dataset.cite;
  try {
    const { records } = await fillFor(subject);
    build("a", { href: makeFile(records, key), download: nameFile(subject.file, key) }).click();
  } catch {
    location.assign(link.href);
  }
}

function dropFiles() {
  blobs.forEach((address) => URL.revokeObjectURL(address));
  blobs = [];
}
