"""The verbs of requests to see what is held: received, given more time, decided by piece, checked, packed, sent."""

from __future__ import annotations

import hashlib
import secrets
from typing import TYPE_CHECKING, NamedTuple

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from belisha.console.access.authorization import NotAllowedError
from belisha.console.access.permissions import Permission
from belisha.console.concerns.leaving.packing import locked_for, recipient_of
from belisha.console.subject_access import audit_events as events
from belisha.console.subject_access.models import AccessRequest, PieceDecision
from belisha.console.subject_access.packing import packed
from belisha.console.subject_access.queries import (
    all_pieces,
    may_ask_for,
    may_open_all,
    piece_of,
    pieces_for,
    requests,
)
from belisha.console.subject_access.rules import due_after, grounds

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from belisha.console.access.acting import By
    from belisha.console.access.models import School
    from belisha.console.people.models import Person
    from belisha.console.subject_access.queries import Piece

__all__ = [
    "Asked",
    "Choice",
    "check",
    "check_all",
    "decide",
    "end",
    "extend",
    "give_back",
    "make_pack",
    "receive",
    "sent",
    "take_proposals",
]

Says = PieceDecision.Says


class Asked(NamedTuple):
    """Who asks, how it was made sure that they may, and of a child whether it understands."""

    by: str
    asker: str
    identity: str
    competence: str
    note: str = ""


class Choice(NamedTuple):
    """What is done with a piece. `cuts`: words that are left out; `ground` and `reason`: of withholding."""

    says: str
    cuts: Sequence[str] = ()
    ground: str = ""
    reason: str = ""


def receive(*, by: By, school: School, person: Person, received_on: date, asked: Asked) -> AccessRequest:
    """Put down that somebody asks; the clock runs from the day it came. Raises NotAllowedError, ValidationError."""
    by = by.may(Permission.MANAGE_ACCESS_REQUESTS, school)
    if by.user is not None and not may_ask_for(by, person):
        raise NotAllowedError(_("This is about you, or somebody near you: somebody else must do this."))
    _check_asked(person, received_on, asked)
    with transaction.atomic():
        row = AccessRequest.objects.create(
            key=secrets.token_hex(8),
            school=school,
            person=person,
            received_on=received_on,
            asked_by=asked.by,
            asker=asked.asker.strip(),
            identity=asked.identity.strip(),
            competence=asked.competence,
            competence_note=asked.note.strip(),
            due_on=due_after(received_on),
            made_at=timezone.now(),
            made_by=by.user,
        )
        by.did(events.RECEIVED, to=row, at=row, after={"person": person.pk, "due": row.due_on.isoformat()})
    return row


def _check_asked(person: Person, received_on: date, asked: Asked) -> None:
    kinds, is_child = AccessRequest.Competence, person.kind == "pupil"
    if received_on > timezone.localdate():
        raise ValidationError({"received_on": _("That day is still to come.")})
    if not asked.identity.strip():
        raise ValidationError({"identity": _("Say how you made sure who they are, and that they may ask.")})
    if is_child == (asked.competence == kinds.ADULT):
        raise ValidationError({"competence": _("Choose what fits: this is a pupil, or is not.")})
    if asked.by == AccessRequest.AskedBy.PARENT and asked.competence == kinds.CHILD_ASKS:
        raise ValidationError({"competence": _("Then the child asks, not the parent.")})
    if is_child and not asked.note.strip():
        message = _("Write down how you know whether the child understands: age, who spoke with them, what they want.")
        raise ValidationError({"note": message})


def extend(*, by: By, request: AccessRequest, months: int, reason: str) -> None:
    """One or two months more, because it is complex; they are told within the first. Raises as `receive`."""
    by, row = _managed(by, request)
    if months not in {1, 2}:
        raise ValidationError({"months": _("One or two months more, and no longer.")})
    if not reason.strip():
        raise ValidationError({"reason": _("Say why it is complex: that is what you tell whoever asks.")})
    if timezone.localdate() > due_after(row.received_on):
        raise ValidationError(_("The first month is over: it cannot be extended any more."))
    with transaction.atomic():
        before = {"due": row.due_on.isoformat()}
        row.extended_by_months, row.extended_reason = months, reason.strip()
        row.due_on = due_after(row.received_on, 1 + months)
        row.save(update_fields=["extended_by_months", "extended_reason", "due_on"])
        after = {"due": row.due_on.isoformat()}
        by.did(events.EXTENDED, to=row, at=row, reason=row.extended_reason, before=before, after=after)


