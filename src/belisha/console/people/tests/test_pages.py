"""Every page of the register by three people: with the role, a colleague without it, a stranger from another school."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from django.urls import reverse
from django.utils import timezone

from belisha.console.access.acting import By
from belisha.console.access.guards import guard_of
from belisha.console.access.models import Post
from belisha.console.access.roles import ROLES, Role
from belisha.console.people.actions.merging import merge
from belisha.console.people.models import (
    ContactPermission,
    Declaration,
    DeclaredTie,
    Device,
    Need,
    Person,
    RollOver,
    Room,
    StaffCheck,
)
from belisha.console.people.urls import urlpatterns
from cast import FIRST_DAY, a_class, a_parent, a_pupil, a_school, a_teacher, just_confirmed, somebody

if TYPE_CHECKING:
    from django.test import Client

    from belisha.console.access.models import User


pytestmark = pytest.mark.django_db
POSTS = {
    "person-stays",
    "person-photo-remove",
    "merge-undo",
    "tell-apart",
    "group-reopen",
    "roll-over-cancel",
    "roll-over-apply",
    "device-return",
    "room-remove",
    "starter-guide",
    "contact-close",
    "own-contact-close",
    "own-step",
}


class Scene:
    """A school with one of everything, and the arguments that each page takes."""

    def __init__(self) -> None:
        self.school = a_school()
        now, today = timezone.now(), timezone.localdate()
        self.head = somebody(self.school, Role.HEAD, name="Ruth Head")
        Post.objects.create(
            federation=self.head.federation, school=self.school, role="data-manager", holder=self.head, first=FIRST_DAY
        )
        self.me = a_teacher(self.school, "Ruth Head", user=self.head)
        oak = a_class(self.school)
        self.teacher = a_teacher(self.school, "Ben Moss", of=oak)
        self.pupil = a_pupil(self.school, "Amy Pond", in_class=oak)
        other = a_pupil(self.school, "Amy Pond", born=self.pupil.born)
        parent = a_parent(self.school, "Sue Pond", of=self.pupil, no_contact=True)
        room = Room.objects.create(school=self.school, code="it", name="IT room")
        device = Device.objects.create(school=self.school, code="t1", name="Tablet 1", person=self.teacher)
        made = Declaration.objects.create(
            person=self.teacher, form="role-modelling", version=1, answers={"example": "x"}, made_at=now
        )
        tie = DeclaredTie.objects.create(person=self.teacher, tie="niece in 2 Elm", told_at=now)
        contact = ContactPermission.objects.create(
            person=self.me, with_whom="A", account="B", reason="C", until=today, asked_at=now
        )
        third = a_pupil(self.school, "Amy Pond", born=self.pupil.born)
        merged = merge(by=By(None), kept=self.pupil, gone=third)
        plan = RollOver.objects.create(school=self.school, on=today, steps={}, planned_at=now)
        link = parent.children_links.get()
        self.args: dict[str, tuple[Any, ...]] = {
            "people-of-kind": ("staff",),
            "person-add": ("pupil",),
            "merge": (self.pupil.pk, other.pk),
            "tell-apart": (self.pupil.pk, other.pk),
            "merge-undo": (merged.pk,),
            "family-link": (link.pk,),
            "family-link-remove": (link.pk,),
            "group-member-remove": (oak.pk, self.pupil.pk),
            "room-change": (room.pk,),
            "room-remove": (room.pk,),
            "declaration": (made.pk,),
            "tie-advise": (tie.pk,),
            "tie-end": (tie.pk,),
            "contact-decide": (contact.pk,),
            "contact-close": (contact.pk,),
            "starter-guide": (self.teacher.pk, "social-media"),
            "own-declaration": ("security-check",),
            "own-step": ("social-media",),
            "own-contact-close": (contact.pk,),
        }
        self._by_prefix = {"group": oak.pk, "device": device.pk, "roll-over": plan.pk}
        self.args |= self.guarded()

    def guarded(self) -> dict[str, tuple[Any, ...]]:
        """A need and a check, which few may see, and the arguments of their pages."""
        now, today = timezone.now(), timezone.localdate()
        need = Need.objects.create(
            person=self.pupil, kind="sen", reason="reads slowly", review=today, noted_on=today, at_risk=True
        )
        check = StaffCheck.objects.create(
            person=self.teacher, kind="dbs", number="1", seen_by="Ruth", seen_on=today, entered_at=now
        )
        return {
            "need-review": (need.pk,),
            "need-end": (need.pk,),
            "person-checks": (self.teacher.pk,),
            "check-add": (self.teacher.pk,),
            "check-withdraw": (check.pk,),
        }

    def address(self, name: str, school: str | None = None) -> str:
        takes_pk = "pk" in str(PATTERNS[name].pattern)
        prefix = next((start for start in self._by_prefix if name.startswith(start)), "")
        default = (self._by_prefix.get(prefix, self.pupil.pk),) if takes_pk else ()
        where = () if name.startswith("own-") else (school or self.school.code,)
        return reverse(name, args=(*where, *self.args.get(name, default)))


@pytest.fixture
def scene() -> Scene:
    return Scene()


# the pages of the roster and of the visitors' desk have tests of their own
PAGES = sorted(
    str(each.name) for each in urlpatterns if not str(each.name).startswith(("roster", "roll-call", "visit"))
)
SCHOOL_PAGES = [name for name in PAGES if not name.startswith("own-")]
PATTERNS = {str(each.name): each for each in urlpatterns if str(each.name) in PAGES}


def signed_in(client: Client, user: User) -> None:
    client.force_login(user)
    just_confirmed(client)


def asked(client: Client, address: str, name: str) -> int:
    return (client.post(address) if name in POSTS else client.get(address)).status_code


def test_the_scene_knows_every_page() -> None:
    assert set(PAGES) >= POSTS
    assert len(PAGES) == len(PATTERNS)


def test_those_with_the_right_see_every_page(client: Client, scene: Scene) -> None:
    signed_in(client, scene.head)
    expected = {name: 302 if name in POSTS else 200 for name in PAGES}
    expected["person-photo"] = 404  # there is none
    expected["my-declarations"] = 302  # leads to one's own page
    assert {name: asked(client, scene.address(name), name) for name in PAGES} == expected


def test_a_colleague_without_the_right_is_told(client: Client, scene: Scene) -> None:
    without: dict[Role, list[str]] = {}
    for name in SCHOOL_PAGES:
        guard = guard_of(PATTERNS[name].callback)
        assert guard is not None
        role = next(role for role in (Role.TEACHER, Role.GOVERNOR) if guard.permission not in ROLES[role].permissions)
        without.setdefault(role, []).append(name)
    for role, names in without.items():
        signed_in(client, somebody(scene.school, role))
        assert {name: asked(client, scene.address(name), name) for name in names} == dict.fromkeys(names, 403)


def test_a_stranger_learns_nothing(client: Client, scene: Scene) -> None:
    signed_in(client, somebody(a_school("st-brigids"), Role.HEAD))
    found = {name: asked(client, scene.address(name), name) for name in SCHOOL_PAGES}
    assert found == dict.fromkeys(SCHOOL_PAGES, 404)


def test_rows_of_another_school_are_not_found_at_ones_own(client: Client, scene: Scene) -> None:
    stranger = somebody(a_school("st-brigids"), Role.HEAD)
    Post.objects.create(
        federation=stranger.federation, school=stranger.school, role="data-manager", holder=stranger, first=FIRST_DAY
    )
    signed_in(client, stranger)
    names = [name for name in SCHOOL_PAGES if "<int:" in str(PATTERNS[name].pattern)]
    found = {name: asked(client, scene.address(name, "st-brigids"), name) for name in names}
    assert found == dict.fromkeys(names, 404)


@pytest.mark.parametrize("role", [Role.PUPIL, Role.PARENT, Role.VISITOR])
def test_those_who_are_on_the_register_do_not_see_it(client: Client, scene: Scene, role: Role) -> None:
    signed_in(client, somebody(scene.school, kind=role.value))
    for name in SCHOOL_PAGES:
        assert asked(client, scene.address(name), name) == 403, name
    assert client.get(reverse("own-duties")).status_code == 404


def test_the_menu_entry_for_everybody_opens_a_page_of_everybody(client: Client, scene: Scene) -> None:
    signed_in(client, scene.head)
    page = client.get(scene.address("people")).content.decode()
    assert re.search(r"<h1[^>]*>Everybody</h1>", page)
    assert {"Pond, Amy", "Pond, Sue"} <= set(re.findall(r"Pond, \w+", page))


def test_a_technician_of_a_supplier_reads_that_nothing_is_asked_of_them(client: Client, scene: Scene) -> None:
    signed_in(client, somebody(scene.school, Role.TECHNICIAN, kind="contractor"))
    answer = client.get(reverse("my-declarations", args=[scene.school.code]), follow=True)
    assert answer.status_code == 200
    assert "Nothing is asked of you here" in answer.content.decode()


def test_a_teacher_sees_names_and_classes_but_no_families_needs_or_numbers(client: Client, scene: Scene) -> None:
    Person.objects.filter(pk=scene.pupil.pk).update(upn="H801200001001", email="amy@home.example")
    signed_in(client, somebody(scene.school, Role.TEACHER))
    page = client.get(scene.address("person")).content.decode()
    assert "Amy Pond" in page
    assert "4 Oak" in page
    for private in ("H801200001001", "amy@home.example", "15 January 2018", "Family</a>", "Needs</a>"):
        assert private not in page
    listed = client.get(scene.address("people")).content.decode()
    assert "Pond, Amy" in listed
    assert "H801200001001" not in listed
    parent = Person.objects.get(kind="parent")
    assert client.get(reverse("person", args=[scene.school.code, parent.pk])).status_code == 403
    assert "Pond, Sue" not in listed


def test_the_page_of_somebody_who_left_says_so(client: Client, scene: Scene) -> None:
    signed_in(client, scene.head)
    assert ">Left</" not in client.get(scene.address("person")).content.decode()
    Person.objects.filter(pk=scene.pupil.pk).update(joined=date(2019, 9, 2), left=date(2020, 7, 21))
    assert ">Left</" in client.get(scene.address("person")).content.decode()


def test_an_order_against_contact_is_shown_in_red(client: Client, scene: Scene) -> None:
    signed_in(client, scene.head)
    page = client.get(scene.address("person-family")).content.decode()
    assert "govuk-tag--red" in page
    assert "No contact" in page
