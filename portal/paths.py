"""Where the files that are not Python lie: in a checkout and in a wheel."""

from pathlib import Path

PACKAGE = Path(__file__).resolve().parent
CHECKOUT = PACKAGE.parent


def resource_folder(name: str) -> Path:
    """Find *name* inside the installed package, or beside it in a checkout."""
    # Inside first: a stray templates/ among the installed packages can never win.
    for home in (PACKAGE, CHECKOUT):
        if (home / name).is_dir():
            return home / name
    raise FileNotFoundError(f"This installation has no {name} folder; reinstall it.")


# Lies inside the package in a checkout too: words belong to the code that says them.
LOCALE = PACKAGE / "locale"
MIGRATIONS = resource_folder("migrations")
STATIC = resource_folder("static")
TEMPLATES = resource_folder("templates")
