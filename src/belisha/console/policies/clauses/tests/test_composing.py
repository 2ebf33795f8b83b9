"""A version of the policy, composed from the clauses of the house and from what the school says otherwise."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from belisha.console.access.models import Decision, Federation
from belisha.console.access.roles import Role
from belisha.console.policies.clauses.differences import choices_of
from belisha.console.policies.clauses.house import edition
from belisha.console.policies.clauses.queries import (
    ONLINE_SAFETY,
    compose,
    compose_house,
    digest_of,
    in_force,
    not_adopted,
)
from belisha.console.policies.clauses.registry import what_is_wrong
from belisha.console.policies.clauses.rules import frozen, thawed
from belisha.console.policies.models import ClauseChoice, OwnClause, Policy, Version
from cast import a_school, somebody

if TYPE_CHECKING:
    from pytest_django import DjangoAssertNumQueries

    from belisha.console.access.models import School
    from belisha.console.policies.clauses.rules import Paragraph, Section

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 1, 9, tzinfo=UTC)


def a_version(place: School | Federation, *, published: bool = True) -> Version:
    own = None if isinstance(place, Federation) else place
    federation = place if isinstance(place, Federation) else place.federation
    policy = Policy.objects.create(
        federation=federation, school=own, kind=ONLINE_SAFETY, title="Online safety", owner=Role.DSL.value
    )
    kept = {"state": Version.State.PUBLISHED, "adopted": date(2026, 10, 1), "frozen": []} if published else {}
    return Version.objects.create(policy=policy, number=1, edition=edition(), begun_at=NOW, **kept)


def paragraph(sections: tuple[Section, ...], name: str) -> Paragraph | None:
    return next((each for section in sections for each in section.paragraphs if each.id == name), None)


@pytest.fixture
def school() -> School:
    return a_school()


def test_a_policy_names_who_holds_a_post_and_says_in_red_that_nobody_does(school: School) -> None:
    vacant = paragraph(compose_house(school), "why-this-policy")
    assert vacant
    assert school.name in vacant.words
    assert not vacant.vacant
    lead = paragraph(compose_house(school), "lead")
    assert lead
    assert lead.vacant
    dsl = somebody(school, Role.DSL, name="Amy Hill")
    lead = paragraph(compose_house(school), "lead")
    assert lead
    assert dsl.name in lead.words
    assert not lead.vacant
    assert "online-safety-lead" in lead.parameters


def test_a_clause_left_out_is_not_there_and_its_duty_not_adopted_with_the_reason(school: School) -> None:
    version = a_version(school)
    before = digest_of(compose(version))
    ClauseChoice.objects.create(version=version, clause="wellbeing-first", off=True, reason="Said in another policy")
    assert paragraph(compose(version), "wellbeing-first") is None
    assert digest_of(compose(version)) != before
    assert not_adopted(school)["governance.wellbeing-test"] == "Said in another policy"
    OwnClause.objects.create(
        version=version, section="aims", words="{school} asks first.", duties=["governance.wellbeing-test"]
    )
    assert "governance.wellbeing-test" not in not_adopted(school)
    own = compose(version)[0].paragraphs[-1]
    assert (own.words, own.reworded) == (f"{school.name} asks first.", True)


def test_own_words_stand_in_place_of_ours_and_keep_the_duty(school: School) -> None:
    version = a_version(school)
    ClauseChoice.objects.create(version=version, clause="wellbeing-first", words="Kindness first at {school}.")
    found = paragraph(compose(version), "wellbeing-first")
    assert found
    assert found.words == f"Kindness first at {school.name}."
    assert found.reworded
    assert found.duties == ("governance.wellbeing-test",)


def test_a_schools_own_version_begins_with_what_its_federation_says(school: School) -> None:
    shared = a_version(school.federation)
    ClauseChoice.objects.create(version=shared, clause="wellbeing-first", off=True, reason="Elsewhere")
    assert in_force(school) == shared
    assert "governance.wellbeing-test" in not_adopted(school)
    own = a_version(school)
    assert in_force(school) == own
    assert paragraph(compose(own), "wellbeing-first") is None
    ClauseChoice.objects.create(version=own, clause="wellbeing-first", words="We ask about wellbeing.")
    assert paragraph(compose(own), "wellbeing-first")
    assert not not_adopted(school).get("governance.wellbeing-test")


def test_a_federations_policy_names_each_schools_own_where_they_differ(school: School) -> None:
    other = a_school("st-brigids")
    somebody(school, Role.DSL, name="Amy Hill")
    somebody(other, Role.DSL, name="Ben Wood")
    version = a_version(school.federation)
    lead = paragraph(compose(version), "lead")
    assert lead
    assert "Amy Hill" in lead.words
    assert "Ben Wood" in lead.words
    aims = paragraph(compose(version), "why-this-policy")
    assert aims
    assert f"children at {school.name} and {other.name} learn" in aims.words
    at_school = paragraph(compose(version, school), "lead")
    assert at_school
    assert "Ben Wood" not in at_school.words


def test_composing_asks_the_same_however_much_is_said_otherwise(
    school: School, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    version = a_version(school)
    for number, clause in enumerate(("wellbeing-first", "resilience", "vision")):
        ClauseChoice.objects.create(version=version, clause=clause, words=f"Own words {number}")
        OwnClause.objects.create(version=version, section="aims", words="{dsl} and {setting:idle-minutes}")
    with django_assert_max_num_queries(15):
        compose(Version.objects.select_related("policy__school__federation").get(pk=version.pk))
    with django_assert_max_num_queries(6):
        not_adopted(school)


def test_the_points_of_a_federation_ask_no_more_where_it_has_more_schools(
    school: School, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with CaptureQueriesContext(connection) as few:
        choices_of(school.federation)
    for number in range(4):
        somebody(a_school(f"school-{number}", school.federation), Role.DSL)
    with django_assert_num_queries(len(few)):
        choices_of(school.federation)


def test_what_was_frozen_is_thawed_as_it_was(school: School) -> None:
    sections = compose_house(school)
    again = thawed(frozen(sections))
    assert again == sections
    assert digest_of(again) == digest_of(sections)


def test_a_setting_changes_what_a_clause_says(school: School) -> None:
    before = digest_of(compose_house(school))
    Decision.objects.create(federation=school.federation, school=school, key="idle-minutes", value=7, since=NOW)
    after = compose_house(school)
    assert digest_of(after) != before
    assert any("7 minutes" in each.words for section in after for each in section.paragraphs)


def test_words_with_an_unknown_parameter_or_a_lone_brace_are_refused_with_a_sentence() -> None:
    assert what_is_wrong("{dsl} locks after {setting:idle-minutes}.") == []
    assert what_is_wrong("Ask {dls}.") == ["Nothing is called {dls}. Did you mean {dsl}?"]
    assert len(what_is_wrong("Ask {dsl")) == 1
    assert len(what_is_wrong("x" * 4001)) == 1
