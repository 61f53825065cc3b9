"""Make sure that the tests have a Chromium that starts: `make browser` runs this before the tests.

The order is that of the tests themselves: the one that CHROMIUM names, one on PATH, Playwright's own.
"""

import os
import shutil
import subprocess
import sys

NAMES = ("chromium", "chromium-browser", "google-chrome")

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
    """Tell whether this is a continuous-integration machine where we are root and apt-get installs things.

    Elsewhere the machine is somebody's own, and nothing is installed outside of their home directory.
    """
    return os.environ.get("CI") == "true" and os.geteuid() == 0 and shutil.which("apt-get") is not None


def install_debian() -> None:
    """Install Debian's chromium, and say so if that fails; Playwright's own is tried next."""
    print("No Chromium here: installing the Debian package chromium …", flush=True)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for arguments in (["update"], ["install", "--yes", "--no-install-recommends", "chromium"]):
        if subprocess.run(["apt-get", "--quiet=2", *arguments], env=environment, check=False).returncode:
            print(f"apt-get {arguments[0]} failed", file=sys.stderr)
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


def main() -> int:
    """Find or install a browser; return 0 if it starts, 1 (with the remedy on standard error) if not."""
    if find_chromium() is None and can_use_apt():
        install_debian()
    chromium = find_chromium() or install_playwright()
    fault = find_fault(chromium) if chromium else "none could be installed"
    if fault is None:
        print(f"Tests use {chromium}")
        return 0
    print(f"The tests need a Chromium that starts. {chromium or 'Chromium'}: {fault}", file=sys.stderr)
    print("On Debian: sudo apt-get install chromium. Elsewhere set CHROMIUM=path.", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
