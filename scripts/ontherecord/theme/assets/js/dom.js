// What all scripts of the pages share: making elements, marking text, plain clicks and keys.

/** The address of the site, below whatever path it stands. */
export const root = new URL("../../", import.meta.url);

/** An element; `attributes` are attributes and listeners by name, or its class alone. */
export function build(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  const given = typeof attributes === "string" ? { class: attributes || null } : attributes;
  for (const [key, value] of Object.entries(given)) {
    if (typeof value === "function") element.addEventListener(key, value);
    else if (value !== null) element.setAttribute(key, value);
  }
  element.append(...children);
  return element;
}

export function buildButton(label, click, attributes = {}) {
  return build("button", { type: "button", click, ...attributes }, label);
}

/** Whether a click means the link as it is, not a new tab, a download or a menu. */
export function isPlainClick(event) {
  return event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey;
}

/** The text nodes of an element, and where in its text each begins. */
export function findTexts(element) {
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  const texts = [];
  let from = 0;
  while (walker.nextNode()) {
    texts.push({ node: walker.currentNode, from });
    from += walker.currentNode.length;
  }
  return texts;
}

/** Wraps a span of an element's text in marks, one in each text node that it touches. */
export function markText(element, start, end, attributes) {
  return findTexts(element)
    .map(({ node, from }) => ({
      node,
      left: Math.max(start - from, 0),
      right: Math.min(end - from, node.length),
    }))
    .filter(({ left, right }) => left < right)
    .map(({ node, left, right }) => {
      const range = document.createRange();
      range.setStart(node, left);
      range.setEnd(node, right);
      const mark = build("mark", attributes);
      range.surroundContents(mark);
      return mark;
    });
}

/** Takes away the marks of this class. */
export function unmarkText(name) {
  for (const mark of document.querySelectorAll(`mark.${name}`)) {
    const parent = mark.parentNode;
    mark.replaceWith(...mark.childNodes);
    parent.normalize();
  }
}

/** The item to which an arrow key, Home or End leads from item `at`; null for other keys. */
export function nextByKey(event, items, at) {
  if (at < 0) return null;
  const steps = { ArrowRight: at + 1, ArrowLeft: at - 1 + items.length, Home: 0, End: items.length - 1 };
  if (!(event.key in steps) || event.ctrlKey || event.altKey || event.metaKey) return null;
  event.preventDefault();
  return items[steps[event.key] % items.length];
}

export function wait(milliseconds) {
  return new Promise((resolve) => {
    setTimeout(resolve, milliseconds);
  });
}

/** A signal that is given when the reader does something. */
export function awaitTouch() {
  const touch = new AbortController();
  const options = { passive: true, capture: true, signal: touch.signal };
  for (const kind of ["wheel", "touchstart", "pointerdown", "keydown"]) {
    addEventListener(kind, () => touch.abort(), options);
  }
  return touch.signal;
}

const LAST_SCROLL = 500;

/** Scrolls when all is loaded, and again if the browser then does: Firefox goes to the fragment once more. It gives
 *  way to the reader. */
export async function holdPlace(scroll, touched) {
  await untilSettled();
  if (touched.aborted) return;
  scroll();
  addEventListener("scroll", scroll, { signal: touched });
  await wait(LAST_SCROLL);
  // On a busy machine the browser has not drawn by then, and it scrolls when it draws.
  await nextFrame();
  await nextFrame();
  removeEventListener("scroll", scroll);
}

/** The time after the next frame; in a tab in the background that comes when it is shown. */
export function nextFrame() {
  return new Promise((resolve) => {
    requestAnimationFrame(() => setTimeout(resolve));
  });
}

/** The browser has done its own scrolling to the passage, which it repeats until all is loaded. */
async function untilSettled() {
  if (document.readyState !== "complete") {
    await new Promise((resolve) => {
      addEventListener("load", resolve, { once: true });
    });
  }
  await Promise.race([document.fonts?.ready, wait(600)]);
  // In a tab in the background there is no frame.
  await Promise.race([nextFrame(), wait(200)]);
}
