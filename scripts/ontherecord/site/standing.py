"""What a build left in a site, and which of its files stand: the next would make each again just so.

That is told in a note, a file of what builds keep: of each file of the site the digest of what it was made
from, where that is known, and its stamp, by which it is seen whether anybody has touched it since.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from ..files import Stamp, read_file, stamp
from .folders import list_paths

#: A file of a site: the digest of what it was made from, empty where that is not known; its size and time.
Left = tuple[str, int, int]


class Standing:
    """The site of the build before, and what of it stands in the one that is made now."""

    def __init__(self, site: Path, note: Path) -> None:
        """Reads what the note of the build before tells of the site; nothing, where there is none."""
        self.site = site
        self.inputs, self._before = _read_note(note)
        #: The files that stand, by their paths in the site, with the stamp of each.
        self.stamps: dict[str, Stamp] = {}
        self._made: dict[str, str] = {}
        self._left: dict[str, Left] = {}

    def is_whole(self) -> bool:
        """Whether all of the site is there as it was left, and nothing else."""
        paths = list(list_paths(self.site))
        return len(paths) == len(self._before) and all(map(self._is_left, paths))

    def has(self, path: str, made: str) -> bool:
        """Whether the file that is to be at a path stands as it was made of the same: if not, it is made."""
        self._made[path] = made
        if path in self._before and self._before[path][0] == made and self._is_left(path):
            self.stamps[path] = self._before[path][1:]
            return True
        return False

    def _is_left(self, path: str) -> bool:
        return path in self._before and self._before[path][1:] == stamp(f"{self.site}/{path}")

    def end(self, new: Path) -> None:
        """Takes in what was made: the folder of the new site has all of it by now but what stands."""
        self._left = {path: self._before[path] for path in self.stamps}
        for path in list_paths(new):
            if found := stamp(f"{new}/{path}"):
                self._left[path] = self._made.get(path, ""), *found

    def render(self, inputs: str) -> bytes:
        """The note of the build that has ended, which made the site of these inputs."""
        return json.dumps({"inputs": inputs, "files": self._left}).encode()


def _read_note(note: Path) -> tuple[str, Mapping[str, Left]]:
    try:
        told = json.loads(read_file(note))
        return told["inputs"], {
            path: (made, size, time) for path, (made, size, time) in told["files"].items()
        }
    except (OSError, ValueError, TypeError, KeyError, AttributeError):  # None, or a damaged one.
        return "", {}
