"""What a newcomer relies on before any code runs: make, the lock files, the licences, the fonts."""

import hashlib
import os
import re
import shutil
import subprocess
import sys
import tomllib
from itertools import chain
from pathlib import Path
from typing import Any

import pytest
import setup_browser
from tools import find_tool

ROOT = Path(__file__).resolve().parents[1]
FONTS = ROOT / "scripts/ontherecord/theme/assets/fonts"
LOCKS = ("requirements.txt", "requirements-build.txt", "requirements-dev.txt")

# Of the files in @fontsource/source-serif-4 5.3.1 and @fontsource-variable/source-sans-3 5.3.0.
FONT_HASHES = {
    "OFL-source-sans-3.txt": "18aabf190848725e2576eefb5c29ba06aac1029d02132252a7f312eac2e50cf3",
    "OFL-source-serif-4.txt": "18aabf190848725e2576eefb5c29ba06aac1029d02132252a7f312eac2e50cf3",
    "source-sans-3-cyrillic-wght-normal.woff2": (
        "b6b721e08d0324b9e743858e8260463085d4c5e1e684f036f9d4a8ca6c62996f"
    ),
    "source-sans-3-latin-wght-normal.woff2": (
        "7a19a7027e125257d310c6dbd78ae3a30b5ea1e3794d60b12bb28227a003bfda"
    ),
    "source-serif-4-cyrillic-400-normal.woff2": (
        "4899e71407c11bcafe49dfa3573415740a5b47a87028917eedd39731237369c0"
    ),
    "source-serif-4-latin-400-normal.woff2": (
        "02194deb92d3975dd30e11a3824a1f1db32b48c93654e60560cb81ce8e7b5f95"
    ),
}

NAME = r"[A-Za-z0-9][A-Za-z0-9._-]*"
REQUIREMENT = re.compile(rf"({NAME})==([\w.!+]+)(?: ; .+?)?((?: \\\n    --hash=sha256:[0-9a-f]{{64}})+)")


