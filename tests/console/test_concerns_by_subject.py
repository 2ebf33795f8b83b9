"""An allegation about anybody is hidden from that person and from whoever stands in for them, on every page there is.

The pages are found by themselves (console/pages.py): a new page of concerns cannot escape.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from belisha.console.access.acting import By
from belisha.console.access.models import Cover, Post, School, User
from belisha.console.access.roles import ROLES, Role
from belisha.console.audit.models import Link
from belisha.console.concerns.actions.reporting import NewSubject, Told, report
from belisha.console.concerns.actions.writing import add_entry
from belisha.console.concerns.models import Concern, Entry, Subject
from belisha.console.concerns.queries.finding import found_by
from belisha.console.concerns.queries.visible import visible
from belisha.console.concerns.rules.routes import GIVES
from belisha.console.outbox.models import OutboxMail
from cast import a_person, a_school, somebody
from console.pages import OURS, Page
from console.visitors import sign_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.http import HttpResponse

pytestmark = pytest.mark.django_db

CLOSED = {403, 404, 405}
# what addresses of pages of one concern take besides: a new kind of address says so here
TAKEN = {"number": 1, "place": 1, "key": "a" * 32, "form": "write", "kind": "policy"}
ABOUT_CONCERNS = ("belisha.console.concerns", "belisha.console.monitoring", "belisha.console.auditing")
CONCERNED = [
    page
    for page in OURS
    if page.guard and page.guard.scope in {"own", "school"} and page.view.__module__.startswith(ABOUT_CONCERNS)
] + [page for page in OURS if page.name in {"home", "school", "people", "person", "duties"}]
LISTING = [page for page in CONCERNED if "reference" not in page.takes or page.name == "concern"]
OF_ONE = [page for page in CONCERNED if "reference" in page.takes]
BY_POST = [role for role in Role if role not in {Role.PUPIL, Role.PARENT, Role.VISITOR}]
# the roles that a route of concerns is for, and one of those that none is for: by these every way in is tried, by the
# others the plain one
ANSWERING = {role for role in Role if ROLES[role].permissions & set(GIVES.values())} | {Role.TEACHER}


class Allegation(NamedTuple):
    """What is said about somebody, and the two who must learn nothing of it. `secret`: stands in every text of it."""

    role: Role
    secret: str
    concern: Concern
    subject: User
    delegate: User

    def is_told_by(self, text: str) -> bool:
        return self.secret.lower() in text.lower() or self.concern.reference in text

    def watchers(self) -> Iterator[tuple[str, Client]]:
        watching = (("subject", self.subject), *([("delegate", self.delegate)] if self.role in ANSWERING else []))
        for name, user in watching:
            yield f"{self.role}, {name}", sign_in(Client(), User.objects.get(pk=user.pk))

    def address(self, page: Page) -> str:
        """Where a page of the allegation itself is: its first person, reader or task, its first entry."""
        known = {
            **TAKEN,
            "school": self.concern.school.code,
            "reference": self.concern.reference,
            "mark": self.concern.entries.order_by("pk")[0].seal[:16],
        }
        return reverse(page.name, kwargs={key: known.get(key, "x") for key in page.takes})


def an_allegation(school: School, role: Role) -> Allegation:
    """About somebody who holds a role; somebody else stands in for them today."""
    secret = f"Zyzzyva{role.value.replace('-', '')}"
    subject = somebody(school, role if role in BY_POST else None, kind="staff" if role in BY_POST else role.value)
    delegate = somebody(school, name="Delegate")
    for user in (subject, delegate):
        a_person(school, kind=user.kind, user=user)
    if role in BY_POST:
        today = timezone.localdate()
        Cover.objects.create(post=Post.objects.get(holder=subject), by=delegate, first=today, last=today)
    system = By(None, system="tests")
    concern = report(
        by=system,
        school=school,
        category="bullying",
        words=f"{secret} did it",
        subjects=[
            NewSubject(Subject.Role.ALLEGED, subject.person),
            NewSubject(Subject.Role.HARMED, name=f"{secret} Smith"),
        ],
        told=Told(Concern.Origin.STAFF, where=secret),
    )
    add_entry(by=system, concern=concern, kind=Entry.Kind.NOTE, text=f"{secret} said so")
    return Allegation(role, secret, concern, subject, delegate)


@pytest.fixture
def allegations() -> list[Allegation]:
    """One about somebody in each role that there is."""
    school = a_school()
    return [an_allegation(school, role) for role in Role]


def text_of(response: HttpResponse) -> str:
    """What an answer says, as far as it is text."""
    return (b"".join(response) if response.streaming else response.content).decode(errors="replace")


def asked(address: str, text: str, secret: str) -> list[str]:
    """A list searched for the secret, and taken away; nothing for a page that is no list."""
    also = "&" if "?" in address else "?"
    search = [f"{address}{also}q={secret[:7]}"] if 'name="q"' in text else []
    return search + ([f"{address}{also}format=csv"] if "format=csv" in text else [])


def test_nobody_learns_of_an_allegation_about_themselves(allegations: list[Allegation]) -> None:
    school = a_school()
    addresses = {page.name: page.address(school, somebody(school, Role.HEAD)) for page in LISTING}
    leaks = []
    for told in allegations:
        for name, client in told.watchers():
            for page, address in addresses.items():
                text = text_of(client.get(address))
                said = {
                    address: text,
                    **{each: text_of(client.get(each)) for each in asked(address, text, told.secret)},
                }
                leaks += [f"{name}: {page} {each}" for each, text in said.items() if told.is_told_by(text)]
    assert leaks == []


def test_every_page_of_an_allegation_is_shut_to_its_subject(allegations: list[Allegation]) -> None:
    opened = []
    before = Link.objects.filter(chain__startswith="concerns:").count()
    for told in allegations:
        for name, client in told.watchers():
            for page in OF_ONE:
                address = told.address(page)
                for method in (client.get, client.post) if told.role in ANSWERING else (client.get,):
                    response = method(address)
                    # the address that was typed stands on the page of what is not found: all else would be ours
                    if response.status_code not in CLOSED or told.secret in text_of(response):
                        opened.append(f"{name}: {page.name} {response.status_code}")
    assert opened == []
    assert Link.objects.filter(chain__startswith="concerns:").count() == before, "nothing was done to any"


def test_it_is_neither_counted_nor_found_nor_mailed(allegations: list[Allegation]) -> None:
    letters = [(letter.to, str(vars(letter))) for letter in OutboxMail.objects.all()]
    letters += [(",".join(message.to), str(message.message())) for message in mail.outbox]
    for told in allegations:
        for user in (told.subject, told.delegate):
            who, school = By(User.objects.get(pk=user.pk)), told.concern.school
            assert told.concern not in visible(who, school)
            assert told.concern not in found_by(who, school, "")
            for typed in (told.secret, told.secret[:7], told.concern.reference):
                assert told.concern not in found_by(who, school, typed)
        ours = {told.subject.email, told.delegate.email}
        assert [text for _to, text in letters if told.secret in text] == [], "no letter says what it is about"
        assert [text for to, text in letters if to in ours and told.is_told_by(text)] == [], "nor that it is there"


def test_all_roles_and_pages_are_walked() -> None:
    assert {page.name for page in OF_ONE} >= {"concern", "concern-write", "concern-looks"}
    assert {page.name for page in LISTING} >= {"concerns", "concerns-all", "concern-people", "concern-erasure", "home"}
    assert set(ROLES) == set(Role)
