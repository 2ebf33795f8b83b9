"""The verbs of the shelf: put an edition there, say who keeps it, bring a policy, correct what a sentence promises."""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING, NamedTuple

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from belisha.console.access.permissions import Permission
from belisha.console.duties.catalogue import catalogue
from belisha.console.policies.models import Brought, Document, DocumentContent, Policy, Sentence
from belisha.console.policies.shelf import audit_events
from belisha.console.policies.shelf.promises import matcher
from belisha.console.policies.shelf.reading import MOST_BYTES, ReadingError, media_of, sentences_in, text_in
from belisha.console.policies.shelf.rules import in_months
from belisha.console.policies.writing.actions import may_write, place_of, policy_for
from belisha.console.scanner import ScannerError, scan

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from belisha.console.access.acting import By
    from belisha.console.access.models import Federation, School
    from belisha.console.access.roles import Role

__all__ = ["Upload", "add_edition", "bring", "correct", "keep"]


class Upload(NamedTuple):
    """A file as it came."""

    name: str
    content: bytes


def _scanned(upload: Upload, field: str) -> tuple[str, str]:
    """The kind of a file, and who looked at it for viruses. Raises ValidationError: what nobody looked at stays out."""
    if len(upload.content) > MOST_BYTES:
        raise ValidationError({field: _("The file is larger than 10 megabytes.")})
    try:
        media = media_of(upload.name, upload.content)
        seen = scan(upload.content)
    except ReadingError as error:
        raise ValidationError({field: str(error)}) from error
    except ScannerError as error:
        raise ValidationError(
            {field: _("The virus scanner does not answer, so nothing can be taken in. Ask whoever runs Belisha.")}
        ) from error
    if seen.found:
        raise ValidationError({field: _("The virus scanner found something in this file. It was not kept.")})
    return media, seen.engine


def add_edition(
    *, by: By, place: School | Federation, kind: str, adopted: date, words: str = "", upload: Upload | None = None
) -> Document:
    """Put an edition of a sister policy on the shelf: a file, or words. Raises ValidationError."""
    if bool(words.strip()) == (upload is not None):
        raise ValidationError(_("Bring a file, or write the text: one of both."))
    if adopted > timezone.localdate():
        raise ValidationError({"adopted": _("This day is still to come.")})
    media, engine = _scanned(upload, "file") if upload else ("", "")
    with transaction.atomic():
        policy = policy_for(place, kind)
        by = may_write(by, policy)
        Policy.objects.select_for_update().get(pk=policy.pk)
        now = timezone.now()
        policy.documents.filter(ended_at__isnull=True).update(ended_at=now)
        made = Document.objects.create(
            policy=policy,
            number=(policy.documents.aggregate(last=Max("number"))["last"] or 0) + 1,
            words=words.strip(),
            file_name=_safe(upload.name) if upload else "",
            media=media,
            size=len(upload.content) if upload else 0,
            digest=hashlib.sha256(upload.content).hexdigest() if upload else "",
            scanned_by=engine,
            adopted=adopted,
            review_due=in_months(adopted, policy.review_months),
            added_by=by.user,
            added_at=now,
        )
        if upload:
            DocumentContent.objects.create(document=made, held=upload.content)
        by.did(audit_events.SHELVED, to=made, at=place_of(policy), after={"number": made.number, "digest": made.digest})
    return made


def _safe(name: str) -> str:
    """A file's name without folders and characters that a header could not carry."""
    bare = re.split(r"[\\/]", name)[-1]
    return re.sub(r"[^\w .()-]", "_", bare)[-160:] or "policy"


def keep(*, by: By, place: School | Federation, kind: str, owner: Role, months: int) -> Policy:
    """Say which post keeps a policy current, and after how many months it is reviewed."""
    with transaction.atomic():
        policy = policy_for(place, kind)
        by = may_write(by, policy)
        before = {"owner": policy.owner, "months": policy.review_months}
        policy.owner, policy.review_months = owner.value, months
        policy.save(update_fields=["owner", "review_months"])
        if document := policy.documents.filter(ended_at__isnull=True).first():
            document.review_due = in_months(document.adopted, months)
            document.save(update_fields=["review_due"])
        after = {"owner": policy.owner, "months": months}
        by.did(audit_events.KEPT, to=policy, at=place_of(policy), before=before, after=after)
    return policy


def bring(*, by: By, school: School, title: str, upload: Upload) -> Brought:
    """Read a policy that the school had before and match its sentences to duties. Raises ValidationError."""
    by = by.may(Permission.WRITE_POLICIES, school)
    _scanned(upload, "file")
    try:
        sentences = sentences_in(text_in(upload.name, upload.content))
    except ReadingError as error:
        raise ValidationError({"file": str(error)}) from error
    if not sentences:
        raise ValidationError({"file": _("There are no sentences in this file.")})
    digest = hashlib.sha256(upload.content).hexdigest()
    with transaction.atomic():
        if Brought.objects.for_school(school).filter(digest=digest).exists():
            raise ValidationError({"file": _("This very file was brought already.")})
        made = Brought.objects.create(
            school=school,
            title=title.strip() or _safe(upload.name),
            file_name=_safe(upload.name),
            digest=digest,
            brought_by=by.user,
            brought_at=timezone.now(),
        )
        Sentence.objects.bulk_create((_matched(made, *each) for each in enumerate(sentences)), batch_size=500)
        by.did(audit_events.BROUGHT, to=made, at=school, after={"sentences": len(sentences), "digest": digest})
    return made


def _matched(brought: Brought, position: int, text: str) -> Sentence:
    taken, others = matcher().promised(text)
    state = Sentence.State.MATCHED if taken else Sentence.State.UNSURE if others else Sentence.State.NONE
    return Sentence(
        brought=brought,
        position=position,
        text=text,
        duties=[match.duty for match in taken],
        score=(taken or others)[0].score if taken or others else 0,
        suggestions=[match.duty for match in others],
        state=state,
    )


def correct(*, by: By, sentence: Sentence, duties: Sequence[str]) -> None:
    """Say what a sentence promises; nothing is an answer too. Raises ValidationError."""
    school = sentence.brought.school
    by = by.may(Permission.WRITE_POLICIES, school)
    if unknown := [name for name in duties if name not in catalogue()]:
        raise ValidationError({"others": _("There is no duty called %(name)s.") % {"name": unknown[0][:80]}})
    with transaction.atomic():
        row = Sentence.objects.select_for_update().get(pk=sentence.pk)
        before, row.duties = row.duties, sorted(set(duties))
        row.state, row.by, row.at = Sentence.State.CONFIRMED, by.user, timezone.now()
        row.save(update_fields=["duties", "state", "by", "at"])
        by.did(
            audit_events.CORRECTED,
            to=sentence.brought,
            at=school,
            before={"duties": before},
            after={"sentence": row.position, "duties": row.duties},
        )
