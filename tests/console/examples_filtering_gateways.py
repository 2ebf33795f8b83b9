"""What the addresses of gateways, lists and coverage take."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from belisha.activity.coverage.model import Gap, Kind, Level
from belisha.console.access.acting import By
from belisha.console.filtering.coverage.actions import take_over
from belisha.console.filtering.gateways.actions import add_gateway
from belisha.console.filtering.models import CoverageCase, ListSuggestion, RefusedSite, SiteCorrection

if TYPE_CHECKING:
    from belisha.console.access.models import School, User

_numbers = count(1)
SYSTEM = By(None, system="tests")


def a_gateway(school: School, _member: User) -> dict[str, Any]:
    made, _code = add_gateway(by=SYSTEM, school=school, name=f"Server room {next(_numbers)}")
    return {"number": made.pk}


def a_case(school: School, _member: User) -> dict[str, Any]:
    gap = Gap(
        id=f"device-silent:{school.code}:laptop-{next(_numbers)}",
        kind=Kind.DEVICE_SILENT,
        level=Level.RED,
        school=school.code,
        subject="laptop-7",
        name="Laptop 7",
        reason="Nothing came from it on Monday.",
        to_do="Find it and open a page with it.",
    )
    take_over(federation=school.federation, gaps=[gap], now=timezone.now())
    return {"number": CoverageCase.objects.for_school(school).order_by("-pk")[0].pk}


def a_correction(school: School, _member: User) -> dict[str, Any]:
    made = SiteCorrection.objects.create(
        federation=school.federation,
        school=school,
        host=f"maths{next(_numbers)}.example",
        category="games",
        belongs=False,
        reason="Times tables",
        technical=False,
        proposed_at=timezone.now(),
    )
    return {"number": made.pk}


def a_suggestion(school: School, _member: User) -> dict[str, Any]:
    today = timezone.localdate()
    found = ListSuggestion.objects.create(
        federation=school.federation,
        host=f"maths{ListSuggestion.objects.count()}.example",
        categories="games",
        people=3,
        schools=1,
        first_found=today,
        last_found=today,
    )
    return {"host": found.host}


def a_refused_site(school: School, _member: User) -> dict[str, Any]:
    made = RefusedSite.objects.create(
        school=school,
        day=timezone.localdate(),
        host=f"maths{next(_numbers)}.example",
        category="games",
        people=7,
        tries=20,
    )
    return {"number": made.pk}


GATEWAYS = {
    "filter-gateway": a_gateway,
    "filter-gateway-code": a_gateway,
    "filter-gateway-rename": a_gateway,
    "filter-gateway-out": a_gateway,
    "gateway-piece": lambda _school, _member: {"kind": "policy", "name": "0" * 64},
    "gateway-spool": lambda _school, _member: {"kind": "asks"},
    "filter-case": a_case,
    "filter-case-owner": a_case,
    "filter-case-mine": a_case,
    "filter-case-note": a_case,
    "filter-case-explain": a_case,
    "filter-case-reopen": a_case,
    "filter-correction": a_correction,
    "filter-correction-end": a_correction,
    "filter-refused-site": a_refused_site,
    "filter-list-suggestion": a_suggestion,
}
