"""The sample's gateways, cases of what is not covered, lists, and sites that many were refused. All invented."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from django.utils import timezone

from belisha.activity.coverage.model import Gap, Kind, Level
from belisha.console.access.acting import By
from belisha.console.access.models import User
from belisha.console.filtering.coverage.actions import explain, give, take_over
from belisha.console.filtering.gateways.actions import add_gateway
from belisha.console.filtering.lists.actions import Refused, note_lists, note_refused
from belisha.console.filtering.models import CoverageCase, GatewayHour, SiteCorrection
from belisha.engine.lists import ListError

if TYPE_CHECKING:
    from datetime import datetime

    from belisha.console.access.models import Federation, School

__all__ = ["sample_network"]

SYSTEM: Final = By(None, system="demo")
BUSY: Final = {9: 140, 10: 310, 11: 280, 13: 240, 14: 190}  # the most requests in a minute, by the hour of a school day


def sample_network(federation: Federation) -> None:
    """Fill in what a few weeks of use would have brought."""
    now = timezone.now()
    for number, school in enumerate(federation.schools.order_by("pk")):
        _gateway(school, now, joined=number == 0)
        _cases(school, now)
        _words(school)
    try:
        note_lists(now)
    except (ListError, OSError):
        return  # the pages of lists say that nothing is noted yet


def _gateway(school: School, now: datetime, *, joined: bool) -> None:
    gateway, _code = add_gateway(by=SYSTEM, school=school, name=f"Server room, {school.name}")
    if not joined:
        return  # its code is over within the hour: the page shows how to make a new one
    gateway.code_hash, gateway.code_ends = "", None
    gateway.joined_at, gateway.seen_at = now - timedelta(days=30), now - timedelta(minutes=40)
    gateway.machine, gateway.version, gateway.requests, gateway.free_mb = "gw-1", "0.1.0", 212, 41_300
    gateway.fault = ""
    gateway.save()
    for day in range(1, 11):
        start = (now - timedelta(days=day)).replace(minute=0, second=0, microsecond=0)
        GatewayHour.objects.bulk_create(
            GatewayHour(
                gateway=gateway,
                hour=start.replace(hour=hour),
                most_requests=most + 7 * day,
                least_free_mb=41_300 + 90 * day,
            )
            for hour, most in BUSY.items()
        )


def _gap(school: School, kind: Kind, level: Level, subject: str, reason: str, to_do: str, **more: object) -> Gap:
    told = {"name": subject, "reason": reason, "to_do": to_do} | more
    code = subject.casefold().replace(" ", "-")
    return Gap(id=f"{kind}:{school.code}:{code}", kind=kind, level=level, school=school.code, subject=code, **told)  # type: ignore[arg-type]


def _cases(school: School, now: datetime) -> None:
    gaps = [
        _gap(
            school, Kind.DEVICE_SILENT, Level.RED, "Year 5 laptop 7", "Nothing came from it on Friday.",
            "Find it and open a page with it. If it is away or gone, take it out of the policy.",
        ),
        _gap(
            school, Kind.DEVICE_UNREGISTERED, Level.AMBER, "Staff room network",
            "2 devices that are not registered made 341 requests.",
            "Register those that belong to the school. Whose are the others?",
            count=2, items=("10.20.3.71: 300 requests, 1 signed in", "10.20.3.90: 41 requests, nobody signed in"),
        ),
        _gap(
            school, Kind.DEVICE_SILENT, Level.RED, "Library tablet 2", "Nothing came from it on Friday.",
            "Find it and open a page with it. If it is away or gone, take it out of the policy.",
        ),
    ]  # fmt: skip
    # gateways and sister schools are taken over together: what one look does not find is over
    known = CoverageCase.objects.filter(federation=school.federation).exclude(school=school).order_by("pk")
    kept = [
        Gap(
            id=case.gap, kind=Kind(case.kind), level=Level(case.level), school=case.school.code if case.school else "",
            subject=case.subject, name=case.name, reason=case.reason, to_do=case.to_do, count=case.count,
            items=tuple(case.items),
        )
        for case in known
    ]  # fmt: skip
    take_over(federation=school.federation, gaps=[*kept, *gaps], now=now)
    cases = {case.name: case for case in CoverageCase.objects.for_school(school).filter(school=school)}
    today = timezone.localdate(now)
    reason = "It is being mended until half term"
    explain(by=SYSTEM, case=cases["Library tablet 2"], school=school, reason=reason, until=today + timedelta(days=21))
    technician = User.objects.filter(posts__role="technician", posts__school=school).order_by("pk").first()
    if technician:
        give(by=SYSTEM, case=cases["Year 5 laptop 7"], school=school, owner=technician)


def _words(school: School) -> None:
    day = timezone.localdate()
    found = [
        Refused("timestables-quiz.example", "games", "", 17, 44),
        Refused("maps-of-rome.example", "games", "", 6, 9),
    ]
    note_refused(school=school, day=day, found=found)
    SiteCorrection.objects.create(
        federation=school.federation,
        school=school,
        host=f"spelling-bee.{school.code}.example",
        category="games",
        belongs=False,
        reason="A spelling site that a list has as a game",
        technical=False,
        proposed_at=timezone.now(),
    )
