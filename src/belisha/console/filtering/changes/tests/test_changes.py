"""A change on its way: two people are two people, what is applied is whole, what is undone is as before."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.utils import timezone

from belisha.console.access.acting import By
from belisha.console.access.authorization import NotAllowedError
from belisha.console.access.models import Cover, Post
from belisha.console.access.roles import Role
from belisha.console.audit.models import Body, Link
from belisha.console.filtering.changes import actions
from belisha.console.filtering.changes.hooks import _ENDED, when_change_ends
from belisha.console.filtering.changes.rules.steps import Step
from belisha.console.filtering.changes.tests.staging import (
    Stage,
    a_manager,
    a_stage,
    applied,
    assessed,
    confirmed,
    drafted,
    fresh,
    half,
    submitted,
)
from belisha.console.filtering.models import Change, ManagerRight, SiteRule
from belisha.console.filtering.policy.queries import current, settled
from belisha.engine.policy.edits import EndRule, SetProfile, rules_held
from cast import everywhere, somebody

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.django_db


@pytest.fixture
def stage() -> Stage:
    return a_stage()


@pytest.fixture
def ended() -> Iterator[list[Change]]:
    """Changes that hooks were told of."""
    told: list[Change] = []
    when_change_ends(told.append)
    yield told
    _ENDED.pop()


def codes(stage: Stage) -> set[str]:
    return {rule.id for _holder, rule in rules_held(settled(stage.school.federation))}


def test_what_is_edited_on_several_pages_gathers_in_one_draft(stage: Stage) -> None:
    first = drafted(stage, stage.rule("a"))
    second = drafted(stage, stage.rule("b", "moats.example"))
    assert first.pk == second.pk
    assert [edit.rule.id for edit in second.what if hasattr(edit, "rule")] == ["a", "b"]


def test_a_later_word_on_the_same_thing_replaces_the_earlier(stage: Stage) -> None:
    drafted(stage, stage.level("infants"))
    assert drafted(stage, stage.level("staff")).what == (stage.level("staff"),)


def test_an_edit_can_be_taken_out_of_a_draft(stage: Stage) -> None:
    change = drafted(stage, stage.rule("a"), stage.rule("b", "moats.example"))
    assert actions.drop(by=By(stage.technician), change=change, index=0).what == (stage.rule("b", "moats.example"),)
    with pytest.raises(ValidationError, match="not in the draft"):
        actions.drop(by=By(stage.technician), change=change, index=7)


def test_what_does_not_fit_the_policy_gets_a_sentence(stage: Stage) -> None:
    with pytest.raises(ValidationError, match="There is no rule nothing any more"):
        drafted(stage, EndRule(id="nothing"))


def test_a_draft_is_its_writers_alone(stage: Stage) -> None:
    change = drafted(stage)
    with pytest.raises(NotAllowedError, match="Only whoever drafted"):
        actions.put(by=By(stage.lead), place=stage.school, edits=[stage.rule("b")], change=change)


def test_a_school_cannot_change_what_another_school_has(stage: Stage) -> None:
    other = a_stage("st-brigids")
    with pytest.raises(ValidationError):
        actions.put(by=By(stage.technician), place=stage.school, edits=[other.rule()])


def test_somebody_without_the_right_drafts_nothing(stage: Stage) -> None:
    with pytest.raises(NotAllowedError):
        drafted(stage, by=somebody(stage.school, Role.TEACHER))


def test_a_change_says_why(stage: Stage) -> None:
    with pytest.raises(ValidationError) as error:
        actions.submit(by=By(stage.technician), change=drafted(stage), title=" ", reason="")
    assert set(error.value.message_dict) == {"title", "reason"}


def test_what_is_handed_in_stands_as_it_is(stage: Stage) -> None:
    change = submitted(stage)
    for act in (
        lambda: actions.put(by=By(stage.technician), place=stage.school, edits=[stage.rule("b")], change=change),
        lambda: actions.drop(by=By(stage.technician), change=change, index=0),
    ):
        with pytest.raises(ValidationError, match="has been handed in"):
            act()


def test_an_edit_that_comes_later_needs_new_halves(stage: Stage) -> None:
    change = assessed(stage)
    actions.rework(by=By(stage.technician), change=change)
    actions.put(by=By(stage.technician), place=stage.school, edits=[stage.rule("b", "moats.example")], change=change)
    actions.submit(by=By(stage.technician), change=change, title="More", reason="More castles")
    confirmed(stage.technician)
    with pytest.raises(ValidationError, match="waits for something else"):
        actions.apply_change(by=By(stage.technician), change=change)


def test_two_people_cannot_be_one(stage: Stage) -> None:
    """Under two roles, under a cover, in a stand-in session, with a second account: a person counts once."""
    Post.objects.create(
        federation=stage.school.federation,
        school=stage.school,
        role=Role.COMPUTING_LEAD.value,
        holder=stage.technician,
        first=timezone.localdate(),
    )
    change = submitted(stage)
    half(change, Step.TECHNICAL, stage.technician)
    with pytest.raises(ValidationError, match="two people"):
        half(change, Step.EDUCATION, fresh(stage.technician))


def test_a_cover_makes_no_second_person(stage: Stage) -> None:
    today = timezone.localdate()
    post = Post.objects.get(holder=stage.lead)
    Cover.objects.create(post=post, by=stage.technician, first=today, last=today)
    change = submitted(stage)
    half(change, Step.EDUCATION, fresh(stage.technician))
    with pytest.raises(ValidationError, match="two people"):
        half(change, Step.TECHNICAL, fresh(stage.technician))


def test_who_stands_in_counts_as_who_really_sits_there(stage: Stage) -> None:
    change = submitted(stage)
    half(change, Step.TECHNICAL, stage.technician)
    with pytest.raises(ValidationError, match="two people"):
        actions.assess(
            by=By(stage.head, behind=stage.technician),
            change=change,
            side="education",
            answers={},
            likelihood=1,
            impact=1,
        )
    assert not change.halves.filter(side="education").exists()


def test_two_accounts_of_one_address_are_one_person(stage: Stage) -> None:
    second = somebody(stage.school, Role.COMPUTING_LEAD)
    second.email = stage.technician.email.upper()
    second.save()
    change = submitted(stage)
    half(change, Step.TECHNICAL, stage.technician)
    with pytest.raises(ValidationError, match="two people"):
        half(change, Step.EDUCATION, second)


def test_every_question_of_a_half_is_answered(stage: Stage) -> None:
    change = submitted(stage)
    with pytest.raises(ValidationError) as error:
        actions.assess(
            by=By(stage.lead), change=change, side="education", answers={"age": "Yes"}, likelihood=9, impact=3
        )
    assert set(error.value.message_dict) == {"need", "groups", "supervision", "alternatives", "likelihood"}


def test_a_risky_change_waits_for_a_leader_who_has_no_part_in_it(stage: Stage) -> None:
    change = assessed(stage, risk=(3, 4))
    assert change.score == 12
    with pytest.raises(ValidationError, match="waits for something else"):
        actions.apply_change(by=By(stage.technician), change=change)
    with pytest.raises(NotAllowedError):
        actions.consent(by=By(stage.lead), change=change)
    actions.consent(by=By(stage.head), change=change, words="For this half term")
    assert actions.apply_change(by=By(stage.technician), change=change).state == Change.State.APPLIED


def test_who_assessed_it_does_not_consent(stage: Stage) -> None:
    change = submitted(stage)
    half(change, Step.EDUCATION, stage.head, (4, 4))
    half(change, Step.TECHNICAL, stage.technician)
    with pytest.raises(ValidationError, match="You assessed it"):
        actions.consent(by=By(stage.head), change=change)
    actions.consent(by=By(stage.dsl), change=change)


def test_consent_falls_when_a_half_is_judged_anew(stage: Stage) -> None:
    change = assessed(stage, risk=(3, 4))
    actions.consent(by=By(stage.head), change=change)
    half(change, Step.EDUCATION, stage.lead, (5, 5))
    change.refresh_from_db()
    assert (change.consent_by, change.score) == (None, 25)


def test_applying_changes_the_policy_as_a_whole_and_tells_before_and_after(stage: Stage, ended: list[Change]) -> None:
    change = applied(stage, stage.rule(), stage.level())
    assert (change.state, change.published, change.version) == ("applied", "", current(stage.school.federation))
    assert "topic" in codes(stage)
    link = Link.objects.get(event="filter.applied")
    assert (link.chain, link.about) == (stage.school.chain, f"change:{change.pk}")
    content = Body.objects.get(link=link).content
    assert content["before"]["1. castles.example for Year 4, Oakfield"] == "no rule"
    assert content["after"]["1. castles.example for Year 4, Oakfield"].startswith("open until")
    assert content["after"]["2. Profile of Year 4, Oakfield"] == "“Infants”"
    assert ended == [change]


def test_a_change_that_fails_leaves_nothing_behind(stage: Stage) -> None:
    change = assessed(stage, stage.rule(), stage.level())
    Change.objects.filter(pk=change.pk).update(edits=change.edits.replace('"infants"', '"nothing"'))
    change.refresh_from_db()
    change.halves.update(edits_digest=change.digest)
    before = current(stage.school.federation)
    with pytest.raises(ValidationError, match="no profile"):
        actions.apply_change(by=By(stage.technician), change=change)
    assert (current(stage.school.federation), codes(stage)) == (before, set())


def test_a_change_that_no_longer_fits_is_refused_and_can_be_made_anew(stage: Stage) -> None:
    applied(stage, stage.rule("old"), stage.rule("kept", "moats.example"))
    late = assessed(stage, EndRule(id="old"), EndRule(id="kept"))
    applied(stage, EndRule(id="old"))
    with pytest.raises(ValidationError, match="There is no rule old any more"):
        actions.apply_change(by=By(stage.technician), change=late)
    anew = actions.make_anew(by=By(stage.technician), change=late)
    assert (anew.state, anew.what) == ("draft", (EndRule(id="kept"),))


def test_a_lapsed_right_cannot_apply_even_if_it_lapsed_between_showing_and_pressing(stage: Stage) -> None:
    change = assessed(stage)
    tomorrow_after = timezone.now() + timedelta(days=31)
    with time_machine.travel(tomorrow_after):
        confirmed(stage.technician)
        with pytest.raises(ValidationError, match="not a filter manager"):
            actions.apply_change(by=By(stage.technician), change=change)


def test_a_right_that_was_ended_cannot_apply(stage: Stage) -> None:
    change = assessed(stage)
    actions.end_right(by=By(stage.head), right=ManagerRight.objects.get(user=stage.technician), reason="Leaves")
    with pytest.raises(ValidationError, match="not a filter manager"):
        actions.apply_change(by=By(stage.technician), change=change)


def test_nobody_applies_who_has_not_just_proved_who_they_are(stage: Stage) -> None:
    change = assessed(stage)
    confirmed(stage.technician, minutes_ago=6)
    with pytest.raises(ValidationError, match="Prove once more"):
        actions.apply_change(by=By(stage.technician), change=change)


def test_nobody_applies_while_standing_in(stage: Stage) -> None:
    other = somebody(stage.school, Role.NETWORK_MANAGER)
    with pytest.raises(ValidationError, match="standing in"):
        actions.apply_change(by=By(stage.technician, behind=other), change=assessed(stage))


def test_nobody_applies_without_a_second_factor(stage: Stage) -> None:
    bare = somebody(stage.school, Role.TECHNICIAN, second_factor=False)
    a_manager(stage, bare)
    with pytest.raises(ValidationError, match="second factor"):
        actions.apply_change(by=By(bare), change=assessed(stage))


def test_undoing_is_a_new_change_that_leaves_everything_as_before(stage: Stage, ended: list[Change]) -> None:
    before = settled(stage.school.federation)
    change = applied(stage, stage.rule(), stage.level())
    back = actions.undo(by=By(stage.technician), change=change, reason="It was a mistake")
    change.refresh_from_db()
    assert (back.way, back.state, back.undoes, change.state) == ("undoing", "applied", change, "undone")
    assert settled(stage.school.federation) == before
    assert ended == [change, back, change]


def test_a_rule_that_was_ended_comes_back_with_its_end_and_owner(stage: Stage) -> None:
    applied(stage)
    change = applied(stage, EndRule(id="topic"))
    actions.undo(by=By(stage.technician), change=change, reason="Still needed")
    rule = SiteRule.objects.standing().get(code="topic")
    assert (rule.until, rule.owner_name) == (stage.rule().rule.until, "Jo Reed")


def test_what_a_later_change_touched_is_not_undone(stage: Stage) -> None:
    change = applied(stage, stage.level("infants"))
    later = applied(stage, stage.level("staff"))
    with pytest.raises(ValidationError, match="Later changes touched the same: “Castles for Year 4”"):
        actions.undo(by=By(stage.technician), change=change, reason="No")
    actions.undo(by=By(stage.technician), change=later, reason="No")
    actions.undo(by=By(stage.technician), change=change, reason="No")


def test_what_takes_another_back_is_not_undone(stage: Stage) -> None:
    back = actions.undo(by=By(stage.technician), change=applied(stage), reason="No")
    with pytest.raises(ValidationError, match="make it anew"):
        actions.undo(by=By(stage.technician), change=back, reason="Yes")


def test_a_leader_refuses_by_withdrawing(stage: Stage, ended: list[Change]) -> None:
    change = assessed(stage, risk=(5, 5))
    with pytest.raises(ValidationError, match="Say why"):
        actions.withdraw(by=By(stage.head), change=change, reason=" ")
    actions.withdraw(by=By(stage.head), change=change, reason="Not with Year 4")
    assert [each.state for each in ended] == ["withdrawn"]


def test_a_profile_that_other_schools_have_is_the_federations_to_change(stage: Stage) -> None:
    a_stage("st-brigids")
    profile = settled(stage.school.federation).profiles["juniors"]
    with pytest.raises(ValidationError):
        drafted(stage, SetProfile(id="juniors", profile=profile))
    head = everywhere(stage.school.federation, Role.EXECUTIVE_HEAD)
    change = actions.put(
        by=By(head), place=stage.school.federation, edits=[SetProfile(id="juniors", profile=profile)], title="All"
    )
    assert (change.school, change.place) == (None, stage.school.federation)


def test_levels_that_were_changed_are_looked_at_afterwards_sites_alone_are_not(stage: Stage) -> None:
    assert applied(stage, stage.rule()).review_due is None
    change = applied(stage, stage.level())
    assert change.review_due
    with pytest.raises(ValidationError, match="You did it yourself"):
        actions.review(by=By(stage.technician), change=change, words="Looks fine")
    actions.review(by=By(stage.lead), change=change, words="Tried with the class")
    assert not Change.objects.to_review().exists()
