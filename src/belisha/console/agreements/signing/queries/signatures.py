"""Signatures that were given: one's own, one by the token of its certificate, those of somebody."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.db.models import Q
from django.http import Http404
from django.shortcuts import get_object_or_404

from belisha.console.access.models import School
from belisha.console.agreements.models import Agreement, Decline, LetGo, Signature
from belisha.console.agreements.signing.rules import fault_of
from belisha.console.agreements.texts.rules import content_of, digest_of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from belisha.console.people.models import Person

__all__ = [
    "Genuine",
    "by_token",
    "decline_of",
    "declines_of",
    "own_signature",
    "own_signatures",
    "public_agreement",
    "signature_of",
    "signatures_of",
]


class Genuine(NamedTuple):
    """What anybody may know of a certificate."""

    school: str
    title: str
    number: int
    at: datetime
    is_whole: bool
    withdrawn_at: datetime | None
    gone: bool = False  # its time was over; `at`: when it was deleted


def signatures_of(person: Person) -> list[Signature]:
    """All that somebody has signed, newest first. One query."""
    theirs = Q(person=person) | Q(person__merged_into=person)
    rows = Signature.objects.filter(theirs).select_related("agreement__school", "child", "witness", "scan")
    return list(rows.defer("agreement__forms"))


def own_signatures(person: Person) -> list[Signature]:
    """What somebody has signed and has not withdrawn."""
    return [row for row in signatures_of(person) if row.withdrawn_at is None]


def own_signature(people: Iterable[Person], token: str) -> Signature:
    """One's own signature by its token, of any of one's entries. Raises Http404."""
    numbers = [person.pk for person in people]
    rows = Signature.objects.filter(Q(person__in=numbers) | Q(person__merged_into__in=numbers), token=token)
    found: Signature = get_object_or_404(rows.select_related("agreement__school__federation", "person__user", "child"))
    return found


def signature_of(school: School, number: int) -> Signature:
    """A signature at a school by its number. Raises Http404."""
    rows = Signature.objects.for_school(school).select_related("agreement__school__federation", "person__school")
    found: Signature = get_object_or_404(rows.select_related("person__user", "child", "scan"), pk=number)
    return found


def by_token(token: str) -> Genuine | None:
    """What a certificate's code leads to; None for one that was never given."""
    row = Signature.objects.filter(token=token).select_related("agreement__school").first()
    if row is None:
        gone = LetGo.objects.filter(token=token).exclude(token="").select_related("school").first()
        return Genuine(gone.school.name, "", 0, gone.at, is_whole=True, withdrawn_at=None, gone=True) if gone else None
    agreement = row.agreement
    content = content_of(agreement.forms, row.form)
    fault = fault_of(row, {row.form: digest_of(content)}, digest_of(agreement.forms))
    title = content_of(agreement.forms, "plain")["title"]
    return Genuine(agreement.school.name, title, agreement.number, row.at, not fault, row.withdrawn_at)


def declines_of(school: School) -> list[Decline]:
    """Who has declined what at a school and has not signed since, newest first."""
    rows = Decline.objects.for_school(school).standing().select_related("agreement", "person", "talked_by")
    return list(rows.defer("agreement__forms"))


def decline_of(school: School, number: int) -> Decline:
    """A decline that stands, by its number. Raises Http404."""
    rows = Decline.objects.for_school(school).standing().select_related("agreement__school", "person__school")
    found: Decline = get_object_or_404(rows, pk=number)
    return found


def public_agreement(code: str, kind: str) -> Agreement:
    """An agreement in force at a school by the school's code, for everybody to read. Raises Http404."""
    school = School.objects.filter(code=code).first()
    if school is None:
        raise Http404
    found: Agreement = get_object_or_404(Agreement.objects.for_school(school).in_force(), kind=kind)
    return found
