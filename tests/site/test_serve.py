from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from threading import Event, Thread
from typing import TypedDict

import pytest
from ontherecord.site.folders import Folder, mark
from ontherecord.site.pipeline import Sync, Synced
from ontherecord.site.serve import serve
from ontherecord.site.watch import look
from playwright.sync_api import Browser, Page, expect
from toysite import make_project, read_site, sync_words

#: Seconds after which a reader has given up; the goal is two on a quiet machine.
SOON = 30.0


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return make_project(tmp_path / "project")


class News(TypedDict):
    build: str
    attempt: str
    problems: list[str]


@dataclass(frozen=True)
class Reader:
    """Someone whose browser is on the site."""

    port: int

    def get(self, path: str, method: str = "GET") -> tuple[HTTPResponse, str]:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=SOON)
        connection.request(method, path)
        response = connection.getresponse()
        text = response.read().decode(errors="replace")
        connection.close()
        return response, text

    def sees(self, path: str, words: str) -> bool:
        return wait_until(lambda: words in self.get(path)[1])

    def listen(self) -> Iterator[News]:
        """What a page that is open is told, the present state first."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=SOON)
        connection.request("GET", "/__live")
        with connection.getresponse() as response:
            assert response.headers["Content-Type"] == "text/event-stream"
            for line in response:
                if line.startswith(b"data: "):
                    yield json.loads(line.removeprefix(b"data: "))


def wait_until(fulfilled: Callable[[], bool]) -> bool:
    end = time.monotonic() + SOON
    while not fulfilled():
        if time.monotonic() > end:
            return False
        time.sleep(0.05)
    return True


def find_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


Start = Callable[..., Reader]


@pytest.fixture
def start(project: Path) -> Iterator[Start]:
    """Serves the project, and is answered; ends it after the test."""
    stop, threads = Event(), []

    def run(sync: Sync = sync_words, **settings: bool) -> Reader:
        given = {"sync": sync, **settings}
        port = find_port()
        thread = Thread(target=serve, args=(project,), kwargs={"port": port, "stop": stop, **given})
        threads.append(thread)
        thread.start()
        reader = Reader(port)
        assert wait_until(lambda: is_answered(reader))
        return reader

    yield run
    stop.set()
    for thread in threads:
        thread.join(SOON)
        assert not thread.is_alive()


def is_answered(reader: Reader) -> bool:
    try:
        reader.get("/")
    except OSError:
        return False
    return True


# --- An edit shows ---

EDITS = {
    "data/words.txt": ("A new passage\n", "/transcripts/t/", "A new passage"),
    "docs/about.md": ("# About\n\n## Why\n\nFor this reason.\n", "/about/", "For this reason."),
    "docs/new.md": ("# A new page\n", "/new/", "A new page"),
    "overrides/main.html": (
        "{% extends 'base.html' %}{% block content %}A new look{% endblock %}",
        "/",
        "A new look",
    ),
    "mkdocs.yml": ("site_name: A new name\ntheme: mkdocs\nplugins: []\n", "/", "A new name"),
}


@pytest.mark.parametrize("path", EDITS)
def test_an_edit_shows(project: Path, start: Start, path: str) -> None:
    reader = start()
    news = reader.listen()
    before = next(news)
    text, address, words = EDITS[path]
    (project / path).write_text(text)
    after = next(news)
    assert after["build"] != before["build"]
    assert after["problems"] == []
    assert words in reader.get(address)[1]


def test_a_file_that_an_editor_replaces_shows(project: Path, start: Start) -> None:
    reader = start()
    scratch = project / "docs/about.md.tmp"
    scratch.write_text("# About\n\n## Why\n\nReplaced.\n")
    scratch.replace(project / "docs/about.md")
    assert reader.sees("/about/", "Replaced.")


def test_a_removed_page_goes(project: Path, start: Start) -> None:
    (project / "docs/new.md").write_text("# New\n")
    reader = start()
    assert reader.get("/new/")[0].status == 200
    (project / "docs/new.md").unlink()
    assert wait_until(lambda: reader.get("/new/")[0].status == 404)


def test_an_open_page_knows_which_build_it_is_of(start: Start) -> None:
    reader = start()
    build = next(reader.listen())["build"]
    script = f'<script src="/__live.js" data-build="{build}" data-site="{build}" defer></script></head>'
    assert script in reader.get("/")[1]
    assert script in reader.get("/nowhere/")[1], "a page that is not there may come to be"
    assert "EventSource" in reader.get("/__live.js")[1]


def test_what_the_build_writes_starts_no_other(project: Path, start: Start) -> None:
    builds: list[float] = []

    def sync_and_count(root: Path, *_: object) -> Synced:
        builds.append(time.monotonic())
        return sync_words(root)

    reader = start(sync_and_count)
    (project / "data/words.txt").write_text("Once more\n")
    assert reader.sees("/transcripts/t/", "Once more")
    time.sleep(0.8)
    assert len(builds) == 2


def test_what_editing_programs_write_for_themselves_is_not_looked_at(project: Path) -> None:
    before = look(project)
    for path in ("docs/.about.md.swp", "docs/about.md~", "data/.#words.txt", "data/.git/index"):
        (project / path).parent.mkdir(exist_ok=True)
        (project / path).write_text("x")
    assert look(project) == before
    assert {Path(path).name for path in before} >= {"mkdocs.yml", "words.txt", "about.md", "sitemap.xml"}


def test_no_request_fails_while_sites_are_exchanged(project: Path, start: Start) -> None:
    reader = start()
    statuses: set[int] = set()
    enough = Event()

    def read_on() -> None:
        while not enough.is_set():
            statuses.add(reader.get("/transcripts/t/")[0].status)

    readers = [Thread(target=read_on) for _ in range(2)]
    for thread in readers:
        thread.start()
    for number in range(4):
        (project / "data/words.txt").write_text(f"Version {number}\n")
        assert reader.sees("/transcripts/t/", f"Version {number}")
    enough.set()
    for thread in readers:
        thread.join(SOON)
    assert statuses == {200}


# --- A mistake shows ---


def test_problems_reach_the_page_and_the_old_site_stays(
    project: Path, start: Start, capsys: pytest.CaptureFixture[str]
) -> None:
    reader = start()
    news = reader.listen()
    good = next(news)
    (project / "data/words.txt").write_text("Fine\n!wrong\n!wrong too\n")
    problems = ["data/words.txt:2: begins with !", "data/words.txt:3: begins with !"]
    bad = next(news)
    assert (bad["build"], bad["problems"]) == (good["build"], problems)
    assert "Peace in Karabakh" in reader.get("/transcripts/t/")[1]
    assert "\n".join([*problems, "2 problems. The last good site stays.\n"]) in capsys.readouterr().out

    (project / "data/words.txt").write_text("Mended\n")
    mended = next(news)
    assert mended["build"] != good["build"]
    assert mended["problems"] == []
    assert "Mended" in reader.get("/transcripts/t/")[1]


MISTAKES = {
    "overrides/main.html": (
        "{% extends 'base.html' %}\n{% block content %}{% endfor %}\n",
        "overrides/main.html:2: Encountered unknown tag 'endfor'. Jinja was looking for the following tags: "
        "'endblock'. The innermost block that needs to be closed is 'block'.",
    ),
    "mkdocs.yml": ("site_name: [\n", "mkdocs.yml:2: not valid YAML: expected the node content, but found"),
    "docs/new.md": ("[x](#nowhere)\n", "docs/new.md:1: contains a link '#nowhere', but there is no such"),
}


@pytest.mark.parametrize("path", MISTAKES)
def test_no_mistake_is_a_stack_trace(
    project: Path, start: Start, capfd: pytest.CaptureFixture[str], path: str
) -> None:
    reader = start()
    news = reader.listen()
    next(news)
    text, problem = MISTAKES[path]
    (project / path).write_text(text)
    assert [line[: len(problem)] for line in next(news)["problems"]] == [problem]
    assert "Good morning" in reader.get("/")[1]
    output = "".join(capfd.readouterr())
    assert problem in output
    assert "Traceback" not in output


def test_an_error_nobody_foresaw_is_one_line(
    project: Path, start: Start, capfd: pytest.CaptureFixture[str]
) -> None:
    def sync_or_fail(root: Path, *_: object) -> Synced:
        if "fail" in (root / "data/words.txt").read_text():
            raise KeyError("no such\nthing")
        return sync_words(root)

    reader = start(sync_or_fail)
    news = reader.listen()
    next(news)
    (project / "data/words.txt").write_text("fail\n")
    (problem,) = next(news)["problems"]
    assert problem.startswith("test_serve.py:")
    assert "unexpected KeyError: 'no such" in problem
    assert "Good morning" in reader.get("/")[1]
    assert "serve --traceback shows where" in problem
    assert "Traceback" not in "".join(capfd.readouterr())


def test_all_of_an_error_nobody_foresaw_is_shown_where_it_is_asked_for(
    start: Start, capfd: pytest.CaptureFixture[str]
) -> None:
    def fail_always(root: Path, *_: object) -> Synced:
        raise KeyError(root)

    start(fail_always, tracebacks=True)
    shown = capfd.readouterr().err
    assert "Traceback (most recent call last)" in shown
    assert "in fail_always" in shown


def test_with_problems_from_the_first_there_is_a_page_that_lists_them(project: Path, start: Start) -> None:
    (project / "data/words.txt").write_text("!<b>wrong\n")
    reader = start()
    response, page = reader.get("/transcripts/t/")
    assert response.headers["Content-Type"].startswith("text/html")
    assert "<li>data/words.txt:1: begins with !</li>" in page
    assert "/__live.js" in page
    assert reader.get("/assets/x.css")[0].status == 404
    (project / "data/words.txt").write_text("Mended\n")
    assert reader.sees("/transcripts/t/", "Mended")


def test_with_problems_from_the_first_the_site_of_the_last_time_is_served(
    project: Path, start: Start
) -> None:
    mark(project / "site", Folder.SITE)
    (project / "site/index.html").write_text("<head></head>From the last time")
    (project / "data/words.txt").write_text("!wrong\n")
    reader = start()
    assert "From the last time" in reader.get("/")[1]
    assert next(reader.listen())["problems"] == ["data/words.txt:1: begins with !"]


# --- Answers ---


def test_the_search_is_that_of_the_built_site(project: Path, start: Start) -> None:
    reader = start()
    files = read_site(project / "site/pagefind")
    kinds = {".pf_fragment", ".pf_index", ".pf_meta", ".pagefind"} & {Path(path).suffix for path in files}
    assert len(kinds) == 4
    for path, content in files.items():
        response, _ = reader.get(f"/pagefind/{path}")
        assert response.status == 200
        assert int(response.headers["Content-Length"]) == len(content)
        if Path(path).suffix in kinds:
            assert response.headers["Content-Type"] == "application/octet-stream"


def test_answers(start: Start) -> None:
    reader = start()
    response, text = reader.get("/nowhere.html")
    assert (response.status, "404" in text) == (404, True)
    response, _ = reader.get("/about?q=1")
    assert (response.status, response.headers["Location"]) == (301, "/about/?q=1")
    response, text = reader.get("/about/", "HEAD")
    assert (response.status, text, response.headers["Cache-Control"]) == (200, "", "no-store")
    assert reader.get("/pagefind/pagefind.js")[0].headers["Content-Type"].startswith("text/javascript")
    assert reader.get("/sitemap.xml")[0].headers["Content-Type"].startswith("application/xml")


@pytest.mark.parametrize(
    "path", ["/../mkdocs.yml", "/%2e%2e/mkdocs.yml", "/..%2fmkdocs.yml", "/%00", "//x/../../y"]
)
def test_nothing_but_the_site_is_served(start: Start, path: str) -> None:
    response, text = start().get(path)
    assert response.status == 404
    assert "site_name" not in text


def test_an_address_on_another_server_is_not_redirected_to(project: Path, start: Start) -> None:
    (project / "docs/evil.example").mkdir()
    (project / "docs/evil.example/index.md").write_text("# Page\n")
    response, _ = start().get("//evil.example")
    assert response.headers["Location"] == "/evil.example/"


# --- Beginning and end ---


def test_a_port_that_is_taken_is_said_and_is_wrong_usage(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        assert serve(project, port=port, sync=sync_words) == 2
    assert f"cannot serve on 127.0.0.1:{port}: the port is taken" in capsys.readouterr().err
    assert not (project / "site").exists(), "nothing is built for nobody"


def test_a_port_that_is_none_is_wrong_usage(project: Path) -> None:
    assert serve(project, port=99_999, sync=sync_words) == 2


#: Ctrl-C counts even where the tests run in the background, whose processes do without it.
SERVE = (
    "import signal, sys, pathlib, toysite, ontherecord.site.serve as s;"
    "signal.signal(signal.SIGINT, signal.default_int_handler); sys.exit(s.serve("
    "pathlib.Path(sys.argv[1]), port=int(sys.argv[2]), sync=toysite.sync_words))"
)


@contextmanager
def run_alone(project: Path, port: int) -> Iterator[subprocess.Popen[str]]:
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    arguments = [sys.executable, "-c", SERVE, str(project), str(port)]
    with subprocess.Popen(
        arguments, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def test_ctrl_c_ends_quietly(project: Path) -> None:
    port = find_port()
    with run_alone(project, port) as process:
        assert wait_until(lambda: is_answered(Reader(port)))
        process.send_signal(signal.SIGINT)
        output, errors = process.communicate(timeout=SOON)
    assert process.returncode == 0
    assert errors == ""
    assert (
        output.splitlines()[1]
        == f"http://127.0.0.1:{port}/ has the site and follows your edits. Ctrl-C ends."
    )


def test_what_a_killed_server_leaves_is_no_hindrance(project: Path, start: Start) -> None:
    port = find_port()
    with run_alone(project, port) as process:
        assert wait_until(lambda: is_answered(Reader(port)))
        (project / "data/words.txt").write_text("Killed while this is built\n")
        wait_until(lambda: (project / ".site-new").exists())
        process.kill()
    assert "Killed while" in start().get("/transcripts/t/")[1]
    assert [path.name for path in project.iterdir() if path.name.startswith(".")] == [".cache"]


# --- In a browser ---


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page of its own, without what other tests left."""
    context = browser.new_context()
    yield context.new_page()
    context.close()


