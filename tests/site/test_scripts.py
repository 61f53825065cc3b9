"""Scripts that take in the modules that only they read."""

from __future__ import annotations

import re
import subprocess
from graphlib import TopologicalSorter
from pathlib import Path
from posixpath import dirname, normpath

import pytest
from ontherecord.site.scripts import bundle_scripts
from ontherecord.tokens import THEME
from tools import find_tool

#: Two scripts: what only the first reads, through another or not, and what both read.
MODULES = {
    "one.js": """import { tell } from "./own.js";
import { count, step } from "./shared.js";

const rest = 1;
count(step);
console.log(tell(), rest);
""",
    "own.js": """import * as deep from "./own/deep.js";
import {
  count as reckon,
} from "./shared.js";

const rest = 2;
export function tell() {
  return deep.WORDS + reckon(rest);
}
""",
    "own/deep.js": """export const WORDS = "so many: ";
export async function wait() {}
export class Deep {}
""",
    "shared.js": """let sum = 0;
export const step = 40;
export function count(number) {
  return (sum += number);
}
""",
    "two.js": """import { count } from "./shared.js";

export const two = count(0);
""",
}


@pytest.fixture
def theme(tmp_path: Path) -> Path:
    for name, text in MODULES.items():
        file = tmp_path / "theme/assets/js" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    return tmp_path / "theme"


def test_a_script_takes_in_what_only_it_reads_and_leaves_what_others_read_too(theme: Path) -> None:
    bundled = bundle_scripts([theme], {})
    assert list(bundled) == ["assets/js/one.js"]
    assert re.findall(r'^import .* from "(.*)";$', bundled["assets/js/one.js"], re.M) == ["./shared.js"]


def test_comments_are_not_sent_and_what_looks_like_one_in_a_template_is(theme: Path) -> None:
    own = theme / "assets/js/own.js"
    own.write_text(
        own.read_text() + "// A note.\n/** More\n * of it. */\nconst far = 'https://a/'; // near\n"
    )
    script = bundle_scripts([theme], {})["assets/js/one.js"]
    assert [words in script for words in ("A note", "More", "of it", "https://a/")] == [False] * 3 + [True]
    own.write_text(own.read_text() + "const two = `\n// words\n`;\n")
    assert "\n// words\n" in bundle_scripts([theme], {})["assets/js/one.js"]


def test_it_does_what_its_modules_did_apart(theme: Path) -> None:
    find_tool("node", "scripts in one file are not run")
    (theme / "package.json").write_text('{"type": "module"}')
    script = theme / "assets/js/one.js"
    apart = subprocess.check_output(["node", script])
    script.write_text(bundle_scripts([theme], {})["assets/js/one.js"])
    for name in ("own.js", "own/deep.js"):
        (theme / "assets/js" / name).unlink()
    assert apart == subprocess.check_output(["node", script]) == b"so many: 42 1\n"


def test_what_a_script_reads_beside_one_that_every_page_has_is_in_that_once(theme: Path) -> None:
    find_tool("node", "scripts in one file are not run")
    (theme / "package.json").write_text('{"type": "module"}')
    scripts = theme / "assets/js"
    (scripts / "site.js").write_text('import { count } from "./shared.js";\n\ncount(1);\n')
    bundled = bundle_scripts([theme], {})
    read = re.findall(r'^import .* from "(.*)";$', bundled["assets/js/two.js"], re.M)
    assert read == ["./site.js"]
    for path, text in bundled.items():
        (theme / path).write_text(text)
    (scripts / "shared.js").unlink()
    tell = 'import "./site.js"; import { two } from "./two.js"; console.log(two);'
    (scripts / "page.js").write_text(tell)
    assert subprocess.check_output(["node", scripts / "page.js"]) == b"1\n"


def test_no_script_of_the_look_waits_for_one_that_waits_for_it() -> None:
    bundled = bundle_scripts([THEME], {"assets/js/messages.js": "export const messages = {};\n"})
    reads = {
        path: {
            normpath(f"{dirname(path)}/{name}")
            for name in re.findall(r'^import .* from "(.*)";$', text, re.M)
        }
        for path, text in bundled.items()
    }
    assert reads["assets/js/site.js"] == set()
    list(TopologicalSorter(reads).static_order())


def test_what_a_project_or_the_build_has_of_a_module_counts(theme: Path, tmp_path: Path) -> None:
    own = tmp_path / "own/assets/js/own"
    own.mkdir(parents=True)
    (own / "deep.js").write_text('export const WORDS = "mine";\n')
    made = {"assets/js/own.js": 'export const tell = () => "made";\n'}
    assert '"mine"' in bundle_scripts([own.parents[2], theme], {})["assets/js/one.js"]
    assert '"made"' in bundle_scripts([theme], made)["assets/js/one.js"]


def test_the_modules_of_the_look_are_written_as_the_build_reads_them() -> None:
    """They import and export by name, and export nothing that changes."""
    other = re.compile(r"^export (?:let|var|default|\{|\*)|^import [\"\w]|^await ", re.MULTILINE)
    assert not [file for file in (THEME / "assets/js").rglob("*.js") if other.search(file.read_text())]
