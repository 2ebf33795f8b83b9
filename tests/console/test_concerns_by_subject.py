"""An allegation about anybody is hidden from that person and from whoever stands in for them, on every page there is.

One world: somebody in each role that there is, an allegation about each, and each stands in for the next; and one who
stands in for all, to whom no page is shut for want of a right. That one tries every page in every way, the others what
lists, counts and finds. The pages are found by themselves (console/pages.py): a new one cannot escape.
"""

from __future__ import annotations

import re
from itertools import chain, product
from typing import TYPE_CHECKING, NamedTuple

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from belisha.console.access.acting import By
from belisha.console.access.models import Cover, Post, School, User
from belisha.console.access.roles import ROLES, Role
from belisha.console.access.sign_in.sealing import sealed
from belisha.console.audit.models import Link
from belisha.console.concerns.actions.reporting import NewSubject, Told, new_reference, report
from belisha.console.concerns.actions.writing import add_entry
from belisha.console.concerns.models import Concern, Entry, EvidenceFile, Referral, Subject, Task, Tie
from belisha.console.concerns.queries.finding import found_by
from belisha.console.concerns.queries.visible import routes_of, visible
from belisha.console.outbox.models import OutboxMail
from cast import SECRET, a_person, a_school, somebody
from console.pages import OURS, Page
from console.visitors import sign_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.http import HttpResponse

pytestmark = pytest.mark.django_db
# pages ask what is visible, and that is asked of both kinds of database without them (neither counted nor found …)
by_pages = pytest.mark.one_database

CLOSED = {403, 404, 405}
# what addresses of pages of one concern take besides: a new kind of address says so here
TAKEN = {"place": 1, "form": "write", "kind": "policy"}
ABOUT_CONCERNS = ("belisha.console.concerns", "belisha.console.monitoring", "belisha.console.auditing")
CONCERNED = [
    page
    for page in OURS
    if page.guard and page.guard.scope in {"own", "school"} and page.view.__module__.startswith(ABOUT_CONCERNS)
] + [page for page in OURS if page.name in {"home", "school", "people", "person", "duties"}]
LISTING = [page for page in CONCERNED if "reference" not in page.takes or page.name == "concern"]
OF_ONE = [page for page in CONCERNED if "reference" in page.takes]
# on which one names another concern, a person or a task oneself
GUESSING = ("concern-link", "concern-merge", "concern-split", "concern-subject-new")
TYPED = 3  # so many secrets are typed into each box
NOBODY = "999999"  # no person has this number
NO_POSTS = {Role.PUPIL, Role.PARENT, Role.VISITOR}
WORDS_OF_CHANCE = re.compile(r"[23456789A-HJ-NP-Z]{4}-[23456789A-HJ-NP-Z]{4}|csrf[^>]*>|<dialog[^>]*>|\b\w{32,}\b")


class Allegation(NamedTuple):
    """What is said about somebody, and who must learn nothing of it. `secret`: stands in every text of it."""

    role: Role | None  # None: no role
    secret: str
    concern: Concern
    subject: User
    file: str
    people: int

    @property
    def name(self) -> str:
        return self.role or "somebody without a role"

    def is_told_by(self, text: str) -> bool:
        return self.secret.lower() in text.lower() or self.concern.reference in text

    def address(self, page: Page) -> str:
        """Where a page of the allegation itself is: its first person, its file, its first entry."""
        known = {
            **TAKEN,
            "school": self.concern.school.code,
            "reference": self.concern.reference,
            "mark": self.concern.entries.order_by("pk")[0].seal[:16],
            "key": self.file,
            "number": self.people,
        }
        return reverse(page.name, kwargs={key: known.get(key, "x") for key in page.takes})


class Watcher(NamedTuple):
    """Somebody who must learn nothing of what is said about themselves, and about whom they stand in for."""

    user: User
    hidden: tuple[Allegation, ...]
    all_rights: bool = False  # stands in for everybody who has a post

    @property
    def name(self) -> str:
        return ", standing in for ".join(told.name for told in self.hidden[:2])

    def may_open(self, page: Page) -> bool:
        """Whether the guard lets them in; whom it does not is tried for every page in test_every_page."""
        wanted = page.guard.permission if page.guard else None
        able = wanted is None or any(wanted in ROLES[told.role].permissions for told in self.hidden if told.role)
        return self.all_rights or (able and set(page.takes) <= {"school"})

    def tells(self, text: str) -> bool:
        return any(told.is_told_by(text) for told in self.hidden)


def in_role(school: School, role: Role) -> User:
    posted = role not in NO_POSTS
    return somebody(school, role if posted else None, kind="staff" if posted else role.value)