def decide(*, by: By, request: AccessRequest, name: str, choice: Choice) -> None:
    """Say what is done with a piece; whoever checked it must do so again. Raises NotAllowedError, ValidationError."""
    by, row = _prepared(by, request)
    _check_choice(row, choice)
    piece = piece_of(by, row, name)
    if piece.held.file and choice.says == Says.CUT:
        raise ValidationError({"says": _("Words cannot be cut out of a file: give it, or withhold it.")})
    with transaction.atomic():
        _keep(by, row, [(piece, choice)])


def take_proposals(*, by: By, request: AccessRequest, holder: str) -> int:
    """Give what is not decided of a section, without the words that are proposed to be cut; how many. A file that
    others are in is left for somebody to look at. Raises as `decide`."""
    by, row = _prepared(by, request)
    pieces = [one for one in pieces_for(by, row, holder) if one.decision is None]
    made = [(one, Choice(Says.CUT if one.proposals else Says.GIVE, one.proposals)) for one in pieces if _plain(one)]
    with transaction.atomic():
        _keep(by, row, made)
    return len(made)


def _plain(piece: Piece) -> bool:
    return not piece.held.file and not piece.held.abuse


def _keep(by: By, row: AccessRequest, made: Iterable[tuple[Piece, Choice]]) -> None:
    if by.user is None:
        raise NotAllowedError(_("A person decides."))
    names = []
    for piece, choice in made:
        PieceDecision.objects.update_or_create(
            request=row,
            holder=piece.holder.code,
            piece=piece.held.key,
            defaults={
                "seal": piece.seal,
                "says": choice.says,
                "cuts": [cut for cut in (each.strip() for each in choice.cuts) if cut],
                "ground": choice.ground if choice.says == Says.WITHHOLD else "",
                "reason": choice.reason.strip(),
                "decided_at": timezone.now(),
                "decided_by": by.user,
                "checked_at": None,
                "checked_by": None,
            },
        )
        names.append(f"{piece.name}: {choice.says} {choice.ground}".strip())
    if names:
        by.did(events.DECIDED, to=row, at=row, after={"pieces": names})


def _check_choice(row: AccessRequest, choice: Choice) -> None:
    if choice.says not in Says.values:
        raise ValidationError({"says": _("Choose one of these.")})
    if choice.says == Says.CUT and not [cut for cut in choice.cuts if cut.strip()]:
        raise ValidationError({"cuts": _("Say which words are left out, or give it whole.")})
    if choice.says != Says.WITHHOLD:
        return
    ground = grounds().get(choice.ground)
    if ground is None:
        raise ValidationError({"ground": _("Choose the ground on which it is withheld.")})
    if ground.not_self and row.asked_by == AccessRequest.AskedBy.SELF:
        raise ValidationError({"ground": _("This ground is for when somebody else asks for the person.")})
    if not choice.reason.strip():
        raise ValidationError({"reason": _("Say why the ground is met, and who was asked.")})


def check(*, by: By, request: AccessRequest, name: str) -> None:
    """A second person agrees with what was decided of a piece. Raises NotAllowedError, ValidationError."""
    by, row = _prepared(by, request)
    piece = piece_of(by, row, name)
    if piece.decision is None:
        raise ValidationError(_("Nothing is decided of this piece yet, or it says something else since."))
    if by.user is not None and piece.decision.decided_by_id == by.user.pk:
        raise ValidationError(_("You decided this: somebody else checks it."))
    with transaction.atomic():
        _checked(by, row, [piece])


def check_all(*, by: By, request: AccessRequest, holder: str) -> int:
    """The same for all of a section that others decided; how many. What is withheld is checked one by one."""
    by, row = _prepared(by, request)
    pieces = [one for one in pieces_for(by, row, holder) if _may_check(by, one)]
    with transaction.atomic():
        _checked(by, row, pieces)
    return len(pieces)


def _may_check(by: By, piece: Piece) -> bool:
    made = piece.decision
    waits = made is not None and made.checked_by_id is None and made.says != Says.WITHHOLD
    return waits and made is not None and by.user is not None and made.decided_by_id != by.user.pk


