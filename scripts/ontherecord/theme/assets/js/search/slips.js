// Slips: how far one word is from another.
const VOWELS = "aeiouy";
// Letters that stand for one sound in names from other scripts, in either order.
const ALIKE = new Set(["ck", "cs", "kq", "gk", "sz", "vw", "fv", "iy", "ij", "jy"]);

export const HALF = 0.5;

function isVowel(letter) {
  return VOWELS.includes(letter);
}

function costOfChange(one, other) {
  if (one === other) return 0;
  if (isVowel(one) && isVowel(other)) return HALF;
  return ALIKE.has([one, other].sort().join("")) ? HALF : 1;
}

/** A letter too many or too few: half a slip for a vowel, an h and a double. */
function costOfLetter(word, place) {
  const letter = word[place];
  return isVowel(letter) || letter === "h" || letter === word[place - 1] || letter === word[place + 1]
    ? HALF
    : 1;
}

const sounds = new Map();

/** What is left of a name when scripts and languages that write it otherwise are set aside: Donezk is Donetsk. */
function soundOf(word) {
  if (!sounds.has(word)) sounds.set(word, findSound(word));
  return sounds.get(word);
}

function findSound(word) {
  return word
    .replace(/ph/g, "f")
    .replace(/[kcg]h|ck|q|c(?=[aou])/g, "k")
    .replace(/ts|tz|cz|z/g, "s")
    .replace(/[yj]/g, "i")
    .replace(/w/g, "v")
    .replace(/ou/g, "u")
    .replace(/h/g, "")
    .replace(/(.)\1+/g, "$1");
}

/** How many slips make one word of the other, half ones counted as such; more than `most` counts as Infinity. */
export function countSlips(one, other, most) {
  if (Math.abs(one.length - other.length) > 2 * most) return Infinity;
  if (soundOf(one) === soundOf(other)) return most < HALF ? Infinity : HALF;
  let before = [];
  let last = [0];
  for (let j = 0; j < other.length; j++) last.push(last[j] + costOfLetter(other, j));
  for (let i = 1; i <= one.length; i++) {
    const row = [last[0] + costOfLetter(one, i - 1)];
    for (let j = 1; j <= other.length; j++) {
      let cost = Math.min(
        row[j - 1] + costOfLetter(other, j - 1),
        last[j] + costOfLetter(one, i - 1),
        last[j - 1] + costOfChange(one[i - 1], other[j - 1]),
      );
      const swapped = i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1];
      if (swapped) cost = Math.min(cost, before[j - 2] + HALF);
      row.push(cost);
    }
    if (Math.min(...row) > most) return Infinity;
    [before, last] = [last, row];
  }
  return last[other.length] <= most ? last[other.length] : Infinity;
}
