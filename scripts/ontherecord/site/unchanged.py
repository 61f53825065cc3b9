"""Tells by digests whether a site would come out the same again, and where that is kept."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from functools import partial
from itertools import chain
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig

from ..files import identify, read_file, write_if_changed
from ..store import digest, digest_all, digest_program, keeping, knowing
from ..tokens import THEME
from .folders import Folder, is_free, mark

#: What mkdocs.yml may name that reads more than the project's own folders.
_BEYOND = re.compile(r"^\s*(?:hooks|INHERIT)\s*:|!relative|snippets|_include\b", re.MULTILINE)
#: What is in the store besides notes on sites, and what is made beside the generated files.
_FILE = "made.sqlite"
#: What can be a name of the environment, as `!ENV` has it.
_VARIABLE = re.compile(r"\w+")


def find_store(root: Path) -> Path:
    """The folder of a project that holds what builds keep for the next; it can be removed at any time."""
    return root / ".cache" / "ontherecord-store"


@contextmanager
def keeping_for(root: Path) -> Iterator[None]:
    """Keeps for the next build what takes long to make, unless something else stands in the store's place."""
    folder = find_store(root)
    with ExitStack() as held:
        with suppress(OSError):  # Without it, each build takes as long as the first.
            if is_free(folder, Folder.STORE):
                mark(folder, Folder.STORE)
                held.enter_context(keeping(folder / _FILE))
        yield


@contextmanager
def knowing_for(root: Path) -> Iterator[None]:
    """Takes what takes long to make from what builds keep, and keeps nothing."""
    with knowing(find_store(root) / _FILE):
        yield


def digest_inputs(root: Path, config: MkDocsConfig, sync: Callable[..., object], own: str) -> str:
    """The digest of all that a site is made from, `sync` included; empty where that is not known."""
    look = digest_look(root, config, own)
    function, options = (sync.func, sync.keywords) if isinstance(sync, partial) else (sync, {})
    if function.__module__.partition(".")[0] != __name__.partition(".")[0]:
        return ""  # Not of this program, so that its digest says nothing of it.
    how = f"{function.__module__}.{function.__qualname__} {sorted(options.items())}"
    return digest_all(chain((look, how), _read(root / "data"))) if look else ""


def digest_look(root: Path, config: MkDocsConfig, own: str) -> str:
    """The digest of what pages are made from besides the data; empty where that is not known.

    A project's own hooks, and any plugin but the one named `own`, may read whatever they like.
    """
    settings = read_file(root / "mkdocs.yml").decode("utf-8", "replace")
    if _BEYOND.search(settings) or {*config.plugins} - {own}:
        return ""
    known = {"SOURCE_DATE_EPOCH": "0", **os.environ}  # Where it is not set a build sets it so.
    names = {"SOURCE_DATE_EPOCH", *_VARIABLE.findall(settings)}
    told = [f"{name}={known.get(name)}" for name in sorted(names)]
    custom = [Path(config.theme.custom_dir)] if config.theme.custom_dir else []
    parts = (part for folder in (Path(config.docs_dir), *custom, THEME) for part in _read(folder))
    return digest_all(chain((digest_program(), config.site_url or "", settings, *told), parts))


def _read(folder: Path) -> Iterator[bytes | str]:
    """Every file of a folder and of what it links to, by its name and digest; a pipe, say, by its name."""
    seen = set()
    for place, folders, names in os.walk(folder, followlinks=True):
        folders[:] = sorted(folders) if os.path.realpath(place) not in seen else []  # A link may lead up.
        seen.add(os.path.realpath(place))
        yield from (os.path.relpath(place, folder), "")
        for name in sorted(names):
            yield from (name, _digest_file(f"{place}/{name}"))


def _digest_file(path: str) -> str:
    """The digest of a file, which is read again only if it was touched since; empty for what is none."""
    if not os.path.isfile(path):  # noqa: PTH113 - there are thousands
        return ""
    touched = identify(path)
    before, read = _digests.get(path, (None, ""))
    if touched is None or touched != before:
        read = digest(read_file(path))
        _digests[path] = touched, read
    return read


#: The digests of files as this process last read them, with what told them.
_digests: dict[str, tuple[tuple[int, ...] | None, str]] = {}


def find_note(root: Path, site: Path) -> Path:
    """The file of what builds keep that tells what is in a site."""
    return find_store(root) / f"site-{digest(str(site))[:16]}"


def write_note(root: Path, site: Path, note: bytes) -> None:
    """Keeps it for the next build."""
    if is_free(find_store(root), Folder.STORE):
        with suppress(OSError):  # The next build takes longer, and nothing else.
            mark(find_store(root), Folder.STORE)
            write_if_changed(find_note(root, site), note)
