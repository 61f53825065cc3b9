"""Templates are compiled once: another process finds them, and a changed one is compiled anew."""

from __future__ import annotations

from pathlib import Path

from jinja2 import DictLoader, Environment
from ontherecord import store
from ontherecord.compiled import Compiled
from ontherecord.store import keeping


def render(file: Path, text: str, settings: str = "pages", **options: bool) -> str:
    """What a process of its own makes of a template; in a second run it does not ask for it again."""
    environment = Environment(
        loader=DictLoader({"page": text}),
        bytecode_cache=Compiled(settings),
        **options,  # type: ignore[arg-type]
    )
    with keeping(file):
        made = environment.get_template("page").render(name="Wren")
    with keeping(file):
        assert environment.get_template("page").render(name="Wren") == made
    store._once.clear()
    return made


def test_a_template_is_compiled_once(tmp_path: Path, compilations: list[str]) -> None:
    assert render(tmp_path / "made", "Hello, {{ name }}") == "Hello, Wren"
    assert render(tmp_path / "made", "Hello, {{ name }}") == "Hello, Wren"
    assert compilations == ["page"]


def test_another_text_is_compiled_anew(tmp_path: Path, compilations: list[str]) -> None:
    render(tmp_path / "made", "Hello, {{ name }}")
    assert render(tmp_path / "made", "Goodbye, {{ name }}") == "Goodbye, Wren"
    assert compilations == ["page", "page"]


def test_environments_of_other_settings_share_nothing(tmp_path: Path) -> None:
    text = "{% if name %}\n{{ name }}\n{% endif %}\n"
    plain = render(tmp_path / "made", text)
    assert render(tmp_path / "made", text, "trimmed", trim_blocks=True) != plain
