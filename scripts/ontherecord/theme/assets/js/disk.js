// From a disk, with no server: links lead to pages, and the page says what does not work so.
(() => {
  const start = () => {
    for (const link of document.querySelectorAll("a[href]")) {
      const address = link.getAttribute("href");
      if (address.startsWith("http")) continue; // It leads elsewhere, or is mistyped and no address at all.
      const page = new URL(address, location);
      if (page.protocol === "file:" && page.pathname.endsWith("/")) {
        page.pathname += "index.html";
        link.setAttribute("href", page);
      }
    }
    const moved = document.getElementById("moved-to");
    if (moved) location.replace(moved.href + location.hash);
    document.getElementById("from-disk").hidden = false;
  };
  if (document.readyState === "loading") addEventListener("DOMContentLoaded", start);
  else start();
})();
