"""What signing in can prove. Where only a part of a duty can be looked at, the reason says which."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from django.db.models import Count, F, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from belisha.console.access.models import Flag, LockTest, Session, StandIn, User
from belisha.console.access.settings.queries import value_of
from belisha.console.access.sign_in import audit_events, rules
from belisha.console.access.sign_in.declared import IDLE_STAFF, STAND_INS
from belisha.console.access.sign_in.queries import habits
from belisha.console.audit.models import Link
from belisha.console.duties.registry import Basis, Standing, State, proves

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from django.db.models import QuerySet

    from belisha.console.access.models import School

__all__: list[str] = []

MONTH: Final = timedelta(days=30)
WEEK: Final = timedelta(days=7)
TO_ANSWER: Final = timedelta(days=3)  # a flag that nobody has looked at for longer is a breach
NIGHT: Final = timedelta(hours=26)
SLACK: Final = timedelta(minutes=5)  # the sweep comes each minute


def _sessions(school: School, since: datetime) -> int:
    """How many times people of a school have signed in; those of before the list was kept do not count."""
    return Session.objects.for_school(school).filter(began__gte=since).exclude(way="").count()


def _nobody_yet(school: School) -> Standing:
    link = reverse("sign-in-habits", args=[school.code])
    return Standing(State.NOT_KNOWN, _("Nobody has signed in lately: there is nothing to look at."), link=link)


@proves("accounts.audited")
def audited(school: School, now: datetime) -> Standing:
    """Every sign-in of a week has its link in the record. Failures and changes are written by the same actions."""
    since, link = now - WEEK, reverse("sign-in-habits", args=[school.code])
    signed_in = Session.objects.for_school(school).filter(began__gte=since).exclude(way="")
    begun = {
        f"user:{each['user_id']}": each["n"]
        for each in signed_in.order_by("user_id").values("user_id").annotate(n=Count("pk"))
    }
    if not begun:
        return _nobody_yet(school)
    links = Link.objects.filter(chain=school.chain, event=audit_events.SIGNED_IN.code, at__gte=since)
    written = {each["actor"]: each["n"] for each in links.order_by("actor").values("actor").annotate(n=Count("pk"))}
    missing = sum(max(0, n - written.get(actor, 0)) for actor, n in begun.items())
    if missing:
        text = ngettext("%(n)s sign-in is not in the record.", "%(n)s sign-ins are not in the record.", missing)
        return Standing(State.BREACHED, text % {"n": missing}, link=link)
    text = _("All %(n)s sign-ins of the last seven days are in the record, each with the person.")
    return Standing(State.MET, text % {"n": sum(begun.values())}, link=link)


@proves("accounts.idle-lock")
def idle_lock(school: School, now: datetime) -> Standing:
    """The minutes that are set, last night's test of the lock, and no open session that should have locked."""
    minutes, link = value_of(school, IDLE_STAFF), reverse("sign-in-habits", args=[school.code])
    late = Session.objects.for_school(school).going_on().filter(locked_at__isnull=True, last_seen__lt=now - SLACK)
    if any(session.idle_until() < now - SLACK for session in late.filter(user__kind=User.Kind.STAFF)):
        return Standing(
            State.BREACHED, _("A session is open that should have locked: jobs do not run each minute."), link=link
        )
    tested = _tested(now)
    if tested is None or not tested.passed:
        return _untested(school, tested)
    if minutes > rules.IDLE_MINUTES:
        text = _("Idle sessions lock after %(n)s minutes; the policy says 20.")
        return Standing(State.AT_RISK, text % {"n": minutes}, link=link)
    text = _("Idle sessions of staff lock after %(n)s minutes; last night's test of it passed.")
    return Standing(State.MET, text % {"n": minutes}, link=link)


def _tested(now: datetime) -> LockTest | None:
    return LockTest.objects.filter(at__gt=now - NIGHT, at__lte=now).order_by("-at", "-pk").first()


def _untested(school: School, tested: LockTest | None) -> Standing:
    link = reverse("sign-in-habits", args=[school.code])
    if tested is None:
        return Standing(State.NOT_KNOWN, _("The lock was not tested last night: nightly jobs do not run."), link=link)
    return Standing(
        State.BREACHED, _("Last night's test of the lock failed: %(why)s.") % {"why": tested.detail}, link=link
    )


@proves("accounts.data-system-logout")
def data_system_logout(school: School, now: datetime) -> Standing:
    """How the sessions of staff ended in a month: by signing out, or by being left."""
    found = [each for each in habits(school, now - MONTH) if each.sessions >= rules.LEAST_SESSIONS]
    link = reverse("sign-in-habits", args=[school.code])
    if not found:
        return Standing(
            State.NOT_KNOWN, _("Nobody on the staff has ended five sessions within a month: too few to tell.")
        )
    nearly_always = sum(each.nearly_always_leaves for each in found)
    mostly = sum(each.mostly_leaves for each in found)
    if nearly_always:
        text = ngettext(
            "%(n)s member of staff hardly ever signs out.",
            "%(n)s members of staff hardly ever sign out.",
            nearly_always,
        )
        return Standing(State.BREACHED, text % {"n": nearly_always}, link=link)
    if mostly:
        text = ngettext(
            "%(n)s member of staff mostly leaves without signing out.",
            "%(n)s members of staff mostly leave without signing out.",
            mostly,
        )
        return Standing(State.AT_RISK, text % {"n": mostly}, link=link)
    text = _("None of %(n)s members of staff with five sessions or more mostly leaves without signing out.")
    return Standing(State.MET, text % {"n": len(found)}, link=link)


