"""What of the installation needs a technician now."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from belisha.console.access.authorization import has_permission
from belisha.console.access.needs import Need, Urgency, Weight, needs
from belisha.console.access.permissions import Permission
from belisha.console.config.system.guards import place_of
from belisha.console.config.system.queries import kept_backups, lines_of_jobs, mail_by_state
from belisha.console.config.system.rules import OLD_BACKUP_HOURS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from belisha.console.access.models import School, User

__all__ = ["system_needs"]


@needs(Permission.RUN_SYSTEM, of_many=True)
def system_needs(user: User, school: School) -> list[Need]:
    """Jobs that fail, mail that was given up, backups that are missing; once, however many schools one has."""
    if getattr(user, "_told_of_system", False):
        return []
    user._told_of_system = True  # type: ignore[attr-defined]  # of this request: it does not outlive it
    return list(_found()) if has_permission(user, Permission.RUN_SYSTEM, place_of(school.federation)) else []


def _found() -> Iterator[Need]:
    for line in lines_of_jobs():
        if line.last and line.last.failing_since:
            text = _("The nightly or hourly job “%(job)s” fails.") % {"job": line.name}
            yield Need(text, reverse("system"), Urgency.NOW, weight=Weight.FAILING)
    if failed := mail_by_state().get("failed", 0):
        text = ngettext("%(count)s mail could not be sent.", "%(count)s mails could not be sent.", failed)
        yield Need(text % {"count": failed}, reverse("system-mails") + "?state=failed", Urgency.SOON)
    newest = kept_backups().newest
    if newest and timezone.now() - newest > timedelta(hours=OLD_BACKUP_HOURS):
        yield Need(_("The backup of last night is missing."), reverse("system"), Urgency.NOW, weight=Weight.FAILING)
