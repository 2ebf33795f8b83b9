"""What the risk register holds of somebody: what they asked for, assessed and decided."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from belisha.console.compliance.models import Assessment, Technology
from belisha.console.people.subject_access import Held, holds

if TYPE_CHECKING:
    from collections.abc import Iterator

    from belisha.console.people.models import Person

__all__ = ["technology"]


@holds("technology", gettext_lazy("The risk register of technology"))
def technology(person: Person) -> Iterator[Held]:
    """Their wishes, and their words on risks."""
    for wish in Technology.objects.filter(wanted_by=person.user_id).order_by("entered_at", "pk"):
        text = f"{wish.name}\n{wish.purpose}\n{wish.who}"
        yield Held(f"technology-{wish.pk}", _("They put a technology on the register"), wish.entered_at, text)
    theirs = Q(by=person.user_id) | Q(decided_by=person.user_id) | Q(data_by=person.user_id)
    for one in Assessment.objects.filter(theirs).select_related("technology").order_by("at", "pk"):
        words = [(one.by_id, f"{one.risks}\n{one.measures}"), (one.data_by_id, one.data_words)]
        words.append((one.decided_by_id, one.reason))
        text = "\n".join([one.technology.name, *(said for who, said in words if who == person.user_id)])
        yield Held(f"assessment-{one.pk}", _("Their words on the risks of a technology"), one.at, text)
