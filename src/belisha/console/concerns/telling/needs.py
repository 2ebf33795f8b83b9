"""What of telling needs somebody now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from belisha.console.access.models import User
from belisha.console.access.needs import Need, Urgency, Weight, needs
from belisha.console.access.permissions import Permission
from belisha.console.concerns.telling.queries import own, to_be_read

if TYPE_CHECKING:
    from collections.abc import Iterator

    from belisha.console.access.models import School

__all__: list[str] = []


@needs(Permission.SEE_SCHOOL)
def unread(user: User, school: School) -> Iterator[Need]:
    """What children wrote and nobody has opened: for whoever may read it."""
    references = list(to_be_read(user, school).values_list("concern__reference", flat=True)[:200])
    if references:
        words = ngettext("A child wrote to you", "Children wrote to you (%(n)s)", len(references))
        link = reverse("concern", args=[school.code, references[0]])
        yield Need(words % {"n": len(references)}, link, Urgency.NOW, weight=Weight.CHILD)


@needs(None)
def answered(user: User, school: School) -> Iterator[Need]:
    """An answer for a child who said who they are."""
    del school
    if user.kind != User.Kind.PUPIL:
        return
    telling = own(user).filter(answer_unseen=True).order_by("told_at").first()
    if telling is not None:
        link = reverse("tell-talk", args=[telling.key])
        yield Need(_("A grown-up wrote back to you"), link, Urgency.NOW, weight=Weight.CHILD)
