// Dates in a query, in whatever order they are typed, with months in English and in the language of the site: 14 July,
// July 2016, 14/7/2016, 2016-07-14, 14 июля.
import { language, once } from "../tr.js";

// What stands beside the numbers and names: behind a day, before a month, and behind a year.
const BESIDE = {
  en: { day: "st|nd|rd|th", month: "of", year: "" },
  de: { day: "\\.", month: "", year: "" },
  es: { day: "º", month: "de|del", year: "" },
  fr: { day: "er", month: "", year: "" },
  ru: { day: "", month: "", year: "года|год|г\\.?" },
};
const LANGUAGES = [...new Set(["en", language.split("-")[0]])];
const beside = (place) => LANGUAGES.flatMap((tag) => BESIDE[tag]?.[place] || []).join("|");

/** The names of the twelve months or of the days from Monday on, long and short, alone and as they stand in a date. */
function nameAll(tag, part, days) {
  const forms = ["long", "short"].flatMap((width) => [
    new Intl.DateTimeFormat(tag, { [part]: width, timeZone: "UTC" }),
    new Intl.DateTimeFormat(tag, { day: "numeric", month: "long", timeZone: "UTC", [part]: width }),
  ]);
  return days.map((day) => {
    const found = forms.map((form) => form.formatToParts(day).find(({ type }) => type === part)?.value);
    return [...new Set(found.map((name) => name?.toLowerCase().replace(/\.$/, "")))].filter(
      (name) => name && !/\d/.test(name),
    );
  });
}

const FIRSTS = Array.from({ length: 12 }, (_, month) => new Date(Date.UTC(2024, month, 1)));
const WEEK = Array.from({ length: 7 }, (_, day) => new Date(Date.UTC(2024, 0, 1 + day)));
/** The number of each month by its names. */
const readMonths = once(() => {
  const named = LANGUAGES.flatMap((tag) => nameAll(tag, "month", FIRSTS).map((names, at) => [names, at + 1]));
  return new Map([["sept", 9], ...named.flatMap(([names, number]) => names.map((name) => [name, number]))]);
});

const byLength = (names) => [...names].sort((a, b) => b.length - a.length).join("|");
const DAY = `(?<day>0?[1-9]|[12]\\d|3[01])(?:${beside("day")})?`;
const YEAR = "(?<year>(?:19|20)\\d\\d)";
const OF = `(?: (?:${beside("month")})|,)?`;
const YEARS = beside("year") && `(?: (?:${beside("year")}))?`;
/** The patterns of dates, the longest first: of "14 July 2016" not only the month and year. */
const makeForms = once(() => {
  const weekdays = LANGUAGES.flatMap((tag) => nameAll(tag, "weekday", WEEK).map(([name]) => name));
  const WEEKDAY = `(?:(?:${byLength(weekdays)}),? )?`;
  const MONTH = `(?<month>${byLength(readMonths().keys())})\\.?`;
  const forms = [
    `${YEAR}[-/.](?<m>\\d\\d?)[-/.](?<d>\\d\\d?)`,
    `(?<one>\\d\\d?)[-/.](?<two>\\d\\d?)[-/.]${YEAR}`,
    `${YEAR}年(?<m>\\d\\d?)月(?<d>\\d\\d?)日`,
    `${WEEKDAY}${DAY}${OF} ${MONTH}${OF} ${YEAR}${YEARS}`,
    `${WEEKDAY}${MONTH} ${DAY},? ${YEAR}`,
    `${YEAR},? ${MONTH} ${DAY}`,
    `${YEAR}年(?<m>\\d\\d?)月`,
    `${MONTH}${OF} ${YEAR}${YEARS}`,
    `${YEAR}[-/.](?<m>\\d\\d)`,
    `(?<m>\\d\\d?)[/.]${YEAR}`,
    `${WEEKDAY}${DAY}${OF} ${MONTH}`,
    `${WEEKDAY}${MONTH} ${DAY}(?! ?(?:-|–|to) ?\\d{3})`,
    `${YEAR}年?`,
  ];
  const [begin, end] = ["(?<![\\p{L}\\p{N}/.-])", "(?![\\p{L}\\p{N}]|[-/.]\\d)"];
  return forms.map((form) => new RegExp(begin + form.replaceAll(" ", "[\\s\\u00a0]+") + end, "giu"));
});

const two = (number) => String(number).padStart(2, "0");

/** The dates of a text as units of a query, with where they stand; none of them overlap. Each has its `days`: of a
 *  day that may be read in two ways (6/7/2016) both. */
export function findDates(text) {
  if (!/\d/.test(text)) return []; // Then the names of months, which take a browser long, need not be known.
  const found = [];
  for (const form of makeForms()) {
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
  return name && readMonths().get(name.toLowerCase());
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
