"""What the addresses of safety walks take: a walk of whoever looks, a place of it, something wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils import timezone

from belisha.console.access.acting import By
from belisha.console.compliance.models import Sight, Walk
from belisha.console.compliance.walks.actions import Stopping, add_point, note, start

if TYPE_CHECKING:
    from belisha.console.access.models import School, User


def _walk(school: School, member: User) -> Walk:
    found = Walk.objects.for_school(school).open().filter(walker=member).first()
    places = [Stopping("Room 4"), Stopping("Hall", "shared")]
    return found or start(by=By(member), school=school, on=timezone.localdate(), places=places)


def a_walk(school: School, member: User) -> dict[str, Any]:
    return {"number": _walk(school, member).pk}


def a_place(school: School, member: User) -> dict[str, Any]:
    walk = _walk(school, member)
    place = walk.places.all()[0]
    note(by=By(member), place=place, answers={"trolleys": "no", "helplines": "yes"}, notes={"trolleys": "Open"})
    return {"number": walk.pk, "place": place.pk}


def something_wrong(school: School, member: User) -> dict[str, Any]:
    place = a_place(school, member)["place"]
    return {"number": Sight.objects.get(place=place, point="trolleys").pk}


def a_point(school: School, _member: User) -> dict[str, Any]:
    return {"number": add_point(by=By(None, system="test"), school=school, text="The gate is shut.").pk}


WALKS = {
    "walk": a_walk,
    "walk-place": a_place,
    "walk-wrong": something_wrong,
    "walk-place-add": a_walk,
    "walk-sign": a_walk,
    "walk-drop": a_walk,
    "walk-point-end": a_point,
}
