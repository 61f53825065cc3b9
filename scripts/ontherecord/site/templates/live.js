// Part of `ontherecord serve` only: loads the page again when the site was built anew, and shows the problems
// of the data over the last good site.
(() => {
  "use strict";
  const { build, site, attempt } = document.currentScript.dataset;
  // Without it the page keeps nothing for a time without a network, and forgets what it kept.
  document.querySelector("link[rel=manifest]")?.remove();
  let source = null;
  let panel = null;

  const style = new CSSStyleSheet();
  style.replaceSync(`
    section {
      position: fixed; inset: auto 0 0 0; z-index: 2147483647; box-sizing: border-box; max-height: 45vh;
      overflow: auto; padding: 12px 24px 16px; border-top: 3px solid #b45309; background: #fffaf0;
      color: #1f2328; box-shadow: 0 -2px 16px #0003; font: 15px/1.5 system-ui, sans-serif;
    }
    header { display: flex; flex-wrap: wrap; gap: 4px 12px; align-items: baseline; }
    header span { flex: 1 1 250px; color: #57534e; }
    ol { margin: 8px 0 0; padding-left: 28px; }
    li { overflow-wrap: anywhere; }
    code { font: 14px/1.5 ui-monospace, monospace; color: #92400e; }
    button {
      padding: 2px 12px; border: 1px solid currentcolor; border-radius: 4px; background: none;
      color: inherit; font: inherit; cursor: pointer;
    }
    .folded ol { display: none; }
    @media (prefers-color-scheme: dark) {
      section { background: #292018; color: #f5f0e8; }
      header span { color: #d6cfc4; }
      code { color: #fbbf24; }
    }
    @media print { section { display: none; } }
  `);

  const make = (name, text, ...children) => {
    const element = document.createElement(name);
    if (text) element.textContent = text;
    element.append(...children);
    return element;
  };

  const makeLine = (problem) => {
    const [, place, message] = problem.match(/^(.+?:\d+): (.*)$/s) ?? [null, "", problem];
    return place ? make("li", "", make("code", place), ` ${message}`) : make("li", message);
  };

  const makePanel = (problems) => {
    const title = problems.length === 1 ? "1 problem" : `${problems.length} problems`;
    const fold = make("button", "Fold");
    const about = make("span", "This is the last good site. It is brought up to date when they are mended.");
    const section = make("section", "", make("header", "", make("strong", title), about, fold));
    section.setAttribute("role", "status");
    section.append(make("ol", "", ...problems.map(makeLine)));
    fold.addEventListener("click", () => {
      fold.textContent = section.classList.toggle("folded") ? "Unfold" : "Fold";
    });
    const host = make("ontherecord-problems");
    const shadow = host.attachShadow({ mode: "open" });
    shadow.adoptedStyleSheets = [style];
    shadow.append(section);
    return host;
  };

  const receive = (event) => {
    const state = JSON.parse(event.data);
    const isOld = [
      [build, state.build],
      [site, state.site],
      [attempt, state.attempt],
    ].some(([own, now]) => own !== undefined && own !== now);
    if (isOld) {
      disconnect();
      location.reload();
      return;
    }
    panel?.remove();
    panel = null;
    if (attempt === undefined && state.problems.length) {
      panel = makePanel(state.problems);
      document.documentElement.append(panel); // not in the body, which a theme may replace
    }
  };

  const connect = () => {
    source ??= new EventSource("/__live");
    source.onmessage = receive;
  };

  const disconnect = () => {
    source?.close();
    source = null;
  };

  // A browser opens six connections to a server at most, so pages that nobody sees give theirs back.
  document.addEventListener("visibilitychange", () => (document.hidden ? disconnect() : connect()));
  if (!document.hidden) connect();
})();
