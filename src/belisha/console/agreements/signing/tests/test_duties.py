"""What signing proves, met and breached by real people and rows."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from django.db import connection
from django.utils import timezone

from agreements_scene import all_right, issued
from belisha.console.access.acting import By
from belisha.console.access.models import GateWaiver
from belisha.console.access.roles import Role
from belisha.console.agreements.models import Agreement, Signature
from belisha.console.agreements.signing.actions.signatures import sign
from belisha.console.agreements.signing.actions.sittings import open_class
from belisha.console.duties.registry import PROOFS, State
from belisha.console.people.models import Membership, Visit
from cast import a_class, a_parent, a_person, a_pupil, a_school, a_teacher, somebody
from record_flush import guards_down

if TYPE_CHECKING:
    from belisha.console.access.models import School
    from belisha.console.people.models import Person

pytestmark = pytest.mark.django_db
LATER = timedelta(days=20)  # the days of grace are over


@pytest.fixture
def school() -> School:
    return a_school()


def state(school: School, duty: str, later: timedelta = timedelta()) -> State:
    return PROOFS[f"agreements.{duty}"].ask(school, timezone.now() + later).state


def signs(person: Person, kind: str, child: Person | None = None) -> Signature:
    agreement = issued(person.school, kind)
    answers = all_right(agreement)
    me = By(person.user)
    return sign(by=me, person=person, agreement=agreement, form="plain", way="own", answers=answers, child=child)


def is_signed_by_all(school: School, duty: str, kind: str, person: Person) -> None:
    """Met once the only one who is asked has signed, and a risk while there are days of grace."""
    issued(school, kind)
    assert state(school, duty) is State.AT_RISK
    signs(person, kind)
    assert state(school, duty) is State.MET


def is_late(school: School, duty: str, kind: str) -> None:
    """Breached where nothing is issued, and where somebody is late."""
    assert state(school, duty) is State.BREACHED
    issued(school, kind)
    assert state(school, duty, LATER) is State.BREACHED


def test_agreements_staff_aup_signed_is_met(school: School) -> None:
    is_signed_by_all(school, "staff-aup-signed", "staff", a_teacher(school))


def test_agreements_staff_aup_signed_is_breached(school: School) -> None:
    a_teacher(school)
    is_late(school, "staff-aup-signed", "staff")


def test_agreements_staff_policy_signed_is_met(school: School) -> None:
    is_signed_by_all(school, "staff-policy-signed", "policy-read", a_teacher(school))


def test_agreements_staff_policy_signed_is_breached(school: School) -> None:
    a_teacher(school)
    is_late(school, "staff-policy-signed", "policy-read")


def test_agreements_incident_guidance_read_is_met(school: School) -> None:
    is_signed_by_all(school, "incident-guidance-read", "incident-guidance", a_teacher(school))


def test_agreements_incident_guidance_read_is_breached(school: School) -> None:
    a_teacher(school)
    is_late(school, "incident-guidance-read", "incident-guidance")


def test_agreements_pupil_infant_is_met(school: School) -> None:
    is_signed_by_all(school, "pupil-infant", "pupil-ks1", a_pupil(school, year="year-1"))


def test_agreements_pupil_infant_is_breached(school: School) -> None:
    a_pupil(school, year="reception")
    is_late(school, "pupil-infant", "pupil-ks1")


def test_agreements_pupil_junior_is_met(school: School) -> None:
    is_signed_by_all(school, "pupil-junior", "pupil-ks2", a_pupil(school, year="year-6"))


def test_agreements_pupil_junior_is_breached(school: School) -> None:
    a_pupil(school, year="year-3")
    is_late(school, "pupil-junior", "pupil-ks2")


def a_poster(school: School) -> Person:
    """Somebody who runs the school's social media."""
    person = a_teacher(school)
    group = school.groups.create(kind="group", code="social-media", name="Social media")
    Membership.objects.create(person=person, group=group, first=person.joined)
    return person


def test_agreements_social_channel_aup_is_met(school: School) -> None:
    is_signed_by_all(school, "social-channel-aup", "social-media-manager", a_poster(school))


def test_agreements_social_channel_aup_is_breached(school: School) -> None:
    a_poster(school)
    is_late(school, "social-channel-aup", "social-media-manager")


def test_agreements_school_device_use_is_met(school: School) -> None:
    teacher = a_teacher(school)
    teacher.devices.create(school=school, code="laptop", name="Laptop")
    is_signed_by_all(school, "school-device-use", "device-holder", teacher)


def test_agreements_school_device_use_is_breached(school: School) -> None:
    a_teacher(school).devices.create(school=school, code="laptop", name="Laptop")
    is_late(school, "school-device-use", "device-holder")


