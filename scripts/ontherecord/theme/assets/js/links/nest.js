// Quotation marks within quotation marks.

/** Quotation marks of a text that goes between double ones: within it they alternate, single first. Apostrophes
 *  stay. A text with „ follows other rules and stays as it is. */
export function nestQuotes(text) {
  if (text.includes("„")) return text;
  const open = [];
  let nested = "";
  [...text].forEach((sign, at, signs) => {
    const role = quoteRole(signs, at, open);
    const depth = role === "closes" ? Math.max(open.length - 1, 0) : open.length;
    if (role === "opens") open.push({ sign, end: isSingle(sign) ? findSingleEnd(signs, at) : null });
    if (role === "closes") open.pop();
    if (role === "opens") nested += depth % 2 ? "“" : "‘";
    else if (role === "closes") nested += depth % 2 ? "”" : "’";
    else nested += sign;
  });
  return nested;
}

function quoteRole(signs, at, open) {
  const sign = signs[at];
  if (sign === "“") return "opens";
  if (sign === "”") return "closes";
  if (sign === '"') return open.some((item) => item.sign === '"') ? "closes" : "opens";
  if (!isSingle(sign)) return null;
  if (open.at(-1)?.end === at) return "closes";
  const afterBreak = /^[\s([{“"‘—–-]?$/u.test(signs[at - 1] ?? "");
  const opening = sign !== "’" && afterBreak && /\S/.test(signs[at + 1] ?? "");
  return opening && findSingleEnd(signs, at) > 0 ? "opens" : null;
}

function isSingle(sign) {
  return sign === "‘" || sign === "’" || sign === "'";
}

/** Where a single quotation ends, 0 if nowhere. After an s it may be a genitive, so a later end is preferred. */
function findSingleEnd(signs, start) {
  let genitive = 0;
  let doubles = 0;
  for (let at = start + 1; at < signs.length; at++) {
    if (signs[at] === "“") doubles++;
    if (signs[at] === "”" && --doubles < 0) break;
    if (signs[at] === "‘" && genitive) break;
    const ends =
      /['’]/.test(signs[at]) && /\S/.test(signs[at - 1]) && !/[\p{L}\p{N}]/u.test(signs[at + 1] ?? "");
    if (ends && at > start + 1) {
      if (doubles || signs[at - 1] !== "s") return at;
      genitive = at;
    }
  }
  return genitive;
}
