"""`belisha themes`: what search terms may say about a child's welfare, one a line; `themes rules`: what it rests on."""

from __future__ import annotations

import sys
from functools import lru_cache
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, cast

import click
import msgspec

from belisha.cli.address import arriving_lines
from belisha.engine.themes import Reader

if TYPE_CHECKING:
    from io import BufferedIOBase

REMEMBERED = 65_536  # people ask for the same things: half of a school's searches were made before
SHORT = 200  # bytes; longer lines are not remembered
_write = msgspec.json.Encoder().encode

school_option = click.option("--school", help="Read as this school does, by its id: with its own rules and marks.")
home_option = click.option(
    "--home", type=click.Path(path_type=Path), help="Data folder (default: $BELISHA_HOME, or var)."
)


class Theme(msgspec.Struct):
    """One theme of one term."""

    theme: str
    level: str
    because: str


class Answer(msgspec.Struct):
    """What is answered to one line."""

    term: str
    themes: list[Theme]


class Themes(click.Group):
    """The group; what its command needs of the record is loaded only when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        del ctx
        return ["rules"]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        del ctx
        return cast("click.Command", import_module("belisha.cli.themes_rules").rules) if cmd_name == "rules" else None


@click.command("themes", cls=Themes, invoke_without_command=True)
@school_option
@home_option
@click.option("--json", is_flag=True, default=True, expose_value=False, help="Print JSON (the only form there is).")
@click.pass_context
def command(ctx: click.Context, *, school: str | None, home: Path | None) -> None:
    """Read search terms from standard input, one a line, for welfare themes.

    Each line is answered by {"term", "themes": [{"theme", "level", "because"}]}, gravest first. Bytes that are not
    UTF-8 are read as “�”. Of a line longer than 10,000 characters only the beginning is read.
    """
    if ctx.invoked_subcommand:
        return
    reader = Reader.shipped()
    if school is not None:
        reader = reader.adjusted(import_module("belisha.cli.themes_rules").changes(home, school))
    out = sys.stdout.buffer
    # What has arrived is answered at once, so that a program may also ask line by line and wait.
    answer = lru_cache(REMEMBERED)(lambda line: _answer(line, reader))
    for lines in arriving_lines(cast("BufferedIOBase", sys.stdin.buffer)):
        out.write(b"".join([answer(line) if len(line) <= SHORT else _answer(line, reader) for line in lines]))
        out.flush()


def _answer(line: bytes, reader: Reader) -> bytes:
    term = line.removesuffix(b"\r").decode("utf-8", "replace")
    themes = [Theme(found.theme, found.level.value, found.because.sentence) for found in reader.term(term)]
    return _write(Answer(term, themes)) + b"\n"
