"""What the addresses of pages of the register take: a school with one of everything."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils import timezone

from belisha.console.access.acting import By
from belisha.console.outbox.models import OutboxMail
from belisha.console.people.actions.merging import merge
from belisha.console.people.models import (
    ContactPermission,
    Declaration,
    DeclaredTie,
    Device,
    Need,
    Person,
    Photo,
    RollOver,
    Room,
    StaffCheck,
    Visit,
)
from cast import a_class, a_parent, a_person, a_pupil, a_teacher

if TYPE_CHECKING:
    from collections.abc import Callable

    from belisha.console.access.models import School, User

    Example = Callable[[School, User], dict[str, Any]]

PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c63f8ffff3f0005fe02fe0dc44e5d"
    "0000000049454e44ae426082"
)


def a_child(school: School, _member: User) -> dict[str, Any]:
    return {"pk": a_pupil(school, "Amy Pond", in_class=a_class(school)).pk}


def a_child_with_photo(school: School, member: User) -> dict[str, Any]:
    child = a_child(school, member)["pk"]
    Photo.objects.create(person_id=child, media_type="image/png", data=PIXEL, added=timezone.now())
    return {"pk": child}


def an_adult(school: School, _member: User) -> dict[str, Any]:
    return {"pk": a_teacher(school, "Ben Moss").pk}


def a_visit(school: School, _member: User) -> dict[str, Any]:
    host, visitor, now = a_teacher(school, "Ben Moss"), a_person(school, "visitor", "Ada Writer"), timezone.now()
    visit = Visit.objects.create(
        school=school, person=visitor, host=host, identity="badge", arrived_at=now, until=now, closes_at=now
    )
    return {"pk": visit.pk}


def namesakes(school: School) -> tuple[Person, Person]:
    return a_pupil(school, "Amy Pond"), a_pupil(school, "Amy Pond")


def two_to_merge(school: School, _member: User) -> dict[str, Any]:
    kept, gone = namesakes(school)
    return {"kept": kept.pk, "gone": gone.pk}


def two_apart(school: School, _member: User) -> dict[str, Any]:
    one, other = namesakes(school)
    return {"one": one.pk, "other": other.pk}


def a_merge(school: School, _member: User) -> dict[str, Any]:
    kept, gone = namesakes(school)
    return {"pk": merge(by=By(None, system="tests"), kept=kept, gone=gone).pk}


def a_link(school: School, _member: User) -> dict[str, Any]:
    return {"pk": a_parent(school, "Sue Pond", of=a_pupil(school)).children_links.get().pk}


def a_need(school: School, _member: User) -> dict[str, Any]:
    today = timezone.localdate()
    need = Need.objects.create(person=a_pupil(school), kind="sen", reason="reads slowly", review=today, noted_on=today)
    return {"pk": need.pk}


def a_check(school: School, _member: User) -> dict[str, Any]:
    now = timezone.now()
    check = StaffCheck.objects.create(
        person=a_teacher(school), kind="dbs", number="1", seen_by="Ruth", seen_on=now.date(), entered_at=now
    )
    return {"pk": check.pk}


def a_group(school: School, _member: User) -> dict[str, Any]:
    return {"pk": a_class(school).pk}


def a_member_of_a_group(school: School, _member: User) -> dict[str, Any]:
    oak = a_class(school)
    return {"pk": oak.pk, "person": a_pupil(school, in_class=oak).pk}


def a_plan(school: School, _member: User) -> dict[str, Any]:
    now = timezone.now()
    made, _ = RollOver.objects.get_or_create(
        school=school, applied=None, cancelled=None, defaults={"on": now.date(), "steps": {}, "planned_at": now}
    )
    return {"pk": made.pk}


def a_device(school: School, _member: User) -> dict[str, Any]:
    return {"pk": Device.objects.get_or_create(school=school, code="t1", defaults={"name": "Tablet 1"})[0].pk}


def a_room(school: School, _member: User) -> dict[str, Any]:
    return {"pk": Room.objects.get_or_create(school=school, code="it", defaults={"name": "IT room"})[0].pk}


def a_declaration(school: School, _member: User) -> dict[str, Any]:
    made = Declaration.objects.create(
        person=a_teacher(school), form="role-modelling", version=1, answers={"example": "x"}, made_at=timezone.now()
    )
    return {"pk": made.pk}


def a_tie(school: School, _member: User) -> dict[str, Any]:
    return {"pk": DeclaredTie.objects.create(person=a_teacher(school), tie="a niece", told_at=timezone.now()).pk}


def contact_of(person: Person) -> dict[str, Any]:
    now = timezone.now()
    contact = ContactPermission.objects.create(
        person=person, with_whom="A", account="B", reason="C", until=now.date(), asked_at=now
    )
    return {"pk": contact.pk}


def a_contact(school: School, _member: User) -> dict[str, Any]:
    return contact_of(a_teacher(school))


def own(give: Callable[[Person], dict[str, Any]]) -> Example:
    """For pages about whoever looks at them: they are on the register themselves."""
    return lambda school, member: give(
        Person.objects.filter(user=member).first() or a_person(school, "staff", member.name, user=member)
    )


def a_letter(_school: School, _member: User) -> dict[str, Any]:
    now = timezone.now()
    letter = OutboxMail.objects.create(
        to="a@school.example", subject="Hello", body="Hello", made=now, next_try=now, state=OutboxMail.State.KEPT
    )
    return {"number": letter.pk}


REGISTER: dict[str, Example] = {
    "people-of-kind": lambda _school, _member: {"kind": "staff"},
    "person-add": lambda _school, _member: {"kind": "pupil"},
    "person": a_child,
    "person-change": a_child,
    "person-leaves": a_child,
    "person-stays": a_child,
    "person-comes-back": a_child,
    "person-move": a_child,
    "person-photo": a_child_with_photo,
    "person-photo-change": a_child,
    "person-photo-remove": a_child_with_photo,
    "person-devices": a_child,
    "person-family": a_child,
    "family-add": a_child,
    "family-link": a_link,
    "family-link-remove": a_link,
    "person-needs": a_child,
    "need-add": a_child,
    "need-review": a_need,
    "need-end": a_need,
    "person-checks": an_adult,
    "check-add": an_adult,
    "check-withdraw": a_check,
    "visitor-badge": a_visit,
    "visitor-leaves": a_visit,
    "merge": two_to_merge,
    "tell-apart": two_apart,
    "merge-undo": a_merge,
    "group": a_group,
    "group-change": a_group,
    "group-close": a_group,
    "group-reopen": a_group,
    "group-teachers": a_group,
    "group-member-add": a_group,
    "group-member-remove": a_member_of_a_group,
    "roll-over-cancel": a_plan,
    "roll-over-apply": a_plan,
    "roll-over-undo": a_plan,
    "device": a_device,
    "device-change": a_device,
    "device-retire": a_device,
    "device-return": a_device,
    "room-change": a_room,
    "room-remove": a_room,
    "declaration": a_declaration,
    "tie-advise": a_tie,
    "tie-end": a_tie,
    "contact-decide": a_contact,
    "contact-close": a_contact,
    "starter-guide": lambda school, member: an_adult(school, member) | {"step": "social-media"},
    "own-duties": own(lambda _person: {}),
    "own-tie": own(lambda _person: {}),
    "own-contact": own(lambda _person: {}),
    "own-declaration": own(lambda _person: {"form": "security-check"}),
    "own-step": own(lambda _person: {"step": "social-media"}),
    "own-contact-close": own(contact_of),
    "system-mail": a_letter,
    "system-mail-text": a_letter,
    "system-mail-send": a_letter,
    "system-mail-discard": a_letter,
}
