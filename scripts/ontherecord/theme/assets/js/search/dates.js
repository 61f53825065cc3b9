// Dates in a query, in whatever order and language of numbers they are typed: 14 July, July 2016, 14/7/2016, 2016-07-14.
const MONTHS = "january february march april may june july august september october november december".split(
  " ",
);
const MONTH = `(?<month>${MONTHS.map((name) => `${name}|${name.slice(0, 3)}\\.?`).join("|")}|sept\\.?)`;
const DAY = "(?<day>0?[1-9]|[12]\\d|3[01])(?:st|nd|rd|th)?";
const YEAR = "(?<year>(?:19|20)\\d\\d)";
const WEEKDAY = "(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,? )?";
// The longest form first: of "14 July 2016" not only the month and year.
const FORMS = [
  `${YEAR}[-/.](?<m>\\d\\d?)[-/.](?<d>\\d\\d?)`,
  `(?<one>\\d\\d?)[-/.](?<two>\\d\\d?)[-/.]${YEAR}`,
  `${WEEKDAY}${DAY}(?: of|,)? ${MONTH},? ${YEAR}`,
  `${WEEKDAY}${MONTH} ${DAY},? ${YEAR}`,
  `${YEAR},? ${MONTH} ${DAY}`,
  `${MONTH}(?: of|,)? ${YEAR}`,
  `${YEAR}[-/.](?<m>\\d\\d)`,
  `(?<m>\\d\\d?)[/.]${YEAR}`,
  `${WEEKDAY}${DAY}(?: of)? ${MONTH}`,
  `${WEEKDAY}${MONTH} ${DAY}(?! ?(?:-|–|to) ?\\d{3})`,
  YEAR,
].map(
  (form) =>
    new RegExp(
      `(?<![\\p{L}\\p{N}/.-])${form.replaceAll(" ", "[\\s\\u00a0]+")}(?![\\p{L}\\p{N}]|[-/.]\\d)`,
      "giu",
    ),
);

const two = (number) => String(number).padStart(2, "0");

/** The dates of a text as units of a query, with where they stand; none of them overlap. Each has its `days`: of a
 *  day that may be read in two ways (6/7/2016) both. */
export function findDates(text) {
  const found = [];
  for (const form of FORMS) {
    for (const match of text.matchAll(form)) {
      const [start, end] = [match.index, match.index + match[0].length];
      const days = readDays(match.groups);
      if (!days.length || found.some((item) => start < item.end && item.start < end)) continue;
      found.push({
        kind: "date",
        text: days[0].replace(/\D+/g, " ").trim(),
        raw: match[0],
        days,
        start,
        end,
      });
    }
  }
  return found.sort((a, b) => a.start - b.start);
}

function readDays({ year = "", month, day, m, d, one, two: other }) {
  const places = one
    ? [
        [other, one],
        [one, other],
      ]
    : [[m ?? monthOf(month), d ?? day]];
  const dates = places.filter(([mm, dd]) => isDay(year, mm, dd)).map(([mm, dd]) => write(year, mm, dd));
  return [...new Set(dates)];
}

function monthOf(name) {
  return name && MONTHS.findIndex((month) => month.startsWith(name.toLowerCase().slice(0, 3))) + 1;
}

/** Whether the calendar has it; without a year, in some year. */
function isDay(year, month, day) {
  if (!month) return true;
  const most = new Date(Date.UTC(Number(year || 2000), Number(month), 0)).getUTCDate();
  return Number(month) >= 1 && Number(month) <= 12 && (!day || (Number(day) >= 1 && Number(day) <= most));
}

/** 2016-07-14, 2016-07, 2016, or --07-14 for the day of any year. */
function write(year, month, day) {
  return `${year || "-"}${month ? `-${two(Number(month))}` : ""}${day ? `-${two(Number(day))}` : ""}`;
}

/** The made-up words that the index has for a date. */
export function signsOf({ days }) {
  return days.map((day) => `qqd${day.startsWith("-") ? "x" : ""}${day.replace(/\D/g, "")}qq`);
}

/** Whether a date as the archive gives it (2016-07-14, 2014/2016, 2016-01/..) is, or is within, that of a query; a span
 *  by its first and its last day. */
export function fits({ days }, when) {
  const ends = when.split("/").filter((end) => end !== "..");
  return days.some((day) =>
    ends.some((end) =>
      day.startsWith("-") ? end.slice(4) === day.slice(1) : `${end}-`.startsWith(`${day}-`),
    ),
  );
}
