"""Signing, withdrawing, declining: whoever signs, in whatever way, comes through here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from belisha.console.access.acting import about
from belisha.console.access.authorization import NotAllowedError
from belisha.console.access.permissions import Permission
from belisha.console.agreements import hooks
from belisha.console.agreements.models import Agreement, Decline, Signature
from belisha.console.agreements.signing import audit_events as events
from belisha.console.agreements.signing.queries.teaching import may_take
from belisha.console.agreements.signing.rules import counts_for, misread, new_token, seal_of
from belisha.console.agreements.texts.queries import asked_of
from belisha.console.agreements.texts.rules import content_of, digest_of, kind_of
from belisha.console.audit.actions import Deed, record_many
from belisha.console.people.refusals import RefusedError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from belisha.console.access.acting import By
    from belisha.console.access.models import User
    from belisha.console.agreements.signing.queries.standing import Line
    from belisha.console.people.models import Person

__all__ = ["decline", "end_decline", "sign", "sign_many", "talk", "withdraw"]

Way = Signature.Way
BY_THEMSELVES: Final = frozenset({Way.OWN, Way.LINK, Way.DESK})
FIELD: Final = "check-{}"  # what a form calls the answer to a question


class _Said(NamedTuple):
    """What is signed: which text, for whom, how."""

    agreement: Agreement
    form: str
    way: str
    child: Person | None
    answers: Mapping[str, str]
    helper: str
    witness: User | None


def sign(
    *,
    by: By,
    person: Person,
    agreement: Agreement,
    form: str,
    way: str,
    child: Person | None = None,
    answers: Mapping[str, str] | None = None,
    helper: str = "",
    witness: User | None = None,
) -> Signature:
    """Sign an agreement that is in force, in the exact form that was read. Signing twice gives the first signature.

    By themselves in their own session or by a link; others take it with their class, at the desk or on paper.
    Raises NotAllowedError; RefusedError for what is not asked; ValidationError by "check-" and a question's id.
    """
    _check_may_sign(by, person, way, witness)
    said = _Said(agreement, form, way, child, answers or {}, helper.strip()[:180], witness)
    _check_asked(person, said)
    row = _row(person, said)
    try:
        with transaction.atomic():
            row.save(force_insert=True)
            Decline.objects.filter(person=person, agreement__kind=agreement.kind).standing().update(ended_at=row.at)
            after = {"agreement": str(agreement), "way": way, "form": form, "seal": row.seal, "text": row.text_digest}
            by.did(events.SIGNED, to=row, at=agreement.school, after=after)
            hooks.signed(row)
    except IntegrityError:
        there = Signature.objects.that_count().filter(
            agreement=agreement, person=person, child=child, counts_for=row.counts_for
        )
        found = there.first()
        if found is None:
            raise
        return found
    return row


def sign_many(*, by: By, signing: Sequence[tuple[Person, Line]], way: str, witness: User | None) -> int:
    """Enter the signatures of many people of one school at once, in few queries: a sheet, a class. How many.

    Each in the form that the agreement opens with. What is signed already is passed over. Raises NotAllowedError.
    """
    for person, _line in signing:
        _check_may_sign(by, person, way, witness)
    rows = [
        _row(person, _Said(line.agreement, _main_form(line), way, line.child, {}, "", witness))
        for person, line in signing
        if not line.is_done
    ]
    if not rows:
        return 0
    school = rows[0].agreement.school
    with transaction.atomic():
        Signature.objects.bulk_create(rows)
        deeds = [
            Deed(events.SIGNED, about(row), after={"way": way, "seal": row.seal, "text": row.text_digest})
            for row in rows
        ]
        record_many(deeds, chain=school.chain, actor=by.actor)
        signers = [row.person_id for row in rows]
        Decline.objects.for_school(school).filter(person__in=signers).standing().update(ended_at=rows[0].at)
        for row in rows:
            hooks.signed(row)
    return len(rows)


def _main_form(line: Line) -> str:
    return line.kind.main_form if line.kind.main_form in line.agreement.forms else "plain"


def _is_own(by: By, person: Person) -> bool:
    """Whether somebody acts on an entry of their own, at whichever school; nobody does who stands in for another."""
    own = {person.user_id, person.user.joined_to_id}
    return by.user is not None and by.behind is None and by.user.pk in own


def _check_may_sign(by: By, person: Person, way: str, witness: User | None) -> None:
    if by.behind is not None:
        raise NotAllowedError(_("Nobody signs, or takes a signature, while they stand in for somebody else."))
    if way in BY_THEMSELVES:
        if by.user is not None and not _is_own(by, person):
            raise NotAllowedError(_("Only they can sign this themselves."))
        return
    if witness is None or not may_take(witness, person):
        raise NotAllowedError(_("Signatures of a class are taken by who teaches it, or by the office."))


def _check_asked(person: Person, said: _Said) -> None:
    agreement = said.agreement
    if agreement.school_id != person.school_id or agreement.ended_at is not None:
        raise RefusedError(_("This agreement is not in force any more. Look at the list again."))
    kind = kind_of(agreement.kind)
    if kind not in asked_of(person, timezone.localdate()):
        raise RefusedError(_("They are not asked for this agreement."))
    if kind.per_child and said.child is None:
        raise RefusedError(_("Say for which child."))
    try:
        content = content_of(agreement.forms, said.form)
    except KeyError:
        raise RefusedError(_("There is no such form of this agreement.")) from None
    # on paper and with their class somebody sat beside them: the questions are talked through
    if said.way not in {Way.PAPER, Way.CLASS} and (wrong := misread(content, said.answers)):
        raise ValidationError({FIELD.format(name): again for name, again in wrong.items()})


def _row(person: Person, said: _Said) -> Signature:
    now = timezone.now()
    row = Signature(
        agreement=said.agreement,
        person=person,
        child=said.child,
        name=person.name,
        at=now,
        counts_for=counts_for(timezone.localdate(now)),
        way=said.way,
        form=said.form,
        text_digest=digest_of(content_of(said.agreement.forms, said.form)),
        answers=dict(said.answers),
        helper=said.helper,
        witness=said.witness,
        token=new_token(),
    )
    row.seal = seal_of(row, said.agreement.digest)
    return row


def withdraw(*, by: By, signature: Signature, reason: str) -> None:
    """Withdraw a signature: by whoever signed, or for them by who leads on agreements. Raises RefusedError."""
    person, school = signature.person, signature.agreement.school
    if not _is_own(by, person):
        if by.behind is not None:
            raise NotAllowedError(_("Nobody withdraws a signature while they stand in for somebody else."))
        by = by.may(Permission.WRITE_AGREEMENTS, school)
    if not reason.strip():
        raise RefusedError(_("Say why."), "reason")
    with transaction.atomic():
        taken = Signature.objects.filter(pk=signature.pk).that_count()
        if not taken.update(withdrawn_at=timezone.now(), withdrawn_reason=reason.strip()[:300]):
            raise RefusedError(_("It was withdrawn already."))
        by.did(events.WITHDRAWN, to=signature, at=school, reason=reason.strip())
        hooks.unsigned(by, person)


def decline(*, by: By, person: Person, agreement: Agreement, reason: str) -> Decline:
    """Record that somebody does not sign: they say so themselves, or whoever takes signatures enters it."""
    if by.user is not None and not _is_own(by, person) and (by.behind is not None or not may_take(by.user, person)):
        raise NotAllowedError(_("Only they themselves, or who takes their signatures, can enter this."))
    if not reason.strip():
        raise RefusedError(_("Say what they do not agree with."), "reason")
    if kind_of(agreement.kind) not in asked_of(person, timezone.localdate()) or agreement.ended_at is not None:
        raise RefusedError(_("They are not asked for this agreement."))
    with transaction.atomic():
        if Decline.objects.filter(person=person, agreement=agreement).standing().exists():
            raise RefusedError(_("This is recorded already."))
        row = Decline.objects.create(
            agreement=agreement, person=person, reason=reason.strip()[:500], at=timezone.now(), recorded_by=by.user
        )
        by.did(events.DECLINED, to=person, at=person.school, reason=row.reason, after={"agreement": str(agreement)})
        hooks.unsigned(by, person)
    return row


def talk(*, by: By, decline: Decline, words: str) -> None:
    """Record the conversation with somebody who declined. Raises RefusedError."""
    by = by.may(Permission.WRITE_AGREEMENTS, decline.agreement.school)
    if not words.strip():
        raise RefusedError(_("Say in a few words what you talked about and what was agreed."), "words")
    if by.user is not None and by.user.pk == decline.person.user_id:
        raise RefusedError(_("This is about you: a colleague must do it."))
    with transaction.atomic():
        row = Decline.objects.select_for_update().get(pk=decline.pk)
        row.conversation, row.talked_by, row.talked_at = words.strip(), by.user, timezone.now()
        row.save(update_fields=["conversation", "talked_by", "talked_at"])
        by.did(events.TALKED, to=row.person, at=row.agreement.school, after={"words": row.conversation})


def end_decline(*, by: By, decline: Decline, reason: str) -> None:
    """Take back that somebody declined: it was a mistake, or they will sign after all. Raises RefusedError."""
    by = by.may(Permission.WRITE_AGREEMENTS, decline.agreement.school)
    if not reason.strip():
        raise RefusedError(_("Say why."), "reason")
    with transaction.atomic():
        if not Decline.objects.filter(pk=decline.pk).standing().update(ended_at=timezone.now()):
            raise RefusedError(_("It does not stand any more."))
        by.did(events.DECLINE_ENDED, to=decline.person, at=decline.agreement.school, reason=reason.strip())
