"""The table that `accept` prints: what became of each passage, and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import zip_longest

from ..anchors.align import CERTAIN, Outcome
from ..anchors.revise import Change, Revision
from ..anchors.spoken import explain_attribution

#: The longest excerpt in the table, in letters, and how many of them stand before the first difference.
_EXCERPT, _BEFORE = 44, 12


def render_table(path: str, revision: Revision) -> Iterator[str]:
    """How many passages had which outcome, and a row for each that is not as it was.

    A row begins with the passage and its outcome; then why, the line in the text, and the words.
    """
    counts = Counter(change.outcome.value for change in revision.changes)
    counts["kept"] = revision.kept
    parts = [f"{counts[one.value]} {one.value}" for one in Outcome if counts[one.value]]
    again = sum(change.was is not None for change in revision.changes)
    parts += [f"{again} attributed anew"] if again else []
    yield f"{path}: {', '.join(parts)}"
    rows = [
        (_show_anchors(item), _show_outcome(item), _show_why(item), _show_words(item))
        for item in revision.changes
    ]
    widths = [max((len(row[column]) for row in rows), default=0) for column in (0, 1)]
    for anchors, outcome, why, words in rows:
        yield f"{anchors:{widths[0]}}  {outcome:{widths[1]}}  {why}  {words}"


def _show_anchors(change: Change) -> str:
    before, after = (" + ".join(anchors) for anchors in (change.before, change.after))
    return f"{before} → {after}" if before and after and before != after else before or after


def _show_outcome(change: Change) -> str:
    words = [] if change.outcome is Outcome.KEPT else [change.outcome.value]
    words += ["moved"] if change.moved else []
    words += ["attributed anew"] if change.was else []
    return ", ".join(words)


#: Why each outcome, where that needs no numbers.
_REASONS = {
    Outcome.KEPT: "the same words",
    Outcome.INSERTED: "new words",
    Outcome.RESTORED: "the very words that were removed",
}


def _show_why(change: Change) -> str:
    """Why a passage has this outcome, and where it stands in the text."""
    alike = f"{change.confidence}% alike"
    if change.told:
        why = "as you say"
    elif change.outcome is Outcome.REMOVED:
        why = f"its words are in {', '.join(change.heirs)}" if change.heirs else "its words are gone"
    elif change.outcome in (Outcome.SPLIT, Outcome.MERGED):
        why = f"{alike} together"
    elif change.outcome is Outcome.EDITED and change.confidence < CERTAIN and change.held:
        why = f"{alike}, {change.held}% of the shorter stand in the other"
    else:
        why = _REASONS.get(change.outcome, alike)
    if change.was and change.now:
        why += f"; {explain_attribution(change.was, change.now)}"
    return f"({why}; line {change.line})" if change.line else f"({why})"


def _show_words(change: Change) -> str:
    """Old and new words from shortly before their first difference."""
    old, new = " ¶ ".join(change.old), " ¶ ".join(change.new)
    if not old or not new or old == new:
        return f"“{_cut(old or new, 0)}”"
    start = max(0, _count_same(old, new) - _BEFORE)
    start += old[start : start + _BEFORE].find(" ") + 1 if start else 0  # To where a word begins.
    return f"“{_cut(old, start)}” → “{_cut(new, start)}”"


def _count_same(old: str, new: str) -> int:
    """How many letters are the same from the beginning."""
    return next((at for at, pair in enumerate(zip_longest(old, new)) if pair[0] != pair[1]), len(old))


def _cut(text: str, start: int) -> str:
    head = "…" if start else ""
    tail = "…" if len(text) > start + _EXCERPT else ""
    return f"{head}{text[start : start + _EXCERPT].strip()}{tail}"
