"""What of the policy needs somebody now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from belisha.console.access.needs import Need, Urgency, Weight, needs
from belisha.console.access.permissions import Permission
from belisha.console.filtering.policy.queries.lists import locked_lists
from belisha.console.filtering.policy.queries.places import profiles_to_review
from belisha.console.filtering.policy.queries.site_rules import in_state
from belisha.console.filtering.policy.queries.versions import current, rules_for

if TYPE_CHECKING:
    from collections.abc import Iterable

    from belisha.console.access.models import School, User

__all__: list[str] = []


@needs(Permission.DRAFT_FILTER_CHANGES)
def overdue_reviews(user: User, school: School) -> Iterable[Need]:
    """Profiles of named people that nobody looked at again by their day."""
    del user
    today = timezone.localdate()
    count = profiles_to_review(school, today)
    if count:
        text = ngettext(
            "Look again at the profile of %(n)s person: its day is over",
            "Look again at the profiles of %(n)s people: their day is over",
            count,
        )
        yield Need(text % {"n": count}, reverse("filter-people", args=[school.code]), Urgency.SOON)


@needs(Permission.DRAFT_FILTER_CHANGES)
def ending_rules(user: User, school: School) -> Iterable[Need]:
    """Site rules that end soon, and those whose owner has left."""
    now = timezone.now()
    own = in_state(rules_for(school), "soon", now).filter(owner=user).count()
    if own:
        text = ngettext("%(n)s site rule of yours ends soon", "%(n)s site rules of yours end soon", own) % {"n": own}
        yield Need(text, reverse("filter-rules", args=[school.code]) + "?state=soon", Urgency.SOMETIME)
    left = rules_for(school).in_force(now).filter(school=school, owner__closed_at__isnull=False).count()
    if left:
        text = ngettext(
            "%(n)s site rule belongs to somebody who has left: end it, or take it over",
            "%(n)s site rules belong to somebody who has left: end them, or take them over",
            left,
        )
        yield Need(text % {"n": left}, reverse("filter-rules", args=[school.code]) + "?state=no-owner", Urgency.SOON)


@needs(Permission.CHANGE_LISTS)
def missing_locked_lists(user: User, school: School) -> Iterable[Need]:
    """A list of illegal content that is missing."""
    del user
    missing = [one.state.title for one in locked_lists(school) if one.state.state == "absent"]
    if missing and current(school.federation):
        text = _("A list of illegal content is missing: %(names)s") % {"names": ", ".join(missing)}
        yield Need(text, reverse("filter-locked-lists", args=[school.code]), Urgency.NOW, weight=Weight.FAILING)
