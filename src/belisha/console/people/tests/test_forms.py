"""Forms as people send them: what is done, what is said, and that nothing typed is lost."""

from __future__ import annotations

import csv
from datetime import timedelta
from io import StringIO
from typing import TYPE_CHECKING, Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from belisha.console.access.models import Post
from belisha.console.access.roles import Role
from belisha.console.audit.models import Link
from belisha.console.people.models import (
    Declaration,
    DeclaredTie,
    Device,
    Group,
    Membership,
    Merge,
    Need,
    Person,
    Relationship,
    RollOver,
    Room,
    StaffCheck,
)
from belisha.console.people.rules.forms_of_staff import form_of
from belisha.console.people.tests.test_rules import png
from cast import FIRST_DAY, a_class, a_parent, a_person, a_pupil, a_school, a_teacher, just_confirmed, somebody

if TYPE_CHECKING:
    from datetime import date

    from django.test import Client

    from belisha.console.access.models import School, User

pytestmark = pytest.mark.django_db


@pytest.fixture
def school() -> School:
    return a_school()


@pytest.fixture
def head(school: School, client: Client) -> User:
    user = somebody(school, Role.HEAD, name="Ruth Head")
    Post.objects.create(federation=school.federation, school=school, role="data-manager", holder=user, first=FIRST_DAY)
    client.force_login(user)
    just_confirmed(client)
    return user


def at(school: School, page: str, *args: Any) -> str:
    return reverse(page, args=[school.code, *args])


def day(name: str, value: date) -> dict[str, str]:
    return {f"{name}_day": str(value.day), f"{name}_month": str(value.month), f"{name}_year": str(value.year)}


def amy(**more: Any) -> dict[str, Any]:
    birth = timezone.localdate().replace(year=2018, month=1, day=15)
    return {"given": "Amy", "family": "Pond", "year": "year-4"} | day("born", birth) | day("joined", FIRST_DAY) | more


@pytest.mark.usefixtures("head")
def test_a_pupil_is_added_and_the_one_who_is_there_already_is_linked_to(client: Client, school: School) -> None:
    address = at(school, "person-add", "pupil")
    answer = client.post(address, amy(), follow=True)
    pupil = Person.objects.get()
    assert answer.redirect_chain[0][0] == at(school, "person", pupil.pk)
    again = client.post(address, amy())
    text = again.content.decode()
    assert at(school, "person", pupil.pk) in text
    assert 'name="namesake"' in text
    assert 'value="Pond"' in text, "nothing typed is lost"
    client.post(address, amy(namesake="on"))
    assert Person.objects.count() == 2


@pytest.mark.usefixtures("head")
def test_an_unlikely_year_must_be_ticked(client: Client, school: School) -> None:
    address = at(school, "person-add", "pupil")
    text = client.post(address, amy(year="year-6")).content.decode()
    assert "Year 4, not Year 6" in text
    assert 'name="accepted"' in text
    client.post(address, amy(year="year-6", accepted="on"))
    assert Person.objects.get().year == "year-6"


@pytest.mark.usefixtures("head")
def test_a_wrong_upn_is_said_beside_its_field(client: Client, school: School) -> None:
    text = client.post(at(school, "person-add", "pupil"), amy(upn="A801200001001")).content.decode()
    assert "would begin with H" in text
    assert "govuk-error-summary" in text
    assert not Person.objects.exists()


@pytest.mark.usefixtures("head")
def test_details_change_and_names_of_every_kind_are_kept(client: Client, school: School) -> None:
    person = a_person(school, "staff", "Ann Lee")
    for name in ("O'Brien-Ngũgĩ", "李", "van der Berg"):
        sent = {"given": "Ann", "family": name, "email": "ann@s.example"} | day("joined", FIRST_DAY)
        assert client.post(at(school, "person-change", person.pk), sent).status_code == 302
        person.refresh_from_db()
        assert person.family == name
        assert client.get(at(school, "people-of-kind", "staff"), {"q": name}).content.decode().count("Ann") >= 1


