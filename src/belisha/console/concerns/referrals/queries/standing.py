"""Where the procedures of concerns stand: what is asked, what was answered, whom it still has to be told."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from django.utils import timezone
from django.utils.translation import gettext as _

from belisha.console.access.remembering import remembered
from belisha.console.concerns.models import Answer, Concern, Referral
from belisha.console.concerns.referrals.rules.agencies import agency_of
from belisha.console.concerns.referrals.rules.procedures import Facts, Procedure, due, is_asked, procedures
from belisha.console.concerns.working.rules.closing import Missing

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from django.db.models import QuerySet

__all__ = ["Line", "Standing", "facts_of", "missing", "standing_now", "standing_of", "standings_of", "wants"]

OPEN = (Concern.State.NEW, Concern.State.OPEN)


class Line(NamedTuple):
    """One question of a concern: its latest answer, by when it is wanted, and who is told because of it."""

    procedure: Procedure
    answer: Answer | None
    due: datetime
    late: bool
    referrals: tuple[Referral, ...]


class Standing(NamedTuple):
    """All questions of a concern, what else can be asked of it, and everybody who is told of it."""

    concern: Concern
    lines: tuple[Line, ...]
    others: tuple[Procedure, ...]
    referrals: tuple[Referral, ...]


def facts_of(concern: Concern) -> Facts:
    """What decides what a concern is asked."""
    return Facts(concern.route, concern.category, concern.origin, concern.danger_now, concern.words_only)


def standing_of(concern: Concern, now: datetime) -> Standing:
    """Where one concern stands. Two queries."""
    return next(iter(standings_of([concern], now)))


def standing_now(concern: Concern) -> Standing:
    """Where one concern stands now. Two queries, once for a page."""
    return remembered(("standing of", concern.pk), lambda: standing_of(concern, timezone.now()))


def standings_of(concerns: Iterable[Concern], now: datetime) -> list[Standing]:
    """Where many stand. Two queries, besides those that bring the concerns."""
    concerns = list(concerns)
    answers: dict[int, dict[str, Answer]] = defaultdict(dict)
    for answer in _of(Answer.objects.order_by("at", "pk"), concerns).select_related("by"):
        answers[answer.concern_id][answer.procedure] = answer
    referrals: dict[int, list[Referral]] = defaultdict(list)
    for referral in _of(Referral.objects.order_by("due_at", "pk"), concerns).select_related("sent_by", "began_by"):
        referrals[referral.concern_id].append(referral)
    return [_standing(each, answers[each.pk], referrals[each.pk], now) for each in concerns]


def _of(rows: QuerySet, concerns: Sequence[Concern]) -> QuerySet:  # type: ignore[type-arg]  # of either table
    return rows.filter(concern__in=[each.pk for each in concerns])


def _standing(concern: Concern, answers: dict[str, Answer], referrals: list[Referral], now: datetime) -> Standing:
    facts, zone = facts_of(concern), timezone.get_default_timezone()
    lines, others = [], []
    for procedure in procedures():
        answer = answers.get(procedure.id)
        if answer is None and not is_asked(procedure, facts):
            others.append(procedure)
            continue
        wanted = due(procedure.within, concern.reported_at, zone)
        told = tuple(each for each in referrals if each.procedure == procedure.id)
        lines.append(Line(procedure, answer, wanted, answer is None and wanted <= now, told))
    return Standing(concern, tuple(lines), tuple(others), tuple(referrals))


def wants(referral: Referral) -> str:
    """What a referral still needs before its concern may end: to be made, a number, advice; "" for nothing."""
    agency, state = agency_of(referral.agency), Referral.State
    if referral.state == state.TO_SEND:
        return "make"
    if referral.state == state.NOT_MADE:
        return ""
    if agency.reference and not referral.reference:
        return "reference"
    return "advice" if agency.advice and referral.state != state.ENDED else ""


def missing(standing: Standing) -> list[Missing]:
    """What keeps a concern from being closed: what to do, and where."""
    said = {
        "make": (_("Not passed on yet: %(to)s. Make the referral, or say why not."), "concern-referral"),
        "reference": (_("Passed on without their number: %(to)s. Enter the reference."), "concern-referral-confirmed"),
        "advice": (
            _("Passed on without their advice: %(to)s. Write down who advised what."),
            "concern-referral-outcome",
        ),
    }
    asked = [
        Missing(
            _("Not answered: %(question)s") % {"question": line.procedure.question},
            "concern-question",
            (line.procedure.id,),
        )
        for line in standing.lines
        if line.answer is None
    ]
    wanted = [(each, said[want]) for each in standing.referrals if (want := wants(each))]
    return asked + [
        Missing(text % {"to": agency_of(each.agency).title}, page, (each.key,)) for each, (text, page) in wanted
    ]
