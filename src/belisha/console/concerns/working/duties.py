"""What work on concerns proves. Sentences hold numbers alone: they are kept day by day and shown to governors."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from belisha.console.access.posts.queries import holders
from belisha.console.access.roles import Role
from belisha.console.access.settings.queries import value_of
from belisha.console.concerns.models import Concern, Finding, LeadersDigest, Task
from belisha.console.concerns.patterns.rules import told
from belisha.console.concerns.queries.proving import only_in_use
from belisha.console.concerns.rules.categories import categories
from belisha.console.concerns.rules.routes import DATA
from belisha.console.concerns.working.declared import DIGEST_DAYS
from belisha.console.concerns.working.queries import standing
from belisha.console.concerns.working.queries.digests import leaders_of
from belisha.console.concerns.working.queries.drills import YEAR, last_drill
from belisha.console.concerns.working.queries.work import thresholds_of
from belisha.console.concerns.working.rules.playbooks import books_for
from belisha.console.duties.registry import Basis, Standing, State, proves

if TYPE_CHECKING:
    from datetime import datetime

    from belisha.console.access.models import School

__all__: list[str] = []

SOON: Final = timedelta(days=30)  # before a drill is due
HALF_TERM: Final = timedelta(days=56)  # with its holiday
WEEK: Final = timedelta(days=7)


def _standing(
    school: School, state: State, reason: str, page: str = "concerns", *, basis: Basis = Basis.MEASURED
) -> Standing:
    return Standing(state, reason, basis, link=reverse(page, args=[school.code]))


def _none_late(school: School, late: int, breached: str, met: str, page: str = "concerns") -> Standing:
    """Breached with a number where something is late, else met."""
    if late:
        return _standing(school, State.BREACHED, breached % {"n": late}, page)
    return _standing(school, State.MET, met, page)


@proves("concerns.incident-log")
@only_in_use
def incident_log(school: School, now: datetime) -> Standing:
    """Whether something was done about every open concern in the time that is set."""
    late = standing.unacted(school, now)
    met = _("Something was done in time about every open concern.")
    return _none_late(school, late, _("Concerns about which nothing was done in time: %(n)s."), met)


@proves("concerns.playbooks")
@only_in_use
def playbooks(school: School, now: datetime) -> Standing:
    """Whether every kind of concern has a playbook, and no required step is late."""
    without = sum(not books_for(category.id, category.route) for category in categories())
    if without:
        reason = _("Kinds of concern without a playbook: %(n)s.") % {"n": without}
        return _standing(school, State.BREACHED, reason, "concern-playbooks")
    late = standing.late_steps(school, now)
    breached, met = _("Steps of playbooks that are late: %(n)s."), _("Every kind has a playbook, and no step is late.")
    return _none_late(school, late, breached, met)


@proves("concerns.serious-incident-procedure")
def drill(school: School, now: datetime) -> Standing:
    """Whether a drill was run to its end within a year."""
    last = last_drill(school)
    if last is None or last.finished_at is None or last.finished_at < now - YEAR:
        reason = _("No drill of a grave incident was held within a year.")
        return _standing(school, State.BREACHED, reason, "concern-drills", basis=Basis.RECORDED)
    state = State.AT_RISK if last.finished_at < now - YEAR + SOON else State.MET
    reason = _("The last drill was on %(day)s.") % {"day": date_format(timezone.localtime(last.finished_at), "j F Y")}
    return _standing(school, state, reason, "concern-drills", basis=Basis.RECORDED)


@proves("concerns.thresholds")
@only_in_use
def thresholds(school: School, now: datetime) -> Standing:
    """Whether the partnership's table is loaded, every closed concern has a level, and no step of a level is late."""
    late = standing.late_steps(school, now, Q(book__startswith="level-"))
    if late:
        return _standing(school, State.BREACHED, _("Steps that levels demand are late: %(n)s.") % {"n": late})
    team = Q(route=Concern.Route.TEAM)
    without = standing.closed_without(school, Finding.Kind.LEVEL, where=team, since=YEAR, now=now)
    if without:
        reason = _("Concerns closed without a level within a year: %(n)s.") % {"n": without}
        return _standing(school, State.BREACHED, reason)
    if not thresholds_of(school).version:
        reason = _("The table of the local safeguarding partnership is not loaded: Belisha's own wording counts.")
        return _standing(school, State.AT_RISK, reason, "concern-tables")
    reason = _("The partnership's table is loaded, and no step that a level demands is late.")
    return _standing(school, State.MET, reason, "concern-tables")


