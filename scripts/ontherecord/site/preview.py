"""What `ontherecord serve` answers: the site, its pages with a script in them that keeps them up to date."""

from __future__ import annotations

import errno
import html
import mimetypes
import re
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from http import HTTPStatus
from importlib.resources import files
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import quote, unquote

#: Where pages get the script, and the script its news.
SCRIPT, NEWS = "/__live.js", "/__live"

#: The types of what the site has; the system's own list differs from one system to the next.
_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".csv": "text/csv; charset=utf-8",
    ".gz": "application/gzip",
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json; charset=utf-8",
    ".jsonl": "application/jsonl; charset=utf-8",
    ".map": "application/json; charset=utf-8",
    ".md": "text/markdown; charset=utf-8",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    ".wasm": "application/wasm",
    ".webmanifest": "application/manifest+json",
    ".woff2": "font/woff2",
    ".xml": "application/xml; charset=utf-8",
}
_BYTES = "application/octet-stream"

#: What the system says of a path at which nothing can stand, a name that is too long among them.
_NO_SUCH = (errno.ENOENT, errno.ENOTDIR, errno.ENAMETOOLONG)

_HOST = re.compile(r"([\w.-]+|\[[0-9A-Fa-f:.]+\])(?::[0-9]{1,5})?", re.ASCII)

#: How long to look for a file while there is no site: seconds between two looks, and how many.
_RETRY, _RETRIES = 0.01, 200


@dataclass(frozen=True)
class State:
    """Which build pages are of (empty: there is no site yet), the last attempt at one, and its problems.

    `site` is the build that the site is of: an older one, while pages are shown before it is built.
    """

    build: str
    attempt: str = ""
    problems: tuple[str, ...] = ()
    site: str = ""


@dataclass(frozen=True)
class Response:
    """What a request is answered with."""

    status: HTTPStatus
    kind: str
    body: bytes = b""
    location: str | None = None


#: Finds the page at an address of the site, or none.
Find = Callable[[str], bytes | None]

#: The answer to who asks for another site here.
FOREIGN = Response(HTTPStatus.MISDIRECTED_REQUEST, _TYPES[".txt"], b"This is no address of this server.\n")


def is_own_host(host: str, own: str) -> bool:
    """Whether a Host header names this server: as it was told to listen, as this machine, or by number.

    Else a page of another site has given its own name this machine's address, to read what stands here.
    """
    found = _HOST.fullmatch(host)
    name = found[1].strip("[]").lower() if found else None
    return name is not None and (
        name in (own.lower(), "localhost") or name.endswith(".localhost") or _is_number(name)
    )


def _is_number(name: str) -> bool:
    try:
        ip_address(name)
    except ValueError:
        return False
    return True


def respond(site: Path, path: str, state: State, find_proof: Find = lambda _: None) -> Response:
    """The answer to a request for a path: of the site, or, before there is one, of the page that says why.

    Pages that `find_proof` knows by their address are newer than those of the site.
    """
    if path == SCRIPT:
        return Response(HTTPStatus.OK, _TYPES[".js"], _read_script())
    if not state.build:
        return _respond_without_site(path, state)
    newest = _prove(path, find_proof)
    found = newest or _find(site, path) or _respond_not_found(site)
    if found.kind != _TYPES[".html"]:
        return found
    # What comes from the site is loaded again when that is built, too: it may have been of an older build.
    known = {"build": state.build} if newest else {"build": state.build, "site": state.site}
    return replace(found, body=_add_script(found.body, known))


def _prove(path: str, find_proof: Find) -> Response | None:
    names = _split(path.removesuffix("index.html"))
    if names is None or not (page := find_proof("".join(f"{name}/" for name in names))):
        return None
    if not path.endswith(("/", "index.html")):
        return _lead_on(names)
    return Response(HTTPStatus.OK, _TYPES[".html"], page)


def _respond_not_found(site: Path) -> Response:
    page = _find(site, "/404.html") or Response(HTTPStatus.NOT_FOUND, _TYPES[".txt"], b"No such page.\n")
    return replace(page, status=HTTPStatus.NOT_FOUND)


def _respond_without_site(path: str, state: State) -> Response:
    """The problems as a page, which is loaded again after each attempt at a build; there is nothing else."""
    if Path(path).suffix not in ("", ".html"):
        return Response(HTTPStatus.NOT_FOUND, _TYPES[".txt"], b"There is no site yet.\n")
    problems = "\n".join(f"<li>{html.escape(line)}</li>" for line in state.problems)
    page = _read_template("no-site.html").replace(b"<!-- problems -->", problems.encode())
    return Response(HTTPStatus.OK, _TYPES[".html"], _add_script(page, {"attempt": state.attempt}))


@cache
def _read_template(name: str) -> bytes:
    return files(__package__).joinpath("templates", name).read_bytes()


def _read_script() -> bytes:
    return _read_template("live.js")


def _add_script(page: bytes, known: Mapping[str, str]) -> bytes:
    """The page with the script at the end of its head; a theme that replaces bodies leaves it alone there."""
    told = " ".join(f'data-{name}="{html.escape(value)}"' for name, value in known.items())
    tag = f'<script src="{SCRIPT}" {told} defer></script>'
    head, end, rest = page.partition(b"</head>")
    return head + tag.encode() + end + rest


# --- Files ---


def _find(site: Path, path: str) -> Response | None:
    """What stands at a path. While a build puts its site in the place of the old one, waits for it."""
    for _ in range(_RETRIES):
        before = _identify(site)
        found = _read(site, path)
        if found or (before and before == _identify(site)):
            return found
        time.sleep(_RETRY)
    return None


def _identify(folder: Path) -> int | None:
    """A number that another folder in the same place does not have, or None if there is none."""
    try:
        return folder.stat().st_ino
    except FileNotFoundError:
        return None


def _read(site: Path, path: str) -> Response | None:
    names = _split(path)
    if names is None:
        return None
    file = site.joinpath(*names)
    try:
        if file.is_dir():
            if not path.endswith("/"):
                return _lead_on(names)
            file /= "index.html"
        return Response(HTTPStatus.OK, _find_type(file.name), file.read_bytes())
    except OSError as error:
        if error.errno in _NO_SUCH:
            return None
        raise


def _split(path: str) -> list[str] | None:
    """The names in a path; None where one may lead out of the site."""
    names = [unquote(name) for name in path.split("/") if name]
    leads_out = any(name in (".", "..") or "/" in name or "\0" in name for name in names)
    return None if leads_out else names


def _lead_on(names: list[str]) -> Response:
    """Leads to a folder's own address."""
    location = "/" + "".join(f"{quote(name)}/" for name in names)
    return Response(HTTPStatus.MOVED_PERMANENTLY, _TYPES[".txt"], location=location)


def _find_type(name: str) -> str:
    """The type of a file by its name; what has no known one, such as Pagefind's own files, is bytes."""
    return _TYPES.get(Path(name).suffix) or mimetypes.guess_type(name, strict=False)[0] or _BYTES
