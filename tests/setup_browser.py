"""Make sure that the tests have a Chromium that starts: `make browser` runs this before the tests.

The order is that of the tests themselves: the one that CHROMIUM names, one on PATH, Playwright's own. Where
there is none, root on Debian gets Debian's package: at once in continuous integration, elsewhere only if
Playwright's own cannot be had or does not start.

The headless shell, which Playwright has too, goes before whole browsers: those draw their own windows besides
the pages, where nobody sees them, so that a page costs twice as much.
"""

import os
import shutil
import subprocess
import sys

#: Debian's package of the headless shell, and its program.
SHELL = "chromium-headless-shell"
NAMES = (SHELL, "chromium", "chromium-browser", "google-chrome")

# Headless, quiet, and without the sandbox, which does not start for root or in most containers.
ARGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def find_chromium() -> str | None:
    """Return the browser that CHROMIUM names or else the first one on PATH; None leaves Playwright's own."""
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)


def can_use_apt() -> bool:
    """Tell whether we are root on a Debian machine, as in a container; nobody else's system is touched."""
    return os.geteuid() == 0 and shutil.which("apt-get") is not None


def is_continuous_integration() -> bool:
    """Tell whether the machine is made for this run alone."""
    return os.environ.get("CI") == "true"


def install_debian() -> None:
    """Install Debian's headless shell, or the whole browser where there is none; say so if that fails."""
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    install = ["install", "--yes", "--no-install-recommends"]
    print("No Chromium here: installing Debian's package …", flush=True)
    for arguments in (["update"], [*install, SHELL], [*install, "chromium"]):
        done = subprocess.run(["apt-get", "--quiet=2", *arguments], env=environment, check=False)
        if done.returncode:
            print(f"apt-get {' '.join(arguments)} failed", file=sys.stderr)
        elif find_chromium():
            return


def install_playwright() -> str | None:
    """Have Playwright install its own Chromium unless it has it already; return the program's path."""
    print("No Chromium on PATH: using Playwright's own, downloaded once …", flush=True)
    command = [sys.executable, "-m", "playwright", "install", "chromium"]
    if subprocess.run(command, check=False).returncode:
        return None
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        return playwright.chromium.executable_path


def find_fault(chromium: str) -> str | None:
    """Return why the browser does not start, or None if it renders a page."""
    command = [chromium, *ARGS, "--dump-dom", "data:text/html,<p>ready</p>"]
    try:
        result = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    except (OSError, subprocess.TimeoutExpired) as error:
        return str(error)
    return None if "<p>ready</p>" in result.stdout else result.stderr.strip()[-2000:] or "it shows no page"


def choose_browser() -> tuple[str | None, str | None]:
    """Return the browser that the tests would use, and why it does not start; None where all is well."""
    chromium = find_chromium() or install_playwright()
    return chromium, find_fault(chromium) if chromium else "none could be installed"


def main() -> int:
    """Find or install a browser; return 0 if it starts, 1 (with the remedy on standard error) if not."""
    if find_chromium() is None and can_use_apt() and is_continuous_integration():
        install_debian()
    chromium, fault = choose_browser()
    if fault and find_chromium() is None and can_use_apt() and not is_continuous_integration():
        install_debian()
        chromium, fault = choose_browser() if find_chromium() else (chromium, fault)
    if fault is None:
        print(f"Tests use {chromium}")
        return 0
    print(f"The tests need a Chromium that starts. {chromium or 'Chromium'}: {fault}", file=sys.stderr)
    print(f"On Debian: sudo apt-get install {SHELL}. Elsewhere set CHROMIUM=path.", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