@proves("concerns.parents-informed")
@only_in_use
def parents_informed(school: School, now: datetime) -> Standing:
    """Whether every concern closed within a year says when parents were told, or why not."""
    without = standing.closed_without(school, Finding.Kind.PARENTS, since=YEAR, now=now)
    breached = _("Concerns closed without a word on telling the parents, within a year: %(n)s.")
    return _none_late(school, without, breached, _("Every closed concern says when parents were told, or why not."))


@proves("concerns.partnership")
@only_in_use
def partnership(school: School, now: datetime) -> Standing:
    """Whether children and parents were heard, and nothing that was agreed with a family is late."""
    late = standing.late_tasks(school, now, Task.Source.AGREED)
    if late:
        return _standing(school, State.BREACHED, _("What was agreed with families and is late: %(n)s.") % {"n": late})
    team = Q(route=Concern.Route.TEAM)
    unheard = sum(
        standing.closed_without(school, kind, where=team, since=YEAR, now=now)
        for kind in (Finding.Kind.CHILD_VOICE, Finding.Kind.PARENTS_VOICE)
    )
    breached = _("Times that a child or a parent was not heard before closing, within a year: %(n)s.")
    return _none_late(school, unheard, breached, _("Children and parents were heard, and nothing agreed is late."))


@proves("concerns.debrief")
@only_in_use
def debrief(school: School, now: datetime) -> Standing:
    """Whether every concern closed at a level that asks for it had its debrief, and no lesson is late."""
    late = standing.late_tasks(school, now, Task.Source.LESSON)
    if late:
        return _standing(school, State.BREACHED, _("Lessons of debriefs that are late: %(n)s.") % {"n": late})
    levels = [level.level for level in thresholds_of(school).levels if level.debrief]
    where = Q(level__in=levels)
    without = standing.closed_without(school, Finding.Kind.DEBRIEF, where=where, since=YEAR, now=now)
    breached = _("Concerns closed without the debrief that their level asks for: %(n)s.")
    return _none_late(school, without, breached, _("Every grave concern had its debrief, and no lesson is late."))


@proves("concerns.behaviour-policy")
@only_in_use
def behaviour_policy(school: School, now: datetime) -> Standing:
    """Whether the policy relied on stands with every concern closed within a year."""
    without = standing.closed_without(school, Finding.Kind.POLICY, since=YEAR, now=now)
    breached = _("Concerns closed without naming the policy that was relied on: %(n)s.")
    return _none_late(school, without, breached, _("Every closed concern names the policy that was relied on."))


@proves("concerns.policy-breach-sanctions")
@only_in_use
def sanctions(school: School, now: datetime) -> Standing:
    """Whether a step, if only that none is needed, stands for each who is said to have caused it."""
    without = standing.unsanctioned(school, since=YEAR, now=now)
    breached = _("Concerns closed without saying which step was taken with somebody: %(n)s.")
    met = _("Every closed concern says which step was taken with each who is said to have caused it.")
    return _none_late(school, without, breached, met)


def _steps(school: School, now: datetime, keys: Q, what: str) -> Standing:
    late = standing.late_steps(school, now, keys)
    if number := standing.with_steps(school, now, keys, YEAR):
        met = _("Concerns of this kind within a year: %(n)s; no step that one of them asks for is late.")
        return _none_late(school, late, what, met % {"n": told(number)})
    met = _("There was no concern of this kind within a year; one would bring its steps, with their times, by itself.")
    return _none_late(school, late, what, met)


@proves("concerns.do-not-respond")
@only_in_use
def do_not_respond(school: School, now: datetime) -> Standing:
    """Whether every child who is bullied online was told not to reply, by somebody named."""
    return _steps(school, now, Q(key="bullying/do-not-reply"), _("Children not yet told not to reply to abuse: %(n)s."))


@proves("concerns.anti-bullying-route")
@only_in_use
def anti_bullying(school: School, now: datetime) -> Standing:
    """Whether no step of the anti-bullying playbook is late."""
    return _steps(school, now, Q(book="bullying"), _("Steps of the anti-bullying playbook that are late: %(n)s."))


@proves("concerns.social-media-conduct")
@only_in_use
def social_media(school: School, now: datetime) -> Standing:
    """Whether leaders were told of every worry over conduct on social media, and a policy chosen."""
    return _steps(school, now, Q(book="social-media"), _("Steps on conduct on social media that are late: %(n)s."))


@proves("concerns.pupil-social-policies")
@only_in_use
def pupil_social(school: School, now: datetime) -> Standing:
    """Whether a policy is chosen for every worry over pupils' social media."""
    keys = Q(key="social-media/governing-policy", concern__subjects__person__kind="pupil")
    return _steps(school, now, keys, _("Worries over pupils' social media without a chosen policy: %(n)s."))


