"""What the addresses of pages of agreements take."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from agreements_scene import issued
from belisha.console.access.acting import By
from belisha.console.access.roles import Role
from belisha.console.agreements.signing.actions.signatures import decline, sign
from belisha.console.agreements.signing.actions.sittings import link_for, open_class, open_desk
from belisha.console.agreements.signing.queries.visitors import desk_mark
from belisha.console.agreements.texts.actions import add_clause
from cast import a_class, a_parent, a_person, a_pupil, a_teacher, somebody
from console.examples_of_consents import taught

if TYPE_CHECKING:
    from collections.abc import Callable

    from belisha.console.access.models import School, User
    from belisha.console.agreements.models import Signature
    from belisha.console.people.models import Person

SYSTEM = By(None, system="tests")


def me(school: School, member: User) -> Person:
    """The member's own entry on the register."""
    return member.person if hasattr(member, "person") else a_teacher(school, user=member)


def mine(school: School, member: User) -> dict[str, Any]:
    me(school, member)
    return {"number": issued(school, "policy-read").pk}


def for_child(school: School, member: User) -> dict[str, Any]:
    """The member as a parent: their entry is made one."""
    person = me(school, member)
    type(person).objects.filter(pk=person.pk).update(kind="parent")
    child = a_pupil(school)
    child.adult_links.create(adult=person, kind="mother", parental_responsibility=True)
    return {"number": issued(school, "parent").pk, "child": child.pk}


def signed(person: Person) -> Signature:
    agreement = issued(person.school, "staff" if person.kind == "staff" else "pupil-ks2")
    return sign(
        by=By(person.user), person=person, agreement=agreement, form="plain", way="own", answers=_right(agreement)
    )


def _right(agreement: Any) -> dict[str, str]:
    return {check["id"]: str(check["right"]) for check in agreement.forms["plain"]["checks"]}


def my_token(school: School, member: User) -> dict[str, Any]:
    return {"token": signed(me(school, member)).token}


def a_pupil_of(school: School, member: User) -> Person:
    """A child of the member's class: teachers see their classes alone."""
    taught(school, member)
    return a_pupil(school, in_class=a_class(school))


def of_pupil(school: School, member: User) -> dict[str, Any]:
    return {"number": a_pupil_of(school, member).pk, "agreement": issued(school, "pupil-ks2").pk}


def of_parent(school: School, member: User) -> dict[str, Any]:
    child = a_pupil_of(school, member)
    parent = a_parent(school, of=child)
    return {"number": parent.pk, "agreement": issued(school, "parent").pk, "child": child.pk}


def of_class(school: School, member: User) -> dict[str, Any]:
    a_pupil_of(school, member)
    return {"number": a_class(school).pk, "agreement": issued(school, "pupil-ks2").pk}


def of_signature(school: School, member: User) -> dict[str, Any]:
    return {"number": signed(a_pupil_of(school, member)).pk}


def of_decline(school: School, _member: User) -> dict[str, Any]:
    teacher = a_teacher(school)
    row = decline(by=By(teacher.user), person=teacher, agreement=issued(school, "staff"), reason="No")
    return {"number": row.pk}


def of_clause(school: School, _member: User) -> dict[str, Any]:
    made = add_clause(by=SYSTEM, school=school, kind="staff", heading="Keys", text="I lock it.")
    return {"kind": "staff", "clause": made.clause}


def of_kind(school: School, _member: User) -> dict[str, Any]:
    issued(school, "pupil-ks1")
    return {"kind": "pupil-ks1"}


def by_link(school: School, _member: User) -> dict[str, Any]:
    teacher = a_teacher(school)
    return {"token": link_for(by=SYSTEM, person=teacher).token, "number": issued(school, "staff").pk}


def by_link_for(school: School, _member: User) -> dict[str, Any]:
    child = a_pupil(school)
    parent = a_parent(school, of=child)
    token = link_for(by=SYSTEM, person=parent).token
    return {"token": token, "number": issued(school, "parent").pk, "child": child.pk}


def in_class(school: School, _member: User) -> dict[str, Any]:
    child = a_pupil(school, in_class=a_class(school))
    issued(school, "pupil-ks2")
    head = By(somebody(school, Role.HEAD))
    opened = open_class(by=head, school=school, group=a_class(school), explained=True)
    return {"token": opened.token, "number": child.pk}


def at_desk(school: School, _member: User) -> dict[str, Any]:
    issued(school, "visitor")
    visitor = a_person(school, "visitor", left="2099-12-31")
    token = open_desk(by=By(somebody(school, Role.OFFICE)), school=school).token
    return {"token": token, "number": visitor.pk, "mark": desk_mark(token, visitor.pk)}


def a_sitting(school: School, member: User) -> dict[str, Any]:
    a_pupil_of(school, member)
    return {"number": open_class(by=By(member), school=school, group=a_class(school), explained=True).made.pk}


AGREEMENTS: dict[str, Callable[[School, User], dict[str, Any]]] = {
    "my-agreements": mine,
    "my-induction": mine,
    "my-agreement": mine,
    "my-agreement-decline": mine,
    "my-agreement-for": for_child,
    "my-agreement-decline-for": for_child,
    "my-signature": my_token,
    "my-certificate": my_token,
    "my-withdrawal": my_token,
    "genuine": my_token,
    "sign-by-link": by_link,
    "sign-by-link-one": by_link,
    "sign-by-link-for": by_link_for,
    "sign-class": in_class,
    "sign-class-child": in_class,
    "sign-class-photo": in_class,
    "sign-desk": at_desk,
    "sign-desk-one": at_desk,
    "sign-desk-done": at_desk,
    "agreements-of": of_pupil,
    "agreements-link": of_pupil,
    "agreement-paper": of_pupil,
    "agreement-paper-for": of_parent,
    "agreement-decline": of_pupil,
    "agreement-talk": of_decline,
    "agreement-decline-end": of_decline,
    "signature-withdraw": of_signature,
    "signature-certificate": of_signature,
    "signature-scan": of_signature,
    "agreements-class": of_class,
    "agreements-sheet": of_class,
    "agreements-sheet-enter": of_class,
    "agreements-sitting-end": a_sitting,
    "agreement-kind": of_kind,
    "agreement-issue": of_kind,
    "agreement-clause-add": of_kind,
    "agreement-poster": of_kind,
    "rules-of": of_kind,
    "agreement-clause": of_clause,
    "agreement-clause-back": of_clause,
    "agreement-issued": lambda school, _member: {"number": issued(school, "staff").pk},
    "agreement-stop": lambda school, _member: {"number": issued(school, "staff").pk},
}
