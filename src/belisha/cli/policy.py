"""`belisha policy`: check policy.yaml, put it in force, show what is in force."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from belisha.cli.console_setup import console
from belisha.cli.ownership import act_as_owner
from belisha.engine.policy import PolicyError, load
from belisha.engine.policy.differences import differences, placed_rules
from belisha.engine.policy.register import with_register
from belisha.engine.published import NothingPublishedError, policy_path, publish_policy, read_pointer
from belisha.engine.published.preparing import kept_in_console, read_checked_policy, read_register
from belisha.gateway.settings import default_home

if TYPE_CHECKING:
    from collections.abc import Mapping

    from belisha.engine.policy import Fault, Policy, SiteRule
    from belisha.engine.policy.differences import Changes

KEPT: Final = (
    "Nothing has changed: the console keeps the policy of this installation, and its pages change it (Internet, in the"
    " menu of every page), with two people who assess each change. To put the whole of this file in its place, as a new"
    " version on record, add --force: profiles, networks and site rules that it lacks are then gone."
)
FILE: Final = click.Path(exists=True, dir_okay=False, path_type=Path)
home_option = click.option(
    "--home", type=click.Path(path_type=Path), help="Data folder (default: $BELISHA_HOME, or var)."
)
json_option = click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")


@click.group()
def command() -> None:
    """Check and publish the policy."""


@command.command()
@click.argument("file", type=FILE)
@json_option
def check(*, file: Path, as_json: bool) -> None:
    """Read FILE and print every fault with its line; end with 1 when there is one."""
    policy = _checked(file, as_json=as_json)
    counts = {sort: changes.added for sort, changes in differences(None, policy).items()}
    if as_json:
        click.echo(json.dumps({"file": str(file), "faults": [], "counts": counts}))
    else:
        told = ", ".join(f"{counts[sort]} {sort}" for sort in ("profiles", "people", "rules", "devices", "networks"))
        click.echo(f"{file}: no faults ({told}).")


@command.command()
@click.argument("file", type=FILE)
@home_option
@json_option
@click.option("--force", is_flag=True, help="Put FILE in place of the policy that the console keeps.")
def publish(*, file: Path, home: Path | None, as_json: bool, force: bool) -> None:
    """Check FILE and put it in force; a file with faults changes nothing.

    Where the console keeps the policy, its pages change it, and FILE is refused. With --force it becomes the next
    version of the console's policy: every profile, network and site rule is then as FILE has it.
    """
    policy = _checked(file, as_json=as_json)
    folder = (home or default_home()).absolute()
    if kept_in_console(folder):
        if not force:
            raise click.ClickException(KEPT)
        act_as_owner(home)
        _adopt(folder, policy)
    _put_in_force(folder, policy, file, as_json=as_json)


def _adopt(folder: Path, policy: Policy) -> None:
    """Make a policy the next version of the console's. Raises ClickException."""
    with console(folder):
        from belisha.console.flows.adopting import adopt_file  # noqa: PLC0415 - Django is set up now

        try:
            told = adopt_file(folder, policy)
        except ValueError as error:
            message = f"Nothing has changed: {error}"
            raise click.ClickException(message) from error
    click.echo(told, err=True)


def _put_in_force(folder: Path, policy: Policy, file: Path, *, as_json: bool) -> None:
    """Publish a policy with the register over it, and tell what changed. Raises ClickException."""
    try:
        settled = with_register(policy, read_register(folder))
        changes = differences(_in_force(folder), settled)
        digest = publish_policy(folder, settled)
    except (NothingPublishedError, OSError, ValueError) as error:
        raise click.ClickException(f"Nothing has changed: {error}") from error
    if as_json:
        told = {sort: change._asdict() for sort, change in changes.items()}
        click.echo(json.dumps({"file": str(file), "faults": [], "digest": digest, "changes": told}))
    else:
        click.echo(f"In force: {digest[:12]}. {_told(changes)}")


@command.command()
@home_option
@json_option
def show(*, home: Path | None, as_json: bool) -> None:
    """What is in force, with every site rule and its end."""
    folder = (home or default_home()).absolute()
    policy = _in_force(folder)
    if policy is None:
        raise click.ClickException(f"No policy is in force in {folder}.")
    pointer = read_pointer(folder)
    counts = {sort: change.added for sort, change in differences(None, policy).items()}
    rules = [_rule(holder, rule) for holder, rule in placed_rules(policy)]
    if as_json:
        click.echo(json.dumps({"digest": pointer.policy, "at": pointer.at, "counts": counts, "rules": rules}))
        return
    click.echo(f"{policy.federation.name}: policy {pointer.policy[:12]}, in force since {pointer.at}")
    click.echo("\n".join(f"{number:>6}  {sort}" for sort, number in counts.items()))
    click.echo("\n".join(f"  {' · '.join(str(value) for value in rule.values() if value)}" for rule in rules))


def _rule(holder: str, rule: SiteRule) -> dict[str, str | bool | None]:
    ended = rule.until is not None and rule.until <= datetime.now(UTC)
    return {
        "id": rule.id,
        "for": holder,
        "verdict": "ended" if ended else rule.verdict,
        "address": rule.address,
        "until": rule.until.isoformat() if rule.until else None,
        "owner": rule.owner,
    }


def _checked(file: Path, *, as_json: bool) -> Policy:
    """The policy in a file; ends the command with its faults printed when it has any."""
    try:
        return read_checked_policy(file.read_text("utf-8-sig", errors="replace"))
    except PolicyError as error:
        faults = error.faults
    if as_json:
        click.echo(json.dumps({"file": str(file), "faults": [_as_data(fault) for fault in faults]}))
    else:
        click.echo("\n".join(f"{file}:{fault.line}: {fault.where}: {fault.message}" for fault in faults), err=True)
    raise SystemExit(1)


def _as_data(fault: Fault) -> dict[str, str | int]:
    return {"line": fault.line, "where": fault.where, "message": fault.message}


def _in_force(home: Path) -> Policy | None:
    """The published policy, or None when there is none that can be read."""
    try:
        digest = read_pointer(home).policy
        return load(policy_path(home, digest).read_bytes()) if digest else None
    except (NothingPublishedError, PolicyError, OSError):
        return None


def _told(changes: Mapping[str, Changes]) -> str:
    parts = [
        f"{sort}: " + ", ".join(f"{number} {what}" for what, number in change._asdict().items() if number)
        for sort, change in changes.items()
        if any(change)
    ]
    return "; ".join(parts) + "." if parts else "Nothing has changed."
