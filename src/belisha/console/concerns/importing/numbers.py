"""What came of an old log, in numbers with their words: before and after it is taken over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from collections.abc import Mapping

    from belisha.console.concerns.importing.queries import Plan

__all__ = ["came_in", "left_out", "would_come_in"]

Facts = list[dict[str, object]]


def would_come_in(counts: Mapping[str, int]) -> Facts:
    """What taking it over would do."""
    always = {
        "new": _("Concerns that would come in"),
        "closed": _("Of them closed"),
        "known": _("With everybody found on the register"),
        "unknown": _("With a name that is not, or not surely, on the register: it is kept as text"),
        "nobody": _("That name nobody"),
        "again": _("Rows that came in before, or stand in the file twice: left out"),
        "faults": _("Rows that cannot be used: left out"),
    }
    return _facts(counts, always, {"files": _("Files that would come in with them")} | _of_files())


def came_in(counts: Mapping[str, int]) -> Facts:
    """What taking it over did."""
    more = {
        "hidden": _("Of them with others, where you do not see them"),
        "files": _("Files that came in with them"),
        "again": _("Rows left out: there already"),
        "faults": _("Rows left out: could not be used"),
    }
    return _facts(counts, {"new": _("Concerns that came in"), "closed": _("Of them closed")}, more | _of_files())


def _of_files() -> dict[str, str]:
    return {
        "files_missing": _("Files that a row names and that are not in the zip"),
        "files_refused": _("Files that cannot be kept"),
        "files_shut": _("Files left out: their concern takes words only"),
        "files_unnamed": _("Files left out: no row names them"),
    }


def _facts(counts: Mapping[str, int], always: Mapping[str, str], where_any: Mapping[str, str]) -> Facts:
    shown = {**always, **{name: title for name, title in where_any.items() if counts.get(name)}}
    return [{"key": title, "value": counts.get(name, 0)} for name, title in shown.items()]


def left_out(plan: Plan) -> list[list[str]]:
    """Files that stay out, by name, with the reason."""
    found = [
        [name, _("Line %(n)s names it, and it is not in the zip.") % {"n": one.row.line}]
        for one in plan.rows
        for name in one.missing
    ]
    return [*found, *([each.name, each.why] for each in plan.refused)]
