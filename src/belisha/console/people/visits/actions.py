"""The verbs of the visitors' desk: sign in, sign out; who forgets is signed out at night; old visits are deleted."""

from __future__ import annotations

from datetime import time, timedelta
from typing import TYPE_CHECKING, Final, NamedTuple

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Exists, OuterRef, ProtectedError
from django.utils import timezone
from django.utils.translation import gettext as _

from belisha.console.access.accounts.actions.guests import close_guest, open_guest
from belisha.console.access.acting import By
from belisha.console.access.models import User
from belisha.console.access.permissions import Permission
from belisha.console.access.settings.queries import value_of
from belisha.console.people.models import Person, Visit
from belisha.console.people.refusals import RefusedError
from belisha.console.people.rules.names import clean_name
from belisha.console.people.visits import audit_events as events
from belisha.console.people.visits.declared import DAY_ENDS, KEPT_MONTHS
from belisha.console.people.visits.hooks import refusals
from belisha.console.people.visits.queries import known_visitor
from belisha.console.people.visits.rules import at, closing_time

if TYPE_CHECKING:
    from datetime import date, datetime

    from belisha.console.access.accounts.actions.opening import FirstPassword
    from belisha.console.access.models import School

__all__ = [
    "Arrival",
    "SignedIn",
    "end_visits",
    "expect_visitor",
    "forget_visits",
    "sign_in_visitor",
    "sign_out_visitor",
]

GONE = "the visit is over"
MONTH: Final = timedelta(days=365.25 / 12)


class Arrival(NamedTuple):
    """What the desk is told. `until`: by the clock on the wall, today. `alone`: nobody has to go with them."""

    name: str
    organisation: str
    host: Person
    identity: str
    until: time
    purpose: str = ""
    alone: bool = False


class SignedIn(NamedTuple):
    """A visitor has been signed in; with a guest code, or with why there is none ("" where none was wanted)."""

    visit: Visit
    code: FirstPassword | None
    refused: str = ""


@transaction.atomic
def sign_in_visitor(*, by: By, school: School, arrival: Arrival, code: bool) -> SignedIn:
    """Sign a visitor in; `code`: give them a guest code as well, if nothing stands against that.

    Raises RefusedError for somebody who is in the building already, a host of another school, a time that is past.
    """
    by = by.may(Permission.RECEIVE_VISITORS, school)
    now = timezone.now()
    until = at(timezone.localdate(now), arrival.until, timezone.get_default_timezone())
    if until <= now:
        raise RefusedError(_("Until when are they here? That time is over for today."), "until")
    if arrival.host.school_id != school.pk or arrival.host.kind != User.Kind.STAFF:
        raise RefusedError(_("Choose somebody on the staff of this school."), "host")
    person = _visitor(school, arrival, now)
    if refused := refusals(person):
        raise RefusedError(" ".join(refused), "name")
    visit = Visit.objects.create(
        school=school,
        person=person,
        host=arrival.host,
        purpose=arrival.purpose,
        identity=arrival.identity,
        alone=arrival.alone,
        arrived_at=now,
        until=until,
        closes_at=closing_time(until, value_of(school, DAY_ENDS)),
        signed_in_by=by.user,
    )
    after = {
        "host": arrival.host.name,
        "identity": visit.get_identity_display(),
        "until": until.isoformat("T", "minutes"),
    }
    by.did(events.ARRIVED, to=visit, at=school, after=after | {"may be alone": arrival.alone})
    return _with_code(by, visit) if code else SignedIn(visit, None)


@transaction.atomic
def expect_visitor(*, by: By, school: School, name: str, organisation: str) -> Person:
    """The entry of a visitor for today, before they are signed in: the one of an earlier visit, or a new one.

    Raises RefusedError for somebody who is in the building already.
    """
    by.may(Permission.RECEIVE_VISITORS, school)
    nobody = Person(school=school)
    return _visitor(school, Arrival(name, organisation, nobody, "", time.min), timezone.now())


