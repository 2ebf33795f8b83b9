"""What accounts and the register prove together."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from belisha.console.access.accounts.queries.gating import reasons_against
from belisha.console.access.accounts.queries.rules_in_force import young_rule
from belisha.console.access.accounts.queries.services import to_close
from belisha.console.access.accounts.queries.youngest import excepted
from belisha.console.access.models import Comparison, OutsideService, User
from belisha.console.duties.registry import Basis, Standing, State, proves
from belisha.console.flows.accounts.queries import OPEN
from belisha.console.flows.accounts.register import review_state
from belisha.console.flows.leavers import leavers_who_sign_in
from belisha.console.people.models import Person

if TYPE_CHECKING:
    from datetime import datetime

    from belisha.console.access.models import School

__all__ = ["access_record", "current_staff_platform", "leavers", "unique_pupil", "unique_staff", "youngest_exception"]

NIGHTLY: Final = timedelta(hours=26)  # a night that was missed shows by the next morning
REVIEWED_WITHIN: Final = timedelta(days=42)  # of a term's beginning


@proves("accounts.unique-staff")
def unique_staff(school: School, now: datetime) -> Standing:
    """Each member of staff has an account of their own; what is nobody's own has not come to its end."""
    today = timezone.localdate(now)
    generic = User.objects.for_school(school).filter(OPEN, generic__isnull=False)
    if past := generic.filter(generic__ends__lt=today).count():
        words = ngettext(
            "%(count)d account that is nobody's own is past its end.",
            "%(count)d accounts that are nobody's own are past their end.",
            past,
        )
        return Standing(State.BREACHED, words % {"count": past}, link=_accounts(school, "generic"))
    return _everybody_has_one(school, User.Kind.STAFF, now)


@proves("accounts.unique-pupil")
def unique_pupil(school: School, now: datetime) -> Standing:
    """Each pupil on the roll has an account of their own."""
    return _everybody_has_one(school, User.Kind.PUPIL, now)


def _everybody_has_one(school: School, kind: str, now: datetime) -> Standing:
    here = Person.objects.for_school(school).on_roll(timezone.localdate(now)).filter(kind=kind)
    if not here.exists():
        return Standing(State.NOT_KNOWN, _("Nobody of this kind is on the register yet."))
    without = User.objects.filter(pk__in=here.values("user")).exclude(OPEN)
    waiting = reasons_against(without, school)
    missing = [user for user in without if user.pk not in waiting]
    link = f"{reverse('accounts-open', args=[school.code])}?who=kind:{kind}"
    if missing:
        words = ngettext(
            "%(count)d person on the roll has no account of their own.",
            "%(count)d people on the roll have no account of their own.",
            len(missing),
        )
        return Standing(State.BREACHED, words % {"count": len(missing)}, link=link)
    if waiting:
        words = ngettext(
            "%(count)d person waits for what must be so before an account opens.",
            "%(count)d people wait for what must be so before an account opens.",
            len(waiting),
        )
        return Standing(State.AT_RISK, words % {"count": len(waiting)}, link=link)
    return Standing(State.MET, _("Everybody on the roll has an account of their own; none is shared."), link=link)


@proves("accounts.youngest-exception")
def youngest_exception(school: School, now: datetime) -> Standing:
    """Only the year groups that the school has named sign in with a card or pictures, and only from inside."""
    del now
    rule = young_rule(school)
    link = reverse("accounts-youngest", args=[school.code])
    older = excepted(school).exclude(person__year__in=rule.years).count()
    if older:
        words = ngettext(
            "%(count)d pupil has a card or pictures but is past the year groups that may.",
            "%(count)d pupils have a card or pictures but are past the year groups that may.",
            older,
        )
        return Standing(State.BREACHED, words % {"count": older}, link=link)
    if not User.objects.for_school(school).filter(OPEN, kind=User.Kind.PUPIL).exists():
        return Standing(State.NOT_KNOWN, _("No pupil has an account here yet."), link=link)
    if not rule.years:
        return Standing(State.MET, _("Nobody is let off the rules for passwords."), link=link)
    if not rule.inside.strip():
        return Standing(
            State.AT_RISK, _("The addresses inside the school are not set: nobody can use it yet."), link=link
        )
    return Standing(State.MET, _("Only the youngest, only inside the school; all of them are listed."), link=link)


