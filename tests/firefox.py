"""Reads the built site in Firefox as a person does: `make firefox`, or this file with a program's path.

Firefox is spoken to by its own Marionette protocol, so nothing besides it is needed (Debian: firefox-esr).
This is no part of `make test`: it is for changes to the theme's scripts, where browsers differ.
"""

from __future__ import annotations

import json
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

SITE = Path(__file__).resolve().parents[1] / "site"
BELOW = "some/path/"
TRANSCRIPT = "transcripts/2016-07-15-lavrov-kerry/"
#: Seconds to wait for what a page should show, and for Firefox to start.
PATIENCE, START = 20, 90
SETTINGS = {
    "marionette.port": 0,
    "dom.events.testing.asyncClipboard": True,  # A page may read the clipboard unasked.
    "datareporting.policy.dataSubmissionEnabled": False,
    "app.update.enabled": False,
    "network.captive-portal-service.enabled": False,
}


class Firefox:
    """A Firefox without a window, with a profile of its own."""

    def __init__(self, program: str, profile: Path) -> None:
        lines = [f"user_pref({json.dumps(key)}, {json.dumps(value)});\n" for key, value in SETTINGS.items()]
        (profile / "user.js").write_text("".join(lines), encoding="utf-8")
        command = [program, "--headless", "--no-remote", "--profile", str(profile), "--marionette"]
        command.append("--remote-allow-system-access")  # Its console can be read.
        self._program = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self._socket = socket.create_connection(("127.0.0.1", self._find_port(profile)))
        self._answers = self._socket.makefile("rb")
        self._asked = 0
        self._read()
        self.ask("WebDriver:NewSession")

    def _find_port(self, profile: Path) -> int:
        end = time.monotonic() + START
        while time.monotonic() < end and self._program.poll() is None:
            if (profile / "MarionetteActivePort").is_file():
                return int((profile / "MarionetteActivePort").read_text())
            time.sleep(0.2)
        raise OSError("Firefox does not start")

    def _read(self) -> Any:  # noqa: ANN401 - whatever the answer is
        length = b""
        while (digit := self._answers.read(1)) != b":":
            length += digit
        return json.loads(self._answers.read(int(length)))

    def ask(self, command: str, **parameters: object) -> Any:  # noqa: ANN401
        """The value of Firefox's answer to a command."""
        self._asked += 1
        message = json.dumps([0, self._asked, command, parameters]).encode()
        self._socket.sendall(b"%d:%s" % (len(message), message))
        _, _, error, result = self._read()
        if error:
            raise AssertionError(error["message"])
        return result.get("value") if isinstance(result, dict) else result

    def open(self, address: str) -> None:
        self.ask("WebDriver:Navigate", url=address)

    def run(self, script: str, *arguments: object) -> Any:  # noqa: ANN401
        """What a script in the page returns; a promise is waited for."""
        return self.ask("WebDriver:ExecuteScript", script=f"return ({script})", args=list(arguments))

    def expect(self, script: str, what: str) -> None:
        """Waits until something is true in the page."""
        end = time.monotonic() + PATIENCE
        while not self.run(script):
            assert time.monotonic() < end, f"{what}: {script}"
            time.sleep(0.1)

    def click(self, selector: str) -> None:
        self.expect(f"document.querySelector({json.dumps(selector)}) !== null", "is there")
        found = self.ask("WebDriver:FindElement", using="css selector", value=selector)
        self.ask("WebDriver:ElementClick", id=next(iter(found.values())))

    def type(self, selector: str, text: str) -> None:
        found = self.ask("WebDriver:FindElement", using="css selector", value=selector)
        self.ask("WebDriver:ElementSendKeys", id=next(iter(found.values())), text=text)

    def drag(self, start: tuple[float, float], end: tuple[float, float]) -> None:
        """Selects with the mouse."""
        move = {"type": "pointerMove", "duration": 50, "origin": "viewport"}
        steps = [
            {**move, "x": round(start[0]), "y": round(start[1])},
            {"type": "pointerDown", "button": 0},
            {**move, "x": round(end[0]), "y": round(end[1])},
            {"type": "pointerUp", "button": 0},
        ]
        mouse = {"type": "pointer", "id": "mouse", "parameters": {"pointerType": "mouse"}, "actions": steps}
        self.ask("WebDriver:PerformActions", actions=[mouse])

    def read_errors(self) -> list[str]:
        """The errors of the site's pages, by Firefox's console."""
        self.ask("Marionette:SetContext", value="chrome")
        try:
            return list(self.run(_ERRORS))
        finally:
            self.ask("Marionette:SetContext", value="content")

    def close(self) -> None:
        self.ask("Marionette:Quit", flags=["eForceQuit"])
        self._program.wait(30)


