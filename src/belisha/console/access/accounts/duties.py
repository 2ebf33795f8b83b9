"""What accounts can prove by themselves; what needs the register of people is proven in flows/accounts/duties.py.

accounts.separate-device-login and accounts.no-pupil-on-staff-login need an agent on computers: unproven here.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from belisha.console.access.accounts.declared import MONTHS
from belisha.console.access.accounts.queries.advice import with_advice
from belisha.console.access.accounts.queries.passwords import PREFIX, READABLE, overdue
from belisha.console.access.accounts.queries.rules_in_force import rules_at
from belisha.console.access.accounts.queries.terms import term_at
from belisha.console.access.models import User
from belisha.console.access.settings.queries import values_of
from belisha.console.duties.registry import Standing, State, proves

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet

    from belisha.console.access.models import School

__all__ = ["advice_on_safety", "password_rotation", "private_passwords", "strong_passwords"]

UNCHANGED_FOR: Final = timedelta(days=14)  # a first password that lies about for longer may be found
READ_WITHIN: Final = timedelta(days=28)  # of a term's beginning


def _nobody(link: str) -> Standing:
    return Standing(
        State.NOT_KNOWN, _("Nobody has an account here yet, so there is no password to look at."), link=link
    )


@proves("accounts.private-passwords")
def private_passwords(school: School, now: datetime) -> Standing:
    """Adults have a password that only they know: nobody still goes by the one that was given to them."""
    link = _accounts(school, "first-password")
    accounts = _open(school).filter(password__startswith=PREFIX)
    if not accounts.exists():
        return _nobody(link)
    given = accounts.filter(must_change_password=True)
    used = given.filter(last_login__gt=F("password_set_at")).count()
    lying = given.filter(password_set_at__lt=now - UNCHANGED_FOR).count()
    if lying:
        words = ngettext(
            "%(count)d first password has lain unchanged for over a fortnight.",
            "%(count)d first passwords have lain unchanged for over a fortnight.",
            lying,
        )
        return Standing(State.BREACHED, words % {"count": lying}, link=link)
    if used:
        words = ngettext(
            "%(count)d person has signed in and not yet chosen a password of their own.",
            "%(count)d people have signed in and not yet chosen passwords of their own.",
            used,
        )
        return Standing(State.AT_RISK, words % {"count": used}, link=link)
    return Standing(State.MET, _("Passwords are set by their owners and shown to nobody after first use."), link=link)


@proves("accounts.strong-passwords")
def strong_passwords(school: School, now: datetime) -> Standing:
    """Every password has passed the rules when it was set, and is kept as a hash that resists guessing."""
    del now
    accounts = _open(school).filter(Q(password__startswith=PREFIX))
    if not accounts.exists():
        return _nobody(_accounts(school, "open"))
    weak = accounts.exclude(password__startswith=READABLE).count() + accounts.filter(password_set_at=None).count()
    if weak:
        words = ngettext(
            "%(count)d password was never checked against the rules.",
            "%(count)d passwords were never checked against the rules.",
            weak,
        )
        return Standing(State.BREACHED, words % {"count": weak}, link=_accounts(school, "open"))
    return Standing(
        State.MET,
        _("Every password passed the rules for length, guessing and leaked lists when it was set."),
        link=reverse("settings", args=[school.code]),
    )


@proves("accounts.password-rotation")
def password_rotation(school: School, now: datetime) -> Standing:
    """No member of staff has a password here that is older than the school allows."""
    months = rules_at(values_of(school), User.Kind.STAFF).months
    if not months:
        reason = _("This school does not ask staff to change a password after some time.")
        return Standing(State.NOT_ADOPTED, reason, link=reverse("setting", args=[school.code, MONTHS["staff"].key]))
    link = _accounts(school, "overdue")
    if not _open(school).filter(kind=User.Kind.STAFF, password__startswith=PREFIX).exists():
        return _nobody(link)
    old = overdue(school, User.Kind.STAFF, months, now).count()
    if old:
        words = ngettext(
            "%(count)d member of staff has a password that is too old.",
            "%(count)d members of staff have passwords that are too old.",
            old,
        )
        return Standing(State.BREACHED, words % {"count": old}, link=link)
    reason = ngettext(
        "No password of staff here is older than %(months)d month.",
        "No password of staff here is older than %(months)d months.",
        months,
    )
    return Standing(State.MET, reason % {"months": months}, link=link)


@proves("accounts.advice-on-safety")
def advice_on_safety(school: School, now: datetime) -> Standing:
    """Everybody with an account has opened the advice this term; in its first four weeks there is still time."""
    term = term_at(school, now.date())
    accounts = with_advice(school, term.first)
    missing = accounts.filter(Q(advised=False)).count()
    link = f"{reverse('accounts-advice', args=[school.code])}?read=no"
    if not accounts.exists():
        return Standing(State.NOT_KNOWN, _("Nobody has an account here yet who could read the advice."), link=link)
    if not missing:
        return Standing(State.MET, _("Everybody with an account has read the advice this term."), link=link)
    words = ngettext(
        "%(count)d person has not read the advice this term.",
        "%(count)d people have not read the advice this term.",
        missing,
    )
    late = now.date() > term.first + READ_WITHIN
    return Standing(State.BREACHED if late else State.AT_RISK, words % {"count": missing}, link=link)


def _open(school: School) -> QuerySet[User]:
    return User.objects.for_school(school).filter(opened_at__isnull=False, closed_at__isnull=True)


def _accounts(school: School, state: str) -> str:
    return f"{reverse('accounts', args=[school.code])}?state={state}"
