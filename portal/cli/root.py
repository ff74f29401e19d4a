"""`portal` itself: which commands there are. Each file is read when its command is asked for."""

import importlib
import warnings

import click

from portal import __version__

# Whoosh 2.7.4 was written before this warning existed; Python raises it once, while it compiles the file.
warnings.filterwarnings("ignore", category=SyntaxWarning, module=".*whoosh")

# Read by `portal --help` in this order: what one does first stands first.
COMMANDS: dict[str, tuple[str, str]] = {
    "init": ("portal.cli.setup", "Set up a portal: database and first administrator."),
    "migrate": ("portal.cli.setup", "Bring the database to this version."),
    "config": ("portal.cli.setup", "Show the settings, without what is secret."),
    "demo": ("portal.cli.demo", "Fill an empty portal with a company to look around in."),
    "serve": ("portal.cli.work", "Serve the portal, with a worker beside it."),
    "worker": ("portal.cli.work", "Do what waits in the background."),
    "user": ("portal.cli.people", "Add people, give roles, set passwords."),
    "import": ("portal.cli.articles", "Take in what was written elsewhere."),
    "export": ("portal.cli.export", "Give out what is kept here: reports of incidents."),
    "index": ("portal.cli.index", "Rebuild, check or show the search index."),
    "fsck": ("portal.cli.ops", "Check that the records hold together."),
    "evaluate": ("portal.cli.evaluate", "Judge the search by questions with known answers."),
    "bench": ("portal.cli.ops", "Measure pages, import and freshness."),
    "docs": ("portal.cli.docs", "Write the generated pages of the documentation."),
}


class Commands(click.Group):
    """A group whose commands are imported when they are called, so that `--help` answers at once."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(COMMANDS[cmd_name][0])
        command: click.Command = getattr(module, f"{cmd_name}_")
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, words) for name, (_module, words) in COMMANDS.items()])


@click.command(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="portal")
def main() -> None:
    """A portal for knowledge, in Japanese and English.

    Settings are read from PORTAL_… in the environment or from .env; `portal config` shows them. Everything that is
    kept lies in the folder PORTAL_DATA (default: instance).

    \b
    Example, a portal to look at:
      portal migrate && portal demo && portal serve
    """
