"""Sites, rooms and devices, in the shape that the gateway's policy takes them."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from belisha.console.access.models import School
from belisha.console.people.models.groups import Group
from belisha.console.people.models.people import Person

__all__ = ["Device", "Room", "Site"]


class SiteQuerySet(models.QuerySet["Site"]):
    """Questions about sites."""

    def for_school(self, school: School) -> SiteQuerySet:
        """Those of one school: the one door."""
        return self.filter(school=school)


class Site(models.Model):
    """One of the places where a school is (main building, nursery). `code` is its id in the policy."""

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="sites")
    code = models.SlugField(max_length=40)
    name = models.CharField(max_length=80)

    objects: ClassVar = SiteQuerySet.as_manager()

    class Meta:
        """A code is one site's in a school."""

        ordering: ClassVar = ["name", "pk"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["school", "code"], name="one_site_a_code")]

    def __str__(self) -> str:
        return self.name


class RoomQuerySet(models.QuerySet["Room"]):
    """Questions about rooms."""

    def for_school(self, school: School) -> RoomQuerySet:
        """Those of one school: the one door."""
        return self.filter(school=school)


class Room(models.Model):
    """A room; what is used in it counts as used by its class or group, if it has one."""

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="rooms")
    site = models.ForeignKey(Site, on_delete=models.PROTECT, null=True, blank=True, related_name="rooms")
    group = models.ForeignKey(Group, on_delete=models.SET_NULL, null=True, blank=True, related_name="rooms")
    code = models.SlugField(max_length=40)
    name = models.CharField(max_length=80)

    objects: ClassVar = RoomQuerySet.as_manager()

    class Meta:
        """A code is one room's in a school."""

        ordering: ClassVar = ["name", "pk"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["school", "code"], name="one_room_a_code")]

    def __str__(self) -> str:
        return self.name


class DeviceQuerySet(models.QuerySet["Device"]):
    """Questions about devices."""

    def for_school(self, school: School) -> DeviceQuerySet:
        """Those of one school: the one door."""
        return self.filter(school=school)

    def in_use(self) -> DeviceQuerySet:
        """Those that have not been retired."""
        return self.filter(retired__isnull=True)


class Device(models.Model):
    """A device known by its hardware address or its fixed address, given to one person, room or group at most."""

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="devices")
    code = models.SlugField(max_length=40)
    name = models.CharField(max_length=80)
    asset_tag = models.CharField(max_length=40, blank=True)
    mac = models.CharField(max_length=17, blank=True)  # six bytes in small hexadecimal with colons
    address = models.GenericIPAddressField(null=True, blank=True)
    site = models.ForeignKey(Site, on_delete=models.PROTECT, null=True, blank=True, related_name="devices")
    person = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="devices")
    room = models.ForeignKey(Room, on_delete=models.SET_NULL, null=True, blank=True, related_name="devices")
    group = models.ForeignKey(Group, on_delete=models.SET_NULL, null=True, blank=True, related_name="devices")
    retired = models.DateField(null=True, blank=True)

    objects: ClassVar = DeviceQuerySet.as_manager()

    class Meta:
        """Addresses are one device's in a school while it is in use; it belongs to one at most."""

        ordering: ClassVar = ["name", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["school", "code"], name="one_device_a_code"),
            models.UniqueConstraint(
                fields=["school", "mac"], condition=~Q(mac="") & Q(retired__isnull=True), name="one_device_a_mac"
            ),
            models.UniqueConstraint(
                fields=["school", "address"],
                condition=Q(address__isnull=False, retired__isnull=True),
                name="one_device_an_address",
            ),
            models.CheckConstraint(
                condition=Q(person__isnull=True, room__isnull=True)
                | Q(person__isnull=True, group__isnull=True)
                | Q(room__isnull=True, group__isnull=True),
                name="a_device_is_given_to_one",
            ),
        ]

    def __str__(self) -> str:
        return self.name
