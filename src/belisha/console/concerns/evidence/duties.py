"""What files prove."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from django.urls import reverse
from django.utils.translation import gettext as _

from belisha.console.concerns.evidence import store
from belisha.console.concerns.evidence.queries import files_at, unscanned_at
from belisha.console.duties.registry import ALWAYS, Standing, State, proves
from belisha.console.scanner import ScannerError, engine, knows_viruses

if TYPE_CHECKING:
    from datetime import datetime

    from belisha.console.access.models import School

__all__: list[str] = []

PATIENCE: Final = timedelta(hours=1)


@proves("concerns.keep-evidence", within=ALWAYS)
def keep_evidence(school: School, now: datetime) -> Standing:
    """Whether every file is on the disk, was scanned within the hour, and a scanner that knows viruses answers."""
    link = reverse("safeguarding-contacts", args=[school.code])
    if any(not store.file_of(key).exists() for key in files_at(school).values_list("key", flat=True)):
        return Standing(State.BREACHED, _("Evidence is missing on the disk: bring back a backup."), link=link)
    if unscanned_at(school).filter(at__lte=now - PATIENCE).exists():
        reason = _("Evidence has waited for the virus scanner for more than an hour: nobody can open it.")
        return Standing(State.BREACHED, reason, link=link)
    try:
        who = engine()
    except ScannerError:
        reason = _("Files are taken, encrypted and hashed; the virus scanner does not answer now, so new ones wait.")
        return Standing(State.AT_RISK, reason, link=link)
    if not knows_viruses(who):
        reason = _("Files are taken, encrypted and hashed; the virus scanner has no signatures yet but a test's.")
        return Standing(State.AT_RISK, reason, link=link)
    reason = _("Files are scanned, encrypted and hashed; sexual images of children are refused.")
    return Standing(State.MET, reason, link=link)
