"""Deleting a record for good: words, files and their keys, index, talks, drafts, work, and what the record said of it.

What stays is the review with its numbers, and in the chain of the concerns the links without their words.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from belisha.console.access.acting import about
from belisha.console.audit.actions import shred
from belisha.console.audit.models import Link
from belisha.console.concerns.actions.finding import leave_index
from belisha.console.concerns.evidence import store
from belisha.console.concerns.keeping import audit_events as events
from belisha.console.concerns.keeping.actions.proposing import measured
from belisha.console.concerns.keeping.queries import group_of
from belisha.console.concerns.models import (
    Answer,
    Clock,
    Concern,
    Entry,
    EvidenceFile,
    Finding,
    Hold,
    KeepingReview,
    Referral,
    ReportDraft,
    Step,
    Task,
    Telling,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.models import Model

    from belisha.console.access.acting import By

__all__ = ["delete_record"]

# before the entries that they point at; each has a field `concern`
HANGS_ON_IT: Final[tuple[type[Model], ...]] = (
    Answer, Referral, Task, Step, Finding, Clock, Telling, EvidenceFile, ReportDraft, Hold,
)  # fmt: skip
BATCH: Final = 500


def delete_record(by: By, review: KeepingReview) -> None:
    """Delete what two people want deleted; inside their transaction. The database lets go of nothing else."""
    if review.paper is not None:
        _delete_paper(by, review)
        return
    concern = review.concern
    if concern is None:
        return
    group = group_of(concern)
    review.holds_much = measured(concern)
    keys = list(EvidenceFile.objects.filter(concern__in=group).order_by("pk").values_list("key", flat=True))
    names = _named_in_the_record(group)
    for one in Concern.objects.filter(pk__in=group).order_by("pk"):
        leave_index(one)
    for kind in HANGS_ON_IT:
        rows: Any = kind._default_manager.filter(concern__in=group)
        rows.delete()
    _delete_entries(group)
    KeepingReview.objects.filter(concern__in=group).update(concern=None)
    review.concern, review.state, review.decided_at = None, KeepingReview.State.DELETED, timezone.now()
    review.save(update_fields=["concern", "state", "decided_at", "holds_much"])
    # those that were put into it first: they point at it
    Concern.objects.filter(pk__in=group).exclude(pk=concern.pk).delete()
    Concern.objects.filter(pk=concern.pk).delete()
    _forget_words(by, review, names)
    after = {"class": review.record_class, "due": review.due_on.isoformat(), **review.holds_much}
    by.did(events.DELETED, to=review, at=review, after=after)
    transaction.on_commit(lambda: _clear(keys))


def _delete_paper(by: By, review: KeepingReview) -> None:
    """That a file went, or came: what the record says of it goes with it."""
    paper = review.paper
    if paper is None:
        return
    KeepingReview.objects.filter(hand_over=review.hand_over, received=review.received).update(
        hand_over=None, received=None
    )
    names = [f"{paper._meta.model_name}:{paper.pk}"]
    review.hand_over, review.received = None, None
    review.state, review.decided_at = KeepingReview.State.DELETED, timezone.now()
    review.save(update_fields=["hand_over", "received", "state", "decided_at"])
    paper.delete()
    _forget_words(by, review, names)
    after = {"class": review.record_class, "due": review.due_on.isoformat()}
    by.did(events.DELETED, to=review, at=review, after=after)


def _delete_entries(group: Sequence[int]) -> None:
    """Corrections before what they correct. Raises DatabaseError where two people have not agreed."""
    while Entry.objects.filter(concern__in=group).exists():
        last = Entry.objects.filter(concern__in=group, corrections=None).order_by().values("pk")
        Entry.objects.filter(pk__in=list(last.values_list("pk", flat=True))).delete()


def _named_in_the_record(group: Sequence[int]) -> list[str]:
    """How the record names the concern and all that hangs on it."""
    names = [f"concern:{pk}" for pk in group]
    kinds: tuple[type[Model], ...] = (*HANGS_ON_IT, Entry)
    for kind in kinds:
        rows = kind._default_manager.filter(concern__in=group).order_by("pk")
        names += [f"{kind._meta.model_name}:{pk}" for pk in rows.values_list("pk", flat=True)]
    return names


def _forget_words(by: By, review: KeepingReview, names: Sequence[str]) -> None:
    """Shred what the record says of it: reasons, and numbers of people. That something was done, and when, stays."""
    numbers: list[int] = []
    for start in range(0, len(names), BATCH):
        links = Link.objects.filter(Q(about__in=names[start : start + BATCH]), chain=review.chain)
        numbers += links.order_by("number").values_list("number", flat=True)
    reason = _("Deleted, its time being over: %(reference)s") % {"reference": review.reference}
    shred(chain=review.chain, actor=by.actor, about=about(review), reason=reason, numbers=numbers)


def _clear(keys: Sequence[str]) -> None:
    """The content goes after the rows: what a power cut leaves is cleared by the night's job, which no key opens."""
    for key in keys:
        store.file_of(key).unlink(missing_ok=True)
