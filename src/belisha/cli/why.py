"""`belisha why`: the verdict in force on one address, told as the block page and the log tell it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from belisha.cli.moments import moment_at
from belisha.engine.decide import ByRule, Request, decide, slot, summarise, what_would_change
from belisha.engine.decide.sentences import moment
from belisha.engine.published import NothingPublishedError, Published
from belisha.gateway.settings import default_home

if TYPE_CHECKING:
    from datetime import datetime

    from belisha.engine.decide import Rulebook, Verdict


@click.command("why")
@click.argument("url")
@click.option("--user", help="Sign-in name.")
@click.option("--address", help="The client's address.")
@click.option("--device", help="The id of a device.")
@click.option("--at", help="When, as 2026-09-14T09:30 (default: now).")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.option("--home", type=click.Path(path_type=Path), help="Data folder (default: $BELISHA_HOME, or var).")
def command(
    *,
    url: str,
    user: str | None,
    address: str | None,
    device: str | None,
    at: str | None,
    as_json: bool,
    home: Path | None,
) -> None:
    """Why is URL open or blocked, for whom, until when, and what would change it?"""
    try:
        in_force = Published((home or default_home()).absolute()).now()
    except NothingPublishedError as error:
        raise click.ClickException(f"{error} ./start makes one.") from error
    rulebook = in_force.rulebook
    now = moment_at(at, rulebook.zone)
    verdict = decide(Request(url, user, address, device), rulebook, in_force.index, now)
    if as_json:
        click.echo(json.dumps(account(url, verdict, now), ensure_ascii=False))
    else:
        click.echo(told(url, verdict, rulebook, now))


def account(url: str, verdict: Verdict, now: datetime) -> dict[str, object]:
    """All that is known about a verdict, for scripts."""
    who, because = verdict.who, verdict.because
    return {
        "url": url,
        "at": now.isoformat(),
        **{name: value or None for name, value in summarise(verdict)._asdict().items()},
        "owner": because.placed.rule.owner if isinstance(because, ByRule) else None,
        "until": verdict.until.isoformat() if verdict.until else None,
        "tls": verdict.tls.value,
        "who": {
            "school": who.school,
            "site": who.site,
            "person": who.person,
            "group": who.group,
            "how": who.how.value,
            "device": who.device,
            "sign_in_required": who.sign_in_required,
        },
        "what_would_change": what_would_change(verdict),
    }


def told(url: str, verdict: Verdict, rulebook: Rulebook, now: datetime) -> str:
    """The same for people."""
    summary, setting = summarise(verdict), verdict.table.setting
    when = moment(now, setting)
    if verdict.who.school:
        when += f" ({slot(rulebook, verdict.who.school, now).kind.value})"
    lines = [
        ("verdict", {"allow": "OPEN", "block": "BLOCKED"}[summary.verdict]),
        ("address", url),
        ("when", when),
        *_under("why", summary.reason),
        ("category", summary.category),
        ("list", f"{summary.list}, version {summary.list_version}" if summary.list else ""),
        ("rule", summary.rule),
        ("owner", verdict.because.placed.rule.owner if isinstance(verdict.because, ByRule) else ""),
        ("profile", summary.profile),
        ("until", moment(verdict.until, setting) if verdict.until else "no end is set"),
        ("TLS", verdict.tls.value),
        *_under("to change", what_would_change(verdict)),
    ]
    return "\n".join(f"{name:<10} {text}" for name, text in lines if text)


def _under(name: str, sentences: tuple[str, ...]) -> list[tuple[str, str]]:
    """Several lines under one name."""
    return [(name if number == 0 else "", sentence) for number, sentence in enumerate(sentences)]
