"""The lists of asks, openings, reports and failures, as design/tables.py shows them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from markupsafe import Markup, escape

from belisha.console.access.roles import ROLES, Role
from belisha.console.design.tables import Choice, Column, Table
from belisha.console.filtering.models import Ask, FailureReport, PageReport
from belisha.engine.lists.catalogue import categories

if TYPE_CHECKING:
    from collections.abc import Sequence

    from belisha.console.filtering.models import CategoryAgreement, LessonOpening

__all__ = ["agreements_table", "asks_table", "category_title", "failures_table", "openings_table", "reports_table"]


def category_title(name: str) -> str:
    """What a category is called; its id where the catalogue has it no more."""
    found = categories().get(name)
    return found.title if found else name


def _late(text: object, late: bool) -> object:  # noqa: FBT001
    mark = Markup(' <strong class="govuk-tag govuk-tag--red">{}</strong>').format(_("late"))
    return escape(text) + mark if late else text


def _wrapped(text: str) -> object:
    """An address that may be long, with places where it may break."""
    return Markup("<wbr>").join(escape(part) for part in text.replace("/", "/\n").split("\n"))


def _of_ask(ask: Any) -> object:
    return _late(ask.get_state_display(), ask.answered_at is None and ask.due_at <= timezone.now())


def _waiting(rows: Any, value: str) -> Any:
    if value == "late":
        return rows.late(timezone.now())
    return rows.waiting() if value == "waiting" else rows.filter(answered_at__isnull=False)


def asks_table(states: Sequence[tuple[str, object]] = Ask.State.choices) -> Table:
    """Asks for pages."""
    columns = (
        Column(
            "address",
            _("Page"),
            lambda one: _wrapped(one.address),
            order=("host", "address"),
            link=lambda one: reverse("filter-ask", args=[one.school.code, one.pk]),
            plain=lambda one: one.address,
        ),
        Column("whom", _("For"), lambda one: one.holder_name, order=("holder_name", "-asked_at")),
        Column("asked", _("First asked"), lambda one: one.asked_at, order=("asked_at",)),
        Column("people", _("Asked by"), lambda one: one.asked_by, order=("asked_by",), numeric=True),
        Column("state", _("State"), _of_ask, order=("state", "-asked_at")),
        Column("due", _("Answer wanted by"), lambda one: None if one.answered_at else one.due_at, order=("due_at",)),
        Column("minutes", _("Lesson minutes to the answer"), lambda one: one.minutes, order=("minutes",), numeric=True),
    )
    waiting = [("waiting", _("Not answered")), ("late", _("Late")), ("answered", _("Answered"))]
    choices = (
        Choice("waiting", _("Answer"), waiting, _waiting),
        Choice("state", _("State"), states, "state"),
    )
    return Table("requests-for-pages", columns, search=("address", "holder_name"), choices=choices)


def _report_state(report: Any) -> object:
    return _late(report.get_state_display(), report.answered_at is None and report.due_at <= timezone.now())


def _report_narrowed(rows: Any, value: str) -> Any:
    if value == "waiting":
        return rows.waiting()
    return rows.filter(practice=value == "practice") if value == "practice" else rows.real()


def reports_table() -> Table:
    """Reports of unsuitable pages."""
    columns = (
        Column(
            "address",
            _("Page"),
            lambda one: _wrapped(one.address),
            order=("host", "address"),
            link=lambda one: reverse("filter-report", args=[one.school.code, one.pk]),
            plain=lambda one: one.address,
        ),
        Column("at", _("Reported"), lambda one: one.at, order=("at",)),
        Column("who", _("By"), lambda one: str(one.person or one.user or _("not known"))),
        Column("state", _("State"), _report_state, order=("state", "-at")),
        Column("answered", _("Answered"), lambda one: one.answered_at, order=("answered_at",)),
    )
    which = [("waiting", _("Not answered")), ("real", _("Without practice")), ("practice", _("Practice alone"))]
    choices = (
        Choice("which", _("Which"), which, _report_narrowed),
        Choice("state", _("State"), PageReport.State.choices, "state"),
    )
    return Table("reported-pages", columns, search=("address", "words"), choices=choices)


def _failure_state(failure: Any) -> object:
    now = timezone.now()
    if failure.closed_at:
        return _("Over")
    if failure.opened_at is None:
        return _late(_("Nobody has opened it"), failure.due_at <= now)
    return _late(_("Being looked into"), failure.close_by <= now)


def _failure_narrowed(rows: Any, value: str) -> Any:
    return rows.unclosed() if value == "open" else rows.filter(closed_at__isnull=False)


def failures_table() -> Table:
    """Failures of the filter."""
    columns = (
        Column(
            "kind",
            _("What"),
            lambda one: one.get_kind_display(),
            order=("kind", "-at"),
            link=lambda one: reverse("filter-failure", args=[one.school.code, one.pk]),
        ),
        Column("at", _("Reported"), lambda one: one.at, order=("at",)),
        Column("by", _("By"), lambda one: one.by.name if one.by else ""),
        Column("where", _("Where"), lambda one: one.where),
        Column("opened", _("Opened"), lambda one: one.opened_at, order=("opened_at",)),
        Column("state", _("State"), _failure_state),
        Column("over", _("Over"), lambda one: one.closed_at, order=("closed_at",)),
    )
    states = [("open", _("Not over")), ("over", _("Over"))]
    choices = (
        Choice("state", _("State"), states, _failure_narrowed),
        Choice("kind", _("What"), FailureReport.Kind.choices, "kind"),
    )
    return Table("filter-failures", columns, search=("words", "where"), choices=choices)


def _opening_end(opening: LessonOpening) -> object:
    return opening.closed_at or opening.until


def openings_table() -> Table:
    """Every opening for a lesson."""
    columns = (
        Column("category", _("Category"), lambda one: category_title(one.category), order=("category", "-opened_at")),
        Column("group", _("Class"), lambda one: one.group.name, order=("group__name", "-opened_at")),
        Column("by", _("Opened by"), lambda one: one.opened_by.name, order=("opened_by__name", "-opened_at")),
        Column("opened", _("From"), lambda one: one.opened_at, order=("opened_at",)),
        Column("until", _("Until"), _opening_end, order=("until",)),
        Column("reason", _("What for"), lambda one: one.reason),
    )
    return Table("openings-for-lessons", columns, search=("category", "group__name", "opened_by__name", "reason"))


def _for_whom(agreement: CategoryAgreement) -> object:
    return agreement.user.name if agreement.user else str(ROLES[Role(agreement.role)].title)


def agreements_table(*, may_end: bool) -> Table:
    """What leaders have agreed on."""
    columns = (
        Column(
            "category",
            _("Category"),
            lambda one: category_title(one.category),
            order=("category",),
            link=(lambda one: reverse("filter-agreement-end", args=[one.school.code, one.pk])) if may_end else None,
        ),
        Column("who", _("Who may open it"), _for_whom),
        Column("reason", _("Why"), lambda one: one.reason),
        Column("by", _("Agreed by"), lambda one: one.agreed_by.name if one.agreed_by else ""),
        Column("last", _("Until and including"), lambda one: one.last, order=("last",)),
    )
    return Table("agreed-categories", columns, search=("category", "reason"))
