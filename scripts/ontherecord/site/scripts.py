"""Scripts with what is read beside them in one file: a browser asks for it once, and not for each module."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from posixpath import dirname, normpath, relpath

_FOLDER = "assets/js"
#: The script that every page has, and by folder or path those that come with another: base.html, check.py, or
#: what that one loads late.
_EVERYWHERE, _LINKS = f"{_FOLDER}/site.js", f"{_FOLDER}/links/page.js"
_WITH = {f"{_FOLDER}/check": _LINKS, f"{_FOLDER}/links/cite.js": _LINKS}
_IMPORT = re.compile(r'^import (?:\{(?P<names>[^}]*)\}|\* as (?P<all>\w+)) from "(?P<path>[^"]+)";\n', re.M)
_EXPORT = re.compile(r"^export (?=(?:async )?(?:function|const|class) (?P<name>\w+))", re.M)
_COMMENT = re.compile(r"^[ \t]*(?://.*|/\*(?:(?!\*/)[\s\S])*\*/)\n", re.M)


@dataclass(frozen=True)
class _Module:
    """A module by its path in the site, and the paths of those that it imports."""

    path: str
    text: str
    imports: tuple[str, ...]


def bundle_scripts(themes: Iterable[Path], made: Mapping[str, str]) -> dict[str, str]:
    """The scripts that take in other modules, or read what another took in, by their place in the site.

    A module is taken into the script that is there wherever it is read, so that none is loaded twice; it
    keeps its own address too. `made` are those that the build makes; of the others that of the first of the
    themes counts.
    """
    modules = {path: _read(path, text) for path, text in {**_find_texts(themes), **made}.items()}
    inside: dict[str, list[_Module]] = defaultdict(list)
    order = list(_sort(modules))
    owners = _find_owners(modules, order)
    for path in order:
        inside[owners[path]].append(modules[path])
    return {
        owner: _join(modules[owner], its, owners)
        for owner, its in sorted(inside.items())
        if len(its) > 1 or any(owners.get(path, path) != path for path in modules[owner].imports)
    }


def _find_texts(themes: Iterable[Path]) -> dict[str, str]:
    found: dict[str, str] = {}
    for theme in themes:
        for file in sorted((theme / _FOLDER).rglob("*.js")):
            found.setdefault(file.relative_to(theme).as_posix(), file.read_text(encoding="utf-8"))
    return found


def _read(path: str, text: str) -> _Module:
    paths = (_resolve(path, found["path"]) for found in _IMPORT.finditer(text))
    return _Module(path, text, tuple(paths))


def _sort(modules: Mapping[str, _Module]) -> Iterator[str]:
    """The paths of the modules, each behind all that it imports."""
    seen: set[str] = set()

    def visit(path: str) -> Iterator[str]:
        if path in seen or path not in modules:
            return
        seen.add(path)
        for other in modules[path].imports:
            yield from visit(other)
        yield path

    for path in modules:
        yield from visit(path)


def _find_owners(modules: Mapping[str, _Module], order: Sequence[str]) -> dict[str, str]:
    """For each module the script that it is in: that of all that import it, or itself."""
    owners: dict[str, str] = {}
    importers: dict[str, set[str]] = defaultdict(set)
    present = _find_present(modules, order)
    for path in reversed(order):
        leading = importers[path]
        shared = (one for one in sorted(leading) if all(one in present[other] for other in leading))
        owners[path] = next(shared, path)
        for other in modules[path].imports:
            importers[other].add(owners[path])
    return owners


def _find_present(modules: Mapping[str, _Module], order: Sequence[str]) -> dict[str, set[str]]:
    """For each module what is loaded wherever it is: itself, what it imports, what its page has besides."""
    present: dict[str, set[str]] = {}
    for path in order:
        besides = {_EVERYWHERE, _WITH.get(path, _WITH.get(dirname(path), path))}
        present[path] = {path, *besides}.union(
            *(present.get(other, set()) for other in modules[path].imports)
        )
    return present


def _join(owner: _Module, inside: Sequence[_Module], owners: Mapping[str, str]) -> str:
    """One module: each of those within is an object of what it exports; the owner comes last, as it is."""
    outside = dict.fromkeys(path for module in inside for path in module.imports)
    heads = [_import(path, owner.path, owners) for path in outside if owners.get(path) != owner.path]
    own = [*(_wrap(module) for module in inside if module is not owner), _link(owner)]
    return "".join([*heads, *map(_strip, own)])


def _strip(text: str) -> str:
    """A script without comments on lines of their own, a fifth of what is sent; the modules keep theirs.

    What else makes scripts smaller is a large program, or, as rjsmin, gets nested templates wrong. A template
    that goes over several lines can hold what looks like a comment: such a script is left as it is.
    """
    goes_over = any(line.count("`") % 2 for line in text.split("\n"))
    return text if goes_over else _COMMENT.sub("", text)


def _import(path: str, reader: str, owners: Mapping[str, str]) -> str:
    """A module as a script reads it: by itself, or from the script that took it in."""
    owner = owners.get(path, path)
    names = f"* as {_name(path)}" if owner == path else f"{{ {_name(path)} }}"
    return f'import {names} from "{_relate(owner, reader)}";\n'


def _wrap(module: _Module) -> str:
    names = ", ".join(found["name"] for found in _EXPORT.finditer(module.text))
    text = _EXPORT.sub("", _link(module))
    return f"export const {_name(module.path)} = (() => {{\n{text}return {{ {names} }};\n}})();\n"


def _link(module: _Module) -> str:
    """A module whose imports are read from the objects that stand for other modules."""

    def read(found: re.Match[str]) -> str:
        names = found["all"] or "{" + found["names"].replace(" as ", ": ") + "}"
        return f"const {names} = {_name(_resolve(module.path, found['path']))};\n"

    return _IMPORT.sub(read, module.text)


def _name(path: str) -> str:
    return "$" + re.sub(r"\W", "_", path.removeprefix(f"{_FOLDER}/").removesuffix(".js"))


def _resolve(path: str, other: str) -> str:
    return normpath(f"{dirname(path)}/{other}")


def _relate(path: str, start: str) -> str:
    found = relpath(path, dirname(start))
    return found if found.startswith(".") else f"./{found}"
