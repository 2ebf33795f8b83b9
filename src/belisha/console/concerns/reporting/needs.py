"""What of reporting needs somebody now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from belisha.console.access.acting import By
from belisha.console.access.needs import Need, Urgency, Weight, needs
from belisha.console.access.permissions import Permission
from belisha.console.concerns.models import Concern
from belisha.console.concerns.queries.visible import routes_of, visible
from belisha.console.concerns.reporting.queries.drafts import unsent_of
from belisha.console.concerns.reporting.queries.helping import overdue_at

if TYPE_CHECKING:
    from collections.abc import Iterator

    from belisha.console.access.models import School, User

__all__: list[str] = []


@needs(Permission.SEE_SCHOOL)
def new_concerns(user: User, school: School) -> Iterator[Need]:
    """Concerns that nobody has opened, for those who answer for their route and may see them."""
    who = By(user)
    routes = routes_of(who, school)
    if not routes:
        return
    new = visible(who, school).filter(route__in=routes, state=Concern.State.NEW, acknowledged_at=None)
    rows = list(new.order_by("reported_at", "pk").values_list("reference", "danger_now", "child_protection")[:200])
    urgent = [reference for reference, danger, protection in rows if danger or protection]
    rest = [reference for reference, danger, protection in rows if not (danger or protection)]
    if urgent:
        one, many = "%(n)s urgent concern waits to be opened", "%(n)s urgent concerns wait to be opened"
        yield _need(one, many, urgent, school, Weight.DANGER)
    if rest:
        yield _need(
            "%(n)s new concern waits to be opened", "%(n)s new concerns wait to be opened", rest, school, Weight.CHILD
        )


def _need(one: str, many: str, references: list[str], school: School, weight: Weight) -> Need:
    """The oldest first: opened, it gives way to the next."""
    text = ngettext(one, many, len(references)) % {"n": len(references)}
    return Need(text, reverse("concern", args=[school.code, references[0]]), Urgency.NOW, weight=weight)


@needs(Permission.SEE_SCHOOL)
def unsent(user: User, school: School) -> Iterator[Need]:
    """Reports that one began and has not sent."""
    if unsent_of(user, school):
        yield Need(
            _("A report that you began is not sent yet"), reverse("my-reports"), Urgency.NOW, weight=Weight.CHILD
        )


@needs(Permission.WORK_CONCERNS)
def help_overdue(user: User, school: School) -> Iterator[Need]:
    """Lines of the directory of help that nobody has tried within a year."""
    del user
    if count := len(overdue_at(school)):
        one, many = "Try %(n)s line of the directory of help", "Try %(n)s lines of the directory of help"
        text = ngettext(one, many, count) % {"n": count}
        yield Need(text, reverse("help-directory", args=[school.code]), weight=Weight.DUE)
