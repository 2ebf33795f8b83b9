"""What concerns hold of somebody, for a request to see it: entry by entry, with whoever else is in each, and files.

Who may read which, the one door of concerns says: a pack shows nobody a concern that is closed to them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from belisha.console.concerns.evidence.actions.looking import taken
from belisha.console.concerns.models import Concern, Entry, EvidenceFile, HandOver, PersonHold, ReceivedFile, Subject
from belisha.console.concerns.queries.visible import routes_of, visible
from belisha.console.concerns.record.queries.entries import rows_of
from belisha.console.concerns.record.rules.readable import readable
from belisha.console.concerns.rules.categories import category_of
from belisha.console.people.subject_access import Held, Other, holds

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from belisha.console.access.acting import By
    from belisha.console.access.models import School
    from belisha.console.people.models import Person

__all__ = ["concerns"]

MOST_ROWS: Final = 40  # of a table within an entry
FAMILY_KINDS: Final = {"pupil": "child", "parent": "family", "visitor": "subject"}


def opens(by: By, school: School, guards: set[str]) -> set[str]:
    """The references of those that somebody answers for, or was let into: where one person alone answers for a route
    they let in somebody who checks. Whoever was let in is shown none in which somebody is restricted."""
    if by.user is None:
        return guards
    restricted = Subject.objects.filter(restricted=True, ended_at=None).order_by()
    let_in = ~Q(pk__in=restricted.values("concern"))
    rows = visible(by, school).filter(Q(route__in=routes_of(by, school)) | let_in, reference__in=guards)
    return set(rows.order_by().values_list("reference", flat=True))


def content(by: By, person: Person, key: str) -> bytes:
    """A file as it was handed in; that it was taken goes on record. Raises ValidationError, NotAllowedError."""
    kept = EvidenceFile.objects.select_related("concern__school").filter(key=key.removeprefix("file-")).first()
    if kept is None or not kept.concern.subjects.filter(person=person, ended_at=None).exists():
        raise ValidationError(_("This file is not there any more."))
    return taken(by=by, kept=kept, reason=_("For whoever asked to see what is held of them"))


@holds("concerns", gettext_lazy("Concerns"), opens=opens, content=content)
def concerns(person: Person) -> Iterator[Held]:
    """Each concern that they are in, whatever its route."""
    rows = Concern.objects.standing().filter(subjects__person=person, subjects__ended_at=None)
    rows = rows.distinct().order_by("reported_at", "pk")
    for concern in rows:
        yield from _concern(concern, person)
    for row in HandOver.objects.filter(child=person).order_by("made_at", "pk"):
        text = f"{row.to_school}: {row.get_outcome_display()}"
        yield Held(f"hand-over-{row.pk}", _("The file went to another school"), row.made_at, text)
    for came in ReceivedFile.objects.filter(child=person).order_by("came_at", "pk"):
        yield Held(f"came-{came.pk}", _("A file came from another school"), came.came_at, came.from_school)
    for held in PersonHold.objects.filter(person=person).order_by("since", "pk"):
        yield Held(f"held-{held.pk}", _("Their records are not deleted for a time"), held.since, held.reason)


def _concern(concern: Concern, person: Person) -> Iterator[Held]:
    subjects = list(concern.subjects.filter(ended_at=None).select_related("person").order_by("pk"))
    others = tuple(_others(concern, subjects, person))
    guard, abuse = concern.reference, concern.child_protection
    mine = next(row for row in subjects if row.person_id == person.pk)
    lines = [
        str(_(category_of(concern.category).title)),
        f"{_('What they are in it')}: {mine.get_role_display()}",
        f"{_('How it stands')}: {concern.get_state_display()}",
        *(f"{row}: {row.get_role_display()}" for row in subjects if row.pk != mine.pk),
    ]
    title = _("Concern %(reference)s") % {"reference": concern.reference}
    yield Held(f"concern-{concern.pk}", title, concern.reported_at, "\n".join(lines), guard, others, abuse=abuse)
    for entry in rows_of([concern]):
        by_whom = entry.by.name if entry.by else entry.by_name
        theirs = entry.by is not None and entry.by_id == person.user_id
        told = (*others, Other(by_whom, _writer(entry))) if by_whom and not theirs else others
        words = _words(entry, by_whom)
        name = f"{concern.reference}: {entry.get_kind_display()}"
        yield Held(f"entry-{entry.pk}", name, entry.about or entry.at, words, guard, told, abuse=abuse)
    for kept in concern.files.order_by("at", "pk"):
        text = f"{kept.name}, {kept.get_shows_display()}: {kept.get_state_display()}"
        file = kept.name if kept.state == EvidenceFile.State.CLEAN and not concern.words_only else ""
        name = f"{concern.reference}: {_('File')}"
        yield Held(f"file-{kept.key}", name, kept.at, text, guard, others, file, abuse=abuse)


def _others(concern: Concern, subjects: Sequence[Subject], person: Person) -> Iterator[Other]:
    for row in subjects:
        if row.person_id != person.pk:
            kind = FAMILY_KINDS.get(row.person.kind, "subject") if row.person else "subject"
            yield Other(str(row), "reporter" if row.role == Subject.Role.REPORTER else kind)
    if concern.reporter:
        yield Other(concern.reporter, "reporter")
    if concern.reported_by is not None and concern.reported_by_id != person.user_id:
        yield Other(concern.reported_by.name, "reporter")


def _writer(entry: Entry) -> str:
    staff = entry.by is not None and entry.by.kind in {"staff", "governor"}
    return "staff" if staff else "reporter"


def _words(entry: Entry, by_whom: str) -> str:
    if entry.erased_at is not None:
        return _("The words were erased by law.")
    when = date_format(timezone.localtime(entry.at), "j F Y, H:i")
    lines = [entry.text, *_facts(entry.details), f"{_('Reason')}: {entry.reason}" if entry.reason else ""]
    return "\n".join([*(line for line in lines if line), f"{_('Written')}: {when}, {by_whom}".rstrip(", ")])


def _facts(details: Mapping[str, Any]) -> Iterator[str]:
    for name in ("with", "done"):
        if isinstance(details.get(name), str):
            yield str(details[name])
    for fact in readable(details):
        rows = "; ".join(", ".join(row) for row in fact.rows[:MOST_ROWS])
        yield f"{fact.label}: {fact.text or rows}"
    for mark in details.get("marks") or ():
        if isinstance(mark, dict):
            yield ", ".join(str(value) for value in mark.values() if isinstance(value, str))
