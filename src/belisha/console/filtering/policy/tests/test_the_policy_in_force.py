"""Taking a policy over, writing edits into it, and telling how it stood at any time."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from msgspec.structs import replace

from belisha.console.access.acting import By
from belisha.console.access.authorization import NotAllowedError
from belisha.console.access.roles import Role
from belisha.console.filtering.models import Change, PersonProfile, PolicyVersion, SiteRule
from belisha.console.filtering.policy.actions import adopt, write
from belisha.console.filtering.policy.queries import NotAdoptedError, current, document, ground, settled
from belisha.console.people.models import Room
from belisha.engine.policy import dump, model
from belisha.engine.policy.edits import (
    AddRule,
    EndRule,
    Holder,
    HolderKind,
    HoldProfile,
    LockCategories,
    SetNetwork,
    SetProfile,
    dump_edits,
    rules_held,
    undoing,
)
from cast import a_class, a_federation, a_pupil, a_school, somebody
from policies import a_policy, an_adopted_policy

if TYPE_CHECKING:
    from belisha.console.access.models import School
    from belisha.engine.policy.edits import Edit

pytestmark = pytest.mark.django_db
UNTIL = datetime(2027, 7, 21, 22, tzinfo=UTC)
SYSTEM = By(None, system="test")


def a_rule(code: str, address: str = "example.org", verdict: str = "allow", **more: object) -> model.SiteRule:
    until = UNTIL if verdict == "allow" else None
    details = {"id": code, "address": address, "verdict": verdict, "reason": "For a topic.", "owner": "Jo Reed"}
    return model.SiteRule(**details | {"until": until} | more)


def at(school: School, kind: HolderKind = HolderKind.SCHOOL, code: str = "") -> Holder:
    return Holder(kind=kind, school=school.code, id=code)


def a_change(school: School | None, *edits: Edit, **more: object) -> Change:
    federation = school.federation if school else a_federation()
    details = {"title": "A topic", "reason": "Year 4 needs it", "made_at": timezone.now(), "edits": dump_edits(edits)}
    return Change.objects.create(federation=federation, school=school, **details | more)


def written(school: School | None, *edits: Edit, by: By = SYSTEM, **more: object) -> PolicyVersion:
    return write(by=by, change=a_change(school, *edits, **more), edits=edits, now=timezone.now())


def test_before_a_policy_is_published_there_is_none() -> None:
    school = a_school()
    assert current(school.federation) is None
    with pytest.raises(NotAdoptedError):
        document(school.federation)


def test_what_is_taken_over_is_what_was_in_force() -> None:
    school = a_school()
    pupil = a_pupil(school)
    policy = a_policy(school.code)
    here = replace(
        policy.schools[school.code],
        rules=(a_rule("s1"),),
        years={**policy.schools[school.code].years, "year-4": model.YearGroup(name="Year 4", rules=(a_rule("y1"),))},
        people=(
            model.Person(id=f"p{pupil.pk}", sign_in="x", name="Whoever", profile="infants", rules=(a_rule("p1"),)),
            model.Person(id="p999999", sign_in="gone", name="Gone", profile="infants"),
        ),
    )
    federation = replace(policy.federation, rules=(a_rule("f1", verdict="block", locked=True),))
    given = replace(policy, federation=federation, schools={school.code: here})
    version = adopt(by=SYSTEM, federation=school.federation, policy=given)
    taken = settled(school.federation)
    assert version.number == 1
    assert "Whoever" not in version.content
    assert "For a topic" not in version.content
    assert {(holder.kind, rule.id) for holder, rule in rules_held(taken)} == {
        ("federation", "f1"),
        ("school", "s1"),
        ("year", "y1"),
        ("person", "p1"),
    }
    assert [(one.id, one.profile) for one in taken.schools[school.code].people] == [(f"p{pupil.pk}", "infants")]
    assert taken.profiles == given.profiles


def test_a_person_of_a_file_is_found_by_the_name_that_they_sign_in_with() -> None:
    school = a_school()
    pupil = a_pupil(school)
    pupil.user.username = "amir.stone"
    pupil.user.save()
    policy = a_policy(school.code)
    person = model.Person(id="oak-17", sign_in="amir.stone", name="Amir", rules=(a_rule("p1"),))
    school_there = replace(policy.schools[school.code], people=(person,))
    adopt(by=SYSTEM, federation=school.federation, policy=replace(policy, schools={school.code: school_there}))
    assert SiteRule.objects.get().person == pupil


def test_a_school_that_the_console_does_not_know_stays_whole() -> None:
    school = a_school()
    policy = a_policy(school.code, "elsewhere")
    person = model.Person(id="e1", sign_in="e.one", name="Ed One", rules=(a_rule("e-1"),))
    elsewhere = replace(policy.schools["elsewhere"], people=(person,), rules=(a_rule("e-2"),))
    given = replace(policy, schools={**policy.schools, "elsewhere": elsewhere})
    adopt(by=SYSTEM, federation=school.federation, policy=given)
    assert settled(school.federation).schools["elsewhere"] == elsewhere
    assert not SiteRule.objects.exists()


def test_it_is_taken_over_once() -> None:
    school = a_school()
    an_adopted_policy(school)
    with pytest.raises(ValidationError, match="already"):
        adopt(by=SYSTEM, federation=school.federation, policy=a_policy(school.code))
    assert PolicyVersion.objects.count() == 1


def test_a_policy_from_a_file_can_take_its_place_as_the_next_version() -> None:
    school = a_school()
    an_adopted_policy(school)
    written(school, AddRule(holder=at(school), rule=a_rule("old")))
    policy = a_policy(school.code)
    renewed = replace(policy.schools[school.code], rules=(a_rule("new"),))
    version = adopt(
        by=SYSTEM,
        federation=school.federation,
        policy=replace(policy, schools={school.code: renewed}),
        anew=True,
    )
    assert version.number == 3
    assert [rule.id for _, rule in rules_held(settled(school.federation))] == ["new"]
    assert SiteRule.objects.get(code="old").ended_at is not None


def test_a_policy_with_faults_is_not_taken_over() -> None:
    school = a_school()
    policy = a_policy(school.code)
    lax = replace(policy, federation=replace(policy.federation, unknown="staff"))
    with pytest.raises(ValidationError, match="stricter"):
        adopt(by=SYSTEM, federation=school.federation, policy=lax)
    assert not PolicyVersion.objects.exists()


def test_only_those_who_apply_changes_take_a_policy_over() -> None:
    school = a_school()
    with pytest.raises(NotAllowedError):
        adopt(by=By(somebody(school, Role.TEACHER)), federation=school.federation, policy=a_policy(school.code))


def test_a_rule_is_written_with_its_owner_and_its_change() -> None:
    school = a_school()
    an_adopted_policy(school)
    owner = somebody(school, Role.COMPUTING_LEAD)
    version = written(school, AddRule(holder=at(school), rule=a_rule("r1", "example.org/a"), account=str(owner.pk)))
    rule = SiteRule.objects.get()
    assert (rule.host, rule.address, rule.owner, rule.owner_name) == ("example.org", "example.org/a", owner, "Jo Reed")
    assert rule.added_by == version.change
    assert version.number == 2


def test_an_owner_of_another_federation_is_none() -> None:
    school = a_school()
    an_adopted_policy(school)
    stranger = somebody(a_school("far", a_federation("Far Trust")))
    written(school, AddRule(holder=at(school), rule=a_rule("r1"), account=str(stranger.pk)))
    assert SiteRule.objects.get().owner is None


def test_what_was_written_is_taken_back_with_its_owner() -> None:
    school = a_school()
    an_adopted_policy(school)
    owner = somebody(school)
    written(school, AddRule(holder=at(school), rule=a_rule("r1"), account=str(owner.pk)))
    start = settled(school.federation)
    end = EndRule(id="r1")
    back = undoing(ground(school.federation, [end]), [end])
    written(school, end)
    assert not SiteRule.objects.standing().exists()
    written(school, *back)
    assert dump(settled(school.federation)) == dump(start)
    assert SiteRule.objects.standing().get().owner == owner
    assert SiteRule.objects.count() == 2


def test_a_named_person_gets_a_profile_with_reason_review_and_approver() -> None:
    school = a_school()
    an_adopted_policy(school)
    pupil, head = a_pupil(school), somebody(school, Role.HEAD)
    child = at(school, HolderKind.PERSON, f"p{pupil.pk}")
    edit = HoldProfile(holder=child, profile="infants", reason="Reads signs.", review_on=date(2026, 12, 1))
    written(school, edit, consent_by=head)
    own = PersonProfile.objects.get()
    assert (own.person, own.reason, own.review_on, own.approver) == (pupil, "Reads signs.", date(2026, 12, 1), head)
    end = HoldProfile(holder=child, profile=None)
    back = undoing(ground(school.federation, [end]), [end])
    written(school, end)
    assert not PersonProfile.objects.standing().exists()
    written(school, *back)
    again = PersonProfile.objects.standing().get()
    assert (again.profile, again.reason, again.review_on) == ("infants", "Reads signs.", date(2026, 12, 1))


def test_a_child_of_another_school_gets_none() -> None:
    school, other = a_school(), a_school("st-brigids")
    an_adopted_policy(school)
    child = Holder(kind=HolderKind.PERSON, school=school.code, id=f"p{a_pupil(other).pk}")
    with pytest.raises(ValidationError, match="There is no person"):
        written(school, HoldProfile(holder=child, profile="infants"))


def test_a_class_and_a_room_of_the_register_can_hold_a_profile_though_the_policy_never_named_them() -> None:
    school = a_school()
    an_adopted_policy(school)
    group = a_class(school)
    room = Room.objects.create(school=school, code="library", name="Library")
    written(
        school,
        HoldProfile(holder=at(school, HolderKind.CLASS, group.code), profile="infants"),
        HoldProfile(holder=at(school, HolderKind.ROOM, room.code), profile="infants"),
        AddRule(holder=at(school, HolderKind.CLASS, group.code), rule=a_rule("c1")),
    )
    here = settled(school.federation).schools[school.code]
    assert here.classes[group.code].profile == here.rooms["library"].profile == "infants"
    assert here.classes[group.code].rules[0].id == "c1"


@pytest.mark.parametrize(
    ("edit", "sentence"),
    [
        (EndRule(id="nothing"), "no rule"),
        (SetProfile(id="clubs", profile=model.Profile(name="Clubs", block=("gaems",))), "did you mean “games”"),
        (SetProfile(id="clubs", profile=model.Profile(name="Clubs", inherits="nobody")), "no profile “nobody”"),
        (SetProfile(id="guests", profile=None), "cannot go while somebody has it"),
    ],
)
def test_edits_with_faults_change_nothing(edit: Edit, sentence: str) -> None:
    school = a_school()
    an_adopted_policy(school)
    with pytest.raises(ValidationError, match=sentence):
        written(None, edit)
    assert PolicyVersion.objects.count() == 1


def test_a_rule_that_opens_without_end_changes_nothing() -> None:
    school = a_school()
    an_adopted_policy(school)
    with pytest.raises(ValidationError, match="needs an end"):
        written(school, AddRule(holder=at(school), rule=replace(a_rule("r1"), until=None)))
    assert not SiteRule.objects.exists()


@pytest.mark.parametrize("number", range(5))
def test_a_school_changes_nothing_of_another(number: int) -> None:
    school, other = a_school(), a_school("st-brigids")
    an_adopted_policy(school)
    written(other, AddRule(holder=at(other), rule=a_rule("theirs")))
    edits: list[Edit] = [
        AddRule(holder=at(other), rule=a_rule("r1")),
        EndRule(id="theirs"),
        SetProfile(id="juniors", profile=model.Profile(name="Juniors", inherits="everyone")),
        LockCategories(school="", categories=()),
        SetNetwork(school=other.code, id="classrooms", network=None),
    ]
    with pytest.raises(ValidationError):
        written(school, edits[number])
    assert PolicyVersion.objects.count() == 2


def test_a_school_by_itself_changes_the_whole_policy() -> None:
    school = a_school()
    an_adopted_policy(school)
    juniors = document(school.federation).profiles["juniors"]
    written(school, SetProfile(id="juniors", profile=replace(juniors, name="Key Stage 2")))
    assert document(school.federation).profiles["juniors"].name == "Key Stage 2"


def test_a_school_makes_profiles_of_its_own() -> None:
    school = a_school()
    a_school("st-brigids")
    an_adopted_policy(school)
    clubs = model.Profile(name="Clubs", inherits="juniors")
    written(
        school,
        SetProfile(id="clubs", profile=clubs),
        HoldProfile(holder=at(school, HolderKind.GROUP, "staff"), profile="clubs"),
    )
    written(school, SetProfile(id="clubs", profile=replace(clubs, block=("games",))))
    assert document(school.federation).profiles["clubs"].block == ("games",)


def test_how_it_stood_at_any_time_can_be_told() -> None:
    school = a_school()
    first = an_adopted_policy(school)
    start = dump(settled(school.federation))
    pupil = a_pupil(school)
    edits = (
        AddRule(holder=at(school), rule=a_rule("r1")),
        HoldProfile(holder=at(school, HolderKind.PERSON, f"p{pupil.pk}"), profile="infants"),
        LockCategories(school=school.code, categories=("gambling",)),
    )
    later = first.at + timedelta(hours=1)
    write(by=SYSTEM, change=a_change(school, *edits), edits=edits, now=later)
    middle = dump(settled(school.federation))
    write(by=SYSTEM, change=a_change(school), edits=[EndRule(id="r1")], now=later + timedelta(hours=1))
    assert dump(settled(school.federation, first.at)) == start
    assert dump(settled(school.federation, later)) == middle
    assert [rule.id for _, rule in rules_held(settled(school.federation))] == []
    with pytest.raises(NotAdoptedError):
        settled(school.federation, first.at - timedelta(seconds=1))


def test_a_school_that_came_later_begins_as_a_new_one_would() -> None:
    school = a_school()
    an_adopted_policy(school)
    new = a_school("new-school")
    assert document(school.federation).schools[new.code].years["year-4"].key_stage == "ks2"
    written(new, AddRule(holder=at(new), rule=a_rule("r1")))
    assert settled(school.federation).schools[new.code].rules[0].id == "r1"


def test_the_whole_policy_is_asked_for_in_few_questions(django_assert_num_queries: object) -> None:
    school = a_school()
    an_adopted_policy(school)
    pupil = a_pupil(school)
    for number in range(3):
        written(school, AddRule(holder=at(school, HolderKind.PERSON, f"p{pupil.pk}"), rule=a_rule(f"r{number}")))
    with django_assert_num_queries(4):
        settled(school.federation)