@pytest.mark.usefixtures("head")
def test_leaving_is_recorded_undone_and_coming_back_too(client: Client, school: School) -> None:
    pupil = a_pupil(school, "Amy Pond")
    yesterday = timezone.localdate() - timedelta(days=1)
    client.post(at(school, "person-leaves", pupil.pk), day("on", yesterday) | {"reason": "moved"})
    assert "Pond, Amy" in client.get(at(school, "people-leavers")).content.decode()
    assert "Pond, Amy" not in client.get(at(school, "people")).content.decode()
    client.post(at(school, "person-stays", pupil.pk))
    assert "Pond, Amy" in client.get(at(school, "people")).content.decode()
    client.post(at(school, "person-leaves", pupil.pk), day("on", yesterday))
    client.post(at(school, "person-comes-back", pupil.pk), day("on", timezone.localdate()))
    pupil.refresh_from_db()
    assert (pupil.joined, pupil.left) == (timezone.localdate(), None)


@pytest.mark.usefixtures("head")
def test_a_photo_is_served_with_headers_that_keep_it_in_the_school(client: Client, school: School) -> None:
    pupil = a_pupil(school)
    upload = SimpleUploadedFile("amy.png", png(), "image/png")
    assert client.post(at(school, "person-photo-change", pupil.pk), {"photo": upload}).status_code == 302
    answer = client.get(at(school, "person-photo", pupil.pk))
    assert answer.headers["Content-Type"] == "image/png"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in answer.headers["Cache-Control"]
    bad = SimpleUploadedFile("amy.png", b"<svg>", "image/png")
    assert (
        "neither a JPEG nor a PNG"
        in client.post(at(school, "person-photo-change", pupil.pk), {"photo": bad}).content.decode()
    )


@pytest.mark.usefixtures("head")
def test_a_family_is_linked_by_finding_the_adult(client: Client, school: School) -> None:
    pupil, parent = a_pupil(school), a_parent(school, "Sue O'Brien")
    address = at(school, "family-add", pupil.pk) + "?q=obri"
    assert "Sue O&#39;Brien" in client.get(address).content.decode()
    sent = {"other": parent.pk, "kind": "mother", "parental_responsibility": "on", "priority": "1"}
    assert client.post(address, sent).status_code == 302
    link = Relationship.objects.get()
    assert (link.adult, link.parental_responsibility, link.no_contact) == (parent, True, False)
    client.post(at(school, "family-link", link.pk), {"kind": "mother", "no_contact": "on", "priority": "2"})
    link.refresh_from_db()
    assert link.no_contact
    client.post(at(school, "family-link-remove", link.pk), {"reason": "mistake"})
    assert not Relationship.objects.exists()


@pytest.mark.usefixtures("head")
def test_a_need_is_recorded_reviewed_and_listed(client: Client, school: School) -> None:
    pupil = a_pupil(school, "Amy Pond")
    later = timezone.localdate() + timedelta(days=60)
    client.post(at(school, "need-add", pupil.pk), {"kind": "sen", "reason": "reads slowly"} | day("review", later))
    need = Need.objects.get()
    assert "Pond, Amy" in client.get(at(school, "needs"), {"kind": "sen"}).content.decode()
    assert "Pond, Amy" not in client.get(at(school, "needs"), {"show": "late"}).content.decode()
    client.post(at(school, "need-review", need.pk), {"reason": "better", "at_risk": "on"} | day("review", later))
    assert Need.objects.current().get().at_risk
    assert "Pond, Amy" in client.get(at(school, "people-of-kind", "pupil"), {"need": "sen"}).content.decode()
    client.post(at(school, "need-end", Need.objects.current().get().pk), {"reason": "over"})
    assert not Need.objects.current().exists()
    assert Link.objects.filter(event="people.needs-listed").count() == 3


