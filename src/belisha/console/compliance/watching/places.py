"""How a row of any table leads to its school, worked out from the models."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from django.apps import apps
from django.db.models import ForeignKey

if TYPE_CHECKING:
    from django.db.models import Model

__all__ = ["NONE", "PASSING", "Way", "tables", "ways"]

NONE: Final = 0
"""In the place of a school's number: a row of no school, such as a federation's."""
SCHOOLS: Final = "access_school"
# what changes without a change of what is so: our own books, and what a browser carries
UNWATCHED: Final = frozenset(
    {
        "access_cache",
        "compliance_asked",
        "compliance_changed",
        "compliance_dutystanding",
        "compliance_touched",
        "django_session",
        "django_tasks_database_dbtaskresult",
        "flows_duejob",
        "flows_duerun",
    }
)
# whoever signs in changes this column: nothing turns red by it at once, and every answer is asked anew within the hour
PASSING: Final = {"access_user": "last_login"}


class Way(NamedTuple):
    """A column that leads to a school: it holds its number where `table` is empty, else the key of a row there."""

    column: str
    table: str = ""
    key: str = "id"


@cache
def tables() -> dict[str, type[Model]]:
    """Every table that is watched, with its model."""
    found = apps.get_models(include_auto_created=True)
    return {
        model._meta.db_table: model
        for model in found
        if model._meta.managed and not model._meta.proxy and model._meta.db_table not in UNWATCHED
    }


def ways(table: str) -> tuple[Way, ...]:
    """How a row of a table leads to a school; none where it belongs to a federation or to nobody."""
    return _every_way().get(table, ())


@cache
def _every_way() -> dict[str, tuple[Way, ...]]:
    """By table, the nearest first: what names a school, what hangs on that, what hangs on that …"""
    found: dict[str, tuple[Way, ...]] = {SCHOOLS: ()}
    for table in tables():
        if own := tuple(Way(field.column) for field in _links(table) if _leads_to(field) == SCHOOLS):
            found[table] = own
    while further := {
        table: through for table in tables() if table not in found and (through := _through(table, found))
    }:
        found |= further
    return found


def _through(table: str, found: dict[str, tuple[Way, ...]]) -> tuple[Way, ...]:
    """The ways of a table through others; those that may be empty count where there is none that must be there.

    A row of which two others each name a school leads no further: whose it is would not be plain.
    """
    parents = [field for field in _links(table) if len(found.get(_leads_to(field), ())) == 1]
    needed = [field for field in parents if not field.null] or parents
    return tuple(Way(field.column, _leads_to(field), str(field.target_field.column)) for field in needed)


def _links(table: str) -> list[ForeignKey[Any, Any]]:
    fields = tables()[table]._meta.concrete_fields
    return [field for field in fields if isinstance(field, ForeignKey)]


def _leads_to(field: ForeignKey[Any, Any]) -> str:
    return str(field.target_field.model._meta.db_table)
