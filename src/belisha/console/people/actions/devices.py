"""Sites, rooms and devices: adding, changing, retiring, and taking in many from a list."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from belisha.console.access.permissions import Permission
from belisha.console.people import audit_events
from belisha.console.people.actions.facts import changed, facts_of
from belisha.console.people.models import Device, Room, Site
from belisha.console.people.refusals import RefusedError
from belisha.console.people.rules.codes import code_for
from belisha.console.people.rules.names import clean_name, fold
from belisha.engine.policy.reading.texts import read_client_address, read_mac

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from belisha.console.access.acting import By
    from belisha.console.access.models import School

__all__ = [
    "DEVICE_DETAILS",
    "add_device",
    "add_devices",
    "add_room",
    "add_site",
    "change_device",
    "change_room",
    "remove_room",
    "retire_device",
    "return_device",
]

# `person`, `room`, `group`, `site` are rows of the same school or None.
DEVICE_DETAILS: Final = ("name", "asset_tag", "mac", "address", "site", "person", "room", "group")
ROOM_DETAILS: Final = ("name", "site", "group")


def add_site(*, by: By, school: School, name: str) -> Site:
    """Add one of the places where a school is. Raises RefusedError."""
    by = by.may(Permission.CHANGE_DEVICES, school)
    with transaction.atomic():
        codes = _codes(Site.objects.for_school(school), name)
        site = Site.objects.create(school=school, name=clean_name(name), code=code_for(name, codes, "site"))
        by.did(audit_events.SITE_ADDED, to=site, at=school, after=facts_of(site, ("name", "code")))
    return site


def add_room(*, by: By, school: School, details: Mapping[str, Any]) -> Room:
    """Add a room; `details`: name, site, group. Raises RefusedError."""
    by = by.may(Permission.CHANGE_DEVICES, school)
    with transaction.atomic():
        _refuse_strangers(school, details)
        codes = _codes(Room.objects.for_school(school), details["name"])
        room = Room(school=school, code=code_for(details["name"], codes, "room"), **dict(details))
        room.name = clean_name(room.name)
        room.save()
        by.did(audit_events.ROOM_ADDED, to=room, at=school, after=facts_of(room, (*ROOM_DETAILS, "code")))
    return room


def change_room(*, by: By, room: Room, details: Mapping[str, Any]) -> Room:
    """Change a room; `details`: name, site, group. Raises RefusedError."""
    by = by.may(Permission.CHANGE_DEVICES, room.school)
    with transaction.atomic():
        row = Room.objects.select_for_update().get(pk=room.pk)
        _refuse_strangers(room.school, details)
        _codes(Room.objects.for_school(room.school).exclude(pk=row.pk), details.get("name", row.name))
        before = facts_of(row, ROOM_DETAILS)
        for name, value in details.items():
            setattr(row, name, value)
        row.save()
        was, now = changed(before, facts_of(row, ROOM_DETAILS))
        if now:
            by.did(audit_events.ROOM_CHANGED, to=row, at=room.school, before=was, after=now)
    return row


def remove_room(*, by: By, room: Room) -> None:
    """Remove a room that holds no device. Raises RefusedError."""
    by = by.may(Permission.CHANGE_DEVICES, room.school)
    with transaction.atomic():
        if Device.objects.in_use().filter(room=room).exists():
            raise RefusedError(_("There are devices in this room: give them to another one first."))
        by.did(audit_events.ROOM_REMOVED, to=room, at=room.school, before=facts_of(room, (*ROOM_DETAILS, "code")))
        room.delete()


def add_device(*, by: By, school: School, details: Mapping[str, Any]) -> Device:
    """Add a device; `details`: of DEVICE_DETAILS. Raises RefusedError."""
    by = by.may(Permission.CHANGE_DEVICES, school)
    with transaction.atomic():
        clean = _clean(school, details)
        taken = set(Device.objects.for_school(school).values_list("code", flat=True))
        device = Device(school=school, code=code_for(clean.get("asset_tag") or clean["name"], taken, "device"), **clean)
        _refuse_device(device)
        device.save()
        by.did(audit_events.DEVICE_ADDED, to=device, at=school, after=facts_of(device, (*DEVICE_DETAILS, "code")))
    return device


def add_devices(*, by: By, school: School, rows: Iterable[Mapping[str, Any]]) -> list[Device]:
    """Add many devices, all or none. Raises RefusedError with the number of the row at fault, from 1."""
    added = []
    with transaction.atomic():
        for number, details in enumerate(rows, start=1):
            try:
                added.append(add_device(by=by, school=school, details=details))
            except RefusedError as refused:
                message = _("Row %(number)s: %(why)s") % {"number": number, "why": refused}
                raise RefusedError(message, "rows") from refused
    return added


def change_device(*, by: By, device: Device, details: Mapping[str, Any]) -> Device:
    """Change a device, or give it to somebody else; `details`: of DEVICE_DETAILS. Raises RefusedError."""
    by = by.may(Permission.CHANGE_DEVICES, device.school)
    with transaction.atomic():
        row = Device.objects.select_for_update().get(pk=device.pk)
        before = facts_of(row, DEVICE_DETAILS)
        for name, value in _clean(device.school, details).items():
            setattr(row, name, value)
        _refuse_device(row)
        row.save()
        was, now = changed(before, facts_of(row, DEVICE_DETAILS))
        if now:
            by.did(audit_events.DEVICE_CHANGED, to=row, at=device.school, before=was, after=now)
    return row


def retire_device(*, by: By, device: Device, reason: str = "") -> None:
    """Take a device out of use: lost, broken, sold. Its addresses are free again."""
    by = by.may(Permission.CHANGE_DEVICES, device.school)
    with transaction.atomic():
        row = Device.objects.select_for_update().get(pk=device.pk)
        row.retired = timezone.localdate()
        row.save()
        by.did(audit_events.DEVICE_RETIRED, to=row, at=device.school, reason=reason)


def return_device(*, by: By, device: Device) -> None:
    """Put a retired device back into use. Raises RefusedError when another one has its address by now."""
    by = by.may(Permission.CHANGE_DEVICES, device.school)
    with transaction.atomic():
        row = Device.objects.select_for_update().get(pk=device.pk)
        row.retired = None
        _refuse_device(row)
        row.save()
        by.did(audit_events.DEVICE_RETURNED, to=row, at=device.school)


def _codes(places: Any, name: str) -> set[str]:
    if not fold(name):
        raise RefusedError(_("Enter a name."), "name")
    rows = list(places.values_list("code", "name"))
    if fold(name) in {fold(other) for _code, other in rows}:
        raise RefusedError(_("There is one of this name already."), "name")
    return {code for code, _name in rows}


def _clean(school: School, details: Mapping[str, Any]) -> dict[str, Any]:
    _refuse_strangers(school, details)
    clean = dict(details)
    if "name" in clean:
        clean["name"] = clean_name(clean["name"])
        if not clean["name"]:
            raise RefusedError(_("Enter a name."), "name")
    for field, read in (("mac", read_mac), ("address", read_client_address)):
        if clean.get(field):
            try:
                clean[field] = read(str(clean[field]).strip())
            except ValueError as error:
                raise RefusedError(str(error), field) from error
    if "address" in clean:
        clean["address"] = clean["address"] or None
    return clean


def _refuse_strangers(school: School, details: Mapping[str, Any]) -> None:
    for field in ("site", "person", "room", "group"):
        row = details.get(field)
        if row is not None and row.school_id != school.pk:
            raise RefusedError(_("That is not of this school."), field)


def _refuse_device(device: Device) -> None:
    if sum(owner is not None for owner in (device.person_id, device.room_id, device.group_id)) > 1:
        raise RefusedError(_("Give it to one person, one room or one group, not to several."), "person")
    others = Device.objects.for_school(device.school).in_use().exclude(pk=device.pk)
    for field in ("mac", "address"):
        value = getattr(device, field)
        other = others.filter(**{field: value}).first() if value else None
        if other:
            message = _("The device “%(name)s” has this address already.") % {"name": other.name}
            raise RefusedError(message, field)