@pytest.mark.usefixtures("head")
def test_a_check_is_recorded_and_the_record_goes_out_with_a_reason(client: Client, school: School) -> None:
    staff = a_teacher(school, "=cmd Moss")
    today = timezone.localdate()
    sent = {"kind": "dbs", "needed": "yes", "number": "001", "seen_by": "Ruth"} | day("seen_on", today)
    assert client.post(at(school, "check-add", staff.pk), sent).status_code == 302
    page = client.get(at(school, "record"), {"show": "gaps", "q": "moss"}).content.decode()
    assert "Missing" in page
    assert "reason" in client.post(at(school, "record-export"), {"reason": ""}).content.decode()
    answer = client.post(at(school, "record-export"), {"reason": "inspection"})
    rows = list(csv.reader(StringIO(answer.content.decode("utf-8-sig"))))
    assert rows[1][0] == "'=cmd Moss", "no cell is a formula"
    assert rows[1][5].startswith("Seen; 001; Ruth")
    link = Link.objects.get(event="people.record-exported")
    assert link.body.content["reason"] == "inspection"
    client.post(at(school, "check-withdraw", StaffCheck.objects.get().pk), {"reason": "mistake"})
    assert StaffCheck.objects.get().withdrawn


def test_the_record_asks_again_who_one_is(client: Client, school: School) -> None:
    client.force_login(somebody(school, Role.HEAD))
    answer = client.get(at(school, "record"))
    assert answer.status_code == 302
    assert not Link.objects.filter(event="people.record-seen").exists()


@pytest.mark.usefixtures("head")
def test_classes_and_their_people_by_forms(client: Client, school: School) -> None:
    client.post(at(school, "group-add"), {"kind": "class", "name": "4 Oak", "year": "year-4"})
    oak = Group.objects.get()
    pupil, teacher = a_pupil(school, "Amy Pond"), a_teacher(school, "Ben Moss")
    today = day("on", timezone.localdate())
    client.post(at(school, "group-member-add", oak.pk) + "?q=pond", {"person": pupil.pk} | today)
    client.post(at(school, "group-teachers", oak.pk), {"teachers": [teacher.pk]} | today)
    page = client.get(at(school, "group", oak.pk)).content.decode()
    assert "Amy Pond" in page
    assert "Ben Moss" in page
    elm = a_class(school, "5 Elm", "year-5")
    client.post(at(school, "person-move", pupil.pk), {"group": elm.pk} | today)
    pupil.refresh_from_db()
    assert pupil.year == "year-5"
    client.post(at(school, "group-member-remove", elm.pk, pupil.pk), today)
    assert not Membership.objects.filter(person=pupil, last__isnull=True).exists()
    client.post(at(school, "group-change", oak.pk), {"name": "4 Acorn", "year": "year-4"})
    client.post(at(school, "group-close", oak.pk), today)
    oak.refresh_from_db()
    assert (oak.name, oak.closed) == ("4 Acorn", timezone.localdate())


@pytest.mark.usefixtures("head")
def test_the_next_year_is_looked_at_before_it_is_planned(client: Client, school: School) -> None:
    oak, elm = a_class(school, "5 Oak", "year-5"), a_class(school, "6 Oak", "year-6")
    a_pupil(school, "Amy Pond", in_class=oak)
    a_pupil(school, "Old Pond", in_class=elm)
    address = at(school, "roll-over-plan")
    assert f'<option value="{elm.pk}" selected>' in client.get(address).content.decode()
    start = timezone.localdate() + timedelta(days=30)
    sent = {f"class-{oak.pk}": elm.pk, f"class-{elm.pk}": "leave"} | day("on", start)
    text = client.post(address, sent).content.decode()
    assert "What this move would do" in text
    assert not RollOver.objects.exists()
    assert client.post(address, sent | {"confirmed": "yes"}).status_code == 302
    assert RollOver.objects.get().applied is None
    planned = client.get(at(school, "roll-over")).content.decode()
    assert oak.name in planned, "what was planned is shown until it is done"
    assert "They leave the school" in planned
    client.post(at(school, "roll-over-cancel", RollOver.objects.get().pk))
    client.post(address, sent | day("on", timezone.localdate()) | {"confirmed": "yes"})
    plan = RollOver.objects.get(applied__isnull=False)
    assert Person.objects.get(given="Old").left == timezone.localdate() - timedelta(days=1)
    client.post(at(school, "roll-over-undo", plan.pk))
    assert Person.objects.get(given="Old").left is None


