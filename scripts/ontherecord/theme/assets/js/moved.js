// On a page that has moved: leads on, what the link named with it. From a disk, disk.js does.
if (location.protocol !== "file:") {
  location.replace(document.getElementById("moved-to").href + location.search + location.hash);
}
