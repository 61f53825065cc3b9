"""Lighthouse's marks for the pages that readers open first, on its phone: a slow network and processor.

Run with `.venv/bin/python -m benchmarks.lighthouse`, after `make build`; it needs OpenSSL and Node, and
fetches Lighthouse with npx. The site is sent as hosts send it, over HTTP/2. The marks are medians; a busy
machine lowers that of performance.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

from .search.host import PACKED

ROOT = Path(__file__).resolve().parents[1]
sys.path.append(str(ROOT / "tests"))
from setup_browser import ARGS, find_chromium  # noqa: E402 - the tests' browser

#: The certificate is nobody's.
TRUST = "--ignore-certificate-errors"
VERSION = "13"
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
TIMES = (
    "first-contentful-paint",
    "largest-contentful-paint",
    "total-blocking-time",
    "cumulative-layout-shift",
)
PAGES = {
    "Home": "",
    "Transcript": "transcripts/2016-07-15-lavrov-kerry/",
    "Topic": "topics/nagorno-karabakh/",
    "Search": "search/",
    "Search, with words": "search/?q=syria",
}


@contextmanager
def serve(site: Path) -> Iterator[str]:
    """The address of a site on a host of its own, while the block lasts."""
    with TemporaryDirectory() as folder:
        key, certificate = f"{folder}/key.pem", f"{folder}/certificate.pem"
        request = "openssl req -x509 -newkey rsa:2048 -nodes -subj /CN=localhost"
        subprocess.run(
            [*request.split(), "-keyout", key, "-out", certificate], check=True, capture_output=True
        )
        command = [
            "node",
            str(Path(__file__).with_name("host.mjs")),
            str(site),
            key,
            certificate,
            json.dumps(PACKED),
        ]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as host:
            try:
                port = host.stdout.readline().strip() if host.stdout else ""
                if not port:
                    raise RuntimeError("the host did not start: what Node says of it stands above")
                yield f"https://localhost:{port}/"
            finally:
                host.terminate()


def run_lighthouse(command: Sequence[str], address: str, slowdown: float) -> dict[str, Any]:
    """Lighthouse's report on one page, its settings for a phone, the processor so many times slower."""
    slower = f"--throttling.cpuSlowdownMultiplier={slowdown}"
    flags = ["--output=json", "--quiet", slower, f"--chrome-flags={' '.join((*ARGS, TRUST))}"]
    environment = {**os.environ, "CHROME_PATH": find_chromium() or ""}
    done = subprocess.run([*command, address, *flags], check=True, capture_output=True, env=environment)
    report: dict[str, Any] = json.loads(done.stdout)
    return report


def read_marks(reports: Sequence[dict[str, Any]]) -> Iterator[str]:
    """The medians of several reports on one page: marks out of a hundred, then times, then bytes as sent."""
    for name in CATEGORIES:
        yield str(round(median(100 * report["categories"][name]["score"] for report in reports)))
    for name in (*TIMES, "total-byte-weight"):
        value = median(report["audits"][name]["numericValue"] for report in reports)
        yield f"{value:.3f}" if name.endswith("shift") else f"{value:,.0f}"


def list_findings(report: dict[str, Any]) -> Iterator[str]:
    """What a report holds against its page."""
    for audit in report["audits"].values():
        if audit["score"] is not None and audit["score"] < 0.9:
            yield f"{audit['id']}: {audit.get('displayValue') or audit['title']}"


def main() -> None:
    """Prints a table, and below it what was found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("site", nargs="?", type=Path, default=ROOT / "site")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument(
        "--slowdown",
        type=float,
        default=4,
        help="4 is for a fast desktop; 2 to 3 for one of an index of 1,000",
    )
    parser.add_argument("--command", default=f"npx --yes lighthouse@{VERSION}")
    given = parser.parse_args()
    command, findings = given.command.split(), list[str]()
    print("|", " | ".join(["page", *CATEGORIES, *TIMES, "bytes"]), "|")
    print("| ---" * (2 + len(CATEGORIES) + len(TIMES)), "|")
    with serve(given.site) as address:
        for name, page in PAGES.items():
            reports = [run_lighthouse(command, address + page, given.slowdown) for _ in range(given.runs)]
            print("|", " | ".join([name, *read_marks(reports)]), "|", flush=True)
            index = median(report["environment"]["benchmarkIndex"] for report in reports)
            findings.append(f"{name}: Lighthouse's index of this machine was {index:,.0f}")
            findings += [f"{name}: {finding}" for finding in list_findings(reports[-1])]
    print("\n".join(["", *findings]))


if __name__ == "__main__":
    main()
