"""`belisha decide`: requests as JSON lines in, verdicts as JSON lines out, from any policy and index."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click
import msgspec

from belisha.cli.moments import moment_at
from belisha.engine.decide import Request, decide, summarise
from belisha.engine.policy import PolicyError, Rulebook, load
from belisha.engine.policy.reading import read_policy
from belisha.engine.snapshot import Snapshot, SnapshotError

if TYPE_CHECKING:
    from datetime import datetime

    from belisha.engine.policy import Policy

FILE = click.Path(exists=True, path_type=Path)


class Line(msgspec.Struct):
    """One request as it is asked."""

    url: str
    user: str | None = None
    address: str | None = None
    device: str | None = None
    mac: str | None = None


class Answer(msgspec.Struct):
    """One verdict as it is answered; null where nothing is to be said."""

    verdict: str
    category: str | None
    rule: str | None
    list: str | None
    profile: str
    reason: tuple[str, ...]


_read_line = msgspec.json.Decoder(Line).decode
_write = msgspec.json.Encoder().encode


@click.command("decide")
@click.option("--policy", "policy_file", type=FILE, required=True, help="policy.yaml, or a policy as published.")
@click.option("--index", "index_path", type=FILE, required=True, help="An index from `belisha lists build`.")
@click.option("--at", help="When, as 2026-09-14T09:30 (default: now).")
@click.option("--json", is_flag=True, default=True, expose_value=False, help="Print JSON (the only form there is).")
def command(policy_file: Path, index_path: Path, at: str | None) -> None:
    """Read {"url", "user"?, "address"?, "device"?, "mac"?} from standard input, one JSON object a line.

    Each line is answered by {"verdict", "category", "rule", "list", "profile", "reason"}, or by {"error"}.
    """
    try:
        rulebook = Rulebook.of(read_either_form(policy_file.read_bytes()))
        index = Snapshot.open(index_path)
    except PolicyError as error:
        raise click.ClickException("\n".join(f"{policy_file}:{line}" for line in str(error).split("\n"))) from error
    except (SnapshotError, OSError, ValueError) as error:
        raise click.ClickException(str(error)) from error
    fixed = moment_at(at, rulebook.zone) if at else None
    for line in sys.stdin.buffer:
        sys.stdout.buffer.write(_answer(line, rulebook, index, fixed or moment_at(None, rulebook.zone)) + b"\n")
        sys.stdout.buffer.flush()  # a program may ask line by line and wait


def read_either_form(content: bytes) -> Policy:
    """A policy from YAML or from the published JSON. Raises PolicyError."""
    if content.lstrip()[:1] == b"{":
        return load(content)
    return read_policy(content.decode("utf-8-sig", "replace"))


def _answer(line: bytes, rulebook: Rulebook, index: Snapshot, now: datetime) -> bytes:
    try:
        asked = _read_line(line)
    except (msgspec.DecodeError, UnicodeError) as error:
        return _write({"error": str(error)})
    request = Request(asked.url, asked.user, asked.address, asked.device, asked.mac)
    summary = summarise(decide(request, rulebook, index, now))
    return _write(
        Answer(
            verdict=summary.verdict,
            category=summary.category or None,
            rule=summary.rule or None,
            list=summary.list or None,
            profile=summary.profile,
            reason=summary.reason,
        )
    )
