"""What the sample's pupils and staff have asked for and reported. All invented."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from django.utils import timezone

from belisha.console.access.acting import By
from belisha.console.filtering.asks.actions.answering import decline
from belisha.console.filtering.asks.actions.asking import Sent, ask, bring_ask
from belisha.console.filtering.asks.actions.failing import report_failure
from belisha.console.filtering.asks.actions.opening import agree
from belisha.console.filtering.asks.actions.reporting import bring_report
from belisha.console.filtering.asks.queries.people import of_class, teachers_of
from belisha.console.filtering.asks.queries.whose import Whose
from belisha.console.filtering.models import Ask, Asker
from belisha.console.people.models import Group, Membership

if TYPE_CHECKING:
    from datetime import datetime

    from belisha.console.access.models import Federation, School
    from belisha.console.people.models import Person

__all__ = ["sample_asks"]

SYSTEM: Final = By(None, system="demo")


def sample_asks(federation: Federation) -> None:
    """A few days of asking, in one class of Year 4 of each school."""
    now = timezone.now()
    for number, school in enumerate(federation.schools.order_by("pk"), start=1):
        group = Group.objects.for_school(school).classes().filter(year="year-4").order_by("pk").first()
        if group is not None and teachers_of(group):
            _asks(school, group, f"{number}", now)


def _asks(school: School, group: Group, mark: str, now: datetime) -> None:
    pupils = [
        held.person
        for held in Membership.objects.filter(group=group, teaches=False)
        .select_related("person__user")
        .order_by("pk")[:4]
    ]
    teacher = teachers_of(group)[0]
    wanted = (
        ("timestables-quiz.example/play", "I want to practise my seven times table", 3),
        ("timestables-quiz.example", "For homework", 2),
        ("cartoon-maker.example", "We make a comic about Romans", 30),
        ("football-cards.example", "It is fun", 50),
    )
    for place, (pupil, (address, reason, hours)) in enumerate(zip(pupils, wanted, strict=False)):
        said = {"address": f"https://{address}", "reason": reason, "name": pupil.given}
        sent = Sent(f"A-DEM{mark}2{place + 2}", now - timedelta(hours=hours), "10.20.4.11", said)
        bring_ask(sent, _known(pupil), of_class(group), school)
    for found in Ask.objects.for_school(school).filter(host="football-cards.example"):
        decline(by=SYSTEM, ask=found, code="home", words="Cards are for after school.")
    ask(
        by=By(teacher), school=school, address="maps-of-rome.example", reason="Our topic on Thursday: the Romans",
        audience=of_class(group), until=now + timedelta(days=5),
    )  # fmt: skip
    said = {"address": "https://prank-videos.example/horror", "text": "A scary face jumps out"}
    bring_report(Sent(f"R-DEM{mark}29", now - timedelta(hours=1), "10.20.4.11", said), _known(pupils[-1]), school)
    agree(
        by=SYSTEM, school=school, category="games", role="teacher", user=None, reason="Maths games in lessons",
        last=timezone.localdate(now) + timedelta(days=60),
    )  # fmt: skip
    report_failure(
        by=By(teacher), school=school, kind="open", words="Games opened on two tablets this morning", where=group.name
    )


def _known(pupil: Person) -> Whose:
    return Whose(pupil, Asker.Known.RECORD, "Year 4 laptop 2", pupil.school)
