"""The verbs of the register: what they do, what they refuse, and what goes on record."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.utils import timezone

from belisha.console.access.acting import By
from belisha.console.access.authorization import NotAllowedError
from belisha.console.access.models import Post
from belisha.console.access.roles import Role
from belisha.console.audit.models import Link
from belisha.console.outbox.models import OutboxMail
from belisha.console.people.actions.checks import look_at_checks, record_check, withdraw_check
from belisha.console.people.actions.devices import add_device, add_devices, change_device, retire_device, return_device
from belisha.console.people.actions.families import change_link, link_family, unlink_family
from belisha.console.people.actions.groups import (
    add_group,
    add_member,
    change_group,
    close_group,
    move_pupil,
    reopen_group,
    set_teachers,
)
from belisha.console.people.actions.joining import add_person, change_person, leave, rejoin, undo_leaving
from belisha.console.people.actions.merging import merge, tell_apart, undo_merge
from belisha.console.people.actions.needs import end_need, look_at_needs, note_need, review_need
from belisha.console.people.actions.photos import remove_photo, set_photo
from belisha.console.people.models import (
    Device,
    Membership,
    Need,
    Person,
    Photo,
    Relationship,
    Room,
    StaffCheck,
)
from belisha.console.people.queries.duplicates import duplicates_of, how_many_duplicates, preview_of
from belisha.console.people.queries.families import may_hear_of
from belisha.console.people.refusals import AlreadyThereError, RefusedError
from cast import FIRST_DAY, a_class, a_parent, a_person, a_pupil, a_school, a_teacher, somebody

if TYPE_CHECKING:
    from belisha.console.access.models import School

pytestmark = pytest.mark.django_db
UPN = "H801200001001"


@pytest.fixture
def school() -> School:
    return a_school()


@pytest.fixture
def head(school: School) -> By:
    return By(somebody(school, Role.HEAD))


@pytest.fixture
def teacher(school: School) -> By:
    return By(somebody(school, Role.TEACHER))


def today() -> date:
    return timezone.localdate()


def recorded() -> list[str]:
    return list(Link.objects.order_by("pk").values_list("event", flat=True))


def amy(**more: Any) -> dict[str, Any]:
    return {"given": "Amy", "family": "Pond", "born": date(2018, 1, 15), "year": "year-4"} | more


def test_somebody_new_gets_an_account_that_is_not_open(school: School, head: By) -> None:
    person = add_person(by=head, school=school, kind="pupil", details=amy(upn=UPN, email="amy@s.example"))
    assert (person.user.name, person.user.email, person.user.kind) == ("Amy Pond", "amy@s.example", "pupil")
    assert not person.user.is_active
    assert person.user.has_usable_password() is False
    assert person.joined == today()
    assert recorded() == ["people.joined"]


@pytest.mark.parametrize("kind", ["staff", "parent", "governor", "visitor", "volunteer", "contractor"])
def test_adults_of_every_kind_can_be_added(school: School, head: By, kind: str) -> None:
    person = add_person(by=head, school=school, kind=kind, details={"family": "Suharto"})
    assert (person.kind, person.name) == (kind, "Suharto")


def test_a_teacher_changes_nothing(school: School, teacher: By) -> None:
    pupil = a_pupil(school)
    with pytest.raises(NotAllowedError):
        add_person(by=teacher, school=school, kind="pupil", details=amy())
    with pytest.raises(NotAllowedError):
        leave(by=teacher, person=pupil, on=today())
    with pytest.raises(NotAllowedError):
        look_at_needs(by=teacher, pupil=pupil)
    assert recorded() == []


@pytest.mark.parametrize(
    ("details", "field"),
    [
        ({"given": " ", "family": ""}, "family"),
        (amy(upn="H801200001002"), "upn"),
        (amy(born=date(2150, 1, 1)), "born"),
        (amy(joined=date(2150, 1, 1)), "joined"),
    ],
)
def test_details_that_cannot_be_are_refused_at_their_field(
    school: School, head: By, details: dict[str, Any], field: str
) -> None:
    with pytest.raises(RefusedError) as refused:
        add_person(by=head, school=school, kind="pupil", details=details)
    assert refused.value.field == field
    assert not Person.objects.exists()


def test_a_known_upn_or_name_with_birth_date_leads_to_who_is_there(school: School, head: By) -> None:
    there = add_person(by=head, school=school, kind="pupil", details=amy(upn=UPN))
    for details in (amy(upn=UPN, given="Amelia"), amy(), amy(given="AMY", family="pond")):
        with pytest.raises(AlreadyThereError) as known:
            add_person(by=head, school=school, kind="pupil", details=details)
        assert known.value.person == there
    assert add_person(by=head, school=school, kind="pupil", details=amy(), namesake=True).pk != there.pk
    assert add_person(by=head, school=school, kind="pupil", details=amy(born=date(2018, 1, 16))).pk != there.pk


def test_the_same_pupil_may_be_at_another_school(school: School, head: By) -> None:
    add_person(by=head, school=school, kind="pupil", details=amy(upn=UPN))
    other = a_school("st-brigids")
    add_person(by=By(None, system="feed"), school=other, kind="pupil", details=amy(upn=UPN))
    assert Person.objects.filter(upn=UPN).count() == 2


def test_a_change_reaches_the_account_and_the_record_says_what_changed(school: School, head: By) -> None:
    pupil = a_pupil(school, "Amy Pond")
    change_person(by=head, person=pupil, details={"known_as": "Amelia", "family": "Pond"}, reason="her wish")
    pupil.refresh_from_db()
    assert pupil.user.name == pupil.name == "Amelia Pond"
    assert "amelia" in pupil.search
    content = Link.objects.get(event="people.changed").body.content
    assert (content["before"], content["after"], content["reason"]) == (
        {"known_as": ""},
        {"known_as": "Amelia"},
        "her wish",
    )
    change_person(by=head, person=pupil, details={"known_as": "Amelia"})
    assert recorded() == ["people.changed"], "what changes nothing is not put on record"


def test_who_leaves_leaves_their_class_and_undoing_puts_them_back(school: School, head: By) -> None:
    oak = a_class(school)
    pupil = a_pupil(school, in_class=oak)
    leave(by=head, person=pupil, on=today(), reason="moved")
    assert Membership.objects.get(person=pupil).last == today()
    leave(by=head, person=pupil, on=today() + timedelta(days=7))
    assert Membership.objects.get(person=pupil).last == today() + timedelta(days=7)
    undo_leaving(by=head, person=pupil)
    pupil.refresh_from_db()
    assert pupil.left is None
    assert Membership.objects.get(person=pupil).last is None
    with pytest.raises(RefusedError):
        undo_leaving(by=head, person=pupil)
    with pytest.raises(RefusedError):
        leave(by=head, person=pupil, on=FIRST_DAY - timedelta(days=1))


def test_who_comes_back_has_no_class_yet(school: School, head: By) -> None:
    pupil = a_pupil(school, in_class=a_class(school))
    leave(by=head, person=pupil, on=FIRST_DAY + timedelta(days=10))
    with pytest.raises(RefusedError):
        rejoin(by=head, person=pupil, on=FIRST_DAY + timedelta(days=10))
    rejoin(by=head, person=pupil, on=today())
    pupil.refresh_from_db()
    assert (pupil.joined, pupil.left) == (today(), None)
    assert not Membership.objects.filter(last__isnull=True).exists()


def test_a_mover_changes_class_and_year_from_a_day_on(school: School, head: By) -> None:
    oak, elm = a_class(school), a_class(school, "5 Elm", "year-5")
    pupil = a_pupil(school, in_class=oak)
    move_pupil(by=head, pupil=pupil, to=elm, on=today(), reason="ahead")
    pupil.refresh_from_db()
    held = list(Membership.objects.filter(person=pupil).order_by("first").values_list("group__name", "first", "last"))
    assert held == [("4 Oak", FIRST_DAY, today() - timedelta(days=1)), ("5 Elm", today(), None)]
    assert pupil.year == "year-5"
    with pytest.raises(RefusedError):
        move_pupil(by=head, pupil=pupil, to=elm, on=today())
    with pytest.raises(RefusedError):
        move_pupil(by=head, pupil=pupil, to=a_class(a_school("st-brigids"), "X"), on=today())
    move_pupil(by=head, pupil=pupil, to=oak, on=today())
    assert Membership.objects.filter(person=pupil, group=elm).count() == 0, "what never began leaves no trace"


def test_classes_are_added_renamed_closed_and_opened_again(school: School, head: By) -> None:
    ash = add_group(by=head, school=school, kind="class", name="4 Ash", year="year-4")
    assert ash.code == "4-ash"
    with pytest.raises(RefusedError):
        add_group(by=head, school=school, kind="group", name="4 ASH")
    pupil = a_pupil(school, in_class=ash)
    change_group(by=head, group=ash, name="4 Ashes", year="year-5")
    pupil.refresh_from_db()
    assert pupil.year == "year-5"
    with pytest.raises(RefusedError):
        close_group(by=head, group=ash, on=today())
    move_pupil(by=head, pupil=pupil, to=None, on=today())
    teacher = a_teacher(school, of=ash)
    close_group(by=head, group=ash, on=today())
    assert Membership.objects.get(person=teacher).last == today() - timedelta(days=1)
    reopen_group(by=head, group=ash)
    assert Membership.objects.get(person=teacher).last is None


def test_a_class_gets_its_teachers_and_they_are_staff(school: School, head: By) -> None:
    oak = a_class(school)
    old, new = a_teacher(school, "A Old", of=oak), a_teacher(school, "B New")
    set_teachers(by=head, group=oak, teachers=[new], on=today())
    now = Membership.objects.filter(group=oak, teaches=True).on(today())
    assert [held.person for held in now] == [new]
    assert Membership.objects.get(person=old).last == today() - timedelta(days=1)
    with pytest.raises(RefusedError):
        set_teachers(by=head, group=oak, teachers=[a_pupil(school)], on=today())


def test_a_club_takes_anybody_once(school: School, head: By) -> None:
    club = add_group(by=head, school=school, kind="group", name="Chess")
    pupil = a_pupil(school, in_class=a_class(school))
    add_member(by=head, group=club, person=pupil, on=today())
    with pytest.raises(RefusedError):
        add_member(by=head, group=club, person=pupil, on=today())
    assert Membership.objects.filter(person=pupil, last__isnull=True).count() == 2


def test_a_family_says_who_may_hear_of_a_child(school: School, head: By) -> None:
    pupil, mother, father = a_pupil(school), a_parent(school), a_parent(school)
    link_family(by=head, adult=mother, child=pupil, details={"kind": "mother", "parental_responsibility": True})
    link = link_family(by=head, adult=father, child=pupil, details={"kind": "father", "parental_responsibility": True})
    assert link.priority == 2
    assert [one.adult for one in may_hear_of(pupil)] == [mother, father]
    change_link(by=head, link=link, details={"no_contact": True}, reason="court order")
    assert [one.adult for one in may_hear_of(pupil)] == [mother]
    with pytest.raises(RefusedError):
        link_family(by=head, adult=mother, child=pupil, details={"kind": "mother"})
    with pytest.raises(RefusedError):
        link_family(by=head, adult=pupil, child=mother, details={"kind": "mother"})
    unlink_family(by=head, link=link, reason="wrong child")
    assert Relationship.objects.count() == 1
    assert recorded()[-1] == "people.family-unlinked"


def test_needs_keep_their_history_and_every_look_is_on_record(school: School, head: By) -> None:
    pupil, later = a_pupil(school), today() + timedelta(days=90)
    need = note_need(by=head, pupil=pupil, kind="risk", reason="met a stranger online", review=later)
    assert need.at_risk, "being at risk is what this need is about"
    with pytest.raises(RefusedError):
        note_need(by=head, pupil=pupil, kind="risk", reason="again", review=later)
    with pytest.raises(RefusedError):
        note_need(by=head, pupil=pupil, kind="sen", reason="x", review=today())
    fresh = review_need(by=head, need=need, reason="calmer now", review=later, at_risk=True)
    assert look_at_needs(by=head, pupil=pupil) == [fresh]
    end_need(by=head, need=fresh, reason="over")
    assert look_at_needs(by=head, pupil=pupil) == []
    assert Need.objects.count() == 2
    assert recorded() == [
        "people.need-noted",
        "people.need-reviewed",
        "people.needs-seen",
        "people.need-ended",
        "people.needs-seen",
    ]


def check(**more: Any) -> dict[str, Any]:
    return {"kind": "dbs", "number": "001", "seen_by": "Ruth Head", "seen_on": today()} | more


def test_checks_are_renewed_and_withdrawn_but_never_changed(school: School, head: By) -> None:
    staff = a_teacher(school)
    first = record_check(by=head, person=staff, details=check())
    record_check(by=head, person=staff, details=check(number="002"))
    withdraw_check(by=head, check=first, reason="not theirs")
    assert [one.number for one in look_at_checks(by=head, person=staff)] == ["002", "001"]
    assert StaffCheck.objects.standing().get().number == "002"
    with pytest.raises(RefusedError):
        withdraw_check(by=head, check=first, reason="again")


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"number": ""}, "number"),
        ({"needed": False}, "note"),
        ({"seen_on": date(2150, 1, 1)}, "seen_on"),
        ({"issued": date(2026, 1, 2), "expires": date(2026, 1, 1)}, "expires"),
    ],
)
def test_a_check_that_cannot_be_is_refused(school: School, head: By, more: dict[str, Any], field: str) -> None:
    with pytest.raises(RefusedError) as refused:
        record_check(by=head, person=a_teacher(school), details=check(**more))
    assert refused.value.field == field


def test_nobody_records_their_own_checks_and_pupils_have_none(school: School, head: By) -> None:
    with pytest.raises(RefusedError):
        record_check(by=head, person=a_teacher(school, user=head.user), details=check())
    with pytest.raises(RefusedError):
        record_check(by=head, person=a_pupil(school), details=check())


def test_a_photo_is_put_up_and_taken_away(school: School, head: By) -> None:
    from belisha.console.people.tests.test_rules import png

    pupil = a_pupil(school)
    set_photo(by=head, person=pupil, data=png())
    set_photo(by=head, person=pupil, data=png(200, 200))
    assert Photo.objects.get(person=pupil).media_type == "image/png"
    with pytest.raises(RefusedError):
        set_photo(by=head, person=pupil, data=b"GIF89a")
    remove_photo(by=head, person=pupil)
    assert not Photo.objects.exists()


def test_a_device_is_known_by_an_address_that_is_its_alone(school: School) -> None:
    by = By(somebody(school, Role.NETWORK_MANAGER))
    room = Room.objects.create(school=school, code="it", name="IT room")
    device = add_device(by=by, school=school, details={"name": "Tablet 1", "mac": "02-00-5E-10-00-01", "room": room})
    assert (device.mac, device.code) == ("02:00:5e:10:00:01", "tablet-1")
    with pytest.raises(RefusedError) as taken:
        add_device(by=by, school=school, details={"name": "Tablet 2", "mac": "02005e100001"})
    assert taken.value.field == "mac"
    with pytest.raises(RefusedError):
        change_device(by=by, device=device, details={"person": a_teacher(school)})
    change_device(by=by, device=device, details={"person": a_teacher(school), "room": None})
    retire_device(by=by, device=device, reason="lost")
    other = add_device(by=by, school=school, details={"name": "Tablet 2", "mac": "02005e100001"})
    with pytest.raises(RefusedError):
        return_device(by=by, device=device)
    retire_device(by=by, device=other)
    return_device(by=by, device=device)


def test_many_devices_are_added_all_or_none(school: School) -> None:
    by = By(somebody(school, Role.NETWORK_MANAGER))
    rows = [{"name": "A", "mac": "02005e100001"}, {"name": "B", "mac": "not one"}]
    with pytest.raises(RefusedError, match="Row 2"):
        add_devices(by=by, school=school, rows=rows)
    assert not Device.objects.exists()
    assert len(add_devices(by=by, school=school, rows=rows[:1])) == 1


def test_two_entries_become_one_and_can_be_parted(school: School, head: By) -> None:
    oak = a_class(school)
    kept = a_pupil(school, "Amy Pond")
    gone = a_pupil(school, "Amelia Pond", in_class=oak, upn=UPN, email="a@s.example")
    mother = a_parent(school, of=kept)
    Relationship.objects.create(adult=mother, child=gone, kind="mother", no_contact=True)
    grandmother = a_parent(school, of=gone)
    preview = preview_of(kept, gone)
    assert preview.moving == {"people.Membership": 1, "people.Relationship": 2}
    assert preview.no_contact
    record = merge(by=head, kept=kept, gone=gone)
    kept.refresh_from_db()
    assert list(Person.objects.for_school(school).filter(kind="pupil")) == [kept]
    assert (kept.upn, kept.email) == (UPN, "a@s.example")
    assert Membership.objects.get(group=oak).person == kept
    links = {link.adult: link.no_contact for link in Relationship.objects.filter(child=kept)}
    assert links == {mother: True, grandmother: False}, "an order against contact always comes along"
    undo_merge(by=head, record=record)
    kept.refresh_from_db()
    gone.refresh_from_db()
    assert (kept.upn, gone.upn, gone.merged_into) == ("", UPN, None)
    assert Membership.objects.get(group=oak).person == gone
    assert {link.adult: link.no_contact for link in Relationship.objects.filter(child=kept)} == {mother: False}
    with pytest.raises(RefusedError):
        undo_merge(by=head, record=record)


def test_a_merge_takes_posts_along_and_closes_the_other_account(school: School, head: By) -> None:
    kept, gone = a_teacher(school, "Ben Moss"), a_teacher(school, "Ben Moss", user=somebody(school, Role.SENCO))
    record = merge(by=head, kept=kept, gone=gone)
    gone.user.refresh_from_db()
    assert not gone.user.is_active
    assert Post.objects.get(role="senco").holder == kept.user
    undo_merge(by=head, record=record)
    gone.user.refresh_from_db()
    assert gone.user.is_active
    assert Post.objects.get(role="senco").holder == gone.user


def test_another_address_is_told_to_the_old_one_for_the_way_to_a_password_goes_there(school: School, head: By) -> None:
    teacher = a_teacher(school, "Ann Field", user=somebody(school, Role.TEACHER), email="ann@oak.example")
    change_person(by=head, person=teacher, details={"job": "Year 4"})
    assert not OutboxMail.objects.exists()
    change_person(by=head, person=teacher, details={"email": "else@where.example"})
    assert OutboxMail.objects.get().to == "ann@oak.example"


def test_whoever_keeps_the_register_gets_nobodys_post_by_a_merge(school: School, head: By) -> None:
    keeper = somebody(school, Role.DATA_MANAGER)
    lead, friend = (a_person(school, "staff", name) for name in ("Ann Other", "Ann Second"))
    own = a_person(school, "staff", "Ann Third", user=keeper)
    Post.objects.create(
        federation=school.federation, school=school, role=Role.DSL, holder=lead.user, first=timezone.localdate()
    )
    with pytest.raises(RefusedError, match="One of them is you"):
        merge(by=By(keeper), kept=own, gone=lead)
    with pytest.raises(RefusedError, match="holds a post"):
        merge(by=By(keeper), kept=friend, gone=lead)
    assert Post.objects.get(role=Role.DSL).holder == lead.user
    merge(by=By(keeper), kept=lead, gone=friend)  # the other way round nothing changes hands


def test_what_cannot_be_one_person_is_not_merged(school: School, head: By) -> None:
    pupil = a_pupil(school, born=date(2018, 1, 15))
    for other in (a_pupil(school, born=date(2018, 1, 16)), a_parent(school), a_pupil(a_school("st-brigids")), pupil):
        with pytest.raises(RefusedError):
            merge(by=head, kept=pupil, gone=other)


def test_a_merge_is_final_after_thirty_days(school: School, head: By) -> None:
    record = merge(by=head, kept=a_pupil(school, "Amy Pond"), gone=a_pupil(school, "Amy Pond"))
    type(record).objects.update(at=timezone.now() - timedelta(days=31))
    record.refresh_from_db()
    with pytest.raises(RefusedError):
        undo_merge(by=head, record=record)


def test_duplicates_are_suggested_until_somebody_says_that_they_are_two(school: School, head: By) -> None:
    one, other = a_pupil(school, "Amy Pond"), a_pupil(school, "Amy Pond")
    assert [(pair.first, pair.second) for pair in duplicates_of(school)] == [(one, other)]
    tell_apart(by=head, one=other, other=one)
    assert how_many_duplicates(school) == 0


def test_nothing_crosses_from_one_school_to_another(head: By) -> None:
    other = a_school("st-brigids")
    for act in (
        lambda: leave(by=head, person=a_pupil(other), on=today()),
        lambda: change_person(by=head, person=a_person(other, "staff"), details={"job": "x"}),
        lambda: add_group(by=head, school=other, kind="class", name="X"),
        lambda: look_at_checks(by=head, person=a_teacher(other)),
    ):
        with pytest.raises(NotAllowedError):
            act()
