"""Tells which files of the site before stand: a build would make each again just so, and leaves it out."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from ..files import Stamp, stamp
from ..store import keep, recall

#: What the store calls what files were made from, with their stamps.
_KIND = "placed"


class Standing:
    """The site of the build before, and what of it stands in the one that is made now.

    A file is known by the digest of what it was made from, and that nobody has touched it since by its stamp.
    """

    def __init__(self, before: Path) -> None:
        self.before = before
        #: The files that stand, by their paths in the site.
        self.paths: set[str] = set()
        self._known: Mapping[str, tuple[str, Stamp]] = {}
        self._made: dict[str, str] = {}

    def begin(self) -> None:
        """Reads what is known of the site before, from the store."""
        found = recall(_KIND, str(self.before))
        self._known = found[0] if found else {}

    def has(self, path: str, made: str) -> bool:
        """Whether the file that is to be at a path stands as it was made of the same: if not, it is made."""
        self._made[path] = made
        known = self._known.get(path)
        if known and known[0] == made and known[1] == stamp(f"{self.before}/{path}"):
            self.paths.add(path)
            return True
        return False

    def end(self, site: Path) -> None:
        """Keeps for the next build what was made, which is in the folder of the new site by now."""
        placed: dict[str, tuple[str, Stamp]] = {}
        for path, made in self._made.items():
            own = self._known[path][1] if path in self.paths else stamp(f"{site}/{path}")
            if own:
                placed[path] = made, own
        keep(_KIND, str(self.before), placed)