_ERRORS = """Services.console.getMessageArray()
    .filter((item) => item instanceof Ci.nsIScriptError && !(item.flags & Ci.nsIScriptError.warningFlag))
    .filter((item) => item.sourceName.includes("/some/path/"))
    .map((item) => `${item.sourceName}:${item.lineNumber}: ${item.errorMessage}`)"""


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Says nothing."""


@contextmanager
def serve(folder: Path, port: int = 0) -> Iterator[int]:
    """The port at which a folder is served on loopback, while the block lasts."""
    server = ThreadingHTTPServer(("127.0.0.1", port), partial(_Quiet, directory=str(folder)))
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        server.server_close()


# --- What a reader does ---


def check_links(firefox: Firefox, home: str) -> None:
    firefox.open(f"{home}{TRANSCRIPT}#p14")
    firefox.expect("document.querySelector('#p14:target') === document.activeElement", "has the focus")
    firefox.expect("document.getElementById('p14').getBoundingClientRect().top < innerHeight", "is in sight")
    firefox.click("a.number[href='#p24']")
    firefox.expect("document.querySelector('[role=toolbar] b')?.textContent === 'Link copied'", "is copied")
    copied = firefox.run("navigator.clipboard.readText()")
    assert copied == f"{home}{TRANSCRIPT}#p24", copied


def check_selection(firefox: Firefox, home: str) -> None:
    firefox.open(f"{home}{TRANSCRIPT}#p24")
    firefox.expect("document.activeElement.id === 'p24'", "has the focus")
    left, top, right = firefox.run(_LINE)
    firefox.drag((left, top), (right, top))
    firefox.click("[role=toolbar] button")
    firefox.expect("document.querySelector('[role=toolbar] b')?.textContent === 'Link copied'", "is copied")
    words = " ".join(firefox.run("getSelection().toString()").split())
    link = firefox.run("navigator.clipboard.readText()")
    assert len(words) > 10
    firefox.open("about:blank")
    firefox.open(link)
    firefox.expect("document.querySelector('#p24 mark') !== null", "the words are marked")
    marked = firefox.run("[...document.querySelectorAll('#p24 mark')].map((m) => m.textContent).join('')")
    assert " ".join(marked.split()) == words, (marked, words)


#: The left end, the middle and the right end of a passage's first line.
_LINE = """(() => {
    const range = document.createRange();
    range.selectNodeContents(document.getElementById("p24"));
    const [line] = range.getClientRects();
    return [line.left + 1, (line.top + line.bottom) / 2, line.right - 60];
})()"""


def check_search(firefox: Firefox, home: str) -> None:
    firefox.open(f"{home}search/?q=Karabakh")
    numbers = "[...document.querySelectorAll('#search-hits .number')].map((n) => n.textContent).join()"
    firefox.expect(f"{numbers} === '13,14'", "both passages are found")
    firefox.open(home)
    firefox.type(".header-search input", "Libya")
    firefox.expect("document.querySelector('.search-panel a') !== null", "the field in the header shows hits")


def check_quotation(firefox: Firefox, home: str) -> None:
    firefox.open(f"{home}check/?q=We+also+discussed+the+Nagorno-Karabakh+issue")
    firefox.expect("document.getElementById('check-outcome').dataset.outcome === 'said'", "it was said")


def check_pages(firefox: Firefox, home: str) -> None:
    for page in (
        "",
        "topics/syria/",
        "names/",
        "questions/",
        "timeline/",
        "map/",
        "charts/",
        "data/",
        "about/",
    ):
        firefox.open(home + page)
        width = firefox.run("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert width <= 0, f"{page} is wider than the window"


def check_kept(firefox: Firefox, home: str) -> None:
    firefox.open(home + TRANSCRIPT)
    firefox.expect("navigator.serviceWorker.controller?.state === 'activated'", "the site is kept")


def check_offline(firefox: Firefox, home: str) -> None:
    notice = "document.querySelector('.kept')?.textContent.startsWith('Kept copy of')"
    firefox.open(f"{home}{TRANSCRIPT}#p13")
    firefox.expect(notice, "says that it is a kept copy")
    firefox.click("#p13 ~ .topics .badge")
    firefox.expect(f"document.querySelector('.page--topic') && {notice}", "the topic is kept too")
    check_search(firefox, home)
    firefox.open(f"{home}topics/mars/")
    firefox.expect("document.querySelector('h1').textContent === 'This page is not kept here'", "says so")


def check_narrow(firefox: Firefox, home: str) -> None:
    """In a narrow window what stands below the words is not laid out until it is near."""
    firefox.ask("WebDriver:SetWindowRect", width=500, height=900)
    try:
        for anchor, most in (("p34", 60), ("map", 100), ("p14", 60)):
            firefox.open("about:blank")
            firefox.open(f"{home}{TRANSCRIPT}#{anchor}")
            top = f"document.getElementById('{anchor}').getBoundingClientRect().top"
            firefox.expect(f"0 < {top} && {top} < {most}", f"{anchor} stands right below its speaker's line")
    finally:
        firefox.ask("WebDriver:SetWindowRect", width=1280, height=900)


ONLINE = (
    check_pages,
    check_links,
    check_narrow,
    check_selection,
    check_search,
    check_quotation,
    check_kept,
)


def check(firefox: Firefox, home: str, checks: tuple[Callable[[Firefox, str], None], ...]) -> int:
    """Makes these checks, and says how each went; how many failed."""
    failed = 0
    for one in checks:
        name = one.__name__.removeprefix("check_")
        try:
            firefox.open("about:blank")
            one(firefox, home)
            print(f"ok      {name}", flush=True)
        except AssertionError as error:
            failed += 1
            print(f"FAILED  {name}: {error}", flush=True)
    return failed


def main(arguments: list[str]) -> int:
    """0 if all is well in this Firefox, 1 if not, 2 if there is none or no site."""
    program = next(filter(None, [*arguments, *map(shutil.which, ("firefox-esr", "firefox"))]), None)
    if not program or not (SITE / "index.html").is_file():
        print("It takes a Firefox (Debian: firefox-esr) and a built site (make build).", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "profile").mkdir()
        host = Path(folder) / "host"
        (host / BELOW).parent.mkdir(parents=True)
        (host / BELOW.rstrip("/")).symlink_to(SITE)
        firefox = Firefox(program, Path(folder) / "profile")
        try:
            with serve(host) as port:
                home = f"http://127.0.0.1:{port}/{BELOW}"
                failed = check(firefox, home, ONLINE)
                errors = firefox.read_errors()
            failed += check(firefox, home, (check_offline,))
        finally:
            firefox.close()
    for error in errors:
        print(f"FAILED  {error}")
    return 1 if failed or errors else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
