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
from typing import NamedTuple

from ..files import link_file, write_if_changed
from .folders import MARKER, Folder, is_folder, is_marked, list_paths, mark, remove

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
    if plan := _read_plan(site):
        _move(site, plan)


def forget(site: Path) -> None:
    """Has nothing moved any more of what was begun: another program has made the site since."""
    (name_new(site) / _PLAN).unlink(missing_ok=True)


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
        made, old = [*list_paths(name_new(site))], {*list_paths(site)}
        gone = old.difference(made, stands)
        # What stands behind a symbolic link is in no list.
        if stands <= old and len(made) + len(gone) <= _FEW:
            plan = _Plan(_identify(site), sorted(made, key=_find_turn), sorted(gone))
            write_if_changed(name_new(site) / _PLAN, json.dumps(plan).encode())
            _move(site, plan)
            return
    for path in stands:
        link_file(f"{site}/{path}", f"{name_new(site)}/{path}")
    _swap(site)


class _Plan(NamedTuple):
    """Which site is meant, which files are to be moved into it, in this order, and which then removed."""

    site: list[int]
    made: list[str]
    gone: list[str]


def _find_turn(path: str) -> tuple[bool, str]:
    """Where a file comes among those that are moved: pages last, when all that they load is there."""
    return path.endswith(".html"), path


def _read_plan(site: Path) -> _Plan | None:
    """What is left to be done, if anything is: none of another site that stood there."""
    if not all(is_marked(folder, Folder.SITE) for folder in (name_new(site), site)):
        return None
    try:
        plan = _Plan(*json.loads((name_new(site) / _PLAN).read_text("utf-8")))
    except (FileNotFoundError, ValueError, TypeError):
        return None
    return plan if plan.site == _identify(site) else None


def _identify(site: Path) -> list[int]:
    """What another site in the same place does not have, nor one that was copied there."""
    status = (site / MARKER).stat()
    return [status.st_ino, status.st_mtime_ns]


def _move(site: Path, plan: _Plan) -> None:
    """Does what is planned, of which some may be done."""
    for path in plan.made:
        if os.path.lexists(name_new(site) / path):
            _make_way(site, path)
            (name_new(site) / path).replace(site / path)
    made = {path.casefold(): path for path in plan.made}
    for path in plan.gone:
        alike = made.get(path.casefold())
        # Where small letters and capitals are the same, what was put there is not what is to go.
        if not (alike and _is_same(site / path, site / alike)) and not is_folder(site / path):
            with suppress(FileNotFoundError, NotADirectoryError):
                (site / path).unlink()
    for folder in sorted({str(Path(path).parent) for path in plan.gone}, reverse=True):
        with suppress(OSError):  # It is not empty.
            os.removedirs(site / folder)
    remove(name_new(site))


def _make_way(site: Path, path: str) -> None:
    """Removes what is where a file is to be, or a folder for it, and is something else."""
    for place in [site / parent for parent in Path(path).parents][-2::-1]:
        if place.is_symlink() or place.is_file():
            place.unlink()
        place.mkdir(exist_ok=True)
    if is_folder(site / path):
        shutil.rmtree(site / path)


def _is_same(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except OSError:
        return False


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
