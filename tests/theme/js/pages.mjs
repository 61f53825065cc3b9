// A page of passages without a page.
import { normalise } from "../../../scripts/ontherecord/theme/assets/js/links/text.js";

/** From {p1: words now}, or {p1: [words now, or null if removed, and the earlier ones]}; `successors` by passage. */
export function makePage(wordings, successors = {}) {
  return Object.entries(wordings).map(([anchor, given]) => {
    const [now, ...earlier] = [given].flat();
    const part = (text, more) => ({ anchor, element: {}, ...normalise(text), ...more });
    return {
      anchor,
      live: now === null ? null : part(now),
      earlier: earlier.map((text, number) => part(text, { until: `2016-0${9 - number}-01` })),
      successors: successors[anchor] ?? [],
    };
  });
}
