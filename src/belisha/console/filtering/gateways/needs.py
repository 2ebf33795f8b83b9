"""What of gateways needs somebody now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from belisha.console.access.needs import Need, Urgency, Weight, needs
from belisha.console.access.permissions import Permission
from belisha.console.filtering.gateways.queries import late_at

if TYPE_CHECKING:
    from collections.abc import Iterable

    from belisha.console.access.models import School, User

__all__ = ["gateways_late"]


@needs(Permission.CHANGE_GATEWAYS)
def gateways_late(user: User, school: School) -> Iterable[Need]:
    """Gateways that are silent, behind or in trouble."""
    del user
    late = late_at(school, timezone.now())
    link = reverse("filter-gateways", args=[school.code])
    if late.silent:
        text = ngettext(
            "Nothing has been heard of a gateway: %(names)s.",
            "Nothing has been heard of %(n)s gateways: %(names)s.",
            len(late.silent),
        )
        yield Need(text % _said(late.silent), f"{link}?stands=silent", Urgency.NOW, weight=Weight.FAILING)
    if late.behind:
        text = ngettext(
            "A gateway does not go by what is in force: %(names)s.",
            "%(n)s gateways do not go by what is in force: %(names)s.",
            len(late.behind),
        )
        yield Need(text % _said(late.behind), f"{link}?stands=behind", Urgency.NOW, weight=Weight.FAILING)
    if late.troubled:
        yield Need(
            _("A gateway is in trouble: %(names)s.") % _said(late.troubled),
            f"{link}?stands=trouble",
            weight=Weight.FAILING,
        )


def _said(names: tuple[str, ...]) -> dict[str, object]:
    return {"n": len(names), "names": ", ".join(names)}