@pytest.mark.usefixtures("head")
def test_two_parents_of_one_name_are_told_apart_by_their_children(client: Client, school: School) -> None:
    amy, ben = a_pupil(school, "Amy Pond"), a_pupil(school, "Ben Tree")
    one, other = (a_parent(school, "Sam Pond", of=child) for child in (amy, ben))
    page = client.get(at(school, "duplicates")).content.decode()
    assert page.count("Family: Amy Pond") == page.count("Family: Ben Tree") == 1
    page = client.get(at(school, "merge", one.pk, other.pk)).content.decode()
    assert "<strong>Amy Pond, Ben Tree</strong>" in page


@pytest.mark.usefixtures("head")
def test_duplicates_are_merged_and_parted_by_buttons(client: Client, school: School) -> None:
    one, other = a_pupil(school, "Amy Pond"), a_pupil(school, "Amy Pond")
    assert "Same name and date of birth" in client.get(at(school, "duplicates")).content.decode()
    client.post(at(school, "merge", one.pk, other.pk))
    assert client.get(at(school, "person", other.pk)).status_code == 404
    client.post(at(school, "merge-undo", Merge.objects.get().pk))
    assert client.get(at(school, "person", other.pk)).status_code == 200
    client.post(at(school, "tell-apart", one.pk, other.pk))
    assert "No two entries" in client.get(at(school, "duplicates")).content.decode()


@pytest.mark.usefixtures("head")
def test_devices_come_from_a_spreadsheet_all_or_none(client: Client, school: School) -> None:
    Room.objects.create(school=school, code="it", name="IT room")
    a_teacher(school, "Ben Moss")
    rows = "Name\tMAC address\tRoom\tPerson\nTablet 1\t02-00-5e-10-00-01\tIT room\t\nTablet 2\t\t\tBen Moss\n"
    address = at(school, "devices-paste")
    wrong = client.post(address, {"rows": rows + "Tablet 3\tnot one\tLoft\t\n"}).content.decode()
    assert "Line 4: there is no “Loft” at this school" in wrong
    assert "Tablet 3" in wrong, "nothing typed is lost"
    assert not Device.objects.exists()
    assert client.post(address, {"rows": rows}).status_code == 302
    assert Device.objects.get(name="Tablet 1").mac == "02:00:5e:10:00:01"
    assert str(Device.objects.get(name="Tablet 2").person) == "Ben Moss"
    upload = SimpleUploadedFile("more.csv", b"\xef\xbb\xbfName,Asset tag\nLaptop 1,L1\n", "text/csv")
    client.post(address, {"file": upload})
    assert Device.objects.get(name="Laptop 1").code == "l1"


@pytest.mark.usefixtures("head")
def test_a_device_is_added_given_and_retired(client: Client, school: School) -> None:
    a_teacher(school, "Ben Moss")
    client.post(at(school, "site-add"), {"name": "Main"})
    client.post(at(school, "room-add"), {"name": "IT room"})
    room = Room.objects.get()
    client.post(at(school, "device-add"), {"name": "Tablet 1", "room": room.pk, "mac": "02005e100001"})
    device = Device.objects.get()
    text = client.post(at(school, "room-remove", room.pk), follow=True).content.decode()
    assert "There are devices in this room" in text
    text = client.post(
        at(school, "device-change", device.pk), {"name": "Tablet 1", "person": "Nobody"}
    ).content.decode()
    assert "nobody on the register is called" in text
    client.post(at(school, "device-change", device.pk), {"name": "Tablet 1", "person": "ben moss"})
    device.refresh_from_db()
    assert (device.room, str(device.person)) == (None, "Ben Moss")
    client.post(at(school, "device-retire", device.pk), {"reason": "lost"})
    client.post(at(school, "device-return", device.pk))
    device.refresh_from_db()
    assert device.retired is None


