"""The safety walks that somebody made, for a request to see what is held of them. Walks name no children."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from belisha.console.compliance.models import Walk
from belisha.console.people.subject_access import Held, holds

if TYPE_CHECKING:
    from collections.abc import Iterator

    from belisha.console.people.models import Person

__all__: list[str] = []


@holds("walks", gettext_lazy("Safety walks"))
def walks(person: Person) -> Iterator[Held]:
    """The walks that they made, with what they said of each."""
    for walk in Walk.objects.filter(walker=person.user_id).order_by("pk"):
        text = walk.words or walk.dropped_reason or _("Without words.")
        yield Held(f"walk-{walk.pk}", _("Safety walk"), walk.started_at, text)
