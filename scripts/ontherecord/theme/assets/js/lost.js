// On the page for addresses that have none: leads on where only what the post did to an address hides its page.
import { mendPath } from "./links/received.js";

const found = mendPath(location.pathname);
if (found) {
  const page = new URL(location.href);
  page.pathname = found.path;
  page.search = page.hash = "";
  fetch(page, { method: "HEAD" }).then(
    ({ ok }) => ok && location.replace(page.href + found.rest + location.search + location.hash),
    () => null, // The page says itself that there is nothing here.
  );
}