def test_the_browser_shows_edits_mistakes_and_their_mending(project: Path, start: Start, page: Page) -> None:
    address = f"http://127.0.0.1:{start().port}/transcripts/t/"
    words, panel = project / "data/words.txt", page.locator("ontherecord-problems")
    page.goto(address)
    expect(page.get_by_text("Peace in Karabakh")).to_be_visible()

    words.write_text("An edit\n")
    expect(page.get_by_text("An edit")).to_be_visible(timeout=SOON * 1000)
    words.write_text("!<i>wrong\n")
    expect(panel.get_by_role("status")).to_contain_text("1 problem", timeout=SOON * 1000)
    expect(panel.get_by_role("listitem")).to_have_text("data/words.txt:1 begins with !")
    expect(page.get_by_text("An edit")).to_be_visible()

    page.get_by_role("button", name="Fold").click()
    expect(panel.get_by_role("listitem")).to_be_hidden()
    page.get_by_role("link", name="About").first.click()
    expect(panel.get_by_role("listitem")).to_be_visible()
    page.go_back()
    words.write_text("Mended\n")
    expect(page.get_by_text("Mended")).to_be_visible(timeout=SOON * 1000)
    expect(panel).to_have_count(0, timeout=SOON * 1000)


def test_the_page_before_there_is_a_site_gives_way_to_it(project: Path, start: Start, page: Page) -> None:
    (project / "data/words.txt").write_text("!wrong\n")
    page.goto(f"http://127.0.0.1:{start().port}/transcripts/t/")
    expect(page.get_by_role("listitem")).to_have_text("data/words.txt:1: begins with !")
    (project / "data/words.txt").write_text("!wrong\n!wrong\n")
    expect(page.get_by_role("listitem")).to_have_count(2, timeout=SOON * 1000)
    (project / "data/words.txt").write_text("Mended\n")
    expect(page.get_by_text("Mended")).to_be_visible(timeout=SOON * 1000)


def test_a_search_leads_to_the_passage(start: Start, page: Page) -> None:
    page.goto(f"http://127.0.0.1:{start().port}/")
    found = page.evaluate(
        """async () => {
            const pagefind = await import("/pagefind/pagefind.js");
            const { results } = await pagefind.search("Syria");
            return Promise.all(results.map(async (result) => (await result.data()).url));
        }"""
    )
    assert found == ["/transcripts/t/#p2"]
