"""What the filter holds of somebody: the pages that they asked for, and those that they reported."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from belisha.console.filtering.models import Asker, PageReport
from belisha.console.people.subject_access import Held, holds

if TYPE_CHECKING:
    from collections.abc import Iterator

    from belisha.console.people.models import Person

__all__ = ["asked_and_reported"]


@holds("filter", gettext_lazy("Requests for pages, and reports"))
def asked_and_reported(person: Person) -> Iterator[Held]:
    """Each with what they wrote, and how it was answered."""
    theirs = Q(person=person) | Q(user=person.user_id)
    for row in Asker.objects.filter(theirs).select_related("ask").order_by("at", "pk"):
        text = f"{row.address}\n{row.reason}\n{row.ask.get_state_display()}".strip()
        yield Held(f"ask-{row.pk}", _("They asked for a page"), row.at, text)
    for report in PageReport.objects.filter(theirs).order_by("at", "pk"):
        text = f"{report.written}\n{report.words}\n{report.answer_words}".strip()
        yield Held(f"report-{report.pk}", _("They reported a page"), report.at, text)
