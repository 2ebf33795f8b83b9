"""Adding and changing schools, and setting up the first one."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from belisha.console.access.models import Federation, Post, School, User
from belisha.console.access.permissions import Permission
from belisha.console.access.roles import Role
from belisha.console.access.schools import audit_events as events
from belisha.console.access.schools.queries import founder
from belisha.console.access.schools.rules import dfe_digits, faults_of_code
from belisha.console.access.settings.actions import begin_like

if TYPE_CHECKING:
    from belisha.console.access.acting import By

__all__ = [
    "FOUNDERS",
    "Details",
    "Founded",
    "add_school",
    "change_school",
    "found",
    "rename_federation",
    "renew_founding",
]

FOUNDERS = (Role.HEAD, Role.EXECUTIVE_HEAD, Role.NETWORK_MANAGER)


class Details(NamedTuple):
    """What a school's page shows of it."""

    name: str
    dfe_number: str = ""
    address: str = ""
    phone: str = ""
    email: str = ""
    website: str = ""


class Founded(NamedTuple):
    """What the first run made."""

    federation: Federation
    school: School
    user: User


@transaction.atomic
def add_school(by: By, *, federation: Federation, code: str, details: Details, like: School | None = None) -> School:
    """Add a school to a federation. Its code never changes again: the policy and the record of use name it.

    It begins with what the federation has decided, and with all that `like`, another school of it, has: settings and
    school years. Raises ValidationError by field; NotAllowedError.
    """
    by = by.may(Permission.ADD_SCHOOLS, None)
    if fault := faults_of_code(code):
        raise ValidationError({"code": fault})
    if School.objects.filter(code=code).exists():
        raise ValidationError({"code": _("Another school has this code.")})
    school = School.objects.create(federation=federation, code=code, **_checked(details)._asdict())
    by.did(events.ADDED, to=school, at=school, after={"code": code, **_checked(details)._asdict()})
    if like and like.federation_id == federation.pk:
        begin_like(by, school=school, like=like)
    return school


@transaction.atomic
def change_school(by: By, *, school: School, details: Details) -> None:
    """Change a school's details. Raises ValidationError by field; NotAllowedError."""
    by = by.may(Permission.CHANGE_SCHOOL, school)
    new = _checked(details)._asdict()
    before = {name: getattr(school, name) for name, value in new.items() if getattr(school, name) != value}
    if not before:
        return
    for name in before:
        setattr(school, name, new[name])
    school.save(update_fields=list(before))
    by.did(events.CHANGED, to=school, at=school, before=before, after={name: new[name] for name in before})


@transaction.atomic
def rename_federation(by: By, *, federation: Federation, name: str) -> None:
    """Give a federation another name. Raises NotAllowedError."""
    by = by.may(Permission.CHANGE_SCHOOL, None)
    before, federation.name = federation.name, name
    federation.save(update_fields=["name"])
    by.did(events.RENAMED, to=federation, at=federation, before={"name": before}, after={"name": name})


@transaction.atomic
def found(
    by: By,
    *,
    name: str,
    code: str,
    federation: str = "",
    admin_name: str,
    username: str,
    email: str = "",
    role: Role = Role.HEAD,
) -> Founded:
    """Make federation, school and first administrator of an empty console; the administrator has no password yet.

    `federation`: the school's own name when it is in none. `role`: head, executive head or network manager; a network
    manager can then enter the head. Raises ValidationError by field, and when the console holds a school already.
    """
    if by.user is not None or Federation.objects.exists():
        raise ValidationError(_("This console is set up already."))
    if role not in FOUNDERS:
        raise ValidationError({"role": _("Begin with the head, the executive head or the network manager.")})
    if fault := faults_of_code(code):
        raise ValidationError({"code": fault})
    whole = Federation.objects.create(name=federation or name)
    school = School.objects.create(federation=whole, code=code, name=name)
    user = User(
        federation=whole,
        school=school,
        kind=User.Kind.STAFF,
        name=admin_name,
        username=username.strip().lower(),
        email=email,
        opened_at=timezone.now(),
    )
    user.set_unusable_password()
    user.save()
    # an executive head is one for all schools, also while there is one
    level = None if role is Role.EXECUTIVE_HEAD else school
    Post.objects.create(federation=whole, school=level, role=role.value, holder=user, first=timezone.localdate())
    by.did(events.FOUNDED, to=school, at=school, after={"school": name, "administrator": admin_name, "role": role})
    return Founded(whole, school, user)


@transaction.atomic
def renew_founding(by: By) -> Founded:
    """Make room for a new link of the first run: whatever was set by an older one counts no more.

    Raises ValidationError once anybody has signed in: from then on the console itself helps whoever lost a password.
    """
    user = founder()
    if by.user is not None or user is None or user.school is None:
        text = _("This console is set up already, and somebody has signed in: whoever lost a password gets help there.")
        raise ValidationError(text)
    user.set_unusable_password()
    user.save(update_fields=["password"])
    by.did(events.FOUNDED_AGAIN, to=user, at=user.school)
    return Founded(user.federation, user.school, user)


def _checked(details: Details) -> Details:
    try:
        return details._replace(dfe_number=dfe_digits(details.dfe_number))
    except ValueError:
        text = _("A DfE number has seven digits: three of the local authority, four of the school (886/2345).")
        raise ValidationError({"dfe_number": text}) from None