@proves("concerns.pupil-social-parents")
@only_in_use
def social_parents(school: School, now: datetime) -> Standing:
    """Whether the parents of every child under age for a service were spoken with."""
    what = _("Children under age for a service whose parents were not spoken with in time: %(n)s.")
    return _steps(school, now, Q(book="under-age"), what)


@proves("concerns.complaints-misuse")
@only_in_use
def complaints(school: School, now: datetime) -> Standing:
    """Whether no time limit of the complaints procedure has passed."""
    return _steps(school, now, Q(book="complaint"), _("Steps of the complaints procedure that are late: %(n)s."))


@proves("concerns.unsure-escalate")
@only_in_use
def unsure(school: School, now: datetime) -> Standing:
    """Whether the answer of the education safeguarding team stands with every concern marked as unsure."""
    return _steps(school, now, Q(book="unsure"), _("Calls for advice without an answer after a day: %(n)s."))


@proves("concerns.agency-liaison")
def agency_liaison(school: School, now: datetime) -> Standing:
    """Whether every leader has read the weekly numbers in the days that are set."""
    allowed = timedelta(days=value_of(school, DIGEST_DAYS))
    leaders = {user.pk for user in leaders_of(school, timezone.localdate(now))}
    digests = LeadersDigest.objects.filter(school=school, made_at__gte=now - timedelta(days=90))
    old = list(digests.filter(made_at__lt=now - allowed).prefetch_related("readings"))
    unread = sum(len(leaders - {reading.user_id for reading in digest.readings.all()}) for digest in old)
    if not leaders:
        return _standing(school, State.BREACHED, _("No leader can sign in to read the weekly numbers."), "posts")
    if unread:
        reason = _("Times that a leader has not read the weekly numbers in time: %(n)s.") % {"n": unread}
        return _standing(school, State.BREACHED, reason, "concern-digests", basis=Basis.RECORDED)
    if not old and not digests.exists():
        state = State.AT_RISK if standing.ever(school) else State.NOT_KNOWN
        reason = _("The first weekly numbers of concerns are made for leaders on Monday.")
        return _standing(school, state, reason, "concern-digests")
    if not old:
        reason = _("The first weekly numbers of concerns lie ready for leaders to read.")
        return _standing(school, State.AT_RISK, reason, "concern-digests")
    reason = _("Every leader has read the weekly numbers of concerns in time.")
    return _standing(school, State.MET, reason, "concern-digests", basis=Basis.RECORDED)


@proves("governance.records-reviewed")
def records_reviewed(school: School, now: datetime) -> Standing:
    """Whether each leader has read numbers of concerns of the last half term. A week of grace for the first ones."""
    leaders = {user.pk for user in leaders_of(school, timezone.localdate(now))}
    digests = LeadersDigest.objects.filter(school=school, made_at__gte=now - HALF_TERM, made_at__lte=now)
    made = list(digests.order_by("made_at", "pk").prefetch_related("readings"))
    if not leaders or not made:
        reason = _("No numbers of concerns were made for leaders within this half term.")
        return _standing(school, State.NOT_KNOWN, reason, "concern-digests", basis=Basis.RECORDED)
    unread = len(leaders - {reading.user_id for digest in made for reading in digest.readings.all()})
    if not unread:
        reason = _("All %(all)s leaders have read numbers of concerns within this half term.") % {"all": len(leaders)}
        return _standing(school, State.MET, reason, "concern-digests", basis=Basis.RECORDED)
    state = State.BREACHED if made[0].made_at < now - WEEK else State.AT_RISK
    reason = _("%(n)s of %(all)s leaders have not read any numbers of concerns within this half term.")
    words = reason % {"n": unread, "all": len(leaders)}
    return _standing(school, state, words, "concern-digests", basis=Basis.RECORDED)


@proves("data.breach-to-dpo")
@only_in_use
def breach_to_dpo(school: School, now: datetime) -> Standing:
    """Whether somebody is there to be told of breaches of data, each was opened in time, and no step of one is late.

    The steps have the hours of the law: contained within one, assessed within 24, people told within 72.
    """
    if not holders(school, (Role.DPO,)):
        return _standing(
            school,
            State.BREACHED,
            _("No data protection officer who can sign in is told of breaches of data."),
            "posts",
        )
    late = standing.late_steps(school, now, Q(book="data-breach"))
    late += standing.unacknowledged(school, now, route=DATA)
    breached = _("Breaches of data that nobody opened in time, and steps of them that are late: %(n)s.")
    number = standing.with_steps(school, now, Q(book="data-breach"), YEAR)
    met = _("No breach of data was reported within a year; the data protection officer would be told at once.")
    if number:
        met = _("Breaches of data within a year: %(n)s. The data protection officer was told; no step is late.")
    return _none_late(school, late, breached, met % {"n": told(number)})
