"""Serves the site to its editors: an edit shows in the browser, and a mistake over the last good site."""

from __future__ import annotations

import errno
import json
import os
import sys
import webbrowser
from dataclasses import asdict
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from socket import AF_INET, AF_INET6
from socketserver import TCPServer
from threading import Event, Thread

from ..store import hold_in_memory
from .editing import Editing
from .live import Live
from .pipeline import Sync, sync_pages
from .preview import FOREIGN, NEWS, Response, State, is_own_host, respond
from .watch import look, wait_for_changes

FINE, USAGE = 0, 2

#: Seconds after which the thread that builds gives way to one that answers, each time that this reads a file.
_SWITCH = 0.0005

#: Seconds after which a page that waits for news is sent a sign of life.
_SIGN_OF_LIFE = 15.0


def serve(
    root: Path,
    host: str = "127.0.0.1",
    port: int = 8000,
    open_browser: bool = False,
    stop: Event | None = None,
    *,
    tracebacks: bool = False,
    sync: Sync = sync_pages,
) -> int:
    """Builds and serves the project in `root` until Ctrl-C, or until `stop` is set; the exit status.

    Port 0 takes any that is free. `tracebacks` says of an error that nobody foresaw where it was raised.
    """
    root = root.resolve()
    live = Live("old" if (root / "site").is_dir() else "", tracebacks)
    try:
        server = Server((host.strip("[]"), port), root / "site", live)
    except (OSError, OverflowError) as error:
        print(f"ontherecord: cannot serve on {host}:{port}: {_say_why(error)}", file=sys.stderr)
        return USAGE
    try:
        _run(root, sync, server, open_browser, stop or Event())
    except KeyboardInterrupt:
        print()
    finally:
        server.stop()
    return FINE


def _say_why(error: OSError | OverflowError) -> str:
    if isinstance(error, OSError) and error.errno == errno.EADDRINUSE:
        return "the port is taken. End what uses it, or choose another with --port."
    return str(error)


def _run(root: Path, sync: Sync, server: Server, open_browser: bool, stop: Event) -> None:
    """Builds once, serves, and builds again after each change."""
    hold_in_memory()
    sys.setswitchinterval(_SWITCH)
    seen = look(root)
    os.environ.setdefault("SOURCE_DATE_EPOCH", "0")  # As each build has it; threads share what is set here.
    editing = Editing(root, sync, server.live)
    editing.begin()
    print(f"{server.url} has the site and follows your edits. Ctrl-C ends.", flush=True)
    server.start()  # The port is open already: who reads the line and is quick waits no more than a moment.
    if open_browser:
        Thread(target=webbrowser.open, args=(server.url,), daemon=True).start()
    Thread(target=editing.warm, daemon=True).start()
    try:
        for _ in wait_for_changes(root, seen, stop):
            editing.follow()
    finally:
        editing.end()


class Server(ThreadingHTTPServer):
    """Answers each request in a thread of its own; listens from the start, and answers once started."""

    daemon_threads = True
    block_on_close = False
    #: So many may come at once; whom a system turns away asks again only seconds later.
    request_queue_size = 512

    def __init__(self, address: tuple[str, int], site: Path, live: Live) -> None:
        self.site, self.live, self.host = site, live, address[0]
        self.address_family = AF_INET6 if ":" in self.host else AF_INET
        self._thread = Thread(target=self.serve_forever, kwargs={"poll_interval": 0.1}, daemon=True)
        super().__init__(address, _Handler)

    def server_bind(self) -> None:
        """Binds without asking the network for this machine's name, as the standard library's server does."""
        TCPServer.server_bind(self)
        self.server_name, self.server_port = str(self.server_address[0]), int(self.server_address[1])

    @property
    def url(self) -> str:
        """Where the site is."""
        name = f"[{self.server_name}]" if self.address_family is AF_INET6 else self.server_name
        return f"http://{name}:{self.server_port}/"

    def start(self) -> None:
        """Begins to answer."""
        self._thread.start()

    def stop(self) -> None:
        """Ends, and lets go of the port."""
        self.live.close()
        if self._thread.is_alive():
            self.shutdown()
        self.server_close()

    def handle_error(self, *_: object) -> None:
        """Says in one line what went wrong with an answer; that a browser goes away is nothing wrong."""
        error = sys.exception()
        if isinstance(error, Exception) and not isinstance(error, ConnectionError):
            print(self.live.describe(error), file=sys.stderr, flush=True)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Server

    def do_GET(self) -> None:
        """Answers with what stands at the path, or with the news for as long as the page listens."""
        path, _, query = self.path.partition("?")
        live = self.server.live
        if not is_own_host(self.headers.get("Host", ""), self.server.host):
            self._send(FOREIGN, "")
        elif path == NEWS:
            self._send_news()
        else:
            self._send(respond(self.server.site, path, live.state, live.find_proof), query)

    def do_HEAD(self) -> None:
        """Answers as GET does, without the content."""
        self.do_GET()

    def log_message(self, *_: object) -> None:
        """Keeps quiet: the terminal is for the problems."""

    def _send(self, response: Response, query: str) -> None:
        self._begin(response.status, response.kind)
        self.send_header("Content-Length", str(len(response.body)))
        if response.location:
            self.send_header("Location", response.location + (f"?{query}" if query else ""))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(response.body)

    def _send_news(self) -> None:
        """Sends each state as a server-sent event, the present one first."""
        self.close_connection = True
        self._begin(HTTPStatus.OK, "text/event-stream")
        self.end_headers()
        known: State | None = None
        while self.server.live.is_open and self.command != "HEAD":
            state = self.server.live.wait(known, _SIGN_OF_LIFE)
            news = ": nothing new" if state is known else f"retry: 500\ndata: {json.dumps(asdict(state))}"
            self.wfile.write(f"{news}\n\n".encode())
            known = state

    def _begin(self, status: HTTPStatus, kind: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Cache-Control", "no-store")
