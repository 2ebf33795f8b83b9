"""What duties need of somebody now: plans that fall due, words to sign, confirmations that run out."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, ngettext

from belisha.console.access.needs import Need, Urgency, Weight, needs
from belisha.console.access.permissions import Permission
from belisha.console.compliance.attesting.queries import running_out, to_countersign
from belisha.console.compliance.plans.queries import open_plans_of
from belisha.console.policies.clauses.queries import in_force

if TYPE_CHECKING:
    from collections.abc import Iterable

    from belisha.console.access.models import School, User

__all__ = ["confirmations", "plans_of_mine", "setting_up"]

SOON: Final = timedelta(days=14)


@needs(Permission.CHANGE_SCHOOL)
def setting_up(user: User, school: School) -> Iterable[Need]:
    """A school without a policy in force is not set up."""
    del user
    if in_force(school) is None:
        link = reverse("start", args=[school.code])
        yield Need(gettext("Go on setting up the school"), link, Urgency.SOON, school.name, Weight.FAILING)


@needs(Permission.SEE_DUTIES)
def plans_of_mine(user: User, school: School) -> Iterable[Need]:
    """Plans of theirs that are late or fall due."""
    today = timezone.localdate()
    due = list(open_plans_of(user, school).filter(due__lte=today + SOON).values_list("due", flat=True))
    late = sum(day < today for day in due)
    link = reverse("duties-mine", args=[school.code])
    if late:
        text = ngettext("%(n)s plan for a duty is late", "%(n)s plans for duties are late", late) % {"n": late}
        yield Need(text, link, Urgency.NOW, school.name, Weight.DUE)
    if soon := len(due) - late:
        text = ngettext("%(n)s plan for a duty falls due", "%(n)s plans for duties fall due", soon) % {"n": soon}
        yield Need(text, link, Urgency.SOON, school.name, Weight.DUE)


@needs(Permission.SEE_DUTIES)
def confirmations(user: User, school: School) -> Iterable[Need]:
    """What they confirmed that runs out, and what others said that waits for a second signature."""
    link = reverse("duties-mine", args=[school.code])
    if count := len(running_out(user, school, timezone.localdate())):
        text = ngettext("Confirm %(n)s duty anew", "Confirm %(n)s duties anew", count) % {"n": count}
        yield Need(text, link, Urgency.SOON, school.name, Weight.DUE)
    if count := len(to_countersign(user, school)):
        text = ngettext("Sign what was said of %(n)s duty", "Sign what was said of %(n)s duties", count) % {"n": count}
        yield Need(text, link, Urgency.SOMETIME, school.name, Weight.DUE)