@proves("accounts.leavers")
def leavers(school: School, now: datetime) -> Standing:
    """Nobody who left reaches anything here, and what they had elsewhere is closed."""
    here = leavers_who_sign_in(timezone.localdate(now), school).count()
    if here:
        words = ngettext(
            "%(count)d person who left still has an open account.",
            "%(count)d people who left still have open accounts.",
            here,
        )
        return Standing(State.BREACHED, words % {"count": here}, link=reverse("access-record", args=[school.code]))
    red = to_close(school)
    first, count = red.first(), red.count()
    link = reverse("outside-services", args=[school.code])
    if first:
        words = ngettext(
            "%(count)d account of a leaver is still to be closed with an outside service.",
            "%(count)d accounts of leavers are still to be closed with outside services.",
            count,
        )
        return Standing(State.BREACHED, words % {"count": count}, since=first.must_close_since, link=link)
    today = timezone.localdate(now)
    left = Person.objects.for_school(school).filter(left__lte=today, left__gt=today - timedelta(days=365)).count()
    if not left:
        return Standing(State.NOT_KNOWN, _("Nobody has left within a year: there is nothing to look at."), link=link)
    words = ngettext(
        "The %(count)d person who left within a year has no access any more, here or elsewhere.",
        "None of the %(count)d people who left within a year has access any more, here or elsewhere.",
        left,
    )
    return Standing(State.MET, words % {"count": left}, link=link)


@proves("accounts.access-record")
def access_record(school: School, now: datetime) -> Standing:
    """The record was compared last night, nothing in it does not fit, and a leader signed it this term."""
    link = reverse("access-record", args=[school.code])
    state = review_state(school, now)
    if state.compared is None or now - state.compared.at > NIGHTLY:
        since = state.compared.at if state.compared else None
        return Standing(
            State.BREACHED, _("The record was not compared with the accounts last night."), since=since, link=link
        )
    if state.strays:
        words = ngettext(
            "%(count)d thing in the record does not fit.", "%(count)d things in the record do not fit.", state.strays
        )
        return Standing(State.BREACHED, words % {"count": state.strays}, link=f"{link}?stray=any")
    if state.signed is None:
        late = timezone.localdate(now) > state.term_began + REVIEWED_WITHIN
        words = _("The review of this term is late.") if late else _("The review of this term is still to be signed.")
        return Standing(State.BREACHED if late else State.AT_RISK, words, link=link)
    return Standing(State.MET, _("Compared last night, nothing amiss, and signed by a leader this term."), link=link)


@proves("accounts.current-staff-platform")
def current_staff_platform(school: School, now: datetime) -> Standing:
    """Members of the learning platform are the staff now on the roll, as worked out last night."""
    link = reverse("outside-services", args=[school.code])
    platforms = OutsideService.objects.filter(school=school, staff_platform=True, ended_at__isnull=True)
    if not platforms.exists():
        return Standing(State.NOT_KNOWN, _("No learning platform is on the list of outside services."), link=link)
    here = Person.objects.for_school(school).on_roll(timezone.localdate(now)).filter(kind=User.Kind.STAFF)
    members = User.objects.filter(service_accesses__service__in=platforms, service_accesses__closed_at__isnull=True)
    strangers = members.exclude(pk__in=here.values("user")).distinct().count()
    if strangers:
        words = ngettext(
            "%(count)d member of the learning platform is not on the staff.",
            "%(count)d members of the learning platform are not on the staff.",
            strangers,
        )
        return Standing(State.BREACHED, words % {"count": strangers}, Basis.RECORDED, link=link)
    latest = Comparison.objects.filter(school=school).order_by("-at", "-pk").first()
    if latest is None or now - latest.at > NIGHTLY:
        return Standing(State.AT_RISK, _("Members were not worked out last night."), Basis.RECORDED, link=link)
    return Standing(State.MET, _("Its members are the staff now on the roll."), Basis.RECORDED, link=link)


def _accounts(school: School, state: str) -> str:
    return f"{reverse('accounts', args=[school.code])}?state={state}"
