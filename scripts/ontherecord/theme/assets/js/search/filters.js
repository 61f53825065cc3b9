// The filters of the search page: those in use, and those to choose from.
import { build } from "../dom.js";
import { TURN_KINDS } from "../kinds.js";
import { language, showNumber, tr, trParts } from "../tr.js";
import { FACETS } from "./facets.js";
import { at, buildAction, choose, goTo, leave } from "./going.js";
import { readState } from "./state.js";
import { buildChip } from "./view.js";

const FEW = 8;
const HEADS = {
  topic: tr("Topic"),
  speaker: tr("Speaker"),
  kind: tr("Kind"),
  language: tr("Language"),
  year: tr("Year"),
  transcript: tr("Transcript"),
};
/** The facets that the reader has unfolded. */
const unfolded = new Set();

function labelOf(search, name, value) {
  if (name === "topic") return search.topics.get(value)?.title ?? value;
  if (name === "transcript") return search.transcripts.get(value)?.title ?? value;
  if (name === "language") return nameLanguage(value);
  const labels = { speaker: search.lexicon.speakers, kind: TURN_KINDS }[name] ?? {};
  return Object.hasOwn(labels, value) ? labels[value] : value;
}

export function showApplied(search, state) {
  const chosen = FACETS.flatMap((name) => state.filters[name].map((value) => [name, value]));
  const tags = chosen.map(([name, value]) => {
    const label = labelOf(search, name, value);
    const button = build("button", "tag");
    button.type = "button";
    const chip = name === "topic" && search.topics.has(value);
    if (chip) button.append(buildChip(search.topics.get(value)), " ");
    // Seen is only the label; heard is all of it.
    const words = trParts("Remove the filter {filter}", { filter: label });
    button.append(...words.map((part) => (part === label ? part : build("span", "unseen", part))));
    button.append(build("span", { "aria-hidden": "true" }, " ×"));
    button.addEventListener("click", () => leave(() => choose(name, value, false)));
    return build("li", {}, button);
  });
  if (tags.length) {
    tags.push(
      build(
        "li",
        {},
        buildAction(tr("Clear filters"), () =>
          leave(() => goTo({ query: readState(location.search).query, filters: {} })),
        ),
      ),
    );
  }
  at.applied.replaceChildren(...tags);
  at.filtersUsed.textContent = chosen.length
    ? tr("{number} in use", { number: showNumber(chosen.length) })
    : "";
}

export function showFacets(search, state, counts) {
  const focused = document.activeElement?.closest?.("#search-facets input")?.value;
  const order = {
    kind: Object.keys(TURN_KINDS),
    topic: [...search.topics.keys()],
    transcript: [...search.transcripts.keys()],
  };
  const groups = FACETS.map((name) => {
    const chosen = state.filters[name];
    const values = [...(counts[name] ?? [])].filter(([value, number]) => number || chosen.includes(value));
    chosen.forEach((value) => values.some(([item]) => item === value) || values.push([value, 0]));
    values.sort((a, b) => compareValues(name, order, a, b));
    return buildFacet(search, name, values, chosen);
  });
  at.facets.replaceChildren(...groups.filter(Boolean));
  at.facets.parentElement.hidden = !groups.some(Boolean);
  if (focused) [...at.facets.querySelectorAll("input")].find((input) => input.value === focused)?.focus();
}

/** Kinds and topics keep their order; transcripts, as the archive lists them, and years are newest first. */
function compareValues(name, order, [a, countA], [b, countB]) {
  if (order[name]) return order[name].indexOf(a) - order[name].indexOf(b);
  const before = a < b ? -1 : 1;
  return name === "speaker" ? countB - countA || before : -before;
}

/** A language as the site's own names it; the tag itself where it has no name. */
function nameLanguage(tag) {
  try {
    return new Intl.DisplayNames(language, { type: "language" }).of(tag);
  } catch {
    return tag;
  }
}

function buildFacet(search, name, values, chosen) {
  if (!values.length) return null;
  // Where all is in one language there is nothing to choose.
  if (name === "language" && values.length < 2 && !chosen.length) return null;
  const group = build("fieldset", `facet facet--${name}`, build("legend", {}, HEADS[name]));
  const rows = values.map(([value, number]) =>
    buildChoice(search, name, value, number, chosen.includes(value)),
  );
  const most = name === "topic" ? 12 : FEW;
  if (rows.length > most + 1 && !unfolded.has(name)) {
    const rest = rows.filter((row, place) => place >= most && !row.querySelector("input").checked);
    rest.forEach((row) => (row.hidden = true));
    const unfold = () => {
      unfolded.add(name);
      rest.forEach((row) => (row.hidden = false));
      rest[0]?.querySelector("input").focus();
      button.remove();
    };
    const button = buildAction(tr("{number} more", { number: showNumber(rest.length) }), unfold);
    rows.push(button);
  }
  group.append(...rows);
  return group;
}

function buildChoice(search, name, value, number, checked) {
  const input = build("input");
  Object.assign(input, { type: "checkbox", name, value: `${name}:${value}`, checked });
  input.addEventListener("change", () => choose(name, value, input.checked));
  const label = build("label", "choice", input);
  if (name === "topic" && search.topics.has(value)) label.append(buildChip(search.topics.get(value)));
  label.append(
    build("span", "choice-name", labelOf(search, name, value)),
    build("span", "choice-count", showNumber(number)),
  );
  return label;
}
