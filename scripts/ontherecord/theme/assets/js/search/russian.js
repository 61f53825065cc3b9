// Russian words, as the search knows them: what says nothing, and what is a form of what. All of it without the marks
// above letters, as words are compared.
const fold = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").split(" ");

/** Words that say nothing of the subject: left out of a query that has others. */
export const functionWords = new Set(
  fold(
    "а без бы был была были было быть в во вы где говорил говорила говорили говорит для до его ее если есть еще же за и из или " +
      "им их к как какая какие какой когда кому кто ли мне мы на над нам нас не него нее нет ни них но о об обо он она они от " +
      "по под почему при про с сказал сказала сказали со так также там то тоже только у чем что чтобы эта эти это этот я",
  ),
);

// What follows the stem of an adjective, a noun or a verb.
const ENDINGS = new Set([
  "",
  ...fold("ый ий ой ая яя ое ее ые ие ого его ому ему ым им ом ем ей ую юю ых их ыми ими ою ею"),
  ...fold("а я о е ы и у ю ь й ам ям ами ями ах ях ов ев ью ия ии ию ией иям иями иях"),
  ...fold("ть ть л ла ло ли ет ит ут ют ат ят ешь ишь ете ите"),
]);

/** Whether two words are forms of one: Навальный and Навального. */
export function isForm(word, other) {
  let same = 0;
  while (same < word.length && word[same] === other[same]) same++;
  for (let cut = same; cut >= Math.max(3, same - 2, 0.5 * word.length); cut--)
    if (ENDINGS.has(word.slice(cut)) && ENDINGS.has(other.slice(cut))) return true;
  return false;
}
