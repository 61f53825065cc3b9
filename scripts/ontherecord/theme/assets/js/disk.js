// From a disk, with no server: links lead to pages, and the page says what does not work so.
(() => {
  const start = () => {
    for (const link of document.querySelectorAll("a[href]")) {
      const page = new URL(link.getAttribute("href"), location);
      if (page.protocol === "file:" && page.pathname.endsWith("/")) {
        page.pathname += "index.html";
        link.setAttribute("href", page);
      }
    }
    const moved = document.getElementById("moved-to");
    if (moved) location.replace(moved.href + location.hash);
    const note = document.createElement("p");
    note.className = "from-disk";
    note.textContent =
      "These pages are opened from a disk. Words and links are all here; searching, checking a quotation, copying links and citing need a web server.";
    document.querySelector("main").prepend(note);
  };
  if (document.readyState === "loading") addEventListener("DOMContentLoaded", start);
  else start();
})();
