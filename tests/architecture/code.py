"""All modules of the product, imported and as text."""

import importlib
import pkgutil
from pathlib import Path
from types import ModuleType

import portal

ROOT = Path(__file__).resolve().parents[2]


def modules() -> list[ModuleType]:
    """Every module of the portal but those that start something when they are imported."""
    names = [found.name for found in pkgutil.walk_packages(portal.__path__, "portal.")]
    return [importlib.import_module(name) for name in names if name not in ("portal.__main__", "portal.wsgi")]


def sources(*folders: str, suffix: str = ".py") -> list[Path]:
    return sorted(path for folder in folders for path in (ROOT / folder).rglob(f"*{suffix}"))


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))
