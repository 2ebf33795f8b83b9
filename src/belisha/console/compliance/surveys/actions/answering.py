"""Answering, once for each code that was handed out; what gives cause for worry becomes a concern at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from belisha.console.access.acting import By
from belisha.console.compliance.models import SurveyAnswer, SurveyGroup, SurveyWords
from belisha.console.compliance.surveys import audit_events
from belisha.console.compliance.surveys.queries.running import group_by_code, questions_of, why_shut
from belisha.console.compliance.surveys.rules import LONGEST, digest_of, given
from belisha.console.concerns.actions.reporting import Told, report
from belisha.console.concerns.models import Concern
from belisha.console.flows.alert_to_concern import CATEGORY_OF
from belisha.engine.themes import Level, Reader

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["answer", "may_try", "note_wrong"]

HOUR: Final = 3600
MOST_WRONG: Final = 60  # codes that are none, from one address within an hour: a class that types with care
SALT: Final = "compliance.surveys"
ORIGINS: Final = {"staff": Concern.Origin.STAFF, "parents": Concern.Origin.PARENT, "pupils": Concern.Origin.PUPIL}


def may_try(address: str) -> bool:
    """Whether another code may be tried from a place; the place is kept as a mark that says nothing, for an hour."""
    return int(cache.get(_key(address), 0)) < MOST_WRONG


def note_wrong(address: str) -> None:
    """A code that was none was tried."""
    key = _key(address)
    cache.set(key, int(cache.get(key, 0)) + 1, HOUR)


def answer(*, code: str, answers: Mapping[str, Any], words: Mapping[str, str], mark: str) -> None:
    """Answer with a code. The same page sent twice is one answer. Raises ValidationError.

    Nothing goes into the record: the time of each line would tell who answered what.
    """
    group = group_by_code(code)
    if group is None:
        raise ValidationError(_("This survey is over, or the code is not right."))
    sent = f"survey-answer:{salted_hmac(SALT, f'{group.pk}:{mark}').hexdigest()}"
    if cache.get(sent):
        return
    asked = questions_of(group)
    said = given(asked, answers)
    wrote = {each.id: words.get(each.id, "").strip()[:LONGEST] for each in asked if each.kind == "words"}
    wrote = {name: text for name, text in wrote.items() if text}
    if not said and not wrote:
        raise ValidationError(_("Answer one thing first."))
    with transaction.atomic():
        _use(group, code)
        if said:
            SurveyAnswer.objects.create(group=group, answers=said)
        for name, text in wrote.items():
            _keep_words(group, name, text)
    cache.set(sent, 1, 24 * HOUR)


def _use(group: SurveyGroup, code: str) -> None:
    """Use up the code, or one of the answers that a shared code is good for. Raises ValidationError."""
    held = SurveyGroup.objects.select_for_update(of=("self",)).select_related("survey").get(pk=group.pk)
    if shut := why_shut(held, code):
        raise ValidationError(shut)
    if not held.shared:
        held.codes.filter(digest=digest_of(code)).update(used=True)
    held.answered += 1
    held.save(update_fields=["answered"])


def _keep_words(group: SurveyGroup, question: str, text: str) -> None:
    """Keep what somebody wrote; what gives cause for worry begins a concern, which calls the safeguarding team."""
    found = [each for each in Reader.shipped().term(text) if each.level > Level.ADVISORY]
    row = SurveyWords(group=group, question=question, words=text, day=timezone.localdate(), worry=bool(found))
    if found:
        survey, gravest = group.survey, found[0]
        by = By(None, system=_("somebody who answered a survey"))
        concern = report(
            by=by,
            school=survey.school,
            category=CATEGORY_OF.get(gravest.theme, "other-online"),
            words=_("Written in a survey without a name, by somebody of %(group)s: “%(words)s”")
            % {"group": group.name, "words": text},
            told=Told(
                origin=ORIGINS[survey.audience],
                child_protection=gravest.level == Level.DANGER,
                context={"source": "survey", "survey": survey.pk, "why": gravest.because.sentence},
            ),
        )
        row.concern = concern.reference
        by.did(audit_events.WORRIED, to=survey, at=concern, after={"theme": gravest.theme})
    row.save()


def _key(address: str) -> str:
    hour = int(timezone.now().timestamp()) // HOUR
    return f"survey-codes:{salted_hmac(SALT, f'{hour}:{address}').hexdigest()}"
