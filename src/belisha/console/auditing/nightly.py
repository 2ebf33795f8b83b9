"""Each night every record is read from its start: is it whole?"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from belisha.activity.counted import counted
from belisha.console.audit.actions import check
from belisha.console.audit.queries import chains, words_without_entry
from belisha.console.auditing.queries import names_of
from belisha.console.concerns.queries.verify import verify as read_entries
from belisha.console.flows.due import due

if TYPE_CHECKING:
    from datetime import datetime

__all__ = ["check_records"]

log = logging.getLogger(__name__)


@due(name="check the record of who did what", every="day", at="02:30")
def check_records(now: datetime) -> str:
    """Check every chain and keep what came of it; what was found, in words."""
    found = [(name, check(chain=chain, now=now)) for chain, name in names_of(chains()).items()]
    faults = [f"{name}: {each.fault}" for name, each in found if each.fault]
    if strays := words_without_entry():
        faults.append(str(strays))
    faults += [str(broken) for broken in read_entries().broken]
    for fault in faults:
        log.error("the record is broken: %s", fault)
    if faults:
        return " ".join(faults)
    links = sum(each.length for _, each in found)
    return f"{counted(len(found), 'record')} with {counted(links, 'entry', 'entries')}: all whole"
