"""Samples of asks, reports, failures and openings for the tests that visit every page."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from belisha.console.access.roles import Role
from belisha.console.filtering.models import (
    Ask,
    Asker,
    CategoryAgreement,
    Change,
    FailureReport,
    LessonOpening,
    PageReport,
    SpoolFault,
)
from cast import a_class, a_teacher, somebody

if TYPE_CHECKING:
    from collections.abc import Callable

    from belisha.console.access.models import School, User

DAY = timedelta(days=1)


def _an_ask(school: School, member: User, state: str) -> dict[str, Any]:
    now = timezone.now()
    ask = Ask.objects.create(
        school=school,
        address="castles.example/keep",
        host="castles.example",
        holder="class",
        holder_id="4-oak",
        holder_name="4 Oak",
        in_class=a_class(school),
        state=state,
        asked_at=now,
        due_at=now + DAY,
    )
    Asker.objects.create(
        ask=ask, user=member, known="signed-in", at=now, address="castles.example/keep", reason="Topic"
    )
    return {"number": ask.pk}


def an_ask(school: School, member: User) -> dict[str, Any]:
    return _an_ask(school, member, Ask.State.MANAGERS)


def an_agreement(school: School, _member: User) -> dict[str, Any]:
    made = CategoryAgreement.objects.create(
        school=school,
        category="games",
        role="teacher",
        reason="Maths games",
        agreed_at=timezone.now(),
        last=timezone.localdate() + DAY,
    )
    return {"number": made.pk}


def an_opening(school: School, _member: User) -> dict[str, Any]:
    now, teacher = timezone.now(), somebody(school, Role.TEACHER)
    a_teacher(school, of=a_class(school), user=teacher)
    change = Change.objects.create(
        federation=school.federation, school=school, title="Games", state="applied", way="lesson", made_at=now,
        applied_at=now, published="0" * 64,
    )  # fmt: skip
    opening = LessonOpening.objects.create(
        school=school,
        group=a_class(school),
        category="games",
        agreement_id=an_agreement(school, teacher)["number"],
        change=change,
        opened_by=teacher,
        opened_at=now,
        until=now + timedelta(hours=1),
    )
    return {"number": opening.pk}


def a_report(school: School, member: User) -> dict[str, Any]:
    now = timezone.now()
    report = PageReport.objects.create(
        school=school,
        address="rude.example/x",
        host="rude.example",
        written="rude.example/x",
        words="It is rude",
        user=member,
        known="signed-in",
        at=now,
        state="waiting",
        held="stay-open",
        due_at=now + DAY,
        illegal=True,
    )
    return {"number": report.pk}


def a_failure(school: School, member: User) -> dict[str, Any]:
    now = timezone.now()
    failure = FailureReport.objects.create(
        school=school,
        kind="open",
        words="Games open in 4 Oak",
        by=member,
        at=now,
        roles=["dsl", "network-manager"],
        due_at=now + timedelta(hours=1),
        close_by=now + DAY,
    )
    return {"number": failure.pk}


def a_line(_school: School, _member: User) -> dict[str, Any]:
    fault, _made = SpoolFault.objects.get_or_create(
        file="asks.jsonl", offset=0, defaults={"size": 3, "at": timezone.now()}
    )
    return {"line": str(fault.pk)}


ASKS: dict[str, Callable[[School, User], dict[str, Any]]] = {
    "filter-ask": an_ask,
    "filter-ask-pass-on": an_ask,
    "filter-ask-no": an_ask,
    "filter-ask-change": an_ask,
    "filter-line-looked-at": a_line,
    "filter-opening-close": an_opening,
    "filter-agreement-end": an_agreement,
    "filter-report": a_report,
    "filter-report-keep": a_report,
    "filter-report-open": a_report,
    "filter-report-illegal": a_report,
    "filter-report-raise": a_report,
    "filter-failure": a_failure,
    "filter-failure-raise": a_failure,
    "filter-failure-end": a_failure,
}
