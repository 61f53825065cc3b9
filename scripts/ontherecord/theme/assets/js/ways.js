// The ways into the search. Nothing of it is loaded before it is used; what could not be loaded is, the next time.
import { build, root } from "./dom.js";
import { tr } from "./tr.js";

export function start() {
  document.addEventListener("keydown", reachOnKey);
  startPage();
  startHeader();
  startMarks();
}

function isTyping(target) {
  return target.closest("input, textarea, select, [contenteditable]") !== null;
}

/** "/" and Ctrl+K reach the field of the search, or else its page. */
function reachOnKey(event) {
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
}

const failures = new Map();

/** A module; one that once failed to load is not fetched again at the same address, so it gets another. */
async function loadModule(name) {
  const failed = failures.get(name) ?? 0;
  try {
    return await import(
      new URL(`./search/${name}.js${failed ? `?again=${failed}` : ""}`, import.meta.url).href
    );
  } catch (error) {
    failures.set(name, failed + 1);
    throw error;
  }
}

function loadStyle(name) {
  const { href } = new URL(`assets/css/${name}.css`, root);
  return new Promise((resolve) => {
    document.head.append(build("link", { rel: "stylesheet", href, load: resolve, error: resolve }));
  });
}

async function startPage() {
  if (!document.getElementById("search-form")) return;
  try {
    (await loadModule("page")).start();
  } catch {
    document.getElementById("search-status").textContent = tr(
      "The search could not be loaded. Try again, or go by topic.",
    );
  }
}

function startHeader() {
  const form = document.querySelector(".header-search");
  const field = form?.elements.q;
  if (!field) return;
  const failure = build("p", { class: "search-panel search-panel-status", role: "status" });
  let began = false;
  const begin = async () => {
    if (began) return;
    began = true;
    try {
      const [{ start: startField }] = await Promise.all([
        loadModule("field"),
        loadStyle("search"),
        loadStyle("found"),
      ]);
      failure.remove();
      startField(form);
    } catch {
      began = false;
      failure.textContent = tr(
        "The search could not be loaded. Type on to try again, or press Enter for its page.",
      );
      form.after(failure);
    }
  };
  field.addEventListener("focus", begin);
  field.addEventListener("input", begin);
  if (document.activeElement === field) begin();
}

/** Whether a search led to a passage here whose words it marks. */
function hasMarks() {
  try {
    if (sessionStorage.getItem("ontherecord:marks")?.includes(JSON.stringify(location.pathname))) return true;
  } catch {
    // Without storage they come in the address.
  }
  return new URLSearchParams(location.search).has("mark") || Boolean(history.state?.marks);
}

function startMarks() {
  if (!hasMarks()) return;
  loadStyle("found");
  loadModule("marks").then(
    ({ start: mark }) => mark(),
    () => {},
  );
}
