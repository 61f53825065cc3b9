"""What the server answers, whoever asks and however; without a build."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from http.client import HTTPConnection
from pathlib import Path

import pytest
from ontherecord.site.live import Live
from ontherecord.site.serve import Server

#: Seconds, far below the 15 after which a system turned away tries once more.
SOON = 10.0

Start = Callable[[str], Server]


@pytest.fixture
def make(tmp_path: Path) -> Iterator[Start]:
    """A server of a site of one page, which listens, and answers once it is started."""
    (tmp_path / "index.html").write_text("<head></head>Good morning", encoding="utf-8")
    made = []

    def run(host: str) -> Server:
        made.append(Server((host, 0), tmp_path, Live("1")))
        return made[-1]

    yield run
    for server in made:
        server.stop()


def ask(server: Server, path: str = "/", host: str | None = None) -> tuple[int, str]:
    """The status of an answer, and its text."""
    connection = HTTPConnection(server.host, server.server_port, timeout=SOON)
    connection.request("GET", path, headers={} if host is None else {"Host": host})
    response = connection.getresponse()
    text = response.read().decode()
    connection.close()
    return response.status, text


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:80", "localhost.evil.example", "", "[", "a b", "[1:2]"]
)
@pytest.mark.parametrize("path", ["/", "/__live"])
def test_a_page_of_another_site_reads_nothing_here(make: Start, host: str, path: str) -> None:
    server = make("127.0.0.1")
    server.start()
    status, text = ask(server, path, host)
    assert status == 421
    assert "morning" not in text


@pytest.mark.parametrize(
    "host", ["localhost", "LOCALHOST:1", "127.0.0.1", "192.168.1.7:80", "[::1]:80", "x.localhost"]
)
def test_who_names_this_machine_is_answered(make: Start, host: str) -> None:
    server = make("127.0.0.1")
    server.start()
    assert ask(server, host=host)[0] == 200


def test_it_listens_where_it_is_told_by_ipv6_too(make: Start) -> None:
    try:
        server = make("::1")
    except OSError:
        pytest.skip("there is no IPv6 here")
    server.start()
    assert server.url == f"http://[::1]:{server.server_port}/"
    assert ask(server) == (
        200,
        '<head><script src="/__live.js" data-build="1" data-site="1" defer></script></head>Good morning',
    )


def test_two_hundred_at_once_are_let_in_without_waiting(make: Start) -> None:
    server = make("127.0.0.1")
    waiting = [socket.create_connection(("127.0.0.1", server.server_port), timeout=SOON) for _ in range(200)]
    server.start()
    for one in waiting:
        one.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
    assert [one.recv(15) for one in waiting] == [b"HTTP/1.1 200 OK"] * 200
    for one in waiting:
        one.close()


@pytest.mark.parametrize(
    ("path", "status"),
    [("/" + "a" * 300, 404), ("/a" * 5000, 404), ("/" + "a" * 70_000, 414), ("/%00", 404)],
    ids=["long name", "long path", "longer than any", "zero"],
)
def test_a_path_that_can_not_be_is_not_found(
    make: Start, capsys: pytest.CaptureFixture[str], path: str, status: int
) -> None:
    server = make("127.0.0.1")
    server.start()
    assert ask(server, path)[0] == status
    assert capsys.readouterr().err == ""
