"""`belisha themes rules`: every rule with its level and why; at a school, how precise it is and what was changed."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import click
import msgspec

from belisha.activity.errors import say_error
from belisha.activity.findings.marks import RuleShown, read_themes, show_rules, themes_folder
from belisha.activity.register import read_register
from belisha.cli.themes import home_option, school_option
from belisha.engine.themes import Level, Reader, SchoolThemes
from belisha.gateway.settings import default_home

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from belisha.engine.themes import Rule


class Shown(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One rule. Without a school, or where it never found anything, what was counted is left out."""

    rule: str
    theme: str
    level: Level | None
    """The highest that it gives here; None: switched off."""
    why: str
    shipped: Level | None = None
    """The highest that it gives as shipped, where the school changed that."""
    findings: int = 0
    false_alarms: int = 0
    precision: float | None = None
    quieter: dict[str, int] = {}
    """Words marked as false alarms, with the levels that they count less."""


@click.command()
@school_option
@home_option
@click.option("--json", "as_json", is_flag=True, help="JSON instead of text, one rule a line.")
def rules(*, school: str | None, home: Path | None, as_json: bool) -> None:
    """Every rule with its level and why; with a school: how often it was right there, and what was changed."""
    counted: dict[str, RuleShown] = {}
    reader = Reader.shipped()
    if school is not None:
        themes = changes(home, school)
        home = home or default_home()
        counted = {one.rule: one for one in show_rules(home, school, datetime.now(read_register(home).zone))}
        reader = reader.adjusted(themes)
    for one in (_shown(rule, reader, counted.get(rule.id)) for rule in reader.rules):
        click.echo(msgspec.json.encode(one).decode() if as_json else "\n".join(_as_lines(one)))


def changes(home: Path | None, school: str) -> SchoolThemes:
    """What a school changed and marked, as it is in force now. Raises ClickException: no such school, or file."""
    home = home or default_home()
    register = read_register(home)
    if school not in register.schools and not themes_folder(home, school).is_dir():
        message = f"There is no school “{school}” in the policy in force, and no rules or marks of one."
        raise click.ClickException(message)
    try:
        return read_themes(home, school, datetime.now(register.zone))
    except OSError as error:
        raise click.ClickException(say_error(error)) from error
    except ValueError as error:
        raise click.ClickException(str(error)) from error


def _shown(rule: Rule, reader: Reader, counted: RuleShown | None) -> Shown:
    here = reader.level(rule)
    return Shown(
        rule=rule.id,
        theme=rule.theme,
        level=here,
        why=rule.why,
        shipped=rule.level if here != rule.level else None,
        findings=counted.findings if counted else 0,
        false_alarms=counted.false_alarms if counted else 0,
        precision=counted.share if counted else None,
        quieter=counted.quieter if counted else {},
    )


def _as_lines(one: Shown) -> Iterator[str]:
    changed = f" (shipped as {one.shipped})" if one.shipped else ""
    yield f"{one.rule}: {one.theme}, {one.level or 'off'}{changed}: what it finds {one.why}"
    if one.precision is not None:
        yield f"    {one.findings} findings, {one.false_alarms} false alarms: right in {one.precision:.0%}"
    for words, levels in one.quieter.items():
        yield f"    “{words}” counts {levels} {'level' if levels == 1 else 'levels'} less"