def _with_code(by: By, visit: Visit) -> SignedIn:
    try:
        made = open_guest(by=by, user=visit.person.user, school=visit.school)
    except ValidationError as error:
        return SignedIn(visit, None, " ".join(error.messages))
    visit.code = True
    visit.save(update_fields=["code"])
    return SignedIn(visit, made)


def _visitor(school: School, arrival: Arrival, now: datetime) -> Person:
    """Their entry on the register for today: the one of an earlier visit, or a new one."""
    today = timezone.localdate(now)
    known = known_visitor(school, arrival.name, arrival.organisation)
    if known is None:
        return _new_visitor(school, arrival, today)
    if Visit.objects.filter(person=known).open().exists():
        raise RefusedError(_("%(name)s is signed in already.") % {"name": known.name}, "name")
    if known.left is not None:
        known.left = max(known.left, today)
        known.save()
    return known


def _new_visitor(school: School, arrival: Arrival, today: date) -> Person:
    given, _space, family = clean_name(arrival.name).rpartition(" ")
    person = Person(school=school, kind=User.Kind.VISITOR, given=given, family=family, joined=today, left=today)
    person.organisation, person.job = arrival.organisation, arrival.purpose
    user = User(federation=school.federation, school=school, kind=User.Kind.VISITOR, name=person.name)
    user.set_unusable_password()
    user.save()
    person.user = user
    person.save()
    return person


@transaction.atomic
def sign_out_visitor(*, by: By, visit: Visit) -> None:
    """Sign a visitor out; a guest code dies at once. Raises RefusedError when they have gone already."""
    by = by.may(Permission.RECEIVE_VISITORS, visit.school)
    _end(by, visit, timezone.now())


def end_visits(now: datetime) -> int:
    """Close what is still open at the end of the day, with the guest codes. How many visits."""
    by = By(None, system="end of the day")
    forgotten = Visit.objects.open().filter(closes_at__lte=now).select_related("school__federation", "person__user")
    visits = list(forgotten.order_by("pk"))
    for visit in visits:
        with transaction.atomic():
            _end(by, visit, now)
    return len(visits)


def _end(by: By, visit: Visit, now: datetime) -> None:
    ended = Visit.objects.filter(pk=visit.pk).open().update(left_at=now, signed_out_by=by.user)
    if not ended:
        raise RefusedError(_("%(name)s has been signed out already.") % {"name": visit.person.name})
    by.did(events.LEFT if by.user else events.CLOSED, to=visit, at=visit.school)
    close_guest(by=by, user=visit.person.user, school=visit.school, reason=GONE)


def forget_visits(*, school: School, now: datetime) -> int:
    """Delete what a school keeps no longer; how many visits. On record with the numbers alone.

    Whoever is in the building stays, however long ago they came: somebody signs them out first.
    """
    before = now - value_of(school, KEPT_MONTHS) * MONTH
    with transaction.atomic():
        old = Visit.objects.for_school(school).filter(left_at__lt=before)
        visitors = set(old.values_list("person_id", flat=True))
        number = old.count()
        if not number:
            return 0
        old.delete()
        gone = sum(_forget(person) for person in _without_visits(school, visitors, before))
        By(None, system="retention").did(
            events.FORGOTTEN, to=school, at=school, after={"visits": number, "visitors": gone}
        )
    return number


def _without_visits(school: School, visitors: set[int], before: datetime) -> list[Person]:
    """Those of some visitors of whom no visit is left and who are not expected."""
    others = Exists(Visit.objects.filter(person=OuterRef("pk")))
    people = Person.objects.for_school(school).filter(pk__in=visitors, kind=User.Kind.VISITOR, left__lt=before.date())
    return list(people.exclude(others).select_related("user").order_by("pk"))


def _forget(person: Person) -> bool:
    """Whether the entry and its account could go: what else names them keeps them."""
    user = person.user
    try:
        with transaction.atomic():
            person.delete()
            user.delete()
    except ProtectedError:
        return False
    return True
