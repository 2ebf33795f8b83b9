"""The questions about files. Whoever asks has got the concern through its one door (queries/visible.py)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404

from belisha.console.concerns.models import EvidenceFile

if TYPE_CHECKING:
    from datetime import datetime

    from belisha.console.access.models import School
    from belisha.console.concerns.models import Concern
    from belisha.console.concerns.models.evidence import EvidenceFileQuerySet

__all__ = ["file_of", "files_at", "files_of", "oldest_waiting", "unscanned_at"]


def files_of(concern: Concern) -> EvidenceFileQuerySet:
    """The files of a concern, as they were added."""
    found: EvidenceFileQuerySet = EvidenceFile.objects.filter(concern=concern)
    return found.select_related("by", "concern__school", "concern__merged_into")


def file_of(concern: Concern, key: str) -> EvidenceFile:
    """A file of a concern. Raises Http404."""
    found: EvidenceFile | None = files_of(concern).filter(key=key).first()
    if found is None:
        raise Http404
    return found


def files_at(school: School) -> EvidenceFileQuerySet:
    """Every file of a school, whoever's concern: for what is asked of all of them, and never shown."""
    found: EvidenceFileQuerySet = EvidenceFile.objects.filter(concern__school=school)
    return found


def unscanned_at(school: School) -> EvidenceFileQuerySet:
    """Files of a school that no scanner has looked at, whoever's concern: for counts that name nobody."""
    return files_at(school).waiting()


def oldest_waiting() -> datetime | None:
    """Since when a file has waited for the scanner, anywhere."""
    found: datetime | None = EvidenceFile.objects.waiting().order_by("at").values_list("at", flat=True).first()
    return found