@proves("accounts.abandoned-session")
def abandoned_session(school: School, now: datetime) -> Standing:
    """Whoever finds a session open can end it (tried each night), and its owner reads of it within a week."""
    link = reverse("sign-in-flags", args=[school.code])
    unread = _open_flags(school, Flag.Kind.LEFT_OPEN).filter(at__lt=now - WEEK).count()
    tested = _tested(now)
    if tested is None or not tested.passed:
        return _untested(school, tested)
    if unread:
        text = ngettext(
            "%(n)s person has not read for a week that their session was found open.",
            "%(n)s people have not read for a week that their session was found open.",
            unread,
        )
        return Standing(State.BREACHED, text % {"n": unread}, link=link)
    text = _(
        "“This is not me” on the lock ends a session at once (tried last night), and owners have read of each case."
    )
    return Standing(State.MET, text, link=link)


def _open_flags(school: School, kind: Flag.Kind) -> QuerySet[Flag]:
    return Flag.objects.filter(user__school=school, kind=kind, cleared_at__isnull=True)


@proves("accounts.no-sharing")
def no_sharing(school: School, now: datetime) -> Standing:
    """One account on two devices at once is asked about and answered. That people are told, the agreements prove."""
    return _flags_answered(
        school, now, Flag.Kind.TWO_DEVICES, _("No account in use on two devices at once is unexplained.")
    )


@proves("accounts.no-login-as-other")
def no_login_as_other(school: School, now: datetime) -> Standing:
    """Sign-ins that their owners do not know are looked into. Registers and timetables are not looked at."""
    text = _("Every sign-in that its owner did not know has a note. (Registers and timetables are not compared.)")
    return _flags_answered(school, now, Flag.Kind.NOT_OWNER, text)


def _flags_answered(school: School, now: datetime, kind: Flag.Kind, met: str) -> Standing:
    link = reverse("sign-in-flags", args=[school.code])
    waiting = list(_open_flags(school, kind).order_by("at").values_list("at", flat=True))
    if waiting:
        text = ngettext(
            "%(n)s flagged sign-in waits for an answer.", "%(n)s flagged sign-ins wait for an answer.", len(waiting)
        )
        state = State.BREACHED if waiting[0] < now - TO_ANSWER else State.AT_RISK
        return Standing(state, text % {"n": len(waiting)}, Basis.RECORDED, since=waiting[0], link=link)
    if not _sessions(school, now - MONTH):
        return _nobody_yet(school)
    return Standing(State.MET, met, Basis.RECORDED, link=link)


@proves("accounts.break-glass")
def break_glass(school: School, now: datetime) -> Standing:
    """Every stand-in of a year had two others who agreed, ended in time, and was read of. Off means none."""
    link = reverse("stand-ins", args=[school.code])
    begun = StandIn.objects.filter(school=school, began_at__gte=now - timedelta(days=365))
    agreed = Q(answers__agreed=True) & ~Q(answers__by=F("by")) & ~Q(answers__by=F("user"))
    wrong = _wrong(begun.annotate(leave=Count("answers", filter=agreed)), now)
    if wrong:
        text = ngettext(
            "%(n)s stand-in had no leave of two others, or did not end in time.",
            "%(n)s stand-ins had no leave of two others, or did not end in time.",
            wrong,
        )
        return Standing(State.BREACHED, text % {"n": wrong}, link=link)
    unread = begun.filter(seen_at__isnull=True, began_at__lt=now - WEEK).count()
    if unread:
        text = _("Somebody has not read for a week that they were stood in for.")
        return Standing(State.AT_RISK, text, link=link)
    if not begun.exists() and not _sessions(school, now - MONTH):
        return _nobody_yet(school)
    if not value_of(school, STAND_INS):
        return Standing(State.MET, _("Standing in is switched off: nobody can use somebody else's account."), link=link)
    text = _("Each stand-in of the last year had the leave of two others, ended in time and was recorded.")
    return Standing(State.MET, text, link=link)


def _wrong(stand_ins: Iterable[StandIn], now: datetime) -> int:
    """How many had too little leave, or went on beyond their time (the last request after it is what ends them)."""
    return sum(
        each.leave < 2  # type: ignore[attr-defined]
        or each.minutes > rules.LONGEST_STAND_IN
        or (each.ended_at is not None and each.ends_at is not None and each.ended_at > each.ends_at)
        or (each.ends_at is not None and each.ended_at is None and each.ends_at < now - timedelta(days=1))
        for each in stand_ins
    )
