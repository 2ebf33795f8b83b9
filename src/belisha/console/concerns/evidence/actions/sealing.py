"""Words only: a concern that turns out to be about sexual images of a child closes to files, for good."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from belisha.console.concerns.actions.writing import check_may_work, write
from belisha.console.concerns.evidence import audit_events, store
from belisha.console.concerns.evidence.keepers import KEEPERS
from belisha.console.concerns.evidence.store import Locked
from belisha.console.concerns.models import Concern, Entry, EvidenceFile

if TYPE_CHECKING:
    from collections.abc import Mapping

    from belisha.console.access.acting import By

__all__ = ["move_files", "move_files_back", "rotate", "words_only"]


def words_only(*, by: By, concern: Concern, reason: str) -> int:
    """Take words alone from now on, and seal away what files there are; how many. It is never taken back.

    Raises NotAllowedError, ValidationError.
    """
    by = check_may_work(by, concern)
    if not reason.strip():
        raise ValidationError({"reason": _("Say in words what you were told. Do not look at the picture.")})
    with transaction.atomic():
        held = Concern.objects.select_for_update().select_related("school").get(pk=concern.pk)
        before = {"words_only": held.words_only}
        held.words_only = held.child_protection = True
        held.save(update_fields=["words_only", "child_protection"])
        files = list(held.files.exclude(state=EvidenceFile.State.SEALED).order_by("pk"))
        for kept in files:
            kept.state, kept.sealed_at, kept.sealed_by = EvidenceFile.State.SEALED, timezone.now(), by.user
            kept.save(update_fields=["state", "sealed_at", "sealed_by"])
        after = {"words_only": True, "files": [kept.key for kept in files]}
        by.did(audit_events.SEALED, to=held, at=held, reason=reason.strip(), before=before, after=after)
        write(by, held, Entry.Kind.DECISION, reason.strip(), details={"words_only": True, "sealed": len(files)})
    concern.words_only = concern.child_protection = True
    return len(files)


def _lock_again(kept: Any) -> None:
    locked = store.lock_again(kept.key, Locked(kept.locked_key, kept.lock))
    kept.locked_key, kept.lock = locked.key, locked.lock
    kept.save(update_fields=["locked_key", "lock"])


def rotate(*, by: By) -> int:
    """Make a new key for the installation and encrypt every file's own key by it; how many. For the system alone.

    What was made while this ran keeps the key before, until the next time. Raises StoreError.
    """
    store.new_lock()
    done: dict[int, list[EvidenceFile]] = {}
    with transaction.atomic():
        for kept in EvidenceFile.objects.select_for_update(of=("self",)).select_related("concern").order_by("pk"):
            _lock_again(kept)
            done.setdefault(kept.concern.school_id, []).append(kept)
        for keeper in KEEPERS:
            for held in keeper._default_manager.select_for_update(of=("self",)).exclude(key="").order_by("pk"):
                _lock_again(held)
        for _school, files in sorted(done.items()):
            concern = files[0].concern
            by.did(audit_events.LOCKED_AGAIN, to=concern, at=concern, after={"files": len(files)})
    used = set(EvidenceFile.objects.order_by().values_list("lock", flat=True).distinct())
    for keeper in KEEPERS:
        used |= set(keeper._default_manager.order_by().values_list("lock", flat=True).distinct())
    store.drop_old_locks(used)
    return sum(len(files) for files in done.values())


def move_files(by: By, source: Concern, target: Concern) -> dict[str, Any]:
    """Files go on in the concern that another was put into; where either takes words alone, all are sealed away.

    In the transaction of the merging.
    """
    files = list(EvidenceFile.objects.filter(concern=source).order_by("pk").values_list("pk", flat=True))
    EvidenceFile.objects.filter(pk__in=files).update(concern=target)
    sealed: dict[str, str] = {}
    if target.words_only:
        seen = EvidenceFile.objects.filter(concern=target).exclude(state=EvidenceFile.State.SEALED)
        sealed = {str(pk): state for pk, state in seen.order_by("pk").values_list("pk", "state")}
        seen.update(state=EvidenceFile.State.SEALED, sealed_at=timezone.now(), sealed_by=by.user)
    return {"files": files, "sealed": sealed}


def move_files_back(by: By, source: Concern, target: Concern, moved: Mapping[str, Any]) -> None:
    """Each goes on with its own concern; what merging alone sealed away opens again where that takes files."""
    del by
    EvidenceFile.objects.filter(pk__in=moved.get("files", ()), concern=target).update(concern=source)
    for pk, state in moved.get("sealed", {}).items():
        opened = EvidenceFile.objects.filter(pk=int(pk), concern__in=[source, target], concern__words_only=False)
        opened.filter(state=EvidenceFile.State.SEALED).update(state=state, sealed_at=None, sealed_by=None)