def an_allegation(subject: User, role: Role | None) -> Allegation:
    """About somebody who holds a role: with an entry and a file."""
    school, called = a_school(), (role.value if role else f"all{subject.pk}").replace("-", "")
    secret = f"Zyzzyva{called}"
    a_person(school, kind=subject.kind, user=subject)
    system = By(None, system="tests")
    harmed = NewSubject(Subject.Role.HARMED, name=f"{secret} Smith")
    concern = report(
        by=system,
        school=school,
        category="bullying",
        words=f"{secret} did it",
        subjects=[NewSubject(Subject.Role.ALLEGED, subject.person), harmed],
        told=Told(Concern.Origin.STAFF, where=secret),
    )
    add_entry(by=system, concern=concern, kind=Entry.Kind.NOTE, text=f"{secret} said so")
    file = called.encode().hex()[:32].ljust(32, "0")
    EvidenceFile.objects.create(
        concern=concern, key=file, name=secret, kind="text", size=1, sha256="0" * 64, at=timezone.now()
    )
    return Allegation(role, secret, concern, subject, file, concern.subjects.order_by("pk")[0].pk)


@pytest.fixture
def watchers() -> list[Watcher]:
    """Somebody in each role that there is, each of whom stands in for the next today; and one who does so for all."""
    school = a_school()
    people = {role: in_role(school, role) for role in Role}
    ring, last = [role for role in Role if role not in NO_POSTS], somebody(school, name="Stands in for all")
    pairs = list(zip(ring, [*ring[1:], ring[0]], strict=True))
    for mine, theirs in pairs:
        stands_in(people[mine], people[theirs])
        stands_in(last, people[theirs])
    told = {role: an_allegation(user, role) for role, user in people.items()}
    own = an_allegation(last, None)
    found = [Watcher(people[mine], (told[mine], told[theirs])) for mine, theirs in pairs]
    found += [Watcher(people[role], (told[role],)) for role in sorted(NO_POSTS)]
    return [*found, Watcher(last, (own, *(told[role] for role in ring)), all_rights=True)]


def stands_in(user: User, other: User) -> None:
    today = timezone.localdate()
    Cover.objects.create(post=Post.objects.get(holder=other), by=user, first=today, last=today)


def signed_in(watcher: Watcher) -> Client:
    """With a second factor: whoever stands in for a head needs one as the head does."""
    user = User.objects.get(pk=watcher.user.pk)
    if not Authenticator.objects.filter(user=user).exists():
        Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={"secret": sealed(SECRET)})
    return sign_in(Client(), user)


def text_of(response: HttpResponse) -> str:
    """What an answer says, as far as it is text."""
    return (b"".join(response) if response.streaming else response.content).decode(errors="replace")


def said_on(client: Client, watcher: Watcher, address: str) -> Iterator[tuple[str, str]]:
    """What a page says, asked in every way: opened, and by whom it is open to searched, taken away and sent to."""
    opened = client.get(address)
    assert "/account/" not in opened.headers.get("Location", ""), f"{watcher.name} was sent away from {address}"
    text = text_of(opened)
    yield address, text
    if not watcher.all_rights:
        return
    also = "&" if "?" in address else "?"
    if 'name="q"' in text:
        for told in watcher.hidden[:TYPED]:
            for typed in (told.secret[:9], told.concern.reference):
                found = f"{address}{also}q={typed}"
                # what was typed stands in the box: that alone is no answer
                yield found, text_of(client.get(found)).replace(f'value="{typed}"', "").replace(f"q={typed}", "")
    if "format=csv" in text:
        yield f"{address}, csv", text_of(client.get(f"{address}{also}format=csv"))
    if opened.status_code not in CLOSED - {405}:
        yield f"POST {address}", text_of(client.post(address, {"q": "", "confirm": "on"}))


@by_pages
def test_nobody_learns_of_an_allegation_about_themselves_or_whom_they_stand_in_for(watchers: list[Watcher]) -> None:
    school = a_school()
    addresses = {page.name: page.address(school, somebody(school, Role.HEAD)) for page in LISTING}
    leaks = []
    for watcher in watchers:
        client = signed_in(watcher)
        for page in filter(watcher.may_open, LISTING):
            said = said_on(client, watcher, addresses[page.name])
            leaks += [f"{watcher.name}: {page.name} {each}" for each, text in said if watcher.tells(text)]
    assert leaks == []
    assert_not_mailed(watchers)


