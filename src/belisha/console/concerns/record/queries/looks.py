"""Who looked at a concern, and when: from the record, for those who work on it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from belisha.console.audit.models import Link
from belisha.console.concerns import audit_events

if TYPE_CHECKING:
    from datetime import datetime

    from django_stubs_ext import StrPromise

    from belisha.console.concerns.models import Concern

__all__ = ["Look", "looks_at"]

WHAT: Final[dict[str, StrPromise]] = {
    "page": gettext_lazy("The page"),
    "print": gettext_lazy("Print"),
    "chronology": gettext_lazy("Chronology of a child"),
    "pdf": gettext_lazy("Chronology as PDF"),
    "body-map": gettext_lazy("Body map"),
    "export": gettext_lazy("List taken away"),
}


class Look(NamedTuple):
    """Somebody looked. `what`: in words; a file by its name."""

    who: str
    role: str
    at: datetime
    what: str


def looks_at(concern: Concern, most: int) -> list[Look]:
    """The latest looks at a concern, newest first. One query."""
    links = Link.objects.filter(chain=concern.chain, about=f"concern:{concern.pk}", event=audit_events.LOOKED.code)
    found = []
    for link in links.select_related("body").order_by("-at", "-number")[:most]:
        body = getattr(link, "body", None)
        said = body.content if body else {}
        what = str((said.get("after") or {}).get("what", ""))
        who = str(said.get("actor") or _("Words were shredded"))
        found.append(Look(who, str(said.get("role") or ""), link.at, str(WHAT.get(what, what))))
    return found
