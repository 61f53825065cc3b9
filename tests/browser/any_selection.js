// Selects at random, makes the link, opens it without a journey, and compares where the marks are. What is one
// character is told by the browser here, and by a rule of its own in links/text.js.
async ([scripts, seed, count]) => {
  const { linkTo } = await import(`${scripts}quotation.js`);
  const { openLink } = await import(`${scripts}open.js`);
  const { readSelection } = await import(`${scripts}selection.js`);
  let state = seed;
  const random = (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
  const graphemes = new Intl.Segmenter("en", { granularity: "grapheme" });
  const passages = [...document.querySelectorAll(".passage [data-passage][id]")].map((element) => {
    const text = element.textContent;
    return {
      element,
      text,
      edges: [...graphemes.segment(text)].map((item) => item.index).concat(text.length),
    };
  });
  const locate = ({ element }, offset) => {
    const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    let from = 0;
    while (walker.nextNode()) {
      if (offset <= from + walker.currentNode.data.length) return [walker.currentNode, offset - from];
      from += walker.currentNode.data.length;
    }
    return [element, 0];
  };
  const trim = (text, from, to) => {
    const blank = /^[\s\u00AD\u200B]$/;
    while (from < to && blank.test(text[from])) from++;
    while (from < to && blank.test(text[to - 1])) to--;
    return [from, to];
  };
  const problems = [];
  let longest = 0;
  for (let turn = 0; turn < count; turn++) {
    const first = random(passages.length);
    const last = random(4) ? first : Math.min(passages.length - 1, first + random(4));
    const near = random(3) === 0;
    let a = random(passages[first].edges.length);
    let b =
      near && first === last
        ? Math.min(a + 1 + random(8), passages[last].edges.length - 1)
        : random(passages[last].edges.length);
    if (first === last && a > b) [a, b] = [b, a];
    const expected = [];
    for (let at = first; at <= last; at++) {
      const { text, edges } = passages[at];
      const [from, to] = trim(text, at === first ? edges[a] : 0, at === last ? edges[b] : text.length);
      if (from < to) expected.push([at, from, to]);
    }
    if (!expected.length) continue;
    getSelection().setBaseAndExtent(
      ...locate(passages[first], passages[first].edges[a]),
      ...locate(passages[last], passages[last].edges[b]),
    );
    const link = linkTo(readSelection());
    longest = Math.max(longest, new URL(link).search.length);
    history.replaceState(null, "", link);
    await openLink(false);
    const found = [];
    passages.forEach(({ element }, at) => {
      const marks = [...element.querySelectorAll("mark.said")];
      if (!marks.length) return;
      const range = document.createRange();
      range.selectNodeContents(element);
      range.setEndBefore(marks[0]);
      const from = range.toString().length;
      found.push([at, from, from + marks.map((mark) => mark.textContent).join("").length]);
    });
    const notice = document.querySelector(".notice--link")?.textContent ?? null;
    if (notice || JSON.stringify(found) !== JSON.stringify(expected))
      problems.push({ link, expected, found, notice });
  }
  return { problems: problems.slice(0, 5), longest };
};
