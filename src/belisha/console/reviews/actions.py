"""What is done with reviews."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from belisha.console.access.authorization import NotAllowedError
from belisha.console.access.permissions import Permission
from belisha.console.reviews import audit_events
from belisha.console.reviews.models import Review, ReviewAction, ReviewCause, Signature
from belisha.console.reviews.queries import facts_of, roles_at
from belisha.console.reviews.rules import digest_of, kind_of, missing, parts_for

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from belisha.console.access.acting import By
    from belisha.console.access.models import School
    from belisha.console.reviews.rules import Kind

__all__ = [
    "add_action",
    "answer",
    "begin",
    "finish_action",
    "seen_by",
    "sign",
    "want",
    "withdraw",
]


def _take_part(by: By, school: School, kind: Kind) -> By:
    """Somebody who may sign a part of a kind may begin and write one. Raises NotAllowedError."""
    by = by.may(Permission.SEE_DUTIES, school)
    if by.user is not None and not parts_for(kind, roles_at(by.user, school)):
        titles = ", ".join(part.title for part in kind.parts)
        raise NotAllowedError(_("This review is for: %(parts)s.") % {"parts": titles})
    return by


def begin(*, by: By, school: School, kind: str) -> Review:
    """Begin a review, or go on with the one that is open."""
    asked = kind_of(kind)
    by = _take_part(by, school, asked)
    with transaction.atomic():
        review, made = Review.objects.get_or_create(
            school=school,
            kind=kind,
            state=Review.State.OPEN,
            defaults={"version": asked.version, "begun_by": by.user, "begun_at": timezone.now()},
        )
        if made:
            by.did(audit_events.BEGUN, to=review, at=school)
    return review


def _open(review: Review) -> Review:
    row = Review.objects.select_for_update().select_related("school").get(pk=review.pk)
    if row.state != Review.State.OPEN:
        raise ValidationError(_("This review is closed: begin a new one."))
    return row


def answer(*, by: By, review: Review, answers: Mapping[str, str]) -> bool:
    """Write the answers; what was signed before is to be signed again. Returns whether signatures were lost."""
    kind = kind_of(review.kind)
    by = _take_part(by, review.school, kind)
    known = {question.id for question in kind.questions}
    with transaction.atomic():
        row = _open(review)
        after = {name: text.strip() for name, text in answers.items() if name in known and text.strip()}
        if after == row.answers:
            return False
        before, row.answers, row.version = row.answers, after, kind.version
        row.save(update_fields=["answers", "version"])
        lost = _take_off(row)
        by.did(audit_events.ANSWERED, to=row, at=row.school, before=before, after=after)
    return lost


def _take_off(row: Review) -> bool:
    """Signatures of a text that is another now do not count; that they were there stays. Whether there were any."""
    stale = list(row.signatures.select_related("by"))
    now = timezone.now().isoformat(timespec="seconds")
    row.taken_off += [
        {"part": each.part, "name": each.by.name, "signed": each.at.isoformat(timespec="seconds"), "off": now}
        for each in stale
    ]
    row.facts, row.frozen_at, row.digest = [], None, ""
    row.save(update_fields=["taken_off", "facts", "frozen_at", "digest"])
    row.signatures.all().delete()
    return bool(stale)


def sign(*, by: By, review: Review, part: str, words: str, seen: str = "") -> Review:
    """Sign a part. The first signature freezes what was found beside what was written; with the last it is closed.

    `seen`: the digest of the answers that the page showed (seen_by): others are refused, for nobody signs unread words.
    """
    kind = kind_of(review.kind)
    by = _take_part(by, review.school, kind)
    if by.user is None:
        raise NotAllowedError(_("Only people sign."))
    if not words.strip():
        raise ValidationError({"words": [_("Write a comment of your own.")]})
    with transaction.atomic():
        row = _open(review)
        _check_ready(row, kind, seen)
        signed = {each.part: each.by_id for each in row.signatures.all()}
        if by.user.pk in signed.values():
            raise ValidationError(_("You have signed already: another person signs the other part."))
        able = {each.id: each for each in parts_for(kind, roles_at(by.user, row.school), signed)}
        if part not in able:
            raise ValidationError({"part": [_("You cannot sign this part, or it is signed.")]})
        role = next(role for role in able[part].roles if role in roles_at(by.user, row.school))
        if not row.digest:
            _freeze(row, kind)
        Signature.objects.create(
            review=row,
            part=part,
            by=by.user,
            role=role.value,
            at=timezone.now(),
            words=words.strip(),
            digest=row.digest,
        )
        after = {"part": part, "words": words.strip(), "sha256": row.digest}
        by.did(audit_events.SIGNED, to=row, at=row.school, after=after)
        if len(signed) + 1 == len(kind.parts):
            _close(row)
    return row


def _check_ready(row: Review, kind: Kind, seen: str) -> None:
    if missing(kind, row.answers):
        raise ValidationError(_("Answer every question before anybody signs."))
    if seen and seen != seen_by(row):
        raise ValidationError(_("Somebody has changed the text since you opened this page: read it again first."))


def seen_by(review: Review) -> str:
    """What somebody has read who is shown a review now: the digest of its answers."""
    return digest_of(review.kind, review.version, review.answers, [])


def _freeze(row: Review, kind: Kind) -> None:
    """Keep what was found now: everybody signs the same figures."""
    row.frozen_at = timezone.now()
    row.facts = [[str(part) for part in fact] for fact in facts_of(row.school, kind, row.frozen_at)]
    row.digest = digest_of(row.kind, row.version, row.answers, row.facts)
    row.save(update_fields=["facts", "frozen_at", "digest"])


def _close(row: Review) -> None:
    now = timezone.now()
    row.state, row.signed_at = Review.State.SIGNED, now
    row.save(update_fields=["state", "signed_at"])
    ReviewCause.objects.filter(school=row.school, kind=row.kind, met_by__isnull=True, since__lte=now).update(met_by=row)


def withdraw(*, by: By, review: Review, reason: str) -> None:
    """Close a review that is not signed; its words stay."""
    by = _take_part(by, review.school, kind_of(review.kind))
    with transaction.atomic():
        row = _open(review)
        row.state = Review.State.WITHDRAWN
        row.save(update_fields=["state"])
        by.did(audit_events.WITHDRAWN, to=row, at=row.school, reason=reason)


def want(*, by: By, school: School, kind: str, cause: str, words: str) -> ReviewCause:
    """Say why a review is wanted before its time."""
    if by.user is not None:
        by = _take_part(by, school, kind_of(kind))
    if not words.strip():
        raise ValidationError({"words": [_("Say in a sentence what happened.")]})
    with transaction.atomic():
        made = ReviewCause.objects.create(
            school=school,
            kind=kind,
            cause=cause,
            words=words.strip()[:400],
            said_by=by.user,
            since=timezone.now(),
        )
        by.did(audit_events.CAUSED, to=made, at=school, after={"cause": cause, "words": made.words})
    return made


def add_action(*, by: By, review: Review, text: str, owner: str, due: date) -> ReviewAction:
    """Note something to do, with a name and a day; also after the review was signed."""
    by = _take_part(by, review.school, kind_of(review.kind))
    with transaction.atomic():
        made = ReviewAction.objects.create(review=review, text=text.strip(), owner=owner.strip(), due=due)
        after = {"text": made.text, "owner": made.owner, "due": due.isoformat()}
        by.did(audit_events.ACTION_ADDED, to=review, at=review.school, after=after)
    return made


def finish_action(*, by: By, action: ReviewAction, words: str) -> None:
    """Say that it is done, and how."""
    school = action.review.school
    by = _take_part(by, school, kind_of(action.review.kind))
    with transaction.atomic():
        row = ReviewAction.objects.select_for_update().get(pk=action.pk)
        if row.done_at:
            raise ValidationError(_("It is done already."))
        row.done_at, row.done_by, row.done_words = timezone.now(), by.user, words.strip()
        row.save()
        by.did(audit_events.ACTION_DONE, to=action.review, at=school, after={"text": row.text, "words": row.done_words})
