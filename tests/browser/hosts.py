"""Folders served on loopback, as a host serves a site."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread


class Plain(SimpleHTTPRequestHandler):
    """A host that says nothing of how long a file may be kept."""

    def log_message(self, format: str, *args: object) -> None:
        """Says nothing: the tests say what they saw."""

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Where there is no page, the site's page for that, as hosts do it."""
        lost = Path(self.directory, "404.html")
        if code != 404 or not lost.exists() or self.command == "HEAD":
            super().send_error(code, message, explain)
            return
        self.send_response(code)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(lost.stat().st_size))
        self.end_headers()
        self.wfile.write(lost.read_bytes())


class Keeping(Plain):
    """A host whose files and connections a browser keeps, for these pages are opened hundreds of times."""

    protocol_version = "HTTP/1.1"

    def end_headers(self) -> None:
        self.send_header("Cache-Control", "max-age=600")
        super().end_headers()


@contextmanager
def serve_folder(folder: Path, port: int = 0, host: type[Plain] = Plain) -> Iterator[str]:
    """The address of a folder on loopback, while the block lasts; port 0 takes any that is free."""
    server = ThreadingHTTPServer(("127.0.0.1", port), partial(host, directory=str(folder)))
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()
