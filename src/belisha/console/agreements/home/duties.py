"""What the parents' pages and the programme for parents prove. Sentences hold numbers alone."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Final, NamedTuple

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from belisha.console.access.settings.queries import value_of
from belisha.console.agreements.home.declared import SHARE
from belisha.console.agreements.home.queries import proving
from belisha.console.agreements.home.queries.shares import shares
from belisha.console.agreements.home.rules import CHANNELS, HALF_TERM, has_passed, tips
from belisha.console.agreements.models import Activity, FamilyStep, Notice
from belisha.console.duties.registry import Basis, Standing, State, proves

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from django_stubs_ext import StrPromise

    from belisha.console.access.models import School
    from belisha.console.agreements.home.queries.proving import Days

__all__: list[str] = []

Kind, Step, Topic = Activity.Kind, FamilyStep.Kind, Notice.Topic
YEAR: Final = timedelta(days=365)
PARTNERS: Final = 50  # percent of a survey who feel that home and school work together
READ_WELL: Final = 30  # percent of parents who opened a notice: below this it is amber
FEWEST_CHANNELS: Final = 3
EVER: Final = date(2000, 1, 1)  # before anything was kept here


def _at(school: School, page: str, state: State, reason: str, basis: Basis = Basis.RECORDED) -> Standing:
    return Standing(state, reason, basis, link=reverse(page, args=[school.code]))


class _Held(NamedTuple):
    """What a duty asks for, in words; how often, and of which kinds of activity; none: any."""

    what: StrPromise
    cadence: str
    kinds: tuple[str, ...] = ()


def _by_day(school: School, page: str, held: _Held, last: date | None, days: Days) -> Standing:
    """How something stands that comes back."""
    cadence = held.cadence
    found = has_passed(
        cadence,
        last,
        days.school_day if cadence == "half-termly" else days.today,
        days.term,
        days.term_before,
    )
    words = {"what": held.what, "day": date_format(last, "j F Y") if last else ""}
    if found.done:
        return _at(school, page, State.MET, _("%(what)s: the last time was on %(day)s.") % words)
    if found.due:
        return _at(school, page, State.AT_RISK, _("%(what)s: the last time was on %(day)s, the next is due.") % words)
    if last is None:
        return _at(school, page, State.BREACHED, _("%(what)s: not yet, as far as anybody has entered.") % words)
    return _at(school, page, State.BREACHED, _("%(what)s: the last time was on %(day)s, the next is overdue.") % words)


HELD: Final = {
    "parents.rolling-programme": _Held(gettext_lazy("Something for parents"), "half-termly"),
    "parents.practical-sessions": _Held(gettext_lazy("A practical session"), "yearly", (Kind.PRACTICAL,)),
    "parents.coffee-mornings": _Held(gettext_lazy("A coffee morning"), "termly", (Kind.COFFEE,)),
    "parents.well-attended-events": _Held(gettext_lazy("A stand at an event"), "yearly", (Kind.STAND,)),
}


def _by_activity(held: _Held) -> Callable[[School, datetime], Standing]:
    def stands(school: School, now: datetime) -> Standing:
        days = proving.days_of(school, now)
        where = {"kind__in": held.kinds} if held.kinds else {}
        last = proving.last_activity(school, days.today, **where)
        return _by_day(school, "parents-programme", held, last, days)

    return stands


for _duty, _held in HELD.items():
    proves(_duty)(_by_activity(_held))


YEARLY: Final = {
    Topic.NATIONAL: _Held(gettext_lazy("A notice with national material"), "yearly"),
    Topic.AGES: _Held(gettext_lazy("A notice on the ages of sites and apps"), "yearly"),
    Topic.SOCIAL: _Held(gettext_lazy("A notice or session on social networks"), "yearly"),
    Topic.POLICY: _Held(gettext_lazy("A notice on the policy"), "yearly"),
}
SURVEYED: Final = _Held(gettext_lazy("A survey of parents"), "yearly")


def _notice_day(school: School, now: datetime, topic: str) -> date | None:
    notice = proving.last_notice(school, now, topic)
    return timezone.localdate(notice.sent_at) if notice else None


@proves("parents.national-materials")
def national_materials(school: School, now: datetime) -> Standing:
    """A notice with national material in the last year."""
    last = _notice_day(school, now, Topic.NATIONAL)
    return _by_day(school, "parents-notices", YEARLY[Topic.NATIONAL], last, proving.days_of(school, now))


@proves("parents.age-13")
def age_13(school: School, now: datetime) -> Standing:
    """A notice on the ages of sites and apps in the last year; whoever joins later finds it at their pages."""
    last = _notice_day(school, now, Topic.AGES)
    return _by_day(school, "parents-notices", YEARLY[Topic.AGES], last, proving.days_of(school, now))


@proves("parents.social-risks")
def social_risks(school: School, now: datetime) -> Standing:
    """A notice or a session on social networks in the last year."""
    days = proving.days_of(school, now)
    found = [
        _notice_day(school, now, Topic.SOCIAL),
        proving.last_activity(school, days.today, topic=Topic.SOCIAL),
    ]
    last = max((day for day in found if day), default=None)
    return _by_day(school, "parents-notices", YEARLY[Topic.SOCIAL], last, days)


@proves("parents.policy-drawn-to-attention")
def policy_drawn(school: School, now: datetime) -> Standing:
    """A notice on the policy in the last year, opened by enough parents."""
    days = proving.days_of(school, now)
    notice = proving.last_notice(school, now, Topic.POLICY)
    last = timezone.localdate(notice.sent_at) if notice else None
    found = _by_day(school, "parents-notices", YEARLY[Topic.POLICY], last, days)
    if notice is None or found.state is not State.MET:
        return found
    percent = proving.read_percent(notice, days.today)
    words = _("%(reason)s %(n)s percent of parents opened it.") % {"reason": found.reason, "n": percent}
    return found._replace(state=State.MET if percent >= READ_WELL else State.AT_RISK, reason=words)


TERMLY_CHANNELS: Final = ("leaflet", "newsletter", "letter", "website")


@proves("parents.leaflets-newsletters-site")
def many_forms(school: School, now: datetime) -> Standing:
    """Leaflet, newsletter, letter and website each term, the prospectus each year."""
    days = proving.days_of(school, now)
    used = proving.channels_used(school, now)
    asked = [*((channel, "termly") for channel in TERMLY_CHANNELS), ("prospectus", "yearly")]
    found = {
        channel: has_passed(cadence, used.get(channel), days.today, days.term, days.term_before)
        for channel, cadence in asked
    }
    late = [str(CHANNELS[channel]) for channel, state in found.items() if not state.done and not state.due]
    due = [str(CHANNELS[channel]) for channel, state in found.items() if state.due]
    if late:
        reason = _("Not used in time: %(ways)s.") % {"ways": ", ".join(late)}
        return _at(school, "parents-notices", State.BREACHED, reason)
    if due:
        reason = _("Still to be used this term: %(ways)s.") % {"ways": ", ".join(due)}
        return _at(school, "parents-notices", State.AT_RISK, reason)
    return _at(
        school,
        "parents-notices",
        State.MET,
        _("Leaflet, newsletter, letter, website and prospectus were all used in time."),
    )


@proves("parents.wider-community")
def wider_community(school: School, now: datetime) -> Standing:
    """At least three ways in a term, and something for others than the school's own parents."""
    days = proving.days_of(school, now)
    used, wider = proving.wider_channels(school, days.term, now)
    if len(used) >= FEWEST_CHANNELS and wider:
        reason = _("%(n)s ways were used this term, some of them for everybody around the school.") % {"n": len(used)}
        return _at(school, "parents-programme", State.MET, reason)
    before, before_wider = proving.wider_channels(school, days.term_before, now)
    reason = _("%(n)s ways were used this term; %(others)s.") % {
        "n": len(used),
        "others": _("some for everybody around the school") if wider else _("none for others than parents"),
    }
    early = days.today - days.term < HALF_TERM and len(before) >= FEWEST_CHANNELS and before_wider
    return _at(school, "parents-programme", State.AT_RISK if early else State.BREACHED, reason)


