"""Opening a survey, handing out its codes, closing it, planning what follows, forgetting what was written."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import msgspec
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from belisha.console.access.acting import By
from belisha.console.access.authorization import NotAllowedError
from belisha.console.access.permissions import Permission
from belisha.console.agreements.home.actions.programme import plan_activity, record_activity
from belisha.console.agreements.models import Activity
from belisha.console.compliance.models import (
    Survey,
    SurveyAction,
    SurveyCode,
    SurveyGroup,
    SurveyWords,
)
from belisha.console.compliance.plans.actions import plan_found
from belisha.console.compliance.surveys import audit_events
from belisha.console.compliance.surveys.queries.results import score_of
from belisha.console.compliance.surveys.queries.running import may_hand_out, set_for
from belisha.console.compliance.surveys.rules import (
    FORMS_OF,
    LONGEST_OPEN,
    WORDS_KEPT,
    digest_of,
    new_code,
)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from belisha.console.access.models import School, User
    from belisha.console.people.models import Group

__all__ = ["Asked", "close", "close_over", "forget_words", "hand_out", "open_survey", "plan_because"]

MOST = 2000  # who are asked in one group


class Asked(NamedTuple):
    """A group to ask: how many may answer, with which form, with one code for all or one each."""

    name: str
    form: str
    size: int
    shared: bool
    klass: Group | None = None


def open_survey(*, by: By, school: School, audience: str, opens: date, closes: date, asked: Sequence[Asked]) -> Survey:
    """Ask pupils, staff or parents between two days. Raises NotAllowedError, ValidationError."""
    by = by.may(Permission.RUN_SURVEYS, school)
    _check(opens, closes, asked)
    forms = [form for form in FORMS_OF[audience] if any(each.form == form for each in asked)]
    asks = {form: msgspec.to_builtins(set_for(school, form)) for form in forms}
    with transaction.atomic():
        earlier = Survey.objects.select_for_update().for_school(school).filter(audience=audience)
        if any(each.closed_at is None for each in earlier):
            raise ValidationError(_("They are being asked already: close that survey first."))
        survey = Survey.objects.create(
            school=school,
            audience=audience,
            number=max((each.number for each in earlier), default=0) + 1,
            questions=asks,
            opens=opens,
            closes=closes,
            opened_by=by.user,
            opened_at=timezone.now(),
        )
        SurveyGroup.objects.bulk_create(
            SurveyGroup(
                survey=survey, klass=each.klass, name=each.name, form=each.form, size=each.size, shared=each.shared
            )
            for each in asked
        )
        after = {"audience": audience, "opens": opens.isoformat(), "closes": closes.isoformat(), "groups": len(asked)}
        by.did(audit_events.OPENED, to=survey, at=school, after=after)
    return survey


def _check(opens: date, closes: date, asked: Sequence[Asked]) -> None:
    if closes < max(opens, timezone.localdate()):
        raise ValidationError({"closes": [_("Choose a last day that is still to come, after the first.")]})
    if closes - opens > LONGEST_OPEN:
        raise ValidationError({"closes": [_("Two months at most: then ask again.")]})
    if not asked:
        raise ValidationError(_("Choose who is asked."))
    if any(not 0 < each.size <= MOST for each in asked):
        raise ValidationError(_("A group needs somebody in it, and at most %(most)s.") % {"most": MOST})


def hand_out(*, by: By, group: SurveyGroup) -> list[str]:
    """Make the codes of a group, told this once; those of before that nobody used die. Raises NotAllowedError.

    One for all, or one for each who has not answered. Raises ValidationError once the survey is over.
    """
    if by.user is None or not may_hand_out(by.user, group):
        raise NotAllowedError(_("Codes are handed out by who runs the survey, and by the teachers of the class."))
    with transaction.atomic():
        held = SurveyGroup.objects.select_for_update().get(pk=group.pk)
        survey = Survey.objects.select_related("school").get(pk=held.survey_id)
        if survey.closed_at is not None:
            raise ValidationError(_("This survey is over."))
        codes = [new_code() for _each in range(1 if held.shared else held.size - held.answered)]
        if held.shared:
            held.digest = digest_of(codes[0])
            held.save(update_fields=["digest"])
        else:
            held.codes.filter(used=False).delete()
            SurveyCode.objects.bulk_create(SurveyCode(group=held, digest=digest_of(code)) for code in codes)
        after = {"group": held.pk, "codes": len(codes)}
        by.did(audit_events.HANDED_OUT, to=survey, at=survey.school, after=after)
    return codes


def close(*, by: By, survey: Survey) -> None:
    """End a survey: its codes are forgotten, and what parents said of partnership goes where duties look for it.

    Raises NotAllowedError, ValidationError.
    """
    by = by.may(Permission.RUN_SURVEYS, survey.school)
    with transaction.atomic():
        held = Survey.objects.select_for_update(of=("self",)).select_related("school").get(pk=survey.pk)
        if held.closed_at is not None:
            raise ValidationError(_("This survey is over already."))
        held.closed_at, held.closed_by = timezone.now(), by.user
        held.save(update_fields=["closed_at", "closed_by"])
        SurveyCode.objects.filter(group__survey=held).delete()
        held.groups.update(digest=None)
        answered = sum(group.answered for group in held.groups.all())
        by.did(audit_events.CLOSED, to=held, at=held.school, after={"answered": answered})
        if held.audience == Survey.Audience.PARENTS and answered:
            _tell_partnership(held, answered)


def _tell_partnership(survey: Survey, answered: int) -> None:
    """Enter the survey of parents in the programme for parents: a duty asks there how they feel as partners."""
    by, today = By(None, system="surveys"), timezone.localdate()
    score = score_of(survey, "partners")
    if score is None:
        return
    details = {
        "kind": Activity.Kind.SURVEY,
        "title": _("Survey of parents, closed on %(day)s") % {"day": date_format(today, "j F Y")},
        "plan": _("Questions about online safety, answered without names."),
        "on": today,
        "led_by": survey.opened_by.name if survey.opened_by else "Belisha",
    }
    activity = plan_activity(by=by, school=survey.school, details=details)
    record_activity(by=by, activity=activity, attended=min(answered, 32_767), score=score, feedback="")


def close_over(now: datetime) -> int:
    """Close the surveys whose last day is over. How many."""
    over = list(Survey.objects.filter(closed_at__isnull=True, closes__lt=timezone.localdate(now)).order_by("pk"))
    for survey in over:
        close(by=By(None, system="nightly"), survey=survey)
    return len(over)


def plan_because(*, by: By, survey: Survey, duty: str, words: str, owner: User, due: date) -> SurveyAction:
    """Plan what is done because of a survey. Raises KeyError, NotAllowedError, ValidationError."""
    by = by.may(Permission.RUN_SURVEYS, survey.school)
    with transaction.atomic():
        made = plan_found(by=by, school=survey.school, duty=duty, words=words, owner=owner, due=due)
        action = SurveyAction.objects.create(survey=survey, plan=made)
        by.did(audit_events.PLANNED, to=survey, at=survey.school, after={"plan": made.pk})
    return action


def forget_words(now: datetime) -> int:
    """Erase what people wrote a year after a survey; the counts stay, which name nobody. How many surveys."""
    due = Survey.objects.filter(words_erased_at__isnull=True, closed_at__lt=now - WORDS_KEPT)
    count = 0
    for survey in due.select_related("school").order_by("pk"):
        with transaction.atomic():
            SurveyWords.objects.filter(group__survey=survey).update(words="")
            survey.words_erased_at = now
            survey.save(update_fields=["words_erased_at"])
            By(None, system="nightly").did(audit_events.ERASED, to=survey, at=survey.school)
        count += 1
    return count
