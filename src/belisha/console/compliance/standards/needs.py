"""What standards need of somebody now: that a new edition is read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from belisha.console.access.needs import Need, Urgency, Weight, needs
from belisha.console.access.permissions import Permission
from belisha.console.compliance.standards.queries import may_accept, waiting_at

if TYPE_CHECKING:
    from collections.abc import Iterable

    from belisha.console.access.models import School, User

__all__ = ["new_editions"]


@needs(Permission.SEE_DUTIES)
def new_editions(user: User, school: School) -> Iterable[Need]:
    """Each standard of which a newer edition waits, for those who accept it."""
    if may_accept(user, school) is None:
        return
    for old, _new in waiting_at(school):
        text = _("Read the new edition of: %(title)s") % {"title": old.title}
        link = reverse("duty-standard-edition", args=[school.code, old.id])
        yield Need(text, link, Urgency.SOMETIME, school.name, Weight.DUE)
