"""What accounts need of somebody now: advice to read, things to close outside."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from belisha.console.access.accounts.queries.advice import has_opened
from belisha.console.access.accounts.queries.services import to_close
from belisha.console.access.accounts.queries.terms import term_at
from belisha.console.access.needs import Need, Urgency, Weight, needs
from belisha.console.access.permissions import Permission

if TYPE_CHECKING:
    from collections.abc import Iterable

    from belisha.console.access.models import School, User

__all__ = ["close_outside", "read_advice"]


@needs(None)
def read_advice(user: User, school: School) -> Iterable[Need]:
    """At first sign-in and each term: the advice on keeping an account safe."""
    if user.school_id != school.pk or has_opened(user, term_at(school, timezone.localdate()).first):
        return
    yield Need(_("Read how to keep your account safe"), reverse("account-advice"), Urgency.SOON)


@needs(Permission.CHANGE_ACCOUNTS)
def close_outside(user: User, school: School) -> Iterable[Need]:
    """Accounts of people who left that are open with outside services."""
    del user
    count = to_close(school).count()
    if count:
        words = ngettext(
            "Close %(count)d account of a leaver with an outside service",
            "Close %(count)d accounts of leavers with outside services",
            count,
        )
        yield Need(
            words % {"count": count}, reverse("outside-services", args=[school.code]), Urgency.NOW, weight=Weight.DUE
        )
