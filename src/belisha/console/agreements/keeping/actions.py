"""Deleting what has been kept long enough: a tombstone first, then the row, then what the record says of it."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Final

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from belisha.console.access.acting import about
from belisha.console.access.permissions import Permission
from belisha.console.agreements.consents import audit_events as of_consents
from belisha.console.agreements.keeping import audit_events
from belisha.console.agreements.keeping.queries import due_of
from belisha.console.agreements.models import (
    ConsentAnswer,
    LetGo,
    Publication,
    Scan,
    Shown,
    Signature,
    TakeDown,
)
from belisha.console.agreements.signing import audit_events as of_signing
from belisha.console.agreements.signing.store import forget
from belisha.console.audit.actions import shred
from belisha.console.audit.models import Link
from belisha.console.people.refusals import RefusedError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from belisha.console.access.acting import By
    from belisha.console.access.models import School
    from belisha.console.agreements.keeping.queries import Due

__all__ = ["MOST", "let_go"]

MOST: Final = 200
"""People at once: the page shows no more, and the transaction stays short."""
ABOUT_THEM: Final = (
    of_signing.DECLINED, of_signing.TALKED, of_signing.DECLINE_ENDED, of_signing.RESTRICTED, of_signing.RELEASED,
    of_consents.ANSWERED,
)  # fmt: skip


def let_go(*, by: By, school: School, people: Iterable[int]) -> int:
    """Delete what is due of some people; how many entries. What is not due stays, whatever was asked.

    A tombstone stays of each; the record of who did what keeps its links and loses their words. Raises RefusedError.
    """
    by = by.may(Permission.WRITE_AGREEMENTS, school)
    numbers = list(people)[:MOST]
    with transaction.atomic():
        due = due_of(school, timezone.localdate(), numbers)
        if not due:
            raise RefusedError(_("Nothing of these people is due any more. Look at the list again."))
        names = [f"signature:{row.pk}" for each in due for row, _class, _until in each.signatures]
        names += _no_longer_shown(due)
        number = _delete(by, school, due, timezone.now())
        _forget_words(by, school, due, names)
        by.did(audit_events.LET_GO, to=school, at=school, after={"people": len(due), "rows": number})
    return number


def _delete(by: By, school: School, due: list[Due], now: datetime) -> int:
    signatures = [line for each in due for line in each.signatures]
    answers = [line for each in due for line in each.answers]
    of_all = {"school": school, "at": now, "by": by.user}
    stones = [
        LetGo(what="signature", number=row.pk, seal=row.seal, token=row.token, record_class=code, due_on=on, **of_all)
        for row, code, on in signatures
    ]
    stones += [
        LetGo(what="answer", number=row.pk, seal=_digest(row.mark), record_class=code, due_on=on, **of_all)
        for row, code, on in answers
    ]
    LetGo.objects.bulk_create(stones)
    gone = [row.pk for row, _code, _on in signatures]
    scans = Scan.objects.filter(signature__in=gone)
    keys = list(scans.values_list("key", flat=True))
    scans.delete()
    Signature.objects.filter(pk__in=gone).delete()
    ConsentAnswer.objects.filter(pk__in=[row.pk for row, _code, _on in answers]).delete()
    for each in due:
        for around, _code, _on in each.around:
            around.delete()
    transaction.on_commit(lambda: _clear(keys))
    return sum(len(each.rows) for each in due)


def _clear(keys: list[str]) -> None:
    """The pictures go after the rows: what a power cut leaves no key opens."""
    for key in keys:
        forget(key)


def _digest(mark: str) -> str:
    return hashlib.sha256(mark.encode()).hexdigest()


def _no_longer_shown(due: list[Due]) -> list[str]:
    """Take children out of what was shown; what shows nobody any more goes whole. Its names in the record."""
    shown = [row for each in due for row, _class, _until in each.shown]
    TakeDown.objects.filter(shown__in=shown).delete()
    Shown.objects.filter(pk__in=[row.pk for row in shown]).delete()
    empty = Publication.objects.filter(pk__in={row.publication_id for row in shown}, shown=None)
    names = [f"publication:{number}" for number in empty.values_list("pk", flat=True)]
    empty.delete()
    return names


def _forget_words(by: By, school: School, due: list[Due], names: list[str]) -> None:
    """Shred what the record says of them: names, reasons. That something was done, and when, stays."""
    people = [about(each.person).id for each in due]
    codes = [event.code for event in ABOUT_THEM]
    theirs = Q(about__in=names) | Q(about__in=people, event__in=codes)
    numbers = list(Link.objects.filter(theirs, chain=school.chain).order_by("number").values_list("number", flat=True))
    reason = _("Signatures and consents whose time is over")
    shred(chain=school.chain, actor=by.actor, about=about(school), reason=reason, numbers=numbers)
