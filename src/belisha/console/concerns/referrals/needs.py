"""What of referrals needs somebody now: counts of what they answer for, without a name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from belisha.console.access.acting import By
from belisha.console.access.needs import Need, Urgency, Weight, needs
from belisha.console.concerns.queries.visible import routes_of
from belisha.console.concerns.referrals.queries.lists import directory_of, late_for
from belisha.console.concerns.rules.routes import DATA

if TYPE_CHECKING:
    from collections.abc import Iterator

    from belisha.console.access.models import School, User

__all__: list[str] = []


@needs(None)
def referrals_late(user: User, school: School) -> Iterator[Need]:
    """Referrals and questions of concerns that somebody answers for, and that are overdue."""
    who = By(user)
    if not routes_of(who, school):
        return
    late, link = late_for(who, school, timezone.now()), reverse("referrals", args=[school.code])
    if late.referrals:
        text = ngettext("%(n)s referral is late", "%(n)s referrals are late", late.referrals) % {"n": late.referrals}
        yield Need(text, f"{link}?which=late", Urgency.NOW, weight=Weight.CHILD)
    if late.questions:
        one, many = "%(n)s question about whom to tell is late", "%(n)s questions about whom to tell are late"
        yield Need(ngettext(one, many, late.questions) % {"n": late.questions}, link, Urgency.NOW, weight=Weight.CHILD)
    if late.chases:
        one, many = "Ask what became of %(n)s referral", "Ask what became of %(n)s referrals"
        text = ngettext(one, many, late.chases) % {"n": late.chases}
        yield Need(text, f"{link}?which=chase", weight=Weight.DUE)


@needs(None)
def directory_wants(user: User, school: School) -> Iterator[Need]:
    """Safeguarding contacts that are missing, or were not checked for a year."""
    if not {*routes_of(By(user), school)} - {DATA}:
        return
    bodies = directory_of(school, timezone.now())
    link = reverse("safeguarding-contacts", args=[school.code])
    if any(body.missing for body in bodies):
        yield Need(_("Enter the safeguarding contacts of your area"), link, Urgency.SOON, school.name)
    elif any(body.stale for body in bodies):
        yield Need(_("Check the safeguarding contacts: a year is over"), link, Urgency.SOMETIME, school.name)