@proves("parents.partnership")
def partnership(school: School, now: datetime) -> Standing:
    """A survey in the last year, in which enough parents feel that home and school work together."""
    days = proving.days_of(school, now)
    survey = proving.last_survey(school, days.today)
    found = _by_day(school, "parents-programme", SURVEYED, survey.on if survey else None, days)
    if survey is None or found.state is State.BREACHED:
        return found
    if survey.score is None or survey.score < PARTNERS:
        score = 0 if survey.score is None else survey.score
        reason = _("Of a hundred who answered, %(n)s feel that home and school work together.") % {"n": score}
        return found._replace(state=State.BREACHED, reason=reason)
    return found


@proves("parents.home-safety-tips")
def home_safety_tips(school: School, now: datetime) -> Standing:
    """Tips gone through within a year, and opened by families this school year."""
    days = proving.days_of(school, now)
    noted = date_format(tips().noted, "j F Y")
    if days.today - tips().noted > YEAR:
        reason = _("The tips were last gone through on %(day)s.") % {"day": noted}
        return _at(school, "parents-families", State.BREACHED, reason, Basis.MEASURED)
    seen = proving.seen_since(school, Step.TIPS, days.year)
    reason = _("Gone through on %(day)s; opened by %(n)s adults this school year.") % {"day": noted, "n": seen}
    return _at(school, "parents-families", State.MET if seen else State.AT_RISK, reason, Basis.MEASURED)