def test_agreements_parent_online_is_met(school: School) -> None:
    child = a_pupil(school)
    mother, _father = a_parent(school, of=child), a_parent(school, of=child, kind="father")
    issued(school, "parent")
    signs(mother, "parent", child)
    assert state(school, "parent-online") is State.MET


def test_agreements_parent_online_is_breached(school: School) -> None:
    assert state(school, "parent-online") is State.BREACHED
    a_parent(school, of=a_pupil(school))
    issued(school, "parent")
    assert state(school, "parent-online") is State.BREACHED


def with_account(person: Person, opened: datetime | None = None) -> Person:
    person.user.username, person.user.opened_at = f"account{person.pk}", opened or timezone.now()
    person.user.save()
    return person


def test_agreements_before_access_is_met(school: School) -> None:
    signs(with_account(a_teacher(school)), "staff")
    assert state(school, "before-access", LATER) is State.MET


def test_agreements_before_access_is_breached(school: School) -> None:
    issued(school, "staff")
    with_account(a_teacher(school))
    assert state(school, "before-access") is State.MET
    assert state(school, "before-access", LATER) is State.BREACHED, "nobody has restricted them"
    GateWaiver.objects.create(school=school, gate="agreement", kind="pupil", reason="Paper", since=timezone.now())
    assert state(school, "before-access") is State.BREACHED


def test_agreements_staff_then_account_is_met(school: School) -> None:
    teacher = a_teacher(school)
    signs(teacher, "staff")
    with_account(teacher)
    with_account(a_teacher(school), timezone.now() - LATER)  # from before there was anything to sign
    assert state(school, "staff-then-account") is State.MET


def test_agreements_staff_then_account_is_breached(school: School) -> None:
    assert state(school, "staff-then-account") is State.BREACHED
    issued(school, "staff")
    signs(with_account(a_teacher(school)), "staff")
    assert state(school, "staff-then-account") is State.BREACHED


def test_agreements_issued_on_entry_is_met(school: School) -> None:
    a_teacher(school)
    issued(school, "staff")
    assert state(school, "issued-on-entry") is State.MET


def test_agreements_issued_on_entry_is_breached(school: School) -> None:
    a_teacher(school)
    a_pupil(school, year="year-1")
    issued(school, "staff")
    issued(school, "pupil-ks2")
    assert state(school, "issued-on-entry") is State.BREACHED


def test_agreements_consequences_explained_is_met(school: School) -> None:
    oak, head = a_class(school), By(somebody(school, Role.HEAD))
    a_pupil(school, in_class=oak)
    open_class(by=head, school=school, group=oak, explained=True)
    assert state(school, "consequences-explained") is State.MET


def test_agreements_consequences_explained_is_breached(school: School) -> None:
    oak, head = a_class(school), By(somebody(school, Role.HEAD))
    a_pupil(school, in_class=oak)
    open_class(by=head, school=school, group=oak, explained=True)
    a_pupil(school, in_class=a_class(school, "5 Elm", "year-5"))
    assert state(school, "consequences-explained") is State.BREACHED
    assert state(school, "consequences-explained", timedelta(days=366)) is State.BREACHED


def test_agreements_pupil_readable_is_met(school: School) -> None:
    issued(school, "pupil-ks1")
    issued(school, "pupil-ks2")
    assert state(school, "pupil-readable") is State.MET


def test_agreements_pupil_readable_is_breached(school: School) -> None:
    assert state(school, "pupil-readable") is State.BREACHED
    agreement = issued(school, "pupil-ks1")
    with guards_down(connection):
        Agreement.objects.filter(pk=agreement.pk).update(forms={"plain": agreement.forms["plain"]})
    assert state(school, "pupil-readable") is State.BREACHED


def test_agreements_held_on_file_is_met(school: School) -> None:
    signs(a_teacher(school), "staff")
    assert state(school, "held-on-file") is State.MET


def test_agreements_held_on_file_is_breached(school: School) -> None:
    mine = signs(a_teacher(school), "staff")
    with guards_down(connection):
        Signature.objects.filter(pk=mine.pk).update(name="Somebody Else")
    assert state(school, "held-on-file") is State.BREACHED


def a_visit(person: Person, *, code: bool = False, ago: timedelta = timedelta()) -> None:
    now = timezone.now() - ago
    host = a_teacher(person.school)
    Visit.objects.create(
        school=person.school, person=person, host=host, identity="known", arrived_at=now, until=now, closes_at=now,
        left_at=now, code=code,
    )  # fmt: skip


