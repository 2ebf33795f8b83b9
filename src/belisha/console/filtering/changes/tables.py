"""Lists of changes, of what was applied, and of filter managers."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _
from markupsafe import Markup

from belisha.console.access.models import School
from belisha.console.access.places import address as page_of
from belisha.console.access.places import federation_of
from belisha.console.design.tables import Choice, Column, Table
from belisha.console.filtering.changes.queries.reading import known_names, told
from belisha.console.filtering.changes.rules.steps import WORDS
from belisha.console.filtering.changes.states import shown_state
from belisha.console.filtering.models import Change

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from belisha.console.access.models import Federation
    from belisha.console.filtering.changes.queries.listing import Marks
    from belisha.console.filtering.changes.words import Line, Names
    from belisha.console.filtering.models import ManagerRight

    Place = School | Federation

__all__ = ["changes_table", "log_table", "managers_table"]

STATES = [(value, words) for value, words in Change.State.choices]
WAYS = [(value, words) for value, words in Change.Way.choices]
SEARCHED = ("title", "reason", "made_by__name", "edits")
SHOWN_LINES = 5


def _code(place: Place) -> str:
    return place.code if isinstance(place, School) else "federation"


def changes_table(place: Place, marks: Marks) -> Table:
    """All changes, with what each waits for."""

    def waits(change: Change) -> str:
        return ", ".join(str(WORDS[step]) for step in marks.waits(change))

    return Table(
        name=f"filter-changes-{_code(place)}",
        columns=(
            Column("title", _("Change"), str, ("title",), _link(place)),
            Column("state", _("State"), shown_state, ("state",)),
            Column("waits", _("Waits for"), waits),
            Column("score", _("Risk"), lambda change: change.score, ("score",), numeric=True),
            Column("by", _("Drafted by"), lambda change: change.made_by.name if change.made_by else _("the system")),
            Column("made", _("Begun"), lambda change: change.made_at, ("made_at",)),
            Column("place", _("Where"), lambda change: change.place.name),
        ),
        search=SEARCHED,
        choices=(Choice("state", _("State"), STATES, "state"), Choice("way", _("How it came"), WAYS, "way")),
        hint=_("Words of the title or reason, a name, or an address"),
    )


def log_table(place: Place) -> Table:
    """What was applied: before, after, by whom and why."""

    @cache
    def names() -> Names:
        return known_names(federation_of(place))

    def lines(change: Change) -> list[Line]:
        return told(change, names())

    return Table(
        name=f"filter-log-{_code(place)}",
        columns=(
            Column("title", _("Change"), str, ("title",), _link(place)),
            Column("at", _("Applied"), lambda change: change.applied_at, ("applied_at",)),
            Column("by", _("By"), lambda change: change.applied_by.name if change.applied_by else _("the system")),
            Column("reason", _("Why"), lambda change: change.reason),
            Column(
                "what",
                _("Before and after"),
                lambda change: _shown(lines(change)),
                plain=lambda change: "\n".join(_written(line) for line in lines(change)),
            ),
            Column("state", _("State"), shown_state, ("state",)),
            Column("place", _("Where"), lambda change: change.place.name),
        ),
        search=SEARCHED,
        choices=(Choice("state", _("State"), STATES[2:4], "state"), Choice("way", _("How it came"), WAYS, "way")),
        hint=_("Words of the title or reason, a name, or an address"),
    )


def _written(line: Line) -> str:
    return f"{line.what}: {line.before or '…'} → {line.after}"


def _shown(lines: list[Line]) -> Markup:
    """The first few of them; the change itself holds all."""
    shown = Markup().join(Markup("<li>{}</li>").format(_written(line)) for line in lines[:SHOWN_LINES])
    if len(lines) > SHOWN_LINES:
        shown += Markup("<li>{}</li>").format(_("and %(n)s more") % {"n": len(lines) - SHOWN_LINES})
    return Markup('<ul class="govuk-list">{}</ul>').format(shown)


def _link(place: Place) -> Callable[[Change], str]:
    return lambda change: page_of(place, "filter-change", change.pk)


def managers_table(place: Place, today: date, *, may_end: Callable[[ManagerRight], bool]) -> Table:
    """Who is filter manager from when until when."""

    def state(right: ManagerRight) -> object:
        if right.ended_at:
            return _("Ended")
        if right.last < today:
            return _("Over")
        return _("Now") if right.first <= today else _("Later")

    def link(right: ManagerRight) -> str:
        return page_of(place, "filter-manager-end", right.pk) if may_end(right) else ""

    return Table(
        name=f"filter-managers-{_code(place)}",
        columns=(
            Column("name", _("Filter manager"), lambda right: right.user.name, ("user__name",)),
            Column("state", _("When"), state),
            Column("first", _("First day"), lambda right: right.first, ("first",)),
            Column("last", _("Last day"), lambda right: right.last, ("last",)),
            Column("place", _("Where"), lambda right: (right.school or right.federation).name),
            Column("reason", _("Why"), lambda right: right.reason),
            Column("by", _("Given by"), lambda right: right.given_by.name if right.given_by else _("the system")),
            Column("end", _("End"), lambda right: _("End it now") if link(right) else "", link=link),
        ),
        search=("user__name", "reason"),
    )
