"""Sites, rooms and devices."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Count, Q
from django.shortcuts import get_object_or_404
from django.utils import timezone

from belisha.console.people.models import Device, Group, Person, Room, Site

if TYPE_CHECKING:
    from belisha.console.access.models import School
    from belisha.console.people.models.devices import DeviceQuerySet, RoomQuerySet

__all__ = [
    "device_of",
    "devices_given_to",
    "devices_of",
    "group_choices",
    "groups_by_name",
    "people_by_name",
    "room_choices",
    "room_of",
    "rooms_by_name",
    "rooms_of",
    "site_choices",
    "site_of",
]


def devices_of(school: School) -> DeviceQuerySet:
    """Devices of a school, retired ones too, with what they are given to."""
    devices: DeviceQuerySet = Device.objects.for_school(school)
    return devices.select_related("school", "site", "person", "room", "group").order_by("name", "pk")


def devices_given_to(person: Person) -> list[Device]:
    """Devices in use that somebody has."""
    return list(Device.objects.in_use().filter(person=person).select_related("site").order_by("name", "pk"))


def device_of(school: School, pk: int) -> Device:
    """A device of a school by its id. Raises Http404."""
    devices = Device.objects.for_school(school).select_related("school__federation", "person", "room", "group", "site")
    found: Device = get_object_or_404(devices, pk=pk)
    return found


def rooms_of(school: School) -> RoomQuerySet:
    """Rooms of a school with `number` of devices in use."""
    in_use = Count("devices", filter=Q(devices__retired__isnull=True))
    rooms: RoomQuerySet = Room.objects.for_school(school).annotate(number=in_use)
    return rooms.select_related("school", "site", "group").order_by("name", "pk")


def room_of(school: School, pk: int) -> Room:
    """A room of a school by its id. Raises Http404."""
    found: Room = get_object_or_404(Room.objects.for_school(school).select_related("school__federation"), pk=pk)
    return found


def site_choices(school: School) -> list[tuple[str, str]]:
    """Sites as choices of a form: id and name."""
    return [(str(site.pk), site.name) for site in Site.objects.for_school(school)]


def site_of(school: School, pk: int) -> Site:
    """A site of a school by its id. Raises Http404."""
    found: Site = get_object_or_404(Site.objects.for_school(school), pk=pk)
    return found


def room_choices(school: School) -> list[tuple[str, str]]:
    """Rooms as choices of a form: id and name."""
    return [(str(room.pk), room.name) for room in Room.objects.for_school(school)]


def group_choices(school: School) -> list[tuple[str, str]]:
    """Open classes and groups as choices of a form: id and name."""
    groups = Group.objects.for_school(school).open_on(timezone.localdate()).order_by("kind", "year", "name", "pk")
    return [(str(pk), name) for pk, name in groups.values_list("pk", "name")]


def rooms_by_name(school: School) -> dict[str, Room]:
    """Rooms by their names in small letters, and by their codes."""
    return {key: room for room in Room.objects.for_school(school) for key in (room.name.casefold(), room.code)}


def groups_by_name(school: School) -> dict[str, Group]:
    """Open classes and groups by their names in small letters, and by their codes."""
    groups = Group.objects.for_school(school).open_on(timezone.localdate())
    return {key: group for group in groups for key in (group.name.casefold(), group.code)}


def people_by_name(school: School) -> dict[str, list[Person]]:
    """Adults who are here by their names in small letters, and by e-mail; several may bear one name."""
    found: dict[str, list[Person]] = {}
    people = Person.objects.for_school(school).exclude(kind="pupil").on_roll(timezone.localdate())
    for person in people:
        for key in {person.name.casefold(), person.email.casefold()} - {""}:
            found.setdefault(key, []).append(person)
    return found
