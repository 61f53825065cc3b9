"""A host on loopback that packs what real hosts pack, and remembers what it sent when."""

from __future__ import annotations

import gzip
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Lock, Thread
from urllib.parse import unquote, urlsplit

#: What is sent packed, as GitHub Pages, Netlify and others do it; Pagefind's own files are packed already.
PACKED = {
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    ".wasm": "application/wasm",
    ".webmanifest": "application/manifest+json",
    ".xml": "application/xml",
}


@dataclass(frozen=True)
class Sent:
    """One answer: what for, how many bytes of body as they were sent, and when the last of them left."""

    path: str
    size: int
    time: float


@dataclass
class Host:
    """A folder on loopback."""

    address: str = ""
    sent: list[Sent] = field(default_factory=list)
    _bodies: dict[Path, bytes] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def read(self, path: Path) -> bytes:
        """The body for a file as it is sent; packed once."""
        if path not in self._bodies:
            content = path.read_bytes()
            packed = path.suffix in PACKED
            self._bodies[path] = gzip.compress(content, compresslevel=6) if packed else content
        return self._bodies[path]

    def note(self, path: str, size: int) -> None:
        """Remembers an answer that is on its way."""
        with self._lock:
            self.sent.append(Sent(path, size, time.time()))


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def __init__(self, *arguments: object, folder: Path, host: Host) -> None:
        self._folder, self._host = folder, host
        super().__init__(*arguments)  # type: ignore[arg-type]

    def do_GET(self) -> None:
        """Sends a file of the folder."""
        path = unquote(urlsplit(self.path).path)
        file = self._folder / path.lstrip("/")
        file = file / "index.html" if file.is_dir() else file
        if not file.is_file():
            self.send_response(HTTPStatus.NOT_FOUND)
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        body = self._host.read(file)
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", PACKED.get(file.suffix, "application/octet-stream"))
        if file.suffix in PACKED:
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "max-age=600")
        self.end_headers()
        self.wfile.write(body)
        self._host.note(path, len(body))

    def log_message(self, format: str, *args: object) -> None:
        """Says nothing."""


@contextmanager
def serve(folder: Path) -> Iterator[Host]:
    """The host of a folder, while the block lasts."""
    host = Host()
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Handler, folder=folder, host=host))
    host.address = f"http://127.0.0.1:{server.server_port}/"
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield host
    finally:
        server.shutdown()
        server.server_close()
