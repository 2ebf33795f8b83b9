"""What surveys need of somebody now: words to read, codes to hand out before the last day."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from belisha.console.access.needs import Need, Urgency, Weight, needs
from belisha.console.access.permissions import Permission
from belisha.console.compliance.surveys.queries.running import my_groups, open_surveys, rate_of, unread_words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from belisha.console.access.models import School, User

__all__ = ["classes_to_ask", "surveys_that_end", "words_to_read"]

SOON: Final = timedelta(days=4)
ENOUGH: Final = 80  # of a hundred


@needs(Permission.WORK_CONCERNS)
def words_to_read(user: User, school: School) -> Iterable[Need]:
    """What people wrote in a survey and nobody of the team has read."""
    del user
    if count := unread_words(school).count():
        text = ngettext("Read %(n)s text from a survey", "Read %(n)s texts from a survey", count) % {"n": count}
        yield Need(text, reverse("survey-words", args=[school.code]), Urgency.NOW, school.name, Weight.CHILD)


@needs(Permission.SEE_PEOPLE)
def classes_to_ask(user: User, school: School) -> Iterable[Need]:
    """Classes of theirs of which children have not answered yet: how many, never who."""
    for group in my_groups(user, school):
        if group.answered < group.size:
            words = {"class": group.name, "n": group.answered, "all": group.size}
            text = _("Survey in %(class)s: %(n)s of %(all)s have answered") % words
            soon = group.survey.closes <= timezone.localdate() + SOON
            link = reverse("survey-hand-out", args=[school.code, group.pk])
            yield Need(text, link, Urgency.SOON if soon else Urgency.SOMETIME, school.name, Weight.DUE)


@needs(Permission.RUN_SURVEYS)
def surveys_that_end(user: User, school: School) -> Iterable[Need]:
    """Surveys near their last day with few answers."""
    del user
    today = timezone.localdate()
    for each in open_surveys(school).filter(closes__lte=today + SOON):
        asked, answered = rate_of(each)
        if answered * 100 < ENOUGH * asked:
            words = {"who": each.get_audience_display(), "n": answered, "all": asked}
            text = _("Survey ends soon (%(who)s): %(n)s of %(all)s have answered") % words
            yield Need(text, reverse("survey", args=[school.code, each.pk]), Urgency.SOON, school.name, Weight.DUE)
