"""Who is told when somebody reports a page or says that the filter fails: what makes a concern of it registers here.

@when_page_is_reported
def begin(report: PageReport) -> None: …  # in the transaction of the report; never called for practice
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

    from belisha.console.filtering.models import FailureReport, PageReport

__all__ = ["filter_failed", "page_reported", "when_filter_fails", "when_page_is_reported"]

_TOLD: Final[list[Callable[[PageReport], None]]] = []
_FAILED: Final[list[Callable[[FailureReport], None]]] = []


def when_page_is_reported(told: Callable[[PageReport], None]) -> Callable[[PageReport], None]:
    """Declare a function that is called with each report of a page that is no practice."""
    _TOLD.append(told)
    return told


def page_reported(report: PageReport) -> None:
    """Say that a page was reported."""
    for told in _TOLD:
        told(report)


def when_filter_fails(told: Callable[[FailureReport], None]) -> Callable[[FailureReport], None]:
    """Declare a function that is called, in the transaction of the report, when somebody says that the filter fails."""
    _FAILED.append(told)
    return told


def filter_failed(failure: FailureReport) -> None:
    """Say that the filter fails."""
    for told in _FAILED:
        told(failure)
