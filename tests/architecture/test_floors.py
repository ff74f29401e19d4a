"""No room is forgotten by the contracts in pyproject.toml, which `lint-imports` holds."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
# Rooms that are not rules: they are the web, stand below the rules, or hold everything together.
OTHER_ROOMS = {"api", "cli", "demo", "http", "kernel", "ops", "web"}


@pytest.fixture(scope="module")
def contracts() -> dict[str, dict[str, Any]]:
    """The contracts by the first words of their names."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    return {contract["name"].split(":")[0]: contract for contract in project["tool"]["importlinter"]["contracts"]}


def rooms() -> set[str]:
    """The packages directly inside `portal`."""
    return {path.parent.name for path in (ROOT / "portal").glob("*/__init__.py")}


def test_every_feature_is_kept_from_the_web(contracts: dict[str, dict[str, Any]]) -> None:
    named = {name.removeprefix("portal.") for name in contracts["Rules know no web"]["source_modules"]}

    assert rooms() - OTHER_ROOMS - named == set()


def test_every_web_room_is_out_of_bounds_for_features(contracts: dict[str, dict[str, Any]]) -> None:
    forbidden = {name.removeprefix("portal.") for name in contracts["Rules know no web"]["forbidden_modules"]}

    assert rooms() & {"api", "cli", "http", "web"} <= forbidden


def test_the_folders_of_a_wheel_do_not_stand_inside_the_package() -> None:
    assert not [name for name in ("migrations", "static", "templates") if (ROOT / "portal" / name).exists()]