def _by_share(kind: str, basis: Basis, *, termly: bool) -> Callable[[School, datetime], Standing]:
    """The proof of a duty by the share of each class's families who did something in a term or school year."""

    def stands(school: School, now: datetime) -> Standing:
        days = proving.days_of(school, now)
        since = days.term if termly else days.year
        wanted = value_of(school, SHARE)
        classes = [share for share in shares(school, kind, since, days.today) if share.size]
        if not classes:
            return _at(school, "parents-families", State.NOT_KNOWN, _("There are no classes with pupils yet."), basis)
        low = sum(share.percent < wanted for share in classes)
        words = {"what": Step(kind).label, "low": low, "all": len(classes), "n": wanted}
        if not low:
            reason = _("In all %(all)s classes at least %(n)s percent of families %(what)s.") % words
            return _at(school, "parents-families", State.MET, reason, basis)
        reason = _("In %(low)s of %(all)s classes fewer than %(n)s percent of families %(what)s.") % words
        early = days.today - since < HALF_TERM
        return _at(school, "parents-families", State.AT_RISK if early else State.BREACHED, reason, basis)

    return stands


proves("parents.discuss-at-home")(_by_share(Step.TALKED, Basis.CLAIMED, termly=True))
proves("parents.role-model")(_by_share(Step.PLEDGE, Basis.CLAIMED, termly=False))
proves("parents.notice-changes")(_by_share(Step.SIGNS, Basis.MEASURED, termly=False))
proves("parents.own-awareness")(_by_share(Step.UNIT, Basis.MEASURED, termly=False))


def _by_each_pupil(kind: str, basis: Basis, *, yearly: bool) -> Callable[[School, datetime], Standing]:
    """The proof of a duty that is owed to the family of each pupil, four weeks after they came at the latest."""

    def stands(school: School, now: datetime) -> Standing:
        days = proving.days_of(school, now)
        since = days.year if yearly else EVER
        lacking, pupils = proving.missing(school, kind, since, days)
        if not pupils:
            reason = _("No pupil has been here for four weeks.")
            return _at(school, "parents-families", State.NOT_KNOWN, reason, basis)
        if not lacking:
            reason = _("Somebody at home %(what)s, for all %(n)s pupils.")
            reason %= {"what": Step(kind).label, "n": pupils}
            return _at(school, "parents-families", State.MET, reason, basis)
        reason = _("Of %(n)s pupils, for %(lacking)s nobody at home %(what)s.")
        reason %= {"what": Step(kind).label, "lacking": lacking, "n": pupils}
        enough = (pupils - lacking) * 100 // pupils >= value_of(school, SHARE)
        early = yearly and days.today - days.year < proving.GRACE
        return _at(school, "parents-families", State.AT_RISK if enough or early else State.BREACHED, reason, basis)

    return stands


proves("agreements.parents-asked-to-read")(_by_each_pupil(Step.READ_WITH, Basis.CLAIMED, yearly=True))
proves("agreements.home-school")(_by_each_pupil(Step.HOME_SCHOOL, Basis.MEASURED, yearly=True))
proves("parents.supervised-access-told")(_by_each_pupil(Step.SUPERVISED, Basis.MEASURED, yearly=False))
