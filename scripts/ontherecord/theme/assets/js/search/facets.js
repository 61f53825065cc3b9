// The facets of a search: which passages pass, and how many have each value.
import { readAnchors } from "./numbers.js";

/** The facets, as the index and the address of a search name them. A passage can have several topics. */
export const FACETS = ["topic", "speaker", "kind", "language", "year", "transcript"];

export function isFiltered(filters) {
  return FACETS.some((name) => filters[name]?.length);
}

/** What facets every passage has, by its place in the list; language and year are those of its transcript. */
export function readRows({ ids, anchors, values, columns }, transcripts) {
  const list = ids.split(" ");
  const languages = values.transcript.map(([slug]) => [transcripts.get(slug).language].filter(Boolean));
  const years = values.transcript.map(([slug]) => [transcripts.get(slug).date.slice(0, 4)]);
  return {
    ids: list,
    anchors: readAnchors(anchors),
    transcripts: columns.transcript.map((number) => values.transcript[number][0]),
    place: new Map(list.map((id, place) => [id, place])),
    values: { ...values, language: languages, year: years },
    columns: { ...columns, language: columns.transcript, year: columns.transcript },
  };
}

/** For each facet that is chosen, whether a passage passes; all of the topics, one of the others. */
export function makeTests({ values, columns }, filters) {
  return FACETS.filter((name) => filters[name]?.length).map((name) => {
    const chosen = filters[name];
    const fits = values[name].map((set) =>
      name === "topic" ? chosen.every((one) => set.includes(one)) : set.some((one) => chosen.includes(one)),
    );
    return { name, passes: (place) => fits[columns[name][place]] };
  });
}

/** For each facet its values with the number of these passages; what is chosen in a facet does not narrow it. */
export function countValues(rows, ids, filters) {
  const places = ids.map((id) => rows.place.get(id));
  const tests = makeTests(rows, filters);
  const counts = {};
  for (const name of FACETS) {
    // Topics add up (about Syria and about terrorism); of the others a passage has one, so they are alternatives.
    const others = tests.filter((test) => test.name !== name || name === "topic");
    const tally = new Array(rows.values[name].length).fill(0);
    for (const place of places)
      if (others.every(({ passes }) => passes(place))) tally[rows.columns[name][place]]++;
    counts[name] = addUp(rows.values[name], tally);
  }
  return counts;
}

function addUp(sets, tally) {
  const counts = new Map();
  sets.forEach((set, number) => {
    for (const value of set) counts.set(value, (counts.get(value) ?? 0) + tally[number]);
  });
  return counts;
}
