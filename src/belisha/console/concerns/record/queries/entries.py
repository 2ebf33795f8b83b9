"""What was written of a concern, as its page and its chronology show it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.http import Http404

from belisha.console.concerns.models import Entry, EntryDraft
from belisha.console.concerns.queries.merged import merged_into

if TYPE_CHECKING:
    from collections.abc import Iterable

    from belisha.console.access.acting import By
    from belisha.console.concerns.models import Concern

__all__ = ["Written", "draft_of", "drafts_of", "entries_of", "entry_of", "rows_of", "written_of"]

MARK = 16  # letters of the seal by which an address names an entry: it cannot be counted


class Written(NamedTuple):
    """An entry with its number in its concern, and what corrects it, in order; corrections of corrections among them.

    `reference`: of the concern that it was written in, which is another one after a merge.
    """

    entry: Entry
    number: int
    reference: str
    corrections: tuple[Written, ...] = ()

    @property
    def mark(self) -> str:
        """How addresses name it."""
        return self.entry.seal[:MARK]


def rows_of(concerns: Iterable[Concern]) -> list[Entry]:
    """The entries of some concerns and of those that were merged into them, by their writing. Two queries."""
    concerns = list(concerns)
    pks = [concern.pk for concern in concerns]
    # asked first: no database reads the entries of few concerns by an index when "or" stands between two ways to them
    entries = Entry.objects.filter(concern__in=[*pks, *merged_into(*concerns)]).select_related("by", "concern")
    return list(entries.order_by("concern_id", "pk"))


def written_of(rows: Iterable[Entry]) -> list[Written]:
    """Entries, numbered from 1 in each concern, with their corrections beneath; in the order of their writing."""
    counted: dict[int, int] = {}
    by_pk: dict[int, Written] = {}
    root_of: dict[int, int] = {}
    corrections: dict[int, list[Written]] = {}
    for entry in rows:
        counted[entry.concern_id] = counted.get(entry.concern_id, 0) + 1
        one = Written(entry, counted[entry.concern_id], entry.concern.reference)
        root = root_of.get(entry.corrects_id or 0, entry.corrects_id)
        if root in by_pk:
            root_of[entry.pk] = root
            corrections.setdefault(root, []).append(one)
        else:
            by_pk[entry.pk] = one
    found = [one._replace(corrections=tuple(corrections.get(pk, ()))) for pk, one in by_pk.items()]
    return sorted(found, key=lambda one: (one.entry.at, one.entry.pk))


def entries_of(concern: Concern) -> list[Written]:
    """What was written of a concern, and of those that were merged into it. Two queries."""
    return written_of(rows_of([concern]))


def entry_of(concern: Concern, mark: str) -> Written:
    """An entry, or a correction, by its mark in addresses. Raises Http404."""
    for one in entries_of(concern):
        for each in (one, *one.corrections):
            if each.mark == mark:
                return each
    raise Http404


def draft_of(by: By, concern: Concern, form: str) -> EntryDraft | None:
    """What somebody has typed into a form and not sent."""
    return EntryDraft.objects.filter(user=by.user, concern=concern, form=form).first()


def drafts_of(by: By, concern: Concern) -> list[EntryDraft]:
    """What somebody has begun to write into a concern and not sent."""
    return list(EntryDraft.objects.filter(user=by.user, concern=concern).order_by("-saved_at", "-pk"))
