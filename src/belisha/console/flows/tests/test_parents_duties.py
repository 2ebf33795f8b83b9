"""Duties of the parents' pages and concerns together."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from belisha.console.access.acting import By
from belisha.console.access.models import Decision, School
from belisha.console.concerns.actions.reporting import Told, report
from belisha.console.concerns.models import HelpReview
from belisha.console.concerns.reporting.declared import OPEN_FORMS
from belisha.console.concerns.reporting.rules.helping import help_lines
from belisha.console.duties.registry import PROOFS, State
from belisha.console.flows.parents_help import lines_for_parents
from cast import a_parent, a_pupil, a_school

pytestmark = pytest.mark.django_db


@pytest.fixture
def school() -> School:
    return a_school()


def state(school: School, duty: str, days: int = 0) -> State:
    return PROOFS[duty].ask(school, timezone.now() + timedelta(days=days)).state


def test_parents_support_sites_is_met_by_a_directory_that_was_tried(school: School) -> None:
    today = timezone.localdate()
    HelpReview.objects.bulk_create(
        HelpReview(school=school, item=line.id, found="right", on=today) for line in help_lines()
    )
    assert state(school, "parents.support-sites") is State.NOT_KNOWN, "there are no parents"
    a_parent(school, of=a_pupil(school))
    assert state(school, "parents.support-sites") is State.MET
    assert {"NSPCC helpline", "CEOP Safety Centre"} <= {line.title for line in lines_for_parents(school)}


def test_parents_support_sites_is_breached_by_one_that_was_found_wrong(school: School) -> None:
    HelpReview.objects.create(school=school, item="ceop", found="wrong", on=timezone.localdate())
    assert state(school, "parents.support-sites") is State.BREACHED
    assert "CEOP Safety Centre" not in {line.title for line in lines_for_parents(school)}


def a_worry(school: School) -> None:
    report(
        by=By(None, system="form for parents"),
        school=school,
        category="other-online",
        words="He is awake all night",
        subjects=[],
        told=Told(origin="parent"),
    )


def test_parents_seek_help_is_met_while_the_form_is_open_and_read(school: School) -> None:
    assert state(school, "parents.seek-help") is State.NOT_KNOWN, "nobody has written"
    a_worry(school)
    assert state(school, "parents.seek-help") is State.MET, "there is time to open it"


def test_parents_seek_help_is_breached_by_a_worry_that_nobody_opens_or_a_shut_form(school: School) -> None:
    a_worry(school)
    assert state(school, "parents.seek-help", days=10) is State.BREACHED
    other = a_school("st-brigids")
    Decision.objects.create(
        school=other,
        federation=other.federation,
        key=OPEN_FORMS["parents"].key,
        value="shut",
        since=timezone.now(),
    )
    assert state(other, "parents.seek-help") is State.BREACHED
