"""Reads a moment given on the command line."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from belisha.activity.days import YEARS

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo


class Day(click.DateTime):
    """A day given on the command line, as 2026-11-16, not too far away to count from."""

    def __init__(self) -> None:
        """In one way of writing."""
        super().__init__(["%Y-%m-%d"])

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        """The day's beginning. Raises BadParameter."""
        try:
            day: datetime = super().convert(value, param, ctx)
        except click.BadParameter:
            self.fail(f"{value!r} is not a day: write year, month and day, as in 2026-11-16.", param, ctx)
        if day.year not in YEARS:
            self.fail(f"the year {day.year} is too far away", param, ctx)
        return day


def moment_at(text: str | None, zone: ZoneInfo) -> datetime:
    """The moment that --at names, as 2026-09-14T09:30, in `zone` when it names none; without it, now."""
    if text is None:
        return datetime.now(UTC)
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        message = f"{text!r} is not a moment such as 2026-09-14T09:30 or 2026-09-14T09:30+01:00"
        raise click.BadParameter(message, param_hint="--at") from error
    if moment.year not in YEARS:
        message = f"the year {moment.year} is too far away"
        raise click.BadParameter(message, param_hint="--at")
    return (moment if moment.tzinfo else moment.replace(tzinfo=zone)).astimezone(UTC)
