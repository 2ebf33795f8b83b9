"""What is established of a concern: level, marks, parents told, voices, support, steps by policy, debrief."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from belisha.console.concerns.actions.writing import write
from belisha.console.concerns.models import Entry, Finding, Subject, Task
from belisha.console.concerns.working import audit_events as events
from belisha.console.concerns.working.actions.keeping import begin_books, begin_steps, clock_of, reckon, taken_up
from belisha.console.concerns.working.actions.tasks import add_task
from belisha.console.concerns.working.actions.weighing import weigh
from belisha.console.concerns.working.queries.hours import hours_of
from belisha.console.concerns.working.queries.work import groups_of, ladder_of, thresholds_of
from belisha.console.concerns.working.rules.closing import NOT_TOLD, TOLD
from belisha.console.concerns.working.rules.playbooks import books_of_mark, marks

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date, datetime

    from belisha.console.access.acting import By
    from belisha.console.access.models import User
    from belisha.console.concerns.models import Concern

__all__ = ["debrief", "find", "mark", "set_level", "tell_parents"]

Kind = Finding.Kind
HEARD: Final = ("heard", "not-heard")
GIVEN: Final = ("given", "none-needed")
# kinds that `find` takes, and what may be said of each; policies and steps are of the school's ladder
CODES: Final[dict[str, tuple[str, ...]]] = {
    Kind.CHILD_VOICE: HEARD,
    Kind.PARENTS_VOICE: HEARD,
    Kind.SUPPORT: GIVEN,
}
VOICES: Final = {Kind.CHILD_VOICE, Kind.PARENTS_VOICE}


def find(*, by: By, concern: Concern, kind: str, code: str, words: str, subject: Subject | None = None) -> Finding:
    """Establish something in words: a voice, support, the policy, or a step taken with somebody by the ladder.

    Raises NotAllowedError, ValidationError.
    """
    _check_words(words)
    version = _check_code(concern, kind, code, subject)
    with transaction.atomic():
        by, found = taken_up(by, concern)
        written = Entry.Kind.VOICE if kind in VOICES else Entry.Kind.DECISION
        finding = _add(by, found, kind, code, words, written=written, subject=subject, version=version)
        if kind == Kind.SANCTION:
            weigh(by, found)
        reckon(found)
    return finding


def _check_words(words: str) -> None:
    if not words.strip():
        raise ValidationError({"words": _("Write it down in a sentence.")})


def _check_code(concern: Concern, kind: str, code: str, subject: Subject | None) -> int:
    """The version of the ladder that a code is from; 0 where there is none. Raises ValidationError."""
    if kind in CODES:
        if code not in CODES[kind]:
            raise ValidationError({"code": _("Choose one of the answers.")})
        return 0
    ladder = ladder_of(concern.school)
    if kind == Kind.POLICY and code in {policy.id for policy in ladder.policies}:
        return 0
    if kind != Kind.SANCTION or subject is None or subject.concern_id != concern.pk:
        raise ValidationError({"code": _("Choose one of the answers.")})
    if not any(rung.id == code and groups_of(subject) in rung.groups for rung in ladder.rows):
        raise ValidationError({"code": _("The ladder has no such step for them.")})
    return ladder.version


def _add(
    by: By,
    concern: Concern,
    kind: str,
    code: str,
    words: str,
    *,
    written: str = Entry.Kind.DECISION,
    subject: Subject | None = None,
    version: int = 0,
    about: datetime | None = None,
    details: Mapping[str, Any] | None = None,
) -> Finding:
    told = {"about": str(Kind(kind).label), "code": code, **(details or {})}
    entry = write(by, concern, written, words.strip(), details=told, about=about)
    finding = Finding.objects.create(
        concern=concern,
        kind=kind,
        code=code,
        subject=subject,
        version=version,
        entry=entry,
        at=timezone.now(),
        by=by.user,
    )
    by.did(events.FOUND, to=concern, at=concern, after={"kind": kind, "code": code})
    return finding


def tell_parents(
    *, by: By, concern: Concern, code: str, words: str, at: datetime | None = None, teller: str = ""
) -> Finding:
    """Say when the parents were told and by whom (`teller`), with what came of it; or why not (`code`).

    Raises NotAllowedError, ValidationError.
    """
    if code not in {TOLD, *NOT_TOLD}:
        raise ValidationError({"code": _("Choose one of the answers.")})
    if code == TOLD and at is None:
        raise ValidationError({"at": _("Say when they were told.")})
    if at is not None and at > timezone.now():
        raise ValidationError({"at": _("That is in the future.")})
    if code == TOLD and not teller.strip():
        raise ValidationError({"teller": _("Say who told them.")})
    _check_words(words)
    told = code == TOLD
    with transaction.atomic():
        by, found = taken_up(by, concern)
        details = {"teller": teller.strip()} if told else {}
        kind = Entry.Kind.CALL if told else Entry.Kind.DECISION
        about = at if told else None
        finding = _add(by, found, Kind.PARENTS, code, words, written=kind, about=about, details=details)
        reckon(found)
    return finding


def set_level(*, by: By, concern: Concern, level: int, words: str) -> None:
    """Set the level by the table of thresholds: its steps begin. Raises NotAllowedError, ValidationError."""
    _check_words(words)
    table = thresholds_of(concern.school)
    row = table.of(level)
    if row is None:
        raise ValidationError({"level": _("The table has no such level.")})
    with transaction.atomic():
        by, found = taken_up(by, concern, acts=False)
        before, found.level = found.level, level
        if found.review_on is None or before != level:
            found.review_on = timezone.localdate() + timedelta(days=row.review_days)
        found.save(update_fields=["level", "review_on"])
        _add(by, found, Kind.LEVEL, str(level), words, version=table.version, details={"table": table.title})
        hours = hours_of(found.school)
        begin_steps(found, f"level-{level}", row.steps, hours)
        clock = clock_of(found)
        clock.act_by = min(clock.act_by, hours.act_by(found, clock.since, high=row.debrief))
        clock.save(update_fields=["act_by"])
        by.did(events.LEVELLED, to=found, at=found, before={"level": before}, after={"level": level})
        reckon(found)


def mark(*, by: By, concern: Concern, mark: str, words: str = "") -> None:
    """Say something of a concern that starts a playbook; twice is no fault. Raises NotAllowedError, ValidationError."""
    if mark not in {each.id for each in marks()}:
        raise ValidationError({"mark": _("Choose one of the marks.")})
    with transaction.atomic():
        by, found = taken_up(by, concern, acts=False)
        if found.findings.filter(kind=Kind.MARK, code=mark).exists():
            return
        _add(by, found, Kind.MARK, mark, words)
        begin_books(found, books_of_mark(mark), hours_of(found.school))
        by.did(events.MARKED, to=found, at=found, after={"mark": mark})
        reckon(found)


def debrief(*, by: By, concern: Concern, words: str, lessons: Sequence[tuple[str, User, date]]) -> Finding:
    """Hold the debrief: what was learnt, and lessons (text, owner, last day), each of which becomes a task.

    Raises NotAllowedError, ValidationError.
    """
    _check_words(words)
    if not lessons:
        raise ValidationError({"text": _("Write down at least one lesson, with who sees to it and until when.")})
    with transaction.atomic():
        by, found = taken_up(by, concern)
        finding = _add(by, found, Kind.DEBRIEF, "held", words, written=Entry.Kind.MEETING)
        for text, owner, due in lessons:
            add_task(by=by, concern=found, text=text, owner=owner, due=due, source=Task.Source.LESSON)
        reckon(found)
    return finding
