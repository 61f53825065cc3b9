"""The one style sheet of every page, and the icons that stand in it."""

from __future__ import annotations

from pathlib import Path

import pytest
from mkdocs.exceptions import PluginError
from mkdocs.utils import get_theme_dir
from ontherecord.site.styles import bundle_styles
from ontherecord.tokens import THEME

MATERIAL = Path(get_theme_dir("material"))
ICON = ".x { mask: url(../../.icons/octicons/search-16.svg); }\n"


def make_theme(folder: Path, header: str) -> Path:
    (folder / "assets/css").mkdir(parents=True)
    (folder / "assets/css/header.css").write_text(header)
    return folder


def test_icons_stand_in_the_sheet_since_no_site_has_the_files_of_a_theme() -> None:
    sheet = bundle_styles([THEME, MATERIAL])
    assert sheet.count("data:image/svg+xml,%3Csvg") == 4
    assert ".icons/" not in sheet


def test_a_theme_of_a_project_can_name_any_icon_that_a_theme_has(tmp_path: Path) -> None:
    own = make_theme(tmp_path / "own", ICON)
    assert '.x { mask: url("data:image/svg+xml,%3Csvg' in bundle_styles([own, THEME, MATERIAL])


def test_an_icon_that_no_theme_has_is_named(tmp_path: Path) -> None:
    own = make_theme(tmp_path / "own", ICON.replace("search-16", "none"))
    with pytest.raises(PluginError, match=r"'\.icons/octicons/none\.svg', which no theme has"):
        bundle_styles([own, THEME, MATERIAL])
