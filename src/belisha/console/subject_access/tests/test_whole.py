"""Whatever is kept of people is either in a pack, or left out for a reason that stands here."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.apps import apps
from django.utils import timezone

from belisha.console.people.models import DeclaredTie, Person, Visit
from belisha.console.people.subject_access import HOLDERS
from cast import a_person, a_pupil, a_school, a_teacher

# by which holder each model that points at somebody on the register comes into a pack
HELD = {
    "agreements.ConsentAnswer": "agreements",
    "agreements.Decline": "agreements",
    "agreements.Restriction": "agreements",
    "agreements.Shown": "agreements",
    "agreements.Signature": "agreements",
    "concerns.HandOver": "concerns",
    "concerns.PersonHold": "concerns",
    "concerns.ReceivedFile": "concerns",
    "concerns.Subject": "concerns",
    "filtering.Asker": "filter",
    "filtering.PageReport": "filter",
    "filtering.PersonProfile": "filter",
    "filtering.RemoteGrant": "filter",
    "filtering.SiteRule": "filter",
    "monitoring.Alert": "alerts",
    "monitoring.Look": "alerts",
    "monitoring.ReportPlan": "alerts",
    "people.ContactPermission": "register",
    "people.Declaration": "register",
    "people.DeclaredTie": "register",
    "people.Device": "register",
    "people.Membership": "register",
    "people.Need": "register",
    "people.Person": "register",
    "people.Photo": "register",
    "people.Relationship": "register",
    "people.StaffCheck": "register",
    "people.StarterStep": "register",
    "people.Visit": "register",
}
LEFT_OUT = {
    "agreements.FamilyStep": "which steps of advice a family ticked: shown to them on their own page",
    "agreements.HomeLink": "a key by which somebody gets in: never given out",
    "agreements.NoticeRead": "which notices they opened: shown to them on their own page",
    "agreements.Reminder": "when a mail was sent to them: they have the mail",
    "agreements.SigningLink": "a key by which somebody signs: never given out",
    "people.Distinct": "that two entries are not one person: says nothing of either",
    "people.Merge": "that two entries became one: both are gathered",
    "people.RosterPersonLink": "their number in another system, which stands in their entry",
    "subject_access.AccessRequest": "the request itself, which whoever asked has made",
}


def test_every_model_that_points_at_somebody_is_in_a_pack_or_left_out_for_a_reason() -> None:
    pointing = {
        model._meta.label
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if field.concrete and field.related_model is Person
    }
    listed = HELD.keys() | LEFT_OUT.keys()
    assert pointing - listed == set(), "say where it comes into a pack (subject_holdings.py), or why it does not"
    assert listed - pointing == set()
    assert set(HELD.values()) <= HOLDERS.keys()
    assert all(len(reason) > 20 for reason in LEFT_OUT.values())


@pytest.mark.django_db
def test_what_staff_declared_and_whom_they_received_is_in_their_pack() -> None:
    school, now = a_school(), timezone.now()
    teacher, guest = a_teacher(school, "Jo Field"), a_person(school, "visitor", "Pat Lane")
    DeclaredTie.objects.create(person=teacher, tie="Aunt of a pupil", told_at=now)
    Visit.objects.create(
        school=school, person=guest, host=teacher, identity="known", arrived_at=now, until=now + timedelta(hours=1),
        closes_at=now + timedelta(hours=2),
    )  # fmt: skip
    for person, expected in ((teacher, {"Aunt of a pupil", "Visitor: Pat Lane"}), (guest, {"Guest of: Jo Field"})):
        text = "\n".join(held.text for held in HOLDERS["register"].find(person))
        assert all(words in text for words in expected)


@pytest.mark.django_db
def test_every_holder_answers_for_somebody_of_whom_nothing_is_held() -> None:
    child = a_pupil(a_school())
    for holder in HOLDERS.values():
        keys = [held.key for held in holder.find(child)]
        assert len(keys) == len(set(keys))
