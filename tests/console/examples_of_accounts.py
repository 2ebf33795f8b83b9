"""What the addresses of pages of accounts take."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils import timezone

from belisha.console.access.accounts.actions.services import must_close_outside
from belisha.console.access.accounts.queries.youngest import digest_of
from belisha.console.access.acting import By
from belisha.console.access.models import Card, Decision, GateWaiver, OutsideService, PictureCode
from cast import a_class, a_parent, a_pupil, a_school, a_teacher, somebody

if TYPE_CHECKING:
    from belisha.console.access.models import School, User
    from belisha.console.people.models import Person


def an_account(school: School, member: User) -> dict[str, Any]:
    return {"pk": somebody(school, name="Amy Hill").pk}


def a_closed_account(school: School, member: User) -> dict[str, Any]:
    user = somebody(school, name="Ben Gone")
    user.closed_at = timezone.now()
    user.save()
    return {"pk": user.pk}


def a_gate(school: School, member: User) -> dict[str, Any]:
    return {"gate": "agreement", "kind": "staff"}


def a_waiver(school: School, member: User) -> dict[str, Any]:
    about = {"reason": "On paper", "by": member, "since": timezone.now()}
    made, _ = GateWaiver.objects.get_or_create(
        school=school, gate="agreement", kind="pupil", ended_at=None, defaults=about
    )
    return {"pk": made.pk}


def a_service(school: School, member: User) -> dict[str, Any]:
    made, _ = OutsideService.objects.get_or_create(
        school=school, name="Times tables", ended_at=None, defaults={"closer": "The office"}
    )
    return {"pk": made.pk}


def something_to_close(school: School, member: User) -> dict[str, Any]:
    about = {"closer": "The supplier", "kinds": ["staff"]}
    OutsideService.objects.get_or_create(school=school, name="Staff mail", ended_at=None, defaults=about)
    leaver = somebody(school, name="Cal Left")
    must_close_outside(By(None, system="test"), leaver, school)
    return {"pk": leaver.service_accesses.get().pk}


def a_parent_elsewhere(school: School, member: User) -> dict[str, Any]:
    """A parent of two schools, who signs in for the first by the account of the second."""
    here, there = a_parent(school, "Ida Both"), a_parent(a_school("second-school", school.federation), "Ida Both")
    here.user.joined_to = there.user
    here.user.save()
    return {"pk": here.pk, "other": there.pk}


def my_class(school: School, member: User) -> dict[str, Any]:
    """A class of Reception that the member teaches, with a pupil who can sign in with a card or pictures."""
    return {"pk": _child(school, member).memberships.get().group_id}


def my_pupil(school: School, member: User) -> dict[str, Any]:
    child = _child(school, member)
    return {"pk": child.memberships.get().group_id, "pupil": child.pk}


def a_card(school: School, member: User) -> dict[str, Any]:
    return {"token": _token_of(_child(school, member))}


def _token_of(child: Person) -> str:
    return f"a-card-of-the-tests-{child.pk}"


def _child(school: School, member: User) -> Person:
    group = a_class(school, "Reception Ash", "reception")
    if not hasattr(member, "person"):
        a_teacher(school, member.name, of=group, user=member)
    child = a_pupil(school, "Dee Small", in_class=group, user=somebody(school, kind="pupil", name="Dee Small"))
    for key, value in (
        ("young-sign-in-until", "year-1"),
        ("young-sign-in-way", "both"),
        ("addresses-inside", "127.0.0.1/32"),
    ):
        Decision.objects.get_or_create(
            federation=school.federation, school=school, key=key, value=value, defaults={"since": timezone.now()}
        )
    PictureCode.objects.create(user=child.user, hash="x", set_at=timezone.now())
    Card.objects.create(user=child.user, digest=digest_of(_token_of(child)), made_at=timezone.now())
    return child


ACCOUNTS = {
    **dict.fromkeys(("account", "account-rename", "account-close", "account-reset", "account-service"), an_account),
    "account-reopen": a_closed_account,
    "one-account-person": a_parent_elsewhere,
    "one-account-join": a_parent_elsewhere,
    "one-account-part": a_parent_elsewhere,
    "account-gate-waive": a_gate,
    "account-gate-end": a_waiver,
    "outside-service": a_service,
    "outside-service-remove": a_service,
    "outside-service-tick": something_to_close,
    **dict.fromkeys(("class-accounts", "class-cards", "class-sign-in-names"), my_class),
    **dict.fromkeys(("class-password", "class-pictures", "class-password-only", "class-sign-in-pictures"), my_pupil),
    "class-card": a_card,
}
