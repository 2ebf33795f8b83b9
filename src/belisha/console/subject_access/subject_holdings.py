"""What the record of who did what holds of somebody: what was done to their entry, account and posts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from belisha.console.audit.events import EVENTS
from belisha.console.audit.models import Link
from belisha.console.people.subject_access import Held, Other, holds

if TYPE_CHECKING:
    from collections.abc import Iterator

    from belisha.console.people.models import Person

__all__ = ["record"]

MOST: Final = 2000  # the newest


@holds("record", gettext_lazy("The record of who did what"))
def record(person: Person) -> Iterator[Held]:
    """In the school's and federation's own record: those of concerns and alerts come with what they are about."""
    chains = [person.school.chain, person.school.federation.chain]
    names = [f"person:{person.pk}", f"user:{person.user_id}"]
    links = Link.objects.filter(chain__in=chains, about__in=names, body__isnull=False).select_related("body")
    lines, staff = [], set()
    for link in links.order_by("-at", "-pk")[:MOST]:
        kind = EVENTS.get(link.event)
        who = str(link.body.content.get("actor", ""))
        lines.append(f"{timezone.localtime(link.at):%d/%m/%Y %H:%M} {kind.title if kind else link.event}: {who}")
        staff.add(who)
    if lines:
        others = tuple(Other(name, "staff") for name in sorted(staff) if name)
        title = _("What was done to their entry and account")
        yield Held("record", title, None, "\n".join(lines), others=others)
