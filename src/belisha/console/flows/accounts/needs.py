"""What accounts and the register need of somebody now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from belisha.console.access.needs import Need, Urgency, Weight, needs
from belisha.console.access.permissions import Permission
from belisha.console.flows.accounts.queries import without_account
from belisha.console.flows.accounts.register import EXPECTED, review_state

if TYPE_CHECKING:
    from collections.abc import Iterable

    from belisha.console.access.models import School, User

__all__ = ["open_accounts", "sign_review", "strays"]


@needs(Permission.CHANGE_ACCOUNTS)
def open_accounts(user: User, school: School) -> Iterable[Need]:
    """Staff and pupils who have no account yet."""
    del user
    count = without_account(school, timezone.localdate()).filter(kind__in=EXPECTED).count()
    if count:
        words = ngettext("Open an account for %(count)d person", "Open accounts for %(count)d people", count)
        yield Need(words % {"count": count}, reverse("accounts-open", args=[school.code]), Urgency.SOON)


@needs(Permission.CHANGE_ACCOUNTS)
def strays(user: User, school: School) -> Iterable[Need]:
    """What the comparison of last night found."""
    del user
    count = review_state(school, timezone.now()).strays
    if count:
        words = ngettext(
            "See to %(count)d thing that does not fit in the record of access",
            "See to %(count)d things that do not fit in the record of access",
            count,
        )
        link = f"{reverse('access-record', args=[school.code])}?stray=any"
        yield Need(words % {"count": count}, link, Urgency.NOW, weight=Weight.DUE)


@needs(Permission.REVIEW_ACCESS)
def sign_review(user: User, school: School) -> Iterable[Need]:
    """The review of this term."""
    del user
    if review_state(school, timezone.now()).signed is None:
        link = reverse("access-review", args=[school.code])
        yield Need(_("Sign this term's review of who can reach what"), link, Urgency.SOMETIME)
