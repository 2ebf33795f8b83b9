"""`belisha themes`: what search terms may say about a child's welfare, one a line, and which rules there are."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, cast

import click
import msgspec

from belisha.cli.address import arriving_lines
from belisha.engine.themes import Reader, SchoolThemesError, read_school_themes

if TYPE_CHECKING:
    from io import BufferedIOBase

_write = msgspec.json.Encoder().encode


class Theme(msgspec.Struct):
    """One theme of one term."""

    theme: str
    level: str
    because: str


class Answer(msgspec.Struct):
    """What is answered to one line."""

    term: str
    themes: list[Theme]


@click.command("themes")
@click.option("--school", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="A school's themes.yaml.")
@click.option("--rules", "list_rules", is_flag=True, help="Print the rules instead, one a line.")
@click.option("--json", is_flag=True, default=True, expose_value=False, help="Print JSON (the only form there is).")
def command(*, school: Path | None, list_rules: bool) -> None:
    """Read search terms from standard input, one a line, for welfare themes.

    Each line is answered by {"term", "themes": [{"theme", "level", "because"}]}, gravest first. Bytes that are not
    UTF-8 are read as “�”. Of a line longer than 10,000 characters only the beginning is read.
    """
    reader = _reader(school)
    out = sys.stdout.buffer
    if list_rules:
        for rule in reader.rules:
            out.write(_write({"rule": rule.id, "theme": rule.theme, "level": reader.level(rule), "why": rule.why}))
            out.write(b"\n")
        return
    # What has arrived is answered at once, so that a program may also ask line by line and wait.
    for lines in arriving_lines(cast("BufferedIOBase", sys.stdin.buffer)):
        out.write(b"".join([_answer(line, reader) for line in lines]))
        out.flush()


def _reader(school: Path | None) -> Reader:
    if school is None:
        return Reader.shipped()
    try:
        return Reader.shipped().adjusted(read_school_themes(school.read_text("utf-8-sig", "replace")))
    except SchoolThemesError as error:
        raise click.ClickException("\n".join(f"{school}:{line}" for line in str(error).split("\n"))) from error


def _answer(line: bytes, reader: Reader) -> bytes:
    term = line.removesuffix(b"\r").decode("utf-8", "replace")
    themes = [Theme(found.theme, found.level.value, found.because.sentence) for found in reader.term(term)]
    return _write(Answer(term, themes)) + b"\n"
