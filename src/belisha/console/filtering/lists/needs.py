"""What of lists needs somebody."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import ngettext

from belisha.console.access.authorization import has_permission
from belisha.console.access.needs import Need, Urgency, Weight, needs
from belisha.console.access.permissions import Permission
from belisha.console.filtering.lists.queries import corrections_of, empty_lists, refused_of, suggestions_of
from belisha.console.filtering.models import SiteCorrection

if TYPE_CHECKING:
    from collections.abc import Iterable

    from belisha.console.access.models import School, User

__all__ = ["corrections_to_decide", "empty", "often_refused", "perhaps_wrongly_listed"]


@needs(Permission.DRAFT_FILTER_CHANGES)
def corrections_to_decide(user: User, school: School) -> Iterable[Need]:
    """Corrections that wait for this person's side."""
    technical = has_permission(user, Permission.ASSESS_TECHNICALLY, school)
    rows = corrections_of(school).filter(state=SiteCorrection.State.PROPOSED, technical=not technical)
    if count := rows.exclude(proposed_by=user).count():
        text = ngettext(
            "A correction of the lists waits for you.", "%(n)s corrections of the lists wait for you.", count
        )
        yield Need(
            text % {"n": count}, reverse("filter-corrections", args=[school.code]) + "?state=proposed", Urgency.SOON
        )


@needs(Permission.CHANGE_LISTS)
def empty(user: User, school: School) -> Iterable[Need]:
    """Lists that hold nothing: what they should block is open."""
    del user
    if count := empty_lists().count():
        text = ngettext("A list of sites is empty.", "%(n)s lists of sites are empty.", count) % {"n": count}
        yield Need(text, reverse("filter-lists", args=[school.code]) + "?state=empty", weight=Weight.FAILING)


@needs(Permission.ANSWER_ASKS)
def often_refused(user: User, school: School) -> Iterable[Need]:
    """Sites that many were refused and nobody before."""
    del user
    if count := refused_of(school, timezone.now()).filter(looked_at__isnull=True).count():
        text = ngettext(
            "Many were refused a site that nobody was refused before.",
            "Many were refused %(n)s sites that nobody was refused before.",
            count,
        )
        yield Need(
            text % {"n": count}, reverse("filter-refused", args=[school.code]) + "?outcome=open", Urgency.SOMETIME
        )


@needs(Permission.DRAFT_FILTER_CHANGES)
def perhaps_wrongly_listed(user: User, school: School) -> Iterable[Need]:
    """Sites that were opened again and again, found this week or before."""
    del user
    if count := suggestions_of(school).count():
        text = ngettext(
            "A site was opened again and again: is it in the right category?",
            "%(n)s sites were opened again and again: are they in the right categories?",
            count,
        )
        yield Need(text % {"n": count}, reverse("filter-list-suggestions", args=[school.code]), Urgency.SOMETIME)