def run_make(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run make as a person would, even when make itself runs these tests and hands its settings down."""
    inherited = {"MAKEFLAGS", "MAKELEVEL", "MAKEOVERRIDES", "MFLAGS", "PYTHON", "PORT", "VENV", "UPGRADE"}
    environment = {key: value for key, value in os.environ.items() if key not in inherited}
    return subprocess.run(
        ["make", *arguments],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def list_steps(*arguments: str, venv: Path) -> subprocess.CompletedProcess[str]:
    """What make would do where nothing is installed yet; it is spared to look for a Python in every line."""
    return run_make("--dry-run", *arguments, f"VENV={venv}", f"PYTHON={sys.executable}")


def write_program(path: Path, text: str) -> str:
    """Write an executable script and return its path."""
    path.write_text(text, "utf-8")
    path.chmod(0o755)
    return str(path)


def project() -> dict[str, Any]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))


def name_of(requirement: str) -> str:
    """Return a requirement's name as package indexes compare names: `PyYAML>=6` and `pyyaml` are one."""
    match = re.match(NAME, requirement)
    assert match, requirement
    return re.sub(r"[-_.]+", "-", match[0]).lower()


def names_of(requirements: list[str]) -> set[str]:
    return {name_of(requirement) for requirement in requirements}


def read_lock(lock: str) -> dict[str, str]:
    """Return the version of each package in a lock file."""
    text = (ROOT / lock).read_text("utf-8")
    return {name_of(match[1]): match[2] for match in REQUIREMENT.finditer(text)}


def documented() -> set[str]:
    """Return every name in backticks in the first column of a table in README.md."""
    readme = (ROOT / "README.md").read_text("utf-8")
    cells = re.findall(r"^\|([^|\n]*)\|", readme, re.MULTILINE)
    return names_of([name for cell in cells for name in re.findall(rf"`({NAME})(?:\[\w+\])?`", cell)])


# --- make --------------------------------------------------------------------------------------------


def test_make_alone_lists_the_commands_with_a_line_on_each() -> None:
    result = run_make()

    listed = dict(re.findall(r"^make (\w+) +(\S.+)$", result.stdout, re.MULTILINE))
    assert set(listed) >= {"serve", "build", "check", "test", "lint", "lock", "schema", "clean"}
    assert len(result.stdout.splitlines()) == len(listed)


@pytest.mark.parametrize("target", ["serve", "test"])
def test_an_old_python_is_refused_by_name(tmp_path: Path, target: str) -> None:
    text = '#!/bin/sh\n[ "$1" = --version ] && echo Python 3.9.6\nexit 1\n'
    old = write_program(tmp_path / "old-python", text)

    result = run_make(target, f"PYTHON={old}", f"VENV={tmp_path}/venv")

    assert result.returncode != 0
    assert "needs Python 3.11 or newer; this is Python 3.9.6" in result.stderr
    assert not (tmp_path / "venv").exists()


def test_a_missing_venv_module_names_the_debian_package(tmp_path: Path) -> None:
    bare = write_program(tmp_path / "bare-python", '#!/bin/sh\ncase "$2" in *ensurepip*) exit 1;; esac\n')

    result = run_make("serve", f"PYTHON={bare}", f"VENV={tmp_path}/venv")

    assert result.returncode != 0
    assert "python3-venv" in result.stderr


def test_a_missing_python_is_named(tmp_path: Path) -> None:
    result = run_make("serve", "PYTHON=no-such-python", f"VENV={tmp_path}/venv")

    assert result.returncode != 0
    assert "There is no no-such-python here" in result.stderr


@pytest.mark.parametrize(
    ("arguments", "command"), [((), "ontherecord serve"), (("PORT=8123",), "ontherecord serve --port 8123")]
)
def test_serve_passes_the_port_on(tmp_path: Path, arguments: tuple[str, ...], command: str) -> None:
    result = list_steps("serve", *arguments, venv=tmp_path / "venv")

    assert result.stdout.rstrip().endswith(command)


def test_serve_waits_for_nothing_that_only_the_tests_need(tmp_path: Path) -> None:
    result = list_steps("serve", venv=tmp_path / "venv")

    assert "--requirement requirements.txt" in result.stdout
    assert "requirements-dev.txt" not in result.stdout


def test_a_build_installs_what_sets_pdfs_and_serve_does_without(tmp_path: Path) -> None:
    build = list_steps("build", venv=tmp_path / "venv")
    serve = list_steps("serve", venv=tmp_path / "venv")

    assert "--requirement requirements-build.txt" in build.stdout
    assert "requirements-build.txt" not in serve.stdout


# --- The browser of the tests ------------------------------------------------------------------------

CHROMIUM = "#!/bin/sh\necho '<p>ready</p>'\n"


@pytest.fixture
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the only folder on PATH, empty, of a machine that has no browser."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    monkeypatch.delenv("CHROMIUM", raising=False)
    monkeypatch.delenv("CI", raising=False)
    return folder


def test_the_named_browser_goes_before_one_on_the_path(
    tmp_path: Path, programs: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    write_program(programs / "chromium", CHROMIUM)
    assert setup_browser.main() == 0
    assert str(programs / "chromium") in capsys.readouterr().out

    named = write_program(tmp_path / "mine", CHROMIUM)
    monkeypatch.setenv("CHROMIUM", named)
    assert setup_browser.main() == 0
    assert named in capsys.readouterr().out


def test_a_headless_shell_goes_before_a_whole_browser(
    programs: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("chromium", setup_browser.SHELL):
        write_program(programs / name, CHROMIUM)
    assert setup_browser.main() == 0
    assert str(programs / setup_browser.SHELL) in capsys.readouterr().out


@pytest.mark.parametrize(
    ("machine", "expected"),
    [
        ("continuous-integration", ["apt-get"]),
        ("root-in-a-container", ["playwright", "apt-get"]),
        ("somebodys-own", ["playwright"]),
    ],
)
def test_debians_browser_is_installed_by_root_alone_and_outside_ci_only_as_a_last_resort(
    tmp_path: Path, programs: Path, monkeypatch: pytest.MonkeyPatch, machine: str, expected: list[str]
) -> None:
    source = write_program(tmp_path / "package", CHROMIUM)
    tried = tmp_path / "tried"
    install = f"/bin/cp {source} {programs}/chromium; echo apt-get >> {tried}"
    write_program(programs / "apt-get", f'#!/bin/sh\n[ "$2" = update ] || {{ {install}; }}\n')
    monkeypatch.setattr("os.geteuid", lambda: 1000 if machine == "somebodys-own" else 0)
    monkeypatch.setenv("CI", "true" if machine == "continuous-integration" else "")

    def fail_to_download() -> None:
        with tried.open("a") as file:
            file.write("playwright\n")

    monkeypatch.setattr(setup_browser, "install_playwright", fail_to_download)

    assert setup_browser.main() == (1 if machine == "somebodys-own" else 0)
    assert tried.read_text().split() == expected


def test_a_browser_that_does_not_start_is_reported_with_the_remedy(
    programs: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_program(programs / "chromium", "#!/bin/sh\necho 'libnss3.so: cannot open' >&2\nexit 127\n")

    assert setup_browser.main() == 1
    message = capsys.readouterr().err
    assert "libnss3.so: cannot open" in message
    assert "CHROMIUM=" in message


# --- Lock files --------------------------------------------------------------------------------------


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_holds_only_pinned_packages_with_hashes(lock: str) -> None:
    text = (ROOT / lock).read_text("utf-8")

    rest = REQUIREMENT.sub("", text)
    assert [line for line in rest.splitlines() if line and not line.lstrip().startswith("#")] == []
    assert len(read_lock(lock)) == len(REQUIREMENT.findall(text)), "a package has one version everywhere"


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_names_no_address_and_no_machine(lock: str) -> None:
    text = (ROOT / lock).read_text("utf-8")

    assert re.findall(r"\S*(?:/|--(?!hash=)|@ )\S*", text) == []


def test_the_runtime_lock_holds_what_the_site_and_its_installation_need() -> None:
    wanted = names_of(project()["project"]["dependencies"]) | names_of(project()["build-system"]["requires"])

    assert wanted - set(read_lock("requirements.txt")) == set()


def test_the_lock_of_a_build_is_the_runtime_lock_and_what_sets_pdfs() -> None:
    build, runtime = read_lock("requirements-build.txt"), read_lock("requirements.txt")

    wanted = names_of(project()["project"]["optional-dependencies"]["pdf"])
    assert runtime.items() <= build.items()
    assert wanted - set(build) == set()
    assert wanted & set(runtime) == set()


def test_the_development_lock_is_that_of_a_build_and_what_the_tests_need() -> None:
    development = read_lock("requirements-dev.txt")

    assert read_lock("requirements-build.txt").items() <= development.items()
    extras = project()["project"]["optional-dependencies"]
    assert names_of([*extras["dev"], *extras["cluster"]]) - set(development) == set()


def test_the_build_backend_is_named_alike_for_building_and_for_locking() -> None:
    assert project()["dependency-groups"]["build"] == project()["build-system"]["requires"]


def test_the_installed_packages_fit_together() -> None:
    result = subprocess.run(
        [sys.executable, "-m", "pip", "check"], capture_output=True, text=True, check=False, timeout=60
    )
    assert result.returncode == 0, result.stdout


def test_the_readme_explains_every_direct_dependency() -> None:
    settings = project()["project"]
    extras = settings["optional-dependencies"]
    direct = names_of([*settings["dependencies"], *chain.from_iterable(extras.values())])
    direct |= names_of(project()["build-system"]["requires"])

    assert direct - documented() == set()


# --- Licences and fonts ------------------------------------------------------------------------------


def test_the_code_is_mit_and_the_transcripts_are_the_ministrys() -> None:
    licence = (ROOT / "LICENSE").read_text("utf-8")
    notice = " ".join((ROOT / "NOTICE").read_text("utf-8").split())

    assert licence.startswith("MIT License\n\nCopyright (c) 2026 the On the Record authors\n")
    assert "Ministry of Foreign Affairs of the Russian Federation" in notice
    assert "not under the MIT licence" in notice


@pytest.mark.parametrize("name", FONT_HASHES)
def test_a_font_file_is_the_one_that_was_published(name: str) -> None:
    assert hashlib.sha256((FONTS / name).read_bytes()).hexdigest() == FONT_HASHES[name]


def test_every_font_file_has_its_licence_beside_it() -> None:
    shipped = {path.name for path in FONTS.iterdir()} - {"LICENCES.txt"}
    licences = (FONTS / "LICENCES.txt").read_text("utf-8")

    assert shipped == set(FONT_HASHES)
    assert [name for name in sorted(shipped) if name not in licences] == []


# --- What git keeps out ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "ignored"),
    [
        (".venv/bin/python", True),
        ("site/index.html", True),
        (".site-next/index.html", True),
        (".cache/ontherecord/topics/syria/index.md", True),
        ("docs/topics/photo.png", False),
        ("docs/about.md", False),
        ("data/topics.yml", False),
        ("data/transcripts/2016-07-15-lavrov-kerry/passages.lock", False),
    ],
)
def test_git_keeps_what_people_write_and_leaves_out_what_is_made(
    tmp_path: Path, path: str, ignored: bool
) -> None:
    find_tool("git", "what it leaves out is not looked at")
    subprocess.run(["git", "init", "--quiet", tmp_path], check=True, timeout=60)
    shutil.copy(ROOT / ".gitignore", tmp_path)

    result = subprocess.run(["git", "check-ignore", "--quiet", path], cwd=tmp_path, check=False, timeout=60)

    assert (result.returncode == 0) == ignored
