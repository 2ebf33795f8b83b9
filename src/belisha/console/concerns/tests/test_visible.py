"""Who sees a concern, and who never does."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.http import Http404
from django.utils import timezone

from belisha.console.access.acting import By
from belisha.console.access.authorization import NotAllowedError
from belisha.console.access.models import Cover, Post
from belisha.console.access.roles import Role
from belisha.console.audit.models import Link
from belisha.console.audit.queries import verify
from belisha.console.concerns.actions.readers import end_reader, let_in
from belisha.console.concerns.actions.reporting import NewSubject, Told, add_subject, report
from belisha.console.concerns.actions.writing import add_entry, correct, erase
from belisha.console.concerns.models import Concern, Entry, Subject
from belisha.console.concerns.queries.visible import able_among, concern_for, may_work, subjects_for, visible
from belisha.console.concerns.rules.sealing import seal_of
from belisha.console.people.models import Relationship
from cast import a_person, a_school, somebody

if TYPE_CHECKING:
    from belisha.console.access.models import School, User

pytestmark = pytest.mark.django_db
ROLES = (Role.HEAD, Role.DSL, Role.DEPUTY_DSL, Role.SLT, Role.CHAIR, Role.DPO, Role.TEACHER, Role.OFFICE)


@pytest.fixture
def school() -> School:
    return a_school()


@pytest.fixture
def people(school: School) -> dict[Role, User]:
    found = {role: somebody(school, role) for role in ROLES}
    for user in found.values():
        a_person(school, kind=user.kind, user=user)
    return found


def told(school: School, category: str = "bullying", *subjects: NewSubject, by: User | None = None) -> Concern:
    return report(
        by=By(by, system="" if by else "test"),
        school=school,
        category=category,
        words="They said: it happened again.",
        subjects=subjects,
        told=Told(Concern.Origin.STAFF),
    )


def who_sees(people: dict[Role, User], concern: Concern) -> set[Role]:
    seen = {role for role, user in people.items() if visible(By(user), concern.school).filter(pk=concern.pk).exists()}
    for role, user in people.items():
        if role not in seen:
            with pytest.raises(Http404):
                concern_for(By(user), concern.school, concern.reference)
    now = Concern.objects.select_related("school").get(pk=concern.pk)
    able = [user for role, user in people.items() if role in seen and may_work(By(user), now)]
    assert able_among(people.values(), now) == able, "asked of all at once it is the same"
    return seen


def test_a_concern_about_a_child_is_for_the_team_and_the_head(school: School, people: dict[Role, User]) -> None:
    assert who_sees(people, told(school)) == {Role.HEAD, Role.DSL, Role.DEPUTY_DSL}


def test_a_concern_about_a_colleague_is_for_the_head_alone(school: School, people: dict[Role, User]) -> None:
    for role in (Role.DSL, Role.TEACHER, Role.OFFICE, Role.DPO, Role.CHAIR):
        concern = told(school, "bullying", NewSubject(Subject.Role.ALLEGED, people[role].person))
        assert concern.route == Concern.Route.HEAD
        assert who_sees(people, concern) == {Role.HEAD}


def test_a_concern_about_the_head_is_for_the_chair_alone(school: School, people: dict[Role, User]) -> None:
    concern = told(school, "wellbeing", NewSubject(Subject.Role.ALLEGED, people[Role.HEAD].person))
    assert who_sees(people, concern) == {Role.CHAIR}


def test_who_stands_in_for_the_head_counts_as_the_head(school: School, people: dict[Role, User]) -> None:
    today = timezone.localdate()
    post = Post.objects.get(holder=people[Role.HEAD])
    Cover.objects.create(post=post, by=people[Role.SLT], first=today, last=today)
    about_cover = told(school, "wellbeing", NewSubject(Subject.Role.ALLEGED, people[Role.SLT].person))
    about_head = told(school, "wellbeing", NewSubject(Subject.Role.ALLEGED, people[Role.HEAD].person))
    assert about_cover.route == Concern.Route.CHAIR
    assert who_sees(people, about_head) == {Role.CHAIR}, "the delegate of the head sees nothing about the head"
    assert Role.SLT in who_sees(people, told(school)), "and does the head's work otherwise"


def test_the_delegate_of_somebody_sees_nothing_about_them(school: School, people: dict[Role, User]) -> None:
    today = timezone.localdate()
    concern = told(school, "wellbeing", NewSubject(Subject.Role.HARMED, people[Role.DSL].person))
    assert Role.DEPUTY_DSL in who_sees(people, concern)
    Cover.objects.create(
        post=Post.objects.get(holder=people[Role.DSL]), by=people[Role.DEPUTY_DSL], first=today, last=today
    )
    assert who_sees(people, concern) == {Role.HEAD}


def test_a_breach_of_data_is_for_the_officer_and_the_head(school: School, people: dict[Role, User]) -> None:
    assert who_sees(people, told(school, "data-breach")) == {Role.DPO, Role.HEAD}


def test_staff_who_are_parents_see_nothing_of_their_family(school: School, people: dict[Role, User]) -> None:
    child, cousin = a_person(school, kind="pupil"), a_person(school, kind="pupil")
    other = a_person(school, kind="parent")
    for adult in (people[Role.DSL].person, other):
        Relationship.objects.create(adult=adult, child=child, kind=Relationship.Kind.MOTHER)
    concerns = [
        told(school, "wellbeing", NewSubject(role, person))
        for role, person in ((Subject.Role.HARMED, child), (Subject.Role.WITNESS, child), (Subject.Role.ALLEGED, other))
    ]
    for concern in concerns:
        assert who_sees(people, concern) == {Role.HEAD, Role.DEPUTY_DSL}
    assert Role.DSL in who_sees(people, told(school, "wellbeing", NewSubject(Subject.Role.HARMED, cousin)))


def test_a_parents_other_entry_on_the_register_is_known_by_its_mail(school: School, people: dict[Role, User]) -> None:
    child = a_person(school, kind="pupil")
    twin = a_person(school, kind="parent", email=people[Role.DSL].email.upper())
    Relationship.objects.create(adult=twin, child=child, kind=Relationship.Kind.FATHER)
    assert Role.DSL not in who_sees(people, told(school, "wellbeing", NewSubject(Subject.Role.HARMED, child)))


def test_who_told_us_may_work_on_it(school: School, people: dict[Role, User]) -> None:
    dsl = people[Role.DSL]
    concern = told(school, "wellbeing", NewSubject(Subject.Role.REPORTER, dsl.person), by=dsl)
    assert Role.DSL in who_sees(people, concern)


def test_telling_of_a_concern_opens_it_to_nobody(school: School, people: dict[Role, User]) -> None:
    assert Role.TEACHER not in who_sees(people, told(school, by=people[Role.TEACHER]))


def test_strangers_tell_nothing_and_see_nothing(school: School) -> None:
    stranger = somebody(a_school("ashby"), Role.DSL)
    with pytest.raises(NotAllowedError):
        told(school, by=stranger)
    assert not visible(By(stranger), school).exists()


def test_a_new_subject_hands_it_on_and_never_back(school: School, people: dict[Role, User]) -> None:
    concern = told(school)
    add_subject(
        by=By(people[Role.DSL]), concern=concern, subject=NewSubject(Subject.Role.ALLEGED, people[Role.TEACHER].person)
    )
    assert who_sees(people, concern) == {Role.HEAD}
    with pytest.raises(NotAllowedError):
        add_subject(by=By(people[Role.DSL]), concern=concern, subject=NewSubject(Subject.Role.WITNESS, name="Sam"))
    concern.refresh_from_db()
    add_subject(by=By(people[Role.HEAD]), concern=concern, subject=NewSubject(Subject.Role.ALLEGED, name="A boy"))
    concern.refresh_from_db()
    assert concern.route == Concern.Route.HEAD


def test_somebody_let_in_reads_and_notes_until_the_last_day(school: School, people: dict[Role, User]) -> None:
    concern, teacher, dsl = told(school), people[Role.TEACHER], By(people[Role.DSL])
    add_subject(by=dsl, concern=concern, subject=NewSubject(Subject.Role.HARMED, name="A child", restricted=True))
    add_subject(by=dsl, concern=concern, subject=NewSubject(Subject.Role.WITNESS, name="A friend"))
    reader = let_in(by=dsl, concern=concern, user=teacher, reason="Their class teacher", until=timezone.localdate())
    assert Role.TEACHER in who_sees(people, concern)
    assert [str(one) for one in subjects_for(By(teacher), concern)] == ["A friend"]
    assert not may_work(By(teacher), concern)
    add_entry(by=By(teacher), concern=concern, kind=Entry.Kind.NOTE, text="Quiet today.")
    with pytest.raises(NotAllowedError):
        let_in(by=By(teacher), concern=concern, user=people[Role.OFFICE], reason="Wants to know")
    reader.until = timezone.localdate() - timedelta(days=1)
    reader.save()
    assert Role.TEACHER not in who_sees(people, concern)


def test_being_let_in_opens_nothing_about_oneself(school: School, people: dict[Role, User]) -> None:
    teacher = people[Role.TEACHER]
    concern = told(school, "wellbeing", NewSubject(Subject.Role.ALLEGED, teacher.person))
    reader = let_in(by=By(people[Role.HEAD]), concern=concern, user=teacher, reason="By mistake")
    assert who_sees(people, concern) == {Role.HEAD}
    end_reader(by=By(people[Role.HEAD]), reader=reader)


def test_entries_are_sealed_and_only_added(school: School, people: dict[Role, User]) -> None:
    concern, dsl = told(school), By(people[Role.DSL])
    entry = add_entry(by=dsl, concern=concern, kind=Entry.Kind.NOTE, text="Spoke to her at 9.")
    added = correct(by=dsl, entry=entry, text="Spoke to her at 10.", reason="Wrong hour")
    entry.refresh_from_db()
    assert entry.text == "Spoke to her at 9."
    assert added.corrects == entry
    assert entry.seal == seal_of(entry.salt, entry.kind, entry.text, entry.details)
    for change in (lambda: Entry.objects.filter(pk=entry.pk).update(text="Nothing."), entry.delete):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
    assert verify(concern.chain).fault is None


def test_words_are_erased_by_the_officer_alone_and_leave_a_mark(school: School, people: dict[Role, User]) -> None:
    concern = told(school)
    entry = concern.entries.get()
    with pytest.raises(NotAllowedError):
        erase(by=By(people[Role.DSL]), entry=entry, reason="Tidy")
    with pytest.raises(ValidationError):
        erase(by=By(people[Role.DPO]), entry=entry, reason=" ")
    erase(by=By(people[Role.DPO]), entry=entry, reason="Order of the court")
    entry.refresh_from_db()
    assert (entry.text, entry.erased_reason) == ("", "Order of the court")
    assert len(entry.seal) == 64


def test_the_schools_own_record_says_nothing_of_concerns(school: School, people: dict[Role, User]) -> None:
    told(school, by=people[Role.TEACHER])
    assert not Link.objects.filter(chain=school.chain, event__startswith="concerns.").exists()
    assert Link.objects.filter(chain=f"concerns:{school.pk}").count() == 2
