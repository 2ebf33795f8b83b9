"""Files that came and an old log for the sample, a record whose time is over, and one that is held. All invented."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final

import msgspec
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from belisha.console.access.acting import By
from belisha.console.access.models import Post
from belisha.console.concerns.actions.reporting import NewSubject, Told, report
from belisha.console.concerns.importing.actions.applying import apply_import
from belisha.console.concerns.importing.actions.taking import set_columns, set_words, take_in
from belisha.console.concerns.importing.queries import plan_of
from belisha.console.concerns.importing.rules.fields import guess
from belisha.console.concerns.importing.rules.reading import sheet_of
from belisha.console.concerns.keeping.actions.holding import hold as hold_record
from belisha.console.concerns.keeping.actions.proposing import propose
from belisha.console.concerns.leaving.actions.receiving import hold
from belisha.console.concerns.leaving.actions.receiving import take_in as take_file_in
from belisha.console.concerns.leaving.packing import zipped
from belisha.console.concerns.leaving.reading import DATA, PAPER
from belisha.console.concerns.leaving.rules import Case, Child, Item, Package, Who
from belisha.console.concerns.models import Concern, Subject
from belisha.console.concerns.rules.sealing import seal_of
from belisha.console.people.models import Person

if TYPE_CHECKING:
    from belisha.console.access.models import Federation, School, User

__all__ = ["sample_leaving"]

BEFORE: Final = "Fernhill Primary School"
LOG: Final = (
    "Date,Pupil,Incident,Category,Action taken,Reported by,Status\n"
    "11/03/2024 13:20,{name},Said that nobody plays with her,Worry,Talked with her and her class,Mrs Shah,Closed\n"
    "02/05/2024,{name},Was sent unkind messages in a game,Cyberbullying,Rang home,Mr Fox,Closed\n"
)
LONG_AGO: Final = datetime(2017, 6, 9, 10, tzinfo=UTC)


def sample_leaving(federation: Federation) -> None:
    """For each school with a safeguarding lead and an officer, after `sample_working`."""
    for school in federation.schools.order_by("pk"):
        posts = Post.objects.held_on(timezone.localdate()).filter(federation=federation).select_related("holder")
        held = {post.role: post.holder for post in posts.order_by("pk") if post.school_id in {None, school.pk}}
        pupils = list(Person.objects.for_school(school).filter(kind="pupil").order_by("search", "pk")[3:5])
        if {"dsl", "dpo"} <= held.keys() and len(pupils) > 1:
            _came(school, held["dsl"], pupils[0])
            _old_log(school, held["dsl"], pupils[1])
            _kept(school, held["dpo"])
    propose(timezone.now())


def _came(school: School, lead: User, child: Person) -> None:
    """The file of a child who came last summer."""
    text = "Came without her lunch three times this week. Her mother says that money is short until Friday."
    salt, at = secrets.token_hex(16), datetime(2025, 11, 14, 9, 30, tzinfo=UTC)
    item = Item(
        kind="report", text=text, details={}, at=at, about=None, by="Ruth Mole", reason="", salt=salt,
        seal=seal_of(salt, "report", text, {}),
    )  # fmt: skip
    case = Case(
        reference="PL47-99XA", category="wellbeing", route="team", closed_at=at + timedelta(days=20),
        child_protection=False, words_only=False, reported_at=at, happened_at=None, happened="", place="", where="",
        people=(Who("harmed", child=True, name=child.name),), entries=(item,), files=(),
    )  # fmt: skip
    package = Package(
        form="belisha child-protection file 1", made=timezone.now() - timedelta(days=30), made_by="Ruth Mole",
        school=BEFORE, to_school=school.name, child=Child(child.given, child.family, child.born, child.upn),
        concerns=(case,),
    )  # fmt: skip
    upload = SimpleUploadedFile("file.zip", zipped({DATA: msgspec.json.encode(package), PAPER: b"%PDF-1.7\n"}))
    row = hold(by=By(lead), school=school, upload=upload)
    take_file_in(by=By(lead), row=row, number=child.pk)


def _old_log(school: School, lead: User, child: Person) -> None:
    """Two rows of the program before, which the worker takes over."""
    by, data = By(lead), LOG.format(name=child.name).encode()
    entry = take_in(by=by, school=school, name="incidents-2024.csv", data=data)
    columns = guess(sheet_of(entry.name, data).headers)
    entry = set_columns(by=by, entry=entry, columns=columns, unsaid="closed")
    entry = set_words(by=by, entry=entry, words={"worry": "wellbeing", "cyberbullying": "bullying"}, rest="wellbeing")
    entry.refresh_from_db()
    apply_import(by=by, entry=entry, seen=plan_of(by, entry).seen)


def _kept(school: School, officer: User) -> None:
    """A complaint of long ago, whose time is over, and one that a claim needs."""
    for held in (False, True):
        concern = report(
            by=By(None, system="demo"),
            school=school,
            category="complaint",
            words="A parent complained that the library's computers were slow.",
            subjects=[NewSubject(Subject.Role.REPORTER, name="Pat Lane")],
            told=Told(Concern.Origin.PARENT, reporter="Pat Lane"),
        )
        Concern.objects.filter(pk=concern.pk).update(reported_at=LONG_AGO, state="closed", closed_at=LONG_AGO)
        if held:
            day = timezone.localdate() + timedelta(days=300)
            hold_record(by=By(officer), concern=concern, reason="The insurer asked to keep it", review_on=day)
