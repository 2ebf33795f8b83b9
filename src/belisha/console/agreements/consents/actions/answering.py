"""Saying yes or no. An answer is never changed: the next one takes its place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from belisha.console.access.authorization import NotAllowedError
from belisha.console.access.models import User
from belisha.console.access.permissions import Permission
from belisha.console.access.settings.queries import value_of
from belisha.console.agreements.consents import audit_events
from belisha.console.agreements.consents.declared import MONTHS
from belisha.console.agreements.consents.hooks import said_no
from belisha.console.agreements.consents.queries.permitting import asked_at, may_answer, responsible_for
from belisha.console.agreements.consents.rules import last_day, purpose_of
from belisha.console.agreements.models import ConsentAnswer
from belisha.console.people.refusals import RefusedError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    from belisha.console.access.acting import By
    from belisha.console.people.models import Person

__all__ = ["answer", "answer_many"]

Way = ConsentAnswer.Way
OWN_WAYS: Final = frozenset({Way.PORTAL, Way.LINK})
AT_ONCE: Final = 3  # answers of one person to one question that arrive together


def answer(
    *,
    by: By,
    person: Person,
    about: Person,
    purpose: str,
    yes: bool,
    way: str,
    until: date | None = None,
    note: str = "",
) -> ConsentAnswer | None:
    """Say yes or no for a child or for oneself. None: the same was said before, and holds.

    In their own session people answer for themselves alone; on paper and for the office somebody enters it, with a
    note. `until`: an earlier end of a yes. Raises RefusedError, NotAllowedError.
    """
    given = answer_many(by=by, person=person, about=about, answers={purpose: yes}, way=way, until=until, note=note)
    return given[0] if given else None


@transaction.atomic
def answer_many(
    *,
    by: By,
    person: Person,
    about: Person,
    answers: Mapping[str, bool],
    way: str,
    until: date | None = None,
    note: str = "",
) -> list[ConsentAnswer]:
    """Answer for several purposes in one go: all or none. Those that changed."""
    by = _may(by, person, about, way, note)
    if about.merged_into_id or person.merged_into_id or person.school.federation_id != about.school.federation_id:
        raise NotAllowedError(_("You cannot answer for this person."))
    _check(person, about, answers)
    said = _Said(by, person, about, way, note.strip(), timezone.now())
    months = value_of(about.school, MONTHS)
    for _try in range(AT_ONCE):
        made = _changed(said, answers, months, until)
        try:
            with transaction.atomic():
                ConsentAnswer.objects.bulk_create(made)
        except IntegrityError:
            continue  # somebody was quicker: look again at what they said
        _told(said, made)
        return made
    raise RefusedError(_("Several answers arrived at once. Look at what is kept now, and answer again."))


class _Said(NamedTuple):
    """What is the same for all answers that are given in one go."""

    by: By
    person: Person
    about: Person
    way: str
    note: str
    at: datetime


def _may(by: By, person: Person, about: Person, way: str, note: str) -> By:
    if way in OWN_WAYS:
        own = {person.user_id, person.user.joined_to_id}
        if by.user is None or by.behind is not None or by.user.pk not in own:
            raise NotAllowedError(_("Only they can do this themselves."))
        return by
    by = by.may(Permission.TAKE_SIGNATURES, about.school)
    if about.pk != person.pk:
        by = by.may(Permission.SEE_FAMILIES, about.school)
    if not note.strip():
        raise RefusedError(_("Say where the paper is kept, or who told you, and how you knew who it was."), "note")
    return by


def _check(person: Person, about: Person, answers: Mapping[str, bool]) -> None:
    """Whether somebody may answer these questions about a person."""
    adults = responsible_for([about])[about.pk]
    asked = set(asked_at(about.school)) if about.kind == User.Kind.PUPIL else None
    for code in answers:
        try:
            purpose = purpose_of(code)
        except KeyError as error:
            raise RefusedError(_("Nobody asks for this.")) from error
        theirs = (purpose.who == "adult") == (about.kind != User.Kind.PUPIL)
        if not theirs or person.pk not in may_answer(about, purpose, adults):
            raise NotAllowedError(_("You cannot answer for this person."))
        # a yes is taken back on any day, whether the school still asks or not
        if asked is not None and code not in asked and answers[code]:
            raise RefusedError(_("The school does not ask for this any more."))


def _end_of(code: str, today: date, months: int, until: date | None) -> date:
    """The last day of a yes: as long as the school and the purpose allow, or as somebody said."""
    end = last_day(today, min(purpose_of(code).months, months))
    if until is not None and until < today:
        raise RefusedError(_("This day is past: choose a later one."), "until")
    return min(end, until) if until else end


def _changed(said: _Said, answers: Mapping[str, bool], months: int, until: date | None) -> list[ConsentAnswer]:
    """The answers that say something new: one that says the same again is none. Nothing is kept yet."""
    rows = ConsentAnswer.objects.filter(about=said.about, person=said.person, purpose__in=list(answers))
    last: dict[str, ConsentAnswer] = {}
    most: dict[str, int] = {}
    for row in rows.order_by("at", "pk"):
        last[row.purpose] = row
        most[row.purpose] = max(row.number, most.get(row.purpose, 0))
    today = timezone.localdate(said.at)
    made = []
    for code, yes in answers.items():
        end = _end_of(code, today, months, until) if yes else None
        before = last.get(code)
        if before is None or before.yes != yes or (yes and before.until != end):
            made.append(_row(said, code, most.get(code, 0) + 1, end))
    return made


def _row(said: _Said, code: str, number: int, end: date | None) -> ConsentAnswer:
    """An answer as it is kept. Two that are the next one at one instant have the same mark."""
    return ConsentAnswer(
        person=said.person,
        about=said.about,
        purpose=code,
        number=number,
        mark=f"{said.about.pk}:{code}:{said.person.pk}:{number}",
        yes=end is not None,
        at=said.at,
        until=end,
        way=said.way,
        note=said.note,
        entered_by=None if said.way in OWN_WAYS else said.by.user,
    )


def _told(said: _Said, made: list[ConsentAnswer]) -> None:
    """Put answers on record, and tell who must act on a no."""
    if made:
        answers = {row.purpose: "yes" if row.yes else "no" for row in made}
        after = {"answers": answers, "by": said.person.name, "way": said.way}
        said.by.did(audit_events.ANSWERED, to=said.about, at=said.about.school, after=after, reason=said.note)
    for row in made:
        if not row.yes:
            said_no(said.by, said.about, row.purpose)
