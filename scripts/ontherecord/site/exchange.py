"""Puts a new site in the place of the old one: all of it at once, or, where few files differ, these alone.

A folder takes the place of another by two renames. Few files are moved one by one, in some hundredths of a
second. What that comes to is written down before, so that the next build ends what one that was killed began.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Set
from contextlib import suppress
from pathlib import Path

from ..files import link_file, write_if_changed
from .folders import MARKER, Folder, is_marked, list_paths, mark, remove

#: The most files that are moved one by one.
_FEW = 1000
#: The file in the folder of a new site that says that it is to be moved into the old one.
_PLAN = ".ontherecord-plan"


def name_new(site: Path) -> Path:
    """Where a site is made: beside its place, so that a rename puts it there."""
    return site.with_name(f".{site.name}-new")


def name_old(site: Path) -> Path:
    """Where the site that was there goes, for a moment."""
    return site.with_name(f".{site.name}-old")


def recover(site: Path) -> None:
    """Undoes or ends an exchange of which a build that was killed has done half."""
    if not site.exists() and is_marked(name_old(site), Folder.SITE):
        name_old(site).rename(site)
    elif is_marked(name_new(site), Folder.SITE) and is_marked(site, Folder.SITE):
        with suppress(OSError):  # What is left of it the next build mends.
            _move(site)


def discard(site: Path) -> None:
    """Removes the new site, unless half of it is moved already."""
    if not (name_new(site) / _PLAN).exists():
        remove(name_new(site))


def exchange(site: Path, stands: Set[str]) -> None:
    """Puts the new site in its place; these files of the old one belong to it too, and were not made.

    If that fails before anything is moved, the old site stands as it was.
    """
    if site.exists():
        mark(site, Folder.SITE)
        made, old = {*list_paths(name_new(site))}, {*list_paths(site)}
        gone = sorted(old - made - stands)
        # What stands behind a symbolic link is in no list.
        if stands <= old and len(made) + len(gone) <= _FEW:
            told = {"site": _identify(site), "gone": gone}
            write_if_changed(name_new(site) / _PLAN, json.dumps(told).encode())
            _move(site)
            return
        for path in stands:
            link_file(f"{site}/{path}", f"{name_new(site)}/{path}")
    _swap(site)


def _identify(site: Path) -> list[int]:
    """What another site in the same place does not have, nor one that was copied there."""
    status = (site / MARKER).stat()
    return [status.st_ino, status.st_mtime_ns]


def _move(site: Path) -> None:
    """Moves the files of the new site into the old one, if that is what is to be done, or left to be done."""
    new = name_new(site)
    try:
        plan = json.loads((new / _PLAN).read_text("utf-8"))
    except FileNotFoundError:
        return
    if plan["site"] != _identify(site):  # It was made of another, which is gone.
        return
    for path in plan["gone"]:
        if not _is_folder(site / path):  # Else it has been put there already.
            with suppress(FileNotFoundError, NotADirectoryError):
                (site / path).unlink()
    for folder in sorted({str(Path(path).parent) for path in plan["gone"]}, reverse=True):
        with suppress(OSError):  # It is not empty.
            os.removedirs(site / folder)
    for path in list_paths(new):
        if path != _PLAN:
            target = site / path
            if _is_folder(target):
                shutil.rmtree(target)
            target.parent.mkdir(parents=True, exist_ok=True)
            (new / path).replace(target)
    remove(new)


def _is_folder(path: Path) -> bool:
    return path.is_dir() and not path.is_symlink()


def _swap(site: Path) -> None:
    """Renames the old site and the new one, and back if the second fails."""
    try:
        if site.exists():
            site.rename(name_old(site))
        name_new(site).rename(site)
    except BaseException:
        recover(site)
        raise
    remove(name_old(site))
