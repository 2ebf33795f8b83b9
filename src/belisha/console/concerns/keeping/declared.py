"""What a school sets about how long concerns are kept: years beyond those of the rule, never fewer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from belisha.console.access.settings.queries import decided_at
from belisha.console.access.settings.registry import Subject
from belisha.console.concerns.keeping.rules import classes

if TYPE_CHECKING:
    from belisha.console.access.models import School
    from belisha.console.access.settings.registry import Setting

__all__ = ["LONGER", "longer_at"]

setting = Subject(_("Concerns"))

LONGER: Final[dict[str, Setting[int]]] = {
    one.id: setting(
        f"concern-keep-longer-{one.id}",
        default=0,
        kind=int,
        title=format_lazy(_("Years for which concerns are kept beyond the rule: {what}"), what=one.title),
        help=_("Why it must be longer goes on record. The rules, and where each comes from: Safeguarding, How long."),
        limits=(0, 75),
        unit=_("years"),
        unit_of_one=_("year"),
    )
    for one in classes().values()
}


def longer_at(school: School) -> dict[str, int]:
    """The years that a school adds, by class. One query."""
    defaults: dict[str, Any] = {one.key: one.default for one in LONGER.values()}
    states = decided_at([school], defaults, defaults)[school.pk]
    return {name: int(states[one.key].value) for name, one in LONGER.items()}