@pytest.mark.parametrize("duty", ["visitor-aup", "visitor-devices"])
def test_a_visit_after_the_signature_meets_the_duties_of_visitors(school: School, duty: str) -> None:
    visitor = a_person(school, "visitor")
    signs(visitor, "visitor")
    a_visit(visitor, code=True)
    assert state(school, duty) is State.MET


def test_agreements_visitor_aup_is_met(school: School) -> None:
    issued(school, "visitor")
    a_visit(a_person(school, "visitor"), code=False)
    assert state(school, "visitor-aup") is State.NOT_KNOWN, "nobody got a code"
    guest = a_person(school, "visitor")
    signs(guest, "visitor")
    a_visit(guest, code=True)
    assert state(school, "visitor-aup") is State.MET


def test_agreements_visitor_aup_is_breached(school: School) -> None:
    assert state(school, "visitor-aup") is State.BREACHED
    issued(school, "visitor")
    a_visit(a_person(school, "visitor"), code=True)
    assert state(school, "visitor-aup") is State.BREACHED


def test_agreements_visitor_devices_is_met(school: School) -> None:
    a_visit(a_person(school, "visitor"), ago=timedelta(days=1))  # before anything was issued
    issued(school, "visitor")
    assert state(school, "visitor-devices") is State.NOT_KNOWN, "nobody has come since"
    guest = a_person(school, "visitor")
    signs(guest, "visitor")
    a_visit(guest)
    assert state(school, "visitor-devices") is State.MET


def test_agreements_visitor_devices_is_breached(school: School) -> None:
    issued(school, "visitor")
    a_visit(a_person(school, "visitor"))
    assert state(school, "visitor-devices") is State.BREACHED


def test_agreements_regular_visitor_code_is_met(school: School) -> None:
    visitor = a_person(school, "visitor")
    for days in (4, 3, 2, 1):
        a_visit(visitor, ago=timedelta(days=days))
    signs(visitor, "regular-visitor")
    a_visit(visitor)
    a_visit(a_person(school, "visitor"))
    assert state(school, "regular-visitor-code") is State.MET


def test_agreements_regular_visitor_code_is_breached(school: School) -> None:
    visitor = a_person(school, "visitor")
    for days in (4, 3, 2, 1):
        a_visit(visitor, ago=timedelta(days=days))
    issued(school, "regular-visitor")
    assert state(school, "regular-visitor-code") is State.NOT_KNOWN
    a_visit(visitor)
    assert state(school, "regular-visitor-code") is State.BREACHED


def without(agreement: Agreement, clause: str) -> None:
    """Take a clause out of what was issued, as somebody with the keys of the database could."""
    plain = agreement.forms["plain"]
    plain["clauses"] = [each for each in plain["clauses"] if each["id"] != clause]
    with guards_down(connection):
        Agreement.objects.filter(pk=agreement.pk).update(forms=agreement.forms)


def has_clause(school: School, duty: str, kind: str) -> None:
    issued(school, kind)
    assert state(school, duty) is State.MET


def lacks_clause(school: School, duty: str, kind: str, clause: str) -> None:
    assert state(school, duty) is State.BREACHED
    without(issued(school, kind), clause)
    assert state(school, duty) is State.BREACHED


def test_agreements_social_clauses_for_pupils_is_met(school: School) -> None:
    has_clause(school, "social-clauses-for-pupils", "parent")


def test_agreements_social_clauses_for_pupils_is_breached(school: School) -> None:
    lacks_clause(school, "social-clauses-for-pupils", "pupil-ks1", "social-media")


def test_agreements_professional_conduct_clauses_is_met(school: School) -> None:
    has_clause(school, "professional-conduct-clauses", "volunteer")


def test_agreements_professional_conduct_clauses_is_breached(school: School) -> None:
    lacks_clause(school, "professional-conduct-clauses", "staff", "conduct")


def test_agreements_device_holder_responsible_is_met(school: School) -> None:
    has_clause(school, "device-holder-responsible", "visitor")


def test_agreements_device_holder_responsible_is_breached(school: School) -> None:
    lacks_clause(school, "device-holder-responsible", "pupil-ks2", "device-holder")


def test_agreements_no_liability_is_met(school: School) -> None:
    has_clause(school, "no-liability", "guest-network")


def test_agreements_no_liability_is_breached_by_other_words_too(school: School) -> None:
    agreement = issued(school, "staff")
    clause = next(each for each in agreement.forms["plain"]["clauses"] if each["id"] == "no-liability")
    clause["text"] = "Oakfield pays for everything."
    with guards_down(connection):
        Agreement.objects.filter(pk=agreement.pk).update(forms=agreement.forms)
    assert state(school, "no-liability") is State.BREACHED
