"""A version's life: nothing is left out on the way, and what governors approved is never another text."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.utils import timezone
from msgspec.structs import replace

from belisha.console.access.acting import By
from belisha.console.access.authorization import NotAllowedError
from belisha.console.access.models import Decision, School
from belisha.console.access.roles import Role
from belisha.console.policies.approving.actions import deciding
from belisha.console.policies.approving.actions.consulting import close, give_reason, respond
from belisha.console.policies.approving.actions.deciding import Votes, approve, pass_on, send_back, sign, take_back
from belisha.console.policies.approving.actions.reviewing import minute_changes
from belisha.console.policies.approving.queries import published
from belisha.console.policies.approving.queries.published import changes_of, published_at, unminuted
from belisha.console.policies.approving.queries.steps import lacking
from belisha.console.policies.clauses import house, queries
from belisha.console.policies.clauses.queries import compose, digest_of
from belisha.console.policies.models import Approval, Edit, Policy, Version
from belisha.console.policies.writing.actions import abandon, add_own, begin, leave_out, own_words
from belisha.console.policies.writing.queries import text_of
from cast import a_federation, a_school, somebody
from policies_scene import MINUTE, Scene

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.django_db


@pytest.fixture
def school() -> School:
    return a_school()


@pytest.fixture
def scene(school: School) -> Scene:
    return Scene(school)


def refused(act: Callable[[], object]) -> str:
    with pytest.raises(ValidationError) as caught:
        act()
    return " ".join(caught.value.messages)


def test_from_the_first_draft_to_the_last_signature(scene: Scene, school: School) -> None:
    version = scene.in_force()
    today = timezone.localdate()
    assert (version.state, version.adopted) == (Version.State.PUBLISHED, today)
    assert version.review_due is not None
    assert version.review_due.year == today.year + 1
    assert published_at(school) == version
    assert [each.part for each in version.signatures.all()] == ["head", "chair"]
    assert digest_of(text_of(version, school)) == digest_of(compose(version, school))


def test_a_round_does_not_close_while_a_group_is_silent_and_nobody_says_why(scene: Scene, school: School) -> None:
    round_ = scene.consulting()
    respond(by=By(scene.teacher), round_=round_, school=school, answers={"fair": "no"}, words="")
    assert "Pupils, Parents" in refused(lambda: close(by=By(scene.dsl), round_=round_))
    for audience in ("pupils", "parents"):
        give_reason(by=By(scene.dsl), round_=round_, audience=audience, reason="The school was closed by snow.")
    close(by=By(scene.dsl), round_=round_)
    assert Version.objects.get().state == Version.State.LEADERS


def test_what_is_lacking_stands_in_the_way_of_governors_and_is_named(scene: Scene, school: School) -> None:
    version = scene.with_leaders()
    said = refused(lambda: pass_on(by=By(scene.dsl), version=version, school=school, words="Good."))
    assert "wellbeing" in said
    assert "technical" in said
    assert [each.link for each in lacking(version, school)]


def test_the_text_stands_still_while_people_are_asked_and_once_governors_have_it(scene: Scene) -> None:
    version = scene.draft()
    leave_out(by=By(scene.dsl), version=version, clause="resilience", reason="Said elsewhere.")
    scene.consulting(version)
    assert "stands still" in refused(
        lambda: own_words(by=By(scene.dsl), version=version, clause="vision", words="Ours.")
    )


def test_governors_see_a_majority_of_a_meeting_that_has_been(scene: Scene) -> None:
    version = scene.with_governors()
    tomorrow = timezone.localdate() + timedelta(days=1)
    by = By(scene.chair)
    assert "still to come" in refused(
        lambda: approve(by=by, version=version, met_on=tomorrow, minute=MINUTE, votes=Votes(9))
    )
    assert "majority" in refused(
        lambda: approve(by=by, version=version, met_on=timezone.localdate(), minute=MINUTE, votes=Votes(4, 4))
    )
    with pytest.raises(NotAllowedError):
        approve(by=By(scene.head), version=version, met_on=timezone.localdate(), minute=MINUTE, votes=Votes(9))


def test_governors_send_a_policy_back_with_their_words(scene: Scene) -> None:
    version = scene.with_governors()
    send_back(by=By(scene.chair), version=version, words="Say more about phones.")
    version.refresh_from_db()
    assert version.state == Version.State.LEADERS
    assert version.step_words.last().words == "Say more about phones."


def test_a_policy_is_in_force_by_two_people_alone(scene: Scene, school: School) -> None:
    version = scene.approved()
    with pytest.raises(NotAllowedError):
        sign(by=By(scene.dsl), version=version)
    assert not sign(by=By(scene.head), version=version)
    assert "signed already" in refused(lambda: sign(by=By(scene.head), version=version))
    assert published_at(school) is None


def test_a_signature_wants_a_second_factor(scene: Scene, school: School) -> None:
    version = scene.approved()
    newcomer = somebody(school, Role.EXECUTIVE_HEAD, second_factor=False)
    with pytest.raises(NotAllowedError, match="second factor"):
        sign(by=By(newcomer), version=version)


def test_a_text_changed_behind_our_back_is_not_signed(scene: Scene) -> None:
    version = scene.approved()
    kept = version.frozen
    kept[0]["paragraphs"][0]["pieces"][0][0] += " "
    Version.objects.filter(pk=version.pk).update(frozen=kept)
    assert "not the one that governors approved" in refused(lambda: sign(by=By(scene.head), version=version))


def test_a_fault_found_before_the_last_signature_takes_it_back(scene: Scene) -> None:
    version = scene.approved()
    sign(by=By(scene.head), version=version)
    take_back(by=By(scene.dsl), version=version, reason="A wrong name.")
    version.refresh_from_db()
    assert (version.state, version.digest) == (Version.State.LEADERS, "")


def test_the_next_version_takes_the_place_of_the_last_and_says_what_it_said(scene: Scene, school: School) -> None:
    first = scene.draft()
    own = add_own(by=By(scene.dsl), version=first, section="aims", words="We are a river school.", duties=[])
    scene.in_force(first)
    second = scene.draft()
    assert second.own_clauses.get().key == own.key
    scene.in_force(second)
    first.refresh_from_db()
    assert (first.state, published_at(school)) == (Version.State.SUPERSEDED, second)
    assert "river school" in str(first.frozen)


def test_one_version_is_made_at_a_time_and_one_given_up_stays_to_be_read(scene: Scene, school: School) -> None:
    version = scene.draft()
    assert "being made already" in refused(scene.draft)
    abandon(by=By(scene.dsl), version=version, reason="We begin again.")
    assert begin(by=By(scene.dsl), place=school, kind="online-safety").number == 2
    assert Version.objects.count() == 2


def test_who_changed_what_is_kept_with_the_words_before_and_after(scene: Scene) -> None:
    version = scene.draft()
    own_words(by=By(scene.dsl), version=version, clause="vision", words="Our vision is {dsl}'s to keep.")
    edit = Edit.objects.filter(kind=Edit.Kind.OWN_WORDS).get()
    assert edit.by_name == "Dee Lead"
    assert (edit.after, bool(edit.before)) == ("Our vision is {dsl}'s to keep.", True)
    assert "Nothing is called" in refused(
        lambda: own_words(by=By(scene.dsl), version=version, clause="vision", words="Ask {dls}.")
    )


@pytest.mark.parametrize("change", ["edit", "vote", "text", "deleted", "reopened"])
def test_the_database_itself_refuses_to_change_what_was_decided(scene: Scene, change: str) -> None:
    version = scene.in_force()
    acts: dict[str, Callable[[], object]] = {
        "edit": lambda: Edit.objects.update(after="x"),
        "vote": lambda: Approval.objects.all().delete(),
        "text": lambda: Version.objects.filter(pk=version.pk).update(frozen=[]),
        "reopened": lambda: Version.objects.filter(pk=version.pk).update(state="draft"),
        "deleted": lambda: version.signatures.all().delete(),
    }
    with pytest.raises(DatabaseError), transaction.atomic():
        acts[change]()


def test_what_changes_after_adoption_is_shown_and_governors_take_note(scene: Scene, school: School) -> None:
    version = scene.in_force()
    assert changes_of(version, school) == []
    Decision.objects.create(
        federation=school.federation, school=school, key="idle-minutes", value=7, since=timezone.now()
    )
    somebody(school, Role.DEPUTY_DSL, name="Dot Deputy")
    found = unminuted(version, school)
    assert any("Dot Deputy" in change.after and "Dot Deputy" not in change.before for change in found)
    minute_changes(by=By(scene.chair), version=version, school=school, met_on=timezone.localdate(), minute=MINUTE)
    assert unminuted(version, school) == []
    assert changes_of(version, school) == found


def test_an_update_of_the_clauses_changes_no_word_that_governors_approved(
    scene: Scene, school: School, monkeypatch: pytest.MonkeyPatch
) -> None:
    version = scene.in_force()
    scene.dsl.name = "Dee Married"
    scene.dsl.save()
    aims, *rest = house.chapters()
    first, *others = aims.clauses
    reworded = replace(aims, clauses=(replace(first, text="Nobody has voted on this."), *others))
    monkeypatch.setattr(queries, "chapters", lambda: (reworded, *rest))
    monkeypatch.setattr(published, "house_mark", lambda: "2026.1-updated")
    changes = changes_of(version, school)
    assert not any("Nobody has voted" in change.after for change in changes)
    assert any("Dee Married" in change.after for change in changes), "names go on being those of today"


def test_a_federations_policy_counts_at_its_schools_and_is_kept_as_each_read_it(school: School) -> None:
    federation, other = a_federation(), a_school("st-brigids")
    somebody(other, Role.DSL, name="Bea Other")
    scene = Scene(school, federation)
    version = scene.in_force()
    assert published_at(other) == published_at(school) == version
    here, there = (str(text_of(version, each)) for each in (school, other))
    assert "Dee Lead" in here
    assert "Bea Other" in there
    assert "Dee Lead" not in there
    assert deciding.is_whole(version)


def test_somebody_of_one_school_does_not_write_for_the_federation(school: School) -> None:
    scene = Scene(school)
    with pytest.raises(NotAllowedError):
        begin(by=By(scene.dsl), place=school.federation, kind="online-safety")
    assert not Policy.objects.exists()
