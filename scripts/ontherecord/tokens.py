"""The colours and sizes of the look; tokens.css of the theme is written from them, by `make tokens`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

#: The folder of the look, on top of Material: templates, styles, scripts and fonts. It holds nothing else,
#: because it goes into the site as a theme's folder.
THEME = Path(__file__).parent / "theme"
STYLE = THEME / "assets" / "css" / "tokens.css"


@dataclass(frozen=True)
class Shade:
    """A colour on a light ground and on a dark one."""

    light: str
    dark: str

    def __str__(self) -> str:
        """As a style sheet says it."""
        return self.light if self.light == self.dark else f"light-dark({self.light}, {self.dark})"


@dataclass(frozen=True)
class Slot:
    """A topic's colour, and that of letters on it; both pass contrast."""

    ground: Shade
    ink: Shade


WORDS = {
    "serif": '"Source Serif 4", Charter, Cambria, Georgia, serif',
    "sans": '"Source Sans 3", "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif',
}
#: In rem of 20 px, as the theme has it: a page's width, and that of a line of words.
SIZES = {"page": "60.6rem", "measure": "30rem"}
#: How high the header is that sticks; page.js measures it where larger text makes it higher.
HEADER = "2.4rem"

COLOURS = {
    "paper": Shade("#ffffff", "#15171a"),
    "tint": Shade("#f3f4f5", "#202327"),
    "ink": Shade("#16181c", "#e7e5e0"),
    "ink-2": Shade("#545a63", "#a9aeb6"),
    "rubric": Shade("#9b1c1f", "#f29d92"),
    "edge": Shade("#80868f", "#7d848d"),
    "rule": Shade("#d5d8dc", "#3a3e44"),
    "pale": Shade("#fff8de", "#2d2716"),
    "mark": Shade("#ffe27a", "#6b5310"),
    "added": Shade("#dff1e2", "#1d3a26"),
    "cut": Shade("#f7e2df", "#47231f"),
}

_BLACK, _WHITE = "#0b0c0e", "#ffffff"
_ON_DARK, _ON_BRIGHT = Shade(_WHITE, _BLACK), Shade(_BLACK, _BLACK)

#: The colours of topics by their name in topics.yml.
SLOTS = {
    "blue": Slot(Shade("#2554a8", "#4a86d2"), _ON_DARK),
    "gold": Slot(Shade("#b28218", "#c49a16"), _ON_BRIGHT),
    "mauve": Slot(Shade("#845f89", "#a0669a"), _ON_DARK),
    "indigo": Slot(Shade("#2e1a6a", "#b09be6"), _ON_DARK),
    "green": Slot(Shade("#4c8154", "#78c178"), _ON_DARK),
    "oxblood": Slot(Shade("#462222", "#f0b3b8"), _ON_DARK),
    "steel": Slot(Shade("#5091b3", "#8ad4f2"), _ON_BRIGHT),
    "teal": Slot(Shade("#1b5052", "#7a9fa1"), _ON_DARK),
    "umber": Slot(Shade("#824814", "#c76c33"), _ON_DARK),
}

_HEAD = """\
/* The colours and sizes of the look. Written by `make tokens` from tokens.py: change them there.
   Plain light values come first, then pairs for browsers that know light-dark(). */

:root {
  --header: {header};
}
"""
_SCHEMES = """
  html {
    color-scheme: light dark;
  }
  html[data-colours="light"] {
    color-scheme: light;
  }
  html[data-colours="dark"] {
    color-scheme: dark;
  }
"""


def render_tokens() -> str:
    """The style sheet of the tokens."""
    light = {name: shade.light for name, shade in COLOURS.items()}
    plain = "".join(
        _rule(f".slot-{name}", {"slot": slot.ground.light, "slot-ink": slot.ink.light})
        for name, slot in SLOTS.items()
    )
    pairs = "".join(
        _rule(f".slot-{name}", {"slot": slot.ground, "slot-ink": slot.ink}, "  ")
        for name, slot in SLOTS.items()
    )
    return (
        _HEAD.replace("{header}", HEADER)
        + _rule("body", {**WORDS, **SIZES, **light})
        + plain
        + f"\n@supports (color: light-dark(#000, #fff)) {{{_SCHEMES}"
        + _rule("body", COLOURS, "  ")
        + pairs
        + "}\n"
    )


def _rule(selector: str, values: Mapping[str, object], indent: str = "") -> str:
    """One rule that sets these custom properties."""
    lines = "".join(f"{indent}  --{name}: {value};\n" for name, value in values.items())
    return f"{indent}{selector} {{\n{lines}{indent}}}\n"


def write_tokens() -> None:
    """Writes the style sheet into the theme."""
    STYLE.write_text(render_tokens(), encoding="utf-8")


if __name__ == "__main__":
    write_tokens()
