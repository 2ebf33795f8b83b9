"""By the clock: weekly reports of internet use, looks at the machine, and whether the record can be read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.translation import ngettext

from belisha.console.flows.due import due

if TYPE_CHECKING:
    from datetime import datetime

__all__ = ["look_after_use", "read_records"]


@due(name="internet use: weekly reports, looks at the machine, old reports", every="hour")
def look_after_use(now: datetime) -> str:
    """Make what is due, bring in who looked at the machine, delete what is kept no longer."""
    # DuckDB comes with it: loaded in the clock's child alone
    from belisha.console.monitoring.use import nightly  # noqa: PLC0415

    nightly.bring_looks_in(settings.HOME, now)
    nightly.forget_reports(now)
    made = nightly.make_weekly(now)
    if not made:
        return ""
    return ngettext("%(n)s weekly report was made.", "%(n)s weekly reports were made.", made) % {"n": made}


@due(name="internet use: whether the record can be read", every="day", at="04:25")
def read_records(now: datetime) -> str:
    """Read the record of each school, so that nobody finds out that it cannot be when a report is needed."""
    from belisha.console.monitoring.use.nightly import look_at_records  # noqa: PLC0415 - as above

    number = look_at_records(settings.HOME, now)
    return ngettext("The record of %(n)s school was read.", "The record of %(n)s schools was read.", number) % {
        "n": number
    }
