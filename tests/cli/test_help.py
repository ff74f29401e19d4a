"""Every command says what it does, with an example, and refuses in one sentence."""

from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from portal.cli import main
from portal.cli.root import COMMANDS


def _all(command: click.Command, words: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    yield words
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            found = command.get_command(context, name)
            assert found is not None
            yield from _all(found, (*words, name))


@pytest.mark.parametrize("words", list(_all(main)), ids=" ".join)
def test_every_command_has_an_example_of_itself(words: tuple[str, ...]) -> None:
    shown = CliRunner().invoke(main, [*words, "--help"], prog_name="portal")

    assert shown.exit_code == 0
    assert "Example" in shown.output
    assert f"portal {' '.join(words)}".strip() in shown.output.partition("Example")[2]


def test_the_list_of_commands_says_what_each_is_for() -> None:
    shown = CliRunner().invoke(main, ["--help"])

    for name, (_module, sentence) in COMMANDS.items():
        assert f"  {name} " in shown.output
        assert sentence in shown.output


@pytest.mark.parametrize("words", [("bench", "pages"), ("fsck",), ("index", "check"), ("index", "status"), ("config",)])
def test_what_programs_read_has_json(words: tuple[str, ...]) -> None:
    assert "--json" in CliRunner().invoke(main, [*words, "--help"]).output


def test_a_setting_that_is_none_is_refused_in_a_sentence(empty: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORTAL_THREADS", "many")

    shown = CliRunner().invoke(main, ["config"])

    assert (shown.exit_code, shown.stdout) == (1, "")
    assert "PORTAL_THREADS" in shown.stderr
    assert len(shown.stderr.strip().splitlines()) == 1
