// Copying, by whatever way the browser grants.

/** Copies, as HTML too if there is any, by whatever way the browser grants; whether it did. */
export async function copy(text, html = null) {
  try {
    if (html && typeof ClipboardItem === "function" && navigator.clipboard.write) {
      const blob = (content, type) => new Blob([content], { type });
      const item = new ClipboardItem({
        "text/plain": blob(text, "text/plain"),
        "text/html": blob(html, "text/html"),
      });
      await navigator.clipboard.write([item]);
      return true;
    }
  } catch {
    /* The next way may be open. */
  }
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copyByCommand(text, html);
  }
}

/** The old way, the only one on pages without https. The event hands over the text; the selection stays. */
function copyByCommand(text, html) {
  let taken = false;
  const give = (event) => {
    event.preventDefault();
    event.stopImmediatePropagation();
    event.clipboardData.setData("text/plain", text);
    if (html) event.clipboardData.setData("text/html", html);
    taken = true;
  };
  addEventListener("copy", give, { capture: true });
  try {
    return document.execCommand("copy") && taken;
  } catch {
    return false;
  } finally {
    removeEventListener("copy", give, { capture: true });
  }
}
