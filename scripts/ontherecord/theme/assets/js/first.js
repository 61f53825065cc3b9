// Before a page is drawn: that scripts work here, and in which colours the reader wants it.
(() => {
  const page = document.documentElement;
  if (location.protocol === "file:") {
    // From a disk browsers load no modules, so that what needs them is not offered.
    const script = document.createElement("script");
    script.src = document.currentScript.src.replace("first.js", "disk.js");
    document.head.append(script);
    return;
  }
  page.classList.replace("no-js", "js");
  // Whether a page that answers is asked something: then it need not say how to ask.
  if (location.search) page.classList.add("asked");
  try {
    const kept = localStorage.getItem("ontherecord:colours");
    if (kept) page.dataset.colours = kept;
  } catch {
    // Where nothing may be kept, the system has its way.
  }
})();