def _checked(by: By, row: AccessRequest, pieces: Sequence[Piece]) -> None:
    numbers = [piece.decision.pk for piece in pieces if piece.decision]
    PieceDecision.objects.filter(pk__in=numbers).update(checked_by=by.user, checked_at=timezone.now())
    if numbers:
        by.did(events.CHECKED, to=row, at=row, after={"pieces": [piece.name for piece in pieces]})


def give_back(*, by: By, request: AccessRequest, name: str, reason: str) -> None:
    """The second person does not agree: it is to be decided again. Raises as `check`."""
    by, row = _prepared(by, request)
    piece = piece_of(by, row, name)
    if piece.decision is None:
        raise ValidationError(_("Nothing is decided of this piece yet."))
    if not reason.strip():
        raise ValidationError({"reason": _("Say what should be otherwise.")})
    with transaction.atomic():
        piece.decision.delete()
        by.did(events.RETURNED, to=row, at=row, reason=reason.strip(), after={"piece": piece.name})


def make_pack(*, by: By, request: AccessRequest, recipient: str = "") -> bytes:
    """The pack: locked for the asker's key, or (without one) open, to be handed over by whoever may read all of it.

    Raises NotAllowedError, ValidationError.
    """
    by, row = _managed(by, request)
    if recipient:
        recipient_of(recipient)
    elif by.user is not None and not may_open_all(by, row):
        message = _("You may not read all that is in it: lock it for the key of whoever asks, or let the head do this.")
        raise NotAllowedError(message)
    pieces = all_pieces(row)
    if not all(piece.is_checked for piece in pieces):
        raise ValidationError(_("Not everything is decided and checked yet by those who answer for it."))
    content = packed(row, pieces)
    with transaction.atomic():
        row.packed_at, row.packed_by, row.sha256 = timezone.now(), by.user, hashlib.sha256(content).hexdigest()
        row.how = AccessRequest.How.KEY if recipient else AccessRequest.How.HAND
        row.recipient = recipient.strip()
        row.save(update_fields=["packed_at", "packed_by", "sha256", "how", "recipient"])
        by.did(events.PACKED, to=row, at=row, after={"sha256": row.sha256, "how": row.how})
    return locked_for(recipient, content) if recipient else content


def sent(*, by: By, request: AccessRequest, on: date) -> None:
    """Say when it went out. Raises NotAllowedError, ValidationError."""
    by, row = _managed(by, request)
    if row.packed_at is None:
        raise ValidationError(_("Nobody has made the pack yet."))
    if not row.received_on <= on <= timezone.localdate():
        raise ValidationError({"on": _("Choose a day since the request came.")})
    with transaction.atomic():
        row.state, row.sent_on, row.sent_by = AccessRequest.State.SENT, on, by.user
        row.save(update_fields=["state", "sent_on", "sent_by"])
        by.did(events.SENT, to=row, at=row, after={"on": on.isoformat(), "sha256": row.sha256})


def end(*, by: By, request: AccessRequest, reason: str) -> None:
    """It was taken back, or is refused: why, and who was told. Raises as `sent`."""
    by, row = _managed(by, request)
    if not reason.strip():
        raise ValidationError({"reason": _("Say why, and when whoever asked was told.")})
    with transaction.atomic():
        row.state, row.ended_reason = AccessRequest.State.ENDED, reason.strip()
        row.save(update_fields=["state", "ended_reason"])
        by.did(events.ENDED, to=row, at=row, reason=row.ended_reason)


def _managed(by: By, request: AccessRequest) -> tuple[By, AccessRequest]:
    return _open(by.may(Permission.MANAGE_ACCESS_REQUESTS, request.school), request)


def _prepared(by: By, request: AccessRequest) -> tuple[By, AccessRequest]:
    return _open(by.may(Permission.PREPARE_PACKS, request.school), request)


def _open(by: By, request: AccessRequest) -> tuple[By, AccessRequest]:
    row = requests(by, request.school).filter(pk=request.pk).first()
    if row is None:
        raise NotAllowedError(_("This request is not open to you."))
    if row.state != AccessRequest.State.OPEN:
        raise ValidationError(_("This request was answered or ended already."))
    return by, row
