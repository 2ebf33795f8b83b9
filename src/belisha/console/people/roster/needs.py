"""What of rosters needs somebody now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from belisha.console.access.needs import Need, Urgency, needs
from belisha.console.access.permissions import Permission
from belisha.console.people.models import RosterImport
from belisha.console.people.roster.queries import feed_standing, waiting_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from belisha.console.access.models import School, User

__all__ = ["roster_needs"]


@needs(Permission.IMPORT_PEOPLE)
def roster_needs(user: User, school: School) -> Iterator[Need]:
    """A feed that stopped, is late, or whose key was exposed; files that wait for somebody. Four queries."""
    del user
    standing = feed_standing(school, timezone.now())
    feed_link = reverse("roster-feed", args=[school.code])
    if standing.late and standing.missed:
        day = date_format(timezone.localtime(standing.missed), "j F Y")
        text = _("The roster feed is missing since %(day)s: find out why") % {"day": day}
        yield Need(text, feed_link, Urgency.NOW, school.name)
    if standing.feed and standing.feed.key_exposed_at:
        yield Need(
            _("Replace the key of the roster feed: it was sent unencrypted"), feed_link, Urgency.NOW, school.name
        )
    for entry in waiting_of(school)[:5]:
        link = reverse("roster-import", args=[school.code, entry.pk])
        stopped = entry.state == RosterImport.State.STOPPED
        yield Need(_text(entry), link, Urgency.NOW if stopped else Urgency.SOON, school.name)


def _text(entry: RosterImport) -> str:
    if entry.state == RosterImport.State.STOPPED:
        return _("Approve the roster file %(name)s, or put it away: it was stopped") % {"name": entry.name}
    if entry.state == RosterImport.State.MAPPING:
        return _("Say which column is what in %(name)s") % {"name": entry.name}
    return _("Look at the preview of %(name)s and apply it, or put it away") % {"name": entry.name}
