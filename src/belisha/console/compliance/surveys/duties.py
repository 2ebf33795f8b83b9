"""What surveys prove: how those who live with the policy see it, in a survey that closed within a year."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from belisha.console.compliance.models import Survey
from belisha.console.compliance.surveys.queries.results import last_of, score_of
from belisha.console.compliance.surveys.rules import LEAST_GOOD
from belisha.console.duties.registry import Basis, Standing, State, proves

if TYPE_CHECKING:
    from datetime import datetime

    from belisha.console.access.models import School

__all__ = ["no_blame", "safeguarding_culture"]


@proves("governance.safeguarding-culture")
def safeguarding_culture(school: School, now: datetime) -> Standing:
    """Pupils, staff and parents were each asked within a year, and each see online safety as everyone's business."""
    today = timezone.localdate(now)
    link = reverse("surveys", args=[school.code])
    low, missing, said = [], [], []
    for audience in Survey.Audience:
        survey = last_of(school, audience, today)
        score = score_of(survey, "culture") if survey else None
        words = {"who": audience.label, "n": score}
        if score is None:
            missing.append(str(audience.label))
        else:
            said.append(_("%(who)s %(n)s") % words)
            low += [audience] if score < LEAST_GOOD else []
    if missing:
        reason = _("Not asked within a year, or too few answered: %(who)s.") % {"who": ", ".join(missing)}
        return Standing(State.BREACHED, reason, Basis.RECORDED, link=link)
    scores = _("Of a hundred answers so many are good: %(scores)s.") % {"scores": ", ".join(said)}
    return Standing(State.BREACHED if low else State.MET, scores, Basis.RECORDED, link=link)


@proves("concerns.no-blame")
def no_blame(school: School, now: datetime) -> Standing:
    """In the yearly survey pupils say that they can tell an adult without getting in trouble."""
    survey = last_of(school, Survey.Audience.PUPILS, timezone.localdate(now))
    score = score_of(survey, "telling") if survey else None
    link = reverse("surveys", args=[school.code])
    if survey is None or survey.closed_at is None or score is None:
        reason = _("Pupils were not asked within a year, or too few answered.")
        return Standing(State.BREACHED, reason, Basis.RECORDED, link=link)
    link = reverse("survey-results", args=[school.code, survey.pk])
    words = {"n": score, "day": date_format(timezone.localtime(survey.closed_at), "j F Y")}
    reason = _("Of a hundred pupils %(n)s say that they can tell (survey closed on %(day)s).") % words
    return Standing(
        State.MET if score >= LEAST_GOOD else State.BREACHED, reason, Basis.RECORDED, survey.closed_at, link
    )
