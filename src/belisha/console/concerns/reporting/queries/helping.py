"""Where help is found, for a school: the lines of help.yaml and those near it, and when each was tried."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.shortcuts import get_object_or_404
from django.utils import timezone

from belisha.console.access.remembering import remembered
from belisha.console.concerns.models import HelpReview, LocalHelp
from belisha.console.concerns.reporting.rules.helping import HelpLine, help_lines, is_overdue, noted

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from belisha.console.access.models import School

__all__ = ["Listed", "directory_of", "line_of", "local_of", "overdue_at", "shown"]


class Listed(NamedTuple):
    """One line of a school's directory: when it was tried last, and whether that was too long ago or found it wrong."""

    line: HelpLine
    local: int | None  # the number of the LocalHelp it is, where it is one
    tried: date
    wrong: bool
    overdue: bool
    reviewed: bool = False  # somebody of the school has tried it


def directory_of(school: School) -> list[Listed]:
    """All lines of a school, those for danger first. Two queries."""
    today = timezone.localdate()
    return list(remembered(("lines of help", school.pk, today), lambda: _directory(school, today)))


def _directory(school: School, today: date) -> list[Listed]:
    latest = {review.item: review for review in HelpReview.objects.filter(school=school).order_by("on", "pk")}
    local = LocalHelp.objects.filter(school=school, ended_at=None).order_by("title", "pk")
    lines: list[tuple[HelpLine, int | None, date]] = [(line, None, noted()) for line in help_lines()]
    lines += [(_as_line(row), row.pk, timezone.localtime(row.added_at).date()) for row in local]
    found = []
    for line, number, written in lines:
        review = latest.get(line.id)
        tried = max(review.on, written) if review else written
        wrong = bool(review and review.found == HelpReview.Found.WRONG)
        found.append(Listed(line, number, tried, wrong, is_overdue(tried, today), review is not None))
    return sorted(found, key=lambda each: (not each.line.first, each.local is None))


def _as_line(row: LocalHelp) -> HelpLine:
    return HelpLine(
        id=f"local:{row.pk}",
        title=row.title,
        about=row.about,
        topics=tuple(row.topics),
        audience=tuple(row.audience),
        phone=row.phone,
        site=row.site,
        hours=row.hours,
    )


def shown(listed: Iterable[Listed], *, topic: str = "", audience: str = "") -> list[HelpLine]:
    """What whoever looks for help is shown: nothing that was found wrong."""
    return [
        each.line
        for each in listed
        if not each.wrong
        and (not topic or topic in each.line.topics)
        and (not audience or audience in each.line.audience)
    ]


def overdue_at(school: School) -> list[Listed]:
    """Lines that must be tried again, and those that are wrong and were not mended."""
    return [each for each in directory_of(school) if each.overdue]


def line_of(school: School, item: str) -> Listed | None:
    """A line of a school's directory by its id."""
    return next((each for each in directory_of(school) if each.line.id == item), None)


def local_of(school: School, number: int) -> LocalHelp:
    """A line near a school by its number. Raises Http404."""
    found: LocalHelp = get_object_or_404(LocalHelp, school=school, pk=number, ended_at=None)
    return found
