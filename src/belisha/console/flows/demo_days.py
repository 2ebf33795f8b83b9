"""What some days of ordinary work bring: sign-ins, devices, a leaver, visitors, a look at the numbers. All invented.

Through the same actions as people use: where a duty stands in the sample shows what the apps can tell of it.
"""

from __future__ import annotations

from datetime import time, timedelta
from importlib import import_module
from typing import TYPE_CHECKING, Final

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.test.client import RequestFactory
from django.utils import timezone

from belisha.console.access.accounts.actions.services import ServiceFacts, save_service
from belisha.console.access.acting import By
from belisha.console.access.models import Post, User
from belisha.console.access.roles import Role
from belisha.console.access.settings.actions import change_setting
from belisha.console.access.sign_in.actions.guesses import BROWSER_COOKIE
from belisha.console.access.sign_in.actions.sessions import signed_in, signed_out
from belisha.console.agreements.models import Signature
from belisha.console.agreements.signing.actions.signatures import sign_many
from belisha.console.agreements.signing.queries.standing import standings
from belisha.console.concerns.models import LeadersDigest
from belisha.console.concerns.patterns.actions import Lesson, note, taught
from belisha.console.concerns.patterns.queries import rises_of
from belisha.console.concerns.working.actions.digests import make_digests, read_digest
from belisha.console.concerns.working.queries.digests import leaders_of
from belisha.console.filtering.remote.actions import approve, ask
from belisha.console.filtering.remote.declared import SYSTEMS
from belisha.console.flows.accounts.nightly import compare_access, platform_members
from belisha.console.flows.leavers import close_leavers
from belisha.console.flows.sign_in import try_the_lock
from belisha.console.people.actions.devices import add_device, add_room
from belisha.console.people.actions.groups import add_group, add_member
from belisha.console.people.actions.joining import add_person, leave
from belisha.console.people.actions.needs import note_need
from belisha.console.people.models import Group, Person
from belisha.console.people.refusals import RefusedError
from belisha.console.people.visits.actions import Arrival, expect_visitor, sign_in_visitor, sign_out_visitor

if TYPE_CHECKING:
    from datetime import date

    from belisha.console.access.models import Federation, School

__all__ = ["sample_days", "sample_visits"]

SYSTEM: Final = By(None, system="demo")
MORNINGS: Final = 5  # on which a few of the staff signed in, and out again
GUESTS: Final = (("Rosa Lindqvist", "Woldwater Library"), ("Idris Calloway", "Beck Valley Theatre"))
AWAY: Final = "County remote desktop"


def sample_days(federation: Federation) -> None:
    """Before agreements are issued: whoever has a device or speaks for the school is asked to sign for it."""
    today = timezone.localdate()
    for school in federation.schools.order_by("pk"):
        staff = list(Person.objects.for_school(school).on_roll(today).filter(kind=User.Kind.STAFF).order_by("pk"))
        _sign_ins([person.user for person in staff[2:5]])
        _devices(school, staff[2:6])
        _speaks_for_school(school, staff[3], today)
        _a_leaver(school, today)
        _a_need(school, today)
        _from_afar(school, today)
        save_service(by=SYSTEM, school=school, facts=ServiceFacts("Class Hub", "The office", staff_platform=True))
        _patterns(school, today)
    now = timezone.now()
    platform_members(now)
    close_leavers(now)
    compare_access(now)
    try_the_lock(now)
    make_digests(now)
    for digest in LeadersDigest.objects.filter(school__federation=federation).select_related("school").order_by("pk"):
        for leader in leaders_of(digest.school, today):
            read_digest(by=By(leader), digest=digest)