def test_staff_fill_in_their_forms_and_the_head_reads_them(client: Client, school: School, head: User) -> None:
    staff = somebody(school, Role.TEACHER)
    person = a_teacher(school, "Ben Moss", user=staff)
    client.force_login(staff)
    form = form_of("no-friending")
    answers = {question.id: question.hoped for question in form.questions if question.hoped}
    address = reverse("own-declaration", args=["no-friending"])
    assert "Answer" in client.post(address, {"pupils": "no"}).content.decode() or not Declaration.objects.exists()
    assert client.post(address, answers | {"families": "yes", "who": "cousin"}).status_code == 302
    client.post(reverse("own-tie"), {"tie": "my cousin's child is in 2 Elm"})
    until = timezone.localdate() + timedelta(days=9)
    client.post(reverse("own-contact"), {"with_whom": "A", "account": "B", "reason": "C"} | day("until", until))
    client.post(reverse("own-step", args=["social-media"]))
    assert client.get(at(school, "ties")).status_code == 403
    client.force_login(head)
    made = Declaration.objects.get()
    assert "cousin" in client.get(at(school, "declaration", made.pk)).content.decode()
    client.post(at(school, "declaration", made.pk), {"note": "talked it over"})
    made.refresh_from_db()
    assert made.confirmed_by == head
    tie = DeclaredTie.objects.get()
    client.post(at(school, "tie-advise", tie.pk), {"advice": "no lifts"} | day("review", until))
    asked = person.contact_permissions.get()
    client.post(at(school, "contact-decide", asked.pk), {"agreed": "yes", "answer": "for the trip"})
    client.post(at(school, "starter-guide", person.pk, "social-media"))
    client.force_login(staff)
    page = client.get(reverse("own-duties")).content.decode()
    assert "no lifts" in page
    assert "for the trip" in page


def test_a_list_taken_out_is_on_record_and_holds_what_one_may_see(client: Client, school: School) -> None:
    client.force_login(somebody(school, Role.TEACHER))
    a_pupil(school, "Amy Pond", upn="H801200001001")
    answer = client.get(at(school, "people-of-kind", "pupil"), {"format": "csv"})
    text = answer.content.decode("utf-8-sig")
    assert "Pond, Amy" in text
    assert "H801200001001" not in text
    assert Link.objects.get(event="people.list-exported").body.content["after"] == {"list": "pupil"}


def test_every_list_asks_a_fixed_number_of_questions(
    client: Client, school: School, head: User, django_assert_max_num_queries: Any
) -> None:
    def grow(number: int) -> None:
        oak = a_class(school, f"Class {number}", "year-4")
        for _ in range(number):
            pupil = a_pupil(school, in_class=oak)
            a_parent(school, of=pupil)
            staff = a_teacher(school, of=oak)
            Device.objects.create(school=school, code=f"d{staff.pk}", name="T", person=staff)
            today = timezone.localdate()
            StaffCheck.objects.create(
                person=staff, kind="dbs", number="1", seen_by="R", seen_on=today, entered_at=timezone.now()
            )
            Need.objects.create(person=pupil, kind="sen", reason="x", review=today, noted_on=today)

    pages = [
        at(school, "people"),
        at(school, "people-of-kind", "pupil") + "?q=num&sort=class",
        at(school, "people-of-kind", "pupil") + "?need=sen",
        at(school, "people-of-kind", "staff"),
        at(school, "people-parents"),
        at(school, "people-leavers"),
        at(school, "groups"),
        at(school, "devices"),
        at(school, "record"),
        at(school, "needs"),
        at(school, "duplicates"),
        at(school, "declarations"),
        at(school, "starters"),
        at(school, "roll-over-plan"),
    ]
    grow(2)
    for page in pages:
        client.get(page)
        with django_assert_max_num_queries(60) as few:
            client.get(page)
        small = len(few.captured_queries)
        grow(2)
        with django_assert_max_num_queries(small):
            client.get(page)
