"""The lists of work on concerns, as design/tables.py shows them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from markupsafe import Markup, escape

from belisha.console.concerns.models import Clock, Concern
from belisha.console.concerns.queries.finding import found_by
from belisha.console.concerns.rules.categories import categories, category_of
from belisha.console.concerns.working.queries.board import is_late
from belisha.console.design.tables import Choice, Column, Table

if TYPE_CHECKING:
    from datetime import datetime, timedelta

    from belisha.console.access.acting import By
    from belisha.console.access.models import School

__all__ = ["MOST_SUBJECTS", "board_table", "in_short", "wants"]

MOST_SUBJECTS: Final = 3
INDEXED: Final = {"reference", "reported"}


def board_table(by: By, school: School, routes: list[str], *, every: bool = False) -> Table:
    """The board. Names stand here, never in addresses, titles or mails. `every`: of all that there ever were."""
    columns: tuple[Column, ...] = (
        Column(
            "reference", _("Concern"), _reference, order=("reference",), link=_link, plain=lambda one: one.reference
        ),
        Column("who", _("About"), lambda one: _people(one, routes)),
        Column("category", _("Kind"), lambda one: category_of(one.category).title, order=("category", "-reported_at")),
        Column("wants", _("Wanted next"), wants, order=("clock__due_at",), plain=_wants_plain),
        Column("level", _("Level"), lambda one: one.level, order=("level", "-reported_at"), numeric=True),
        Column("with", _("With"), _with, order=("assigned_to__name", "-reported_at")),
        Column("reported", _("Reported"), lambda one: one.reported_at, order=("reported_at",)),
        Column("state", _("State"), lambda one: one.get_state_display(), order=("state", "-reported_at")),
    )
    kinds = [(each.id, each.title) for each in categories()]
    shown = [(value, words) for value, words in Concern.Route.choices if value in routes]
    choices = [
        Choice("category", _("Kind"), kinds, "category"),
        Choice("level", _("Level"), [(str(number), str(number)) for number in range(1, 10)], "level"),
        Choice("risk", _("Risk"), [("danger", _("Danger now")), ("protection", _("Child protection"))], _risk),
    ]
    if len(shown) > 1:
        choices.append(Choice("route", _("Whose"), shown, "route"))
    hint = _("A reference, a child's name, or words of the concern")
    if every:  # of ten years one sorts by what has an index
        columns = tuple(one if one.key in INDEXED else one._replace(order=()) for one in columns)
    return Table(
        "concerns",
        columns,
        choices=tuple(choices),
        hint=hint,
        seek=lambda rows, typed: rows.filter(pk__in=found_by(by, school, typed).order_by().values("pk")),
    )


def _link(concern: Any) -> str:
    return reverse("concern", args=[concern.school.code, concern.reference])


def _risk(rows: Any, value: str) -> Any:
    return rows.filter(danger_now=True) if value == "danger" else rows.filter(child_protection=True)


def _tag(text: object, colour: str) -> Markup:
    return Markup(' <strong class="govuk-tag govuk-tag--{}">{}</strong>').format(colour, text)


def _reference(concern: Any) -> object:
    text = escape(concern.reference)
    if concern.danger_now:
        text += _tag(_("danger now"), "red")
    elif concern.child_protection:
        text += _tag(_("child protection"), "yellow")
    return text


def _people(concern: Any, routes: list[str]) -> str:
    """Names of who was or may be harmed, then the others; a restricted one for those of the route alone."""
    open_to = [one for one in concern.shown if not one.restricted or concern.route in routes]
    first = sorted(open_to, key=lambda one: one.role != "harmed")
    names = [str(one) for one in first[:MOST_SUBJECTS]]
    more = len(first) - len(names)
    return ", ".join(names) + (_(" and %(n)s more") % {"n": more} if more else "")


def _with(concern: Any) -> str:
    return concern.assigned_to.name if concern.assigned_to else ""


def wants(concern: Any) -> object:
    """What a concern wants next and until when; marked where it is late."""
    text = _wants_plain(concern)
    return escape(text) + _tag(_("overdue"), "red") if is_late(concern) else text


def _wants_plain(concern: Any) -> str:
    clock = getattr(concern, "clock", None)
    if clock is None or clock.due_at is None:
        return ""
    what = str(Clock.What(clock.due_for).label)
    return _("%(what)s %(when)s") % {"what": what, "when": in_short(clock.due_at - timezone.now())}


def in_short(left: timedelta) -> str:
    """How much time is left or over, in the largest unit that fits."""
    minutes = int(abs(left.total_seconds())) // 60
    for size, one, many in (
        (1440, "%(n)s day", "%(n)s days"),
        (60, "%(n)s hour", "%(n)s hours"),
        (1, "%(n)s minute", "%(n)s minutes"),
    ):
        if minutes >= size or size == 1:
            number = minutes // size
            words = ngettext(one, many, number) % {"n": number}
            break
    return _("within %(time)s") % {"time": words} if left.total_seconds() > 0 else _("%(time)s ago") % {"time": words}


def due_words(moment: datetime) -> str:
    """How far away a moment is."""
    return in_short(moment - timezone.now())
