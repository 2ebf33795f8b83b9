"""What is not covered and needs a technician now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from belisha.console.access.needs import Need, Urgency, Weight, needs
from belisha.console.access.permissions import Permission
from belisha.console.filtering.coverage.queries import wanting_at

if TYPE_CHECKING:
    from collections.abc import Iterable

    from belisha.console.access.models import School, User

__all__ = ["not_covered"]


@needs(Permission.CHANGE_GATEWAYS)
def not_covered(user: User, school: School) -> Iterable[Need]:
    """Cases that want somebody: the red ones now."""
    del user
    wanting = wanting_at(school, timezone.localdate())
    link = reverse("filter-coverage", args=[school.code]) + "?state=wanting"
    if wanting.red:
        text = ngettext("%(n)s thing may go unseen.", "%(n)s things may go unseen.", wanting.red) % {"n": wanting.red}
        yield Need(text, f"{link}&level=red", Urgency.NOW, weight=Weight.FAILING)
    if wanting.amber:
        text = _("%(n)s findings: something is seen, and nobody knows whose it is.") % {"n": wanting.amber}
        if wanting.amber == 1:
            text = _("Something is seen, and nobody knows whose it is.")
        yield Need(text, f"{link}&level=amber", weight=Weight.FAILING)
