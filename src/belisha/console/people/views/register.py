"""The lists of the register."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from belisha.console.access.acting import by
from belisha.console.access.guards import school_page
from belisha.console.access.permissions import Permission
from belisha.console.access.places import may
from belisha.console.design.tables import show
from belisha.console.people.actions.lists import export_list, look_at_list
from belisha.console.people.queries.people import counts, leavers, list_of
from belisha.console.people.tables import EVERYBODY, Sees, leavers_table, people_table
from belisha.console.people.views.answering import rights
from belisha.console.people.words import KINDS

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest, HttpResponse

    from belisha.console.access.models import School
    from belisha.console.design.tables import Table
    from belisha.console.people.models import Person

__all__ = ["left", "parents", "register"]

RIGHTS = (
    Permission.SEE_FAMILIES,
    Permission.SEE_NEEDS,
    Permission.CHANGE_PEOPLE,
    Permission.SEE_STAFF_CHECKS,
    Permission.IMPORT_PEOPLE,
)


@school_page(Permission.SEE_PEOPLE)
def register(request: HttpRequest, school: School, kind: str = EVERYBODY) -> HttpResponse:
    """Those of a kind, or everybody but parents; parents have a page with a guard of its own."""
    if kind == "parent" or kind not in {*KINDS, EVERYBODY}:
        raise Http404
    rows = list_of(school, "" if kind == EVERYBODY else kind)
    if kind == EVERYBODY and not may(request, Permission.SEE_FAMILIES, school):
        rows = rows.exclude(kind="parent")
    return _list(request, school, kind, people_table(school, kind, _sees(request, school)), rows)


@school_page(Permission.SEE_FAMILIES)
def parents(request: HttpRequest, school: School) -> HttpResponse:
    """Parents and carers with their children."""
    table = people_table(school, "parent", _sees(request, school))
    return _list(request, school, "parent", table, list_of(school, "parent"))


@school_page(Permission.SEE_PEOPLE)
def left(request: HttpRequest, school: School) -> HttpResponse:
    """Those who have left."""
    rows = leavers(school, parents=may(request, Permission.SEE_FAMILIES, school))
    return _list(request, school, "leavers", leavers_table(), rows)


def _sees(request: HttpRequest, school: School) -> Sees:
    details = may(request, Permission.SEE_FAMILIES, school) or may(request, Permission.CHANGE_PEOPLE, school)
    return Sees(details, may(request, Permission.SEE_NEEDS, school))


def _list(request: HttpRequest, school: School, kind: str, table: Table, rows: QuerySet[Person]) -> HttpResponse:
    can = rights(request, school, *RIGHTS)
    if request.GET.get("format") == "csv":
        export_list(by=by(request), school=school, name=kind)
    if request.GET.get("need") and can["see_needs"]:
        look_at_list(by=by(request), school=school, need=request.GET["need"][:20])
    titles = {**KINDS, EVERYBODY: _("Everybody"), "leavers": _("Leavers")}
    context = {"school": school, "kind": kind, "title": titles[kind], "can": can, "tabs": _tabs(school, kind, can)}
    return show(request, table, rows, "people/register.html", context)


def _tabs(school: School, kind: str, can: dict[str, bool]) -> list[dict[str, object]]:
    numbers = counts(school)
    shown = [key for key in KINDS if key != "parent" or can["see_families"]]
    texts = {
        EVERYBODY: _("Everybody"),
        **{key: f"{KINDS[key]} ({numbers.get(key, 0)})" for key in shown},
        "leavers": _("Leavers"),
    }
    return [{"text": text, "href": _address(school, key), "active": key == kind} for key, text in texts.items()]


def _address(school: School, kind: str) -> str:
    named = {EVERYBODY: "people", "parent": "people-parents", "leavers": "people-leavers"}
    if kind in named:
        return reverse(named[kind], args=[school.code])
    return reverse("people-of-kind", args=[school.code, kind])
