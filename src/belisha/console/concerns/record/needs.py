"""What of the record of concerns needs somebody: those who were let in find their way. No names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import ngettext

from belisha.console.access.acting import By
from belisha.console.access.needs import Need, Urgency, needs
from belisha.console.concerns.queries.visible import routes_of, visible
from belisha.console.concerns.record.queries.people import is_reader

if TYPE_CHECKING:
    from collections.abc import Iterator

    from belisha.console.access.models import School, User

__all__: list[str] = []


@needs(None)
def let_in(user: User, school: School) -> Iterator[Need]:
    """Concerns that somebody was let into, who answers for none."""
    if not is_reader(user) or routes_of(By(user), school):
        return
    if number := visible(By(user), school).exclude(state="closed").count():
        text = ngettext("You may read %(n)s concern", "You may read %(n)s concerns", number) % {"n": number}
        yield Need(text, reverse("concerns-all", args=[school.code]), Urgency.SOMETIME, school.name)
