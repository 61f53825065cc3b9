"""The files under .github/ and the commit hooks: valid by the public schemas, and in step with make."""

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[1]
GITHUB = ROOT / ".github"
#: What a project of one's own begins with.
STARTER = ROOT / "scripts/ontherecord/starter/.github"
WORKFLOWS = sorted(path for folder in (GITHUB, STARTER) for path in folder.glob("workflows/*.yml"))


def check_schema(schema: str, path: Path) -> subprocess.CompletedProcess[str]:
    """Check a file against a schema that check-jsonschema ships; no network is used."""
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", schema, str(path)]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)


def load(path: Path) -> dict[str, Any]:
    """Load YAML without types (BaseLoader), for otherwise the key `on` is read as the truth value."""
    loaded = yaml.load(path.read_text("utf-8"), Loader=yaml.BaseLoader)
    assert isinstance(loaded, dict)
    return loaded


def make_targets() -> set[str]:
    """Return the targets of the Makefile."""
    return set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
@pytest.mark.parametrize("schema", ["vendor.github-workflows", "custom.github-workflows-require-timeout"])
def test_workflow_is_valid(path: Path, schema: str) -> None:
    result = check_schema(schema, path)
    assert result.returncode == 0, result.stdout + result.stderr


@pytest.mark.parametrize("folder", [GITHUB, STARTER])
def test_dependabot_configuration_is_valid(folder: Path) -> None:
    result = check_schema("vendor.dependabot", folder / "dependabot.yml")
    assert result.returncode == 0, result.stdout + result.stderr


@pytest.mark.parametrize(
    ("schema", "path", "right", "wrong"),
    [
        ("vendor.github-workflows", "workflows/test.yml", "runs-on:", "run-on:"),
        ("vendor.github-workflows", "workflows/pages.yml", "id-token: write", "id-token: perhaps"),
        ("vendor.dependabot", "dependabot.yml", "interval: weekly", "interval: now and then"),
    ],
    ids=["unknown-key", "bad-permission", "bad-interval"],
)
def test_a_broken_file_is_refused(tmp_path: Path, schema: str, path: str, right: str, wrong: str) -> None:
    text = (GITHUB / path).read_text("utf-8")
    assert right in text
    broken = tmp_path / Path(path).name
    broken.write_text(text.replace(right, wrong), "utf-8")

    assert check_schema(schema, broken).returncode == 1


def test_push_and_pull_request_are_tested_with_the_readers_command() -> None:
    workflow = load(GITHUB / "workflows/test.yml")

    assert {"push", "pull_request"} <= set(workflow["on"])
    assert "make test" in [step.get("run") for step in workflow["jobs"]["test"]["steps"]]


def test_only_main_is_published_and_at_the_address_of_its_pages() -> None:
    workflow = load(GITHUB / "workflows/pages.yml")
    steps = workflow["jobs"]["build"]["steps"]
    build = next(step for step in steps if "make build" in step.get("run", ""))

    assert workflow["on"]["push"] == {"branches": ["main"]}
    assert build["env"]["BASE_URL"] == "${{ steps.pages.outputs.base_url }}"
    # GitHub gives the address without a final slash; with two of them, links would break as well.
    script = build["run"].replace("make build", "sh -c 'printf %s \"$SITE_URL\"'")
    for base in ("https://example.org/repository", "https://example.org/repository/"):
        shown = subprocess.run(
            ["sh", "-c", script],
            env={"BASE_URL": base, "PATH": "/usr/bin:/bin"},
            capture_output=True,
            text=True,
        )
        assert shown.stdout == "https://example.org/repository/"


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_a_workflow_may_write_only_what_it_publishes(path: Path) -> None:
    workflow = load(path)
    granted = {
        (job, scope)
        for job, settings in workflow["jobs"].items()
        for scope, level in (settings.get("permissions") or workflow["permissions"]).items()
        if level == "write"
    }
    assert granted <= {("deploy", "pages"), ("deploy", "id-token")}


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_every_action_is_pinned_by_commit_with_its_version_beside_it(path: Path) -> None:
    used = re.findall(r"^[ -]*uses: (?!\./)(.*)$", path.read_text("utf-8"), re.MULTILINE)
    assert used
    assert [line for line in used if not re.fullmatch(r"[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", line)] == []


@pytest.mark.parametrize("folder", [GITHUB, STARTER])
def test_a_release_is_taken_only_days_after_it_came_out(folder: Path) -> None:
    updates = load(folder / "dependabot.yml")["updates"]
    assert all(int(update["cooldown"]["default-days"]) >= 7 for update in updates)


@pytest.mark.parametrize("path", [*WORKFLOWS, ROOT / ".ci/run"], ids=lambda path: path.name)
def test_every_make_command_exists(path: Path) -> None:
    used = set(re.findall(r"\bmake ([a-z]+)", path.read_text("utf-8")))
    assert used
    assert used <= make_targets()


def test_commit_hooks_run_programs_that_make_installs() -> None:
    configuration = load(ROOT / ".pre-commit-config.yaml")
    hooks = [hook for repo in configuration["repos"] for hook in repo["hooks"]]
    programs = [Path(hook["entry"].split()[0]) for hook in hooks]

    assert {program.name for program in programs} == {"ruff", "mypy", "ontherecord"}
    for program in programs:
        assert program.parent == Path(".venv/bin")
        assert (Path(sys.prefix) / "bin" / program.name).is_file()
