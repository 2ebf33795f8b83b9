"""What meetings hold of somebody: that they were there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from belisha.console.compliance.models import Meeting
from belisha.console.people.subject_access import Held, holds

if TYPE_CHECKING:
    from collections.abc import Iterator

    from belisha.console.people.models import Person

__all__ = ["meetings"]


@holds("meetings", gettext_lazy("Meetings of the online-safety group"))
def meetings(person: Person) -> Iterator[Held]:
    """The meetings at which they were; minutes speak of duties, not of people."""
    for each in Meeting.objects.filter(present=person.user_id).order_by("held", "pk"):
        yield Held(f"meeting-{each.pk}", _("They were at a meeting"), each.closed_at, each.held.isoformat())
