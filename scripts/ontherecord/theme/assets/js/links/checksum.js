// The checksum by which a link notices that words changed. It may never give another result.
const encoder = new TextEncoder();
const SUM_DIGITS = 6;
export const SUM_SEED = 0x811c9dc5;

/** Six digits of base 36: FNV-1a (32 bits, over UTF-8) modulo 36⁶. */
export function checksum(text) {
  return showSum(feedSum(SUM_SEED, text));
}

export function feedSum(sum, text) {
  for (const byte of encoder.encode(text)) sum = Math.imul(sum ^ byte, 0x01000193);
  return sum;
}

export function showSum(sum) {
  return ((sum >>> 0) % 36 ** SUM_DIGITS).toString(36).padStart(SUM_DIGITS, "0");
}
