"""Photos of people: put up and taken away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from belisha.console.access.permissions import Permission
from belisha.console.people import audit_events
from belisha.console.people.models import Person, Photo
from belisha.console.people.refusals import RefusedError
from belisha.console.people.rules.photos import read_picture

if TYPE_CHECKING:
    from belisha.console.access.acting import By

__all__ = ["remove_photo", "set_photo"]


def set_photo(*, by: By, person: Person, data: bytes) -> Photo:
    """Put up somebody's photo, without what was hidden in the file. Raises RefusedError for what is no photo."""
    by = by.may(Permission.CHANGE_PEOPLE, person.school)
    try:
        picture = read_picture(data)
    except ValueError as error:
        raise RefusedError(str(error), "photo") from error
    with transaction.atomic():
        photo, _ = Photo.objects.update_or_create(
            person=person,
            defaults={"media_type": picture.media_type, "data": picture.data, "added": timezone.now()},
        )
        after = {"type": picture.media_type, "width": picture.width, "height": picture.height}
        by.did(audit_events.PHOTO_SET, to=person, at=person.school, after=after)
    return photo


def remove_photo(*, by: By, person: Person) -> None:
    """Take somebody's photo away for good."""
    by = by.may(Permission.CHANGE_PEOPLE, person.school)
    with transaction.atomic():
        if Photo.objects.filter(person=person).delete()[0]:
            by.did(audit_events.PHOTO_REMOVED, to=person, at=person.school)
