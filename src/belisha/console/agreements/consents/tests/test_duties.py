"""Each duty that consents prove: met and breached by live data."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.utils import timezone

from belisha.console.access.acting import By
from belisha.console.agreements.consents.actions.showing import Entry, finish_take_down, publish
from belisha.console.agreements.consents.tests.scene import Family, a_family, says
from belisha.console.agreements.models import HomeLink, TakeDown
from belisha.console.duties.registry import PROOFS, State
from cast import a_pupil

if TYPE_CHECKING:
    from datetime import datetime

pytestmark = pytest.mark.django_db


@pytest.fixture
def family() -> Family:
    return a_family()


def state(family: Family, duty: str, now: datetime | None = None) -> State:
    standing = PROOFS[duty].ask(family.school, now or timezone.now())
    assert "Ada" not in standing.reason
    return standing.state


def shown(family: Family, purpose: str, *, already: bool = False) -> None:
    day = timezone.localdate()
    entry = Entry(purpose, "Year 4 at the pond", "/news/pond", day, family.teacher, already)
    publish(by=By(family.teacher), school=family.school, entry=entry, children=[family.child])


def met(family: Family, duty: str, purpose: str) -> None:
    assert state(family, duty) is State.NOT_KNOWN, "nothing is entered"
    says(family.mother, family.child, purpose, yes=True)
    shown(family, purpose)
    assert state(family, duty) is State.MET


def breached(family: Family, duty: str, purpose: str) -> None:
    shown(family, purpose, already=True)
    assert state(family, duty) is State.BREACHED
    says(family.mother, family.child, purpose, yes=True)
    assert state(family, duty) is State.BREACHED, "it was shown first"
    finish_take_down(by=By(family.teacher), task=TakeDown.objects.get(), outcome="permitted", words="They agreed")
    assert state(family, duty) is State.MET
    says(family.father, family.child, purpose, yes=False)
    assert state(family, duty) is State.AT_RISK, "there is a day to take it down"
    assert state(family, duty, timezone.now() + timedelta(hours=25)) is State.BREACHED


def test_images_written_before_publishing_is_met_by_permission_first(family: Family) -> None:
    met(family, "images.written-before-publishing", "website")


def test_images_written_before_publishing_is_breached_by_what_is_shown_without(family: Family) -> None:
    breached(family, "images.written-before-publishing", "website")


def test_website_pupil_work_permission_is_met_by_permission_first(family: Family) -> None:
    met(family, "website.pupil-work-permission", "work")


def test_website_pupil_work_permission_is_breached_by_work_shown_without(family: Family) -> None:
    breached(family, "website.pupil-work-permission", "work")


def test_images_parent_permission_is_met_when_somebody_answered_for_each(family: Family) -> None:
    says(family.father, family.child, "website", yes=False)
    a_pupil(family.school, joined=timezone.localdate() - timedelta(days=5))
    assert state(family, "images.parent-permission") is State.MET, "a no is an answer, and some have just come"


def test_images_parent_permission_is_breached_when_nobody_was_asked(family: Family) -> None:
    assert state(family, "images.parent-permission") is State.BREACHED
    now = timezone.now()
    HomeLink.objects.create(person=family.mother, digest="0" * 64, made_at=now, until=now)
    assert state(family, "images.parent-permission") is State.AT_RISK
    a_pupil(family.school)
    assert state(family, "images.parent-permission") is State.BREACHED, "for this child there is nobody to ask"


def test_social_images_with_consent_is_met_by_permission_first(family: Family) -> None:
    met(family, "social.images-with-consent", "social")
    assert state(family, "website.some-photos") is State.NOT_KNOWN, "the website is another place"


def test_social_images_with_consent_is_breached_by_what_is_shown_without(family: Family) -> None:
    breached(family, "social.images-with-consent", "social")


def test_website_some_photos_is_met_by_permission_first(family: Family) -> None:
    met(family, "website.some-photos", "website")


def test_website_some_photos_is_breached_by_what_is_shown_without(family: Family) -> None:
    breached(family, "website.some-photos", "website")