def _sign_ins(users: list[User]) -> None:
    store = import_module(settings.SESSION_ENGINE).SessionStore
    for user in users:
        cookies: dict[str, str] = {}
        for _morning in range(MORNINGS):
            request = RequestFactory(HTTP_USER_AGENT="Mozilla/5.0 (Windows NT 10.0) Firefox/140.0").post("/")
            request.session, request.COOKIES = store(), dict(cookies)
            request.user = AnonymousUser()
            signed_in(request, user, "password")
            cookies[BROWSER_COOKIE] = request.META.get("belisha.browser", "")
            signed_out(request)
            request.session.flush()


def _devices(school: School, staff: list[Person]) -> None:
    room = add_room(by=SYSTEM, school=school, details={"name": "Library"})
    for number, person in enumerate(staff, start=1):
        add_device(by=SYSTEM, school=school, details={"name": f"Laptop {number}", "person": person})
    add_device(by=SYSTEM, school=school, details={"name": "Library computer", "room": room})


def _speaks_for_school(school: School, person: Person, today: date) -> None:
    group = add_group(by=SYSTEM, school=school, kind=Group.Kind.GROUP, name="Social media")
    add_member(by=SYSTEM, group=group, person=person, on=today)


def _a_leaver(school: School, today: date) -> None:
    details = {"given": "Corin", "family": "Ashdown", "joined": today - timedelta(days=200)}
    person = add_person(by=SYSTEM, school=school, kind=User.Kind.VOLUNTEER, details=details)
    leave(by=SYSTEM, person=person, on=today - timedelta(days=30), reason="Moved away")


def _a_need(school: School, today: date) -> None:
    pupil = Person.objects.for_school(school).on_roll(today).filter(kind=User.Kind.PUPIL, year="year-5").first()
    if pupil is not None:
        reason = "Believes what strangers write: somebody sits with her online."
        note_need(by=SYSTEM, pupil=pupil, kind="risk", reason=reason, review=today + timedelta(days=90))


def _from_afar(school: School, today: date) -> None:
    change_setting(SYSTEM, at=school, key=SYSTEMS.key, value=AWAY)
    grant = ask(
        by=SYSTEM, school=school, agency="County education welfare", person="The welfare officer of the area",
        need="Attendance of three pupils whom she visits", scope="Attendance of those three, nothing else",
        system=AWAY, second_factor=True, first=today, last=today + timedelta(days=120),
    )  # fmt: skip
    approve(by=SYSTEM, grant=grant)


def _patterns(school: School, today: date) -> None:
    lead = Post.objects.for_school(school).held_on(today).filter(role=Role.DSL).select_related("holder").first()
    rises = rises_of(SYSTEM, school, today)
    if lead is None or not rises:
        return
    lesson = Lesson("What to do when a group chat turns nasty, for years 5 and 6", today + timedelta(days=14))
    words = "It is one class chat. Its owner left the school; nobody looks after it."
    row = note(by=By(lead.holder), school=school, rise=rises[0], words=words, lesson=lesson)
    taught(by=By(lead.holder), row=row, words="Taught to both classes in assembly.")


def sample_visits(federation: Federation) -> None:
    """After agreements are issued: two visitors sign at the desk, get a badge, and go again."""
    today = timezone.localdate()
    for school in federation.schools.order_by("pk"):
        host = Person.objects.for_school(school).on_roll(today).filter(kind=User.Kind.STAFF).order_by("pk")[2]
        for number, (name, organisation) in enumerate(GUESTS):
            guest = expect_visitor(by=SYSTEM, school=school, name=name, organisation=organisation)
            signing = [(guest, line) for line in standings(school, [guest], today)[guest.pk]]
            sign_many(by=By(guest.user), signing=signing, way=Signature.Way.DESK, witness=None)
            arrival = Arrival(name, organisation, host, "document", time(23, 59), purpose="A talk in class")
            try:
                made = sign_in_visitor(by=SYSTEM, school=school, arrival=arrival, code=number == 0)
            except RefusedError:  # in the last minute of a day nobody comes
                continue
            sign_out_visitor(by=SYSTEM, visit=made.visit)