@by_pages
def test_every_page_of_an_allegation_is_shut_to_them_however_it_is_asked(watchers: list[Watcher]) -> None:
    opened = []
    before = what_hangs_on(watchers)
    for watcher in watchers:
        client = signed_in(watcher)
        for (whose, told), (place, page) in product(enumerate(watcher.hidden[:2]), enumerate(OF_ONE)):
            # one way for the subject, the other for whoever stands in for them: one door stands before both
            response = (client.get, client.post)[(whose + place) % 2](told.address(page))
            # the address that was typed stands on the page of what is not found: all else would be ours
            if response.status_code not in CLOSED or told.secret in text_of(response):
                opened.append(f"{watcher.name}: {page.name} {response.status_code} {response.headers.get('Location')}")
    assert opened == []
    assert what_hangs_on(watchers) == before, "nothing was done to any"


def what_hangs_on(watchers: list[Watcher]) -> list[int]:
    """How much there is of what can be added to a concern, and of what the record says."""
    concerns = {told.concern.pk for watcher in watchers for told in watcher.hidden}
    about = [f"concern:{pk}" for pk in concerns]
    counts = [Link.objects.filter(chain__startswith="concerns:", about__in=about).count()]
    counts += [kind._default_manager.filter(concern__in=concerns).count() for kind in (Entry, Subject, Task, Referral)]
    return [*counts, Tie.objects.count(), EvidenceFile.objects.count()]


def test_it_is_neither_counted_nor_found_nor_mailed(watchers: list[Watcher]) -> None:
    for watcher in watchers:
        who, school = By(User.objects.get(pk=watcher.user.pk)), a_school()
        theirs = {told.concern.pk for told in watcher.hidden}
        typed = chain.from_iterable((told.secret, told.secret[:7], told.concern.reference) for told in watcher.hidden)
        seen = [visible(who, school), *(found_by(who, school, text) for text in ("", *typed))]
        assert [rows for rows in seen if theirs & set(rows.values_list("pk", flat=True))] == [], watcher.name
    assert_not_mailed(watchers)


def assert_not_mailed(watchers: list[Watcher]) -> None:
    letters = [(letter.to, str(vars(letter))) for letter in OutboxMail.objects.all()]
    letters += [(",".join(message.to), str(message.message())) for message in mail.outbox]
    for watcher in watchers:
        texts = [text for to, text in letters if to == watcher.user.email]
        assert [text for text in texts if watcher.tells(text)] == [], f"{watcher.name} was written to"
        secrets = [told.secret for told in watcher.hidden]
        assert [text for _to, text in letters if any(each in text for each in secrets)] == [], "no letter says it"


@by_pages
def test_a_hidden_reference_is_answered_as_one_that_nobody_has(watchers: list[Watcher]) -> None:
    """Whoever may put concerns together learns nothing by trying references, nor by naming people of a hidden one."""
    guesses = []
    for watcher in watchers:
        who, school = By(User.objects.get(pk=watcher.user.pk)), a_school()
        mine = visible(who, school).filter(route__in=routes_of(who, school)).order_by("pk").first()
        if mine is None:
            continue
        client = signed_in(watcher)
        for name in GUESSING:
            address = reverse(name, args=[school.code, mine.reference])
            # the later one: the first person of all has the number that the first of each concern has on its page
            told = max(watcher.hidden, key=lambda each: each.people)
            hidden, nobody = (answered(client, address, told, each) for each in (True, False))
            if hidden != nobody:
                guesses.append(f"{watcher.name}: {name}")
    assert guesses == []


def answered(client: Client, address: str, told: Allegation, hidden: bool) -> str:
    """What is answered to naming a hidden concern or nobody's; without what was typed and what is drawn by lot."""
    reference = told.concern.reference if hidden else new_reference()
    number = str(told.people) if hidden else NOBODY
    people = {"subjects": number, "entries": number}
    given = {"reference": reference, "reason": "Same child", "category": "bullying", **people}
    text = WORDS_OF_CHANCE.sub("", text_of(client.post(address, given)))
    return re.sub(rf"\b({told.people}|{NOBODY})\b", "", text)


def test_all_roles_and_pages_are_walked() -> None:
    assert {page.name for page in OF_ONE} >= {"concern", "concern-write", "concern-looks"}
    assert {page.name for page in LISTING} >= {"concerns", "concerns-all", "concern-people", "concern-erasure", "home"}
    parts = {page.view.__module__.split(".")[3] for page in CONCERNED if "concerns." in page.view.__module__}
    assert parts >= {
        "record",
        "evidence",
        "referrals",
        "telling",
        "leaving",
        "keeping",
        "patterns",
        "importing",
        "working",
    }
    assert set(ROLES) == set(Role)
