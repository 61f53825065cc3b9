// Whether names in the words are links: the reader's choice, kept for all pages. Without this script they are.
const KEPT = "ontherecord:names";

/** Takes the links off the names, or gives them back; what is no link is no stop for the keyboard either. */
export function linkNames(names, on) {
  for (const name of names) {
    if (on && name.dataset.href) {
      name.setAttribute("href", name.dataset.href);
      delete name.dataset.href;
    } else if (!on && name.hasAttribute("href")) {
      name.dataset.href = name.getAttribute("href");
      name.removeAttribute("href");
    }
  }
}

function isKeptOff() {
  try {
    return localStorage.getItem(KEPT) === "off";
  } catch {
    return false; // Without storage the choice holds for the page.
  }
}

function keep(on) {
  try {
    if (on) localStorage.removeItem(KEPT);
    else localStorage.setItem(KEPT, "off");
  } catch {
    // As above.
  }
}

export function start() {
  const names = document.querySelectorAll(".words a.name");
  const field = document.querySelector(".names-switch input");
  const on = !isKeptOff();
  linkNames(names, on);
  if (!field) return;
  field.checked = on;
  field.addEventListener("change", () => {
    keep(field.checked);
    linkNames(names, field.checked);
  });
}
