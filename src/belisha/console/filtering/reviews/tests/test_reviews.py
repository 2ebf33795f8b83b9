from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from belisha.console.access.acting import By
from belisha.console.access.authorization import NotAllowedError
from belisha.console.access.models import Post, School
from belisha.console.access.roles import Role
from belisha.console.duties.catalogue import catalogue
from belisha.console.duties.registry import PROOFS, Standing, State
from belisha.console.filtering.models import RemoteGrant, Review
from belisha.console.filtering.reviews import actions
from belisha.console.filtering.reviews.joined import changes_the_set_up
from belisha.console.filtering.reviews.queries import status_of
from belisha.console.filtering.reviews.rules import Kind, Wanted, kind_of, kinds, missing, parts_for, wanted
from belisha.engine.policy.edits import AddRule, Holder, HolderKind, HoldProfile, LockCategories
from belisha.engine.policy.model import SiteRule
from cast import a_school, somebody

if TYPE_CHECKING:
    from belisha.console.access.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture
def school() -> School:
    return a_school()


def filled(kind: Kind) -> dict[str, str]:
    words = {"text": "As we saw it.", "line": "One line", "yes-no": "yes", "day": "2026-11-20"}
    return {question.id: words[question.kind] for question in kind.questions}


def signers(school: School, kind: Kind) -> dict[str, User]:
    # the last of a part's roles: more than one person may hold it
    return {part.id: somebody(school, part.roles[-1]) for part in kind.parts}


def a_signed_review(school: School, code: str, **answers: str) -> Review:
    kind = kind_of(code)
    people = signers(school, kind)
    first = next(iter(people.values()))
    review = actions.begin(by=By(first), school=school, kind=code)
    actions.answer(by=By(first), review=review, answers={**filled(kind), **answers})
    for part, person in people.items():
        review = actions.sign(by=By(person), review=review, part=part, words="I agree.")
    return review


def standing_of(school: School, duty: str, now: datetime | None = None) -> Standing:
    return PROOFS[duty].ask(school, now or timezone.now())


def test_every_kind_is_of_a_duty_of_the_catalogue_and_asks_about_duties_that_exist() -> None:
    named = {kind.duty for kind in kinds()} | {fact for kind in kinds() for fact in kind.facts}
    assert named - set(catalogue()) == {"", "levels"}


def test_a_review_is_closed_by_the_last_signature_and_keeps_what_was_found(school: School) -> None:
    review = a_signed_review(school, "security")
    assert review.state == Review.State.SIGNED
    assert review.signed_at is not None
    assert len(review.facts) == len(kind_of("security").facts)


def test_nobody_signs_two_parts_whatever_their_roles(school: School) -> None:
    review = actions.begin(by=By(somebody(school, Role.HEAD)), school=school, kind="security")
    both = somebody(school, Role.HEAD)
    Post.objects.create(
        federation=school.federation, school=school, role="technician", holder=both, first=date(2026, 9, 1)
    )
    actions.answer(by=By(both), review=review, answers=filled(kind_of("security")))
    actions.sign(by=By(both), review=review, part="leader", words="Yes.")
    with pytest.raises(ValidationError, match="another person"):
        actions.sign(by=By(both), review=review, part="technical", words="Yes.")


def test_a_part_is_signed_only_by_a_role_of_it(school: School) -> None:
    head = somebody(school, Role.HEAD)
    review = actions.begin(by=By(head), school=school, kind="security")
    actions.answer(by=By(head), review=review, answers=filled(kind_of("security")))
    with pytest.raises(ValidationError):
        actions.sign(by=By(head), review=review, part="technical", words="Yes.")


def test_a_question_without_an_answer_holds_the_signatures_back(school: School) -> None:
    head = somebody(school, Role.HEAD)
    review = actions.begin(by=By(head), school=school, kind="security")
    actions.answer(by=By(head), review=review, answers={"firewall": "One rule."})
    with pytest.raises(ValidationError, match="every question"):
        actions.sign(by=By(head), review=review, part="leader", words="Yes.")


def test_a_word_changed_after_a_signature_takes_it_off(school: School) -> None:
    head = somebody(school, Role.HEAD)
    review = actions.begin(by=By(head), school=school, kind="security")
    answers = filled(kind_of("security"))
    actions.answer(by=By(head), review=review, answers=answers)
    actions.sign(by=By(head), review=review, part="leader", words="Yes.")
    assert not actions.answer(by=By(head), review=review, answers=answers)
    assert actions.answer(by=By(head), review=review, answers={**answers, "firewall": "Two rules."})
    assert review.signatures.count() == 0


def test_a_signed_review_is_never_changed(school: School) -> None:
    review = a_signed_review(school, "access-levels")
    with pytest.raises(ValidationError, match="closed"):
        actions.answer(by=By(somebody(school, Role.COMPUTING_LEAD)), review=review, answers={})


def test_only_those_who_can_sign_a_part_begin_a_review(school: School) -> None:
    with pytest.raises(NotAllowedError):
        actions.begin(by=By(somebody(school, Role.DPO)), school=school, kind="security")


def test_somebody_of_another_school_takes_no_part(school: School) -> None:
    stranger = somebody(a_school("brook"), Role.HEAD)
    with pytest.raises(NotAllowedError):
        actions.begin(by=By(stranger), school=school, kind="security")


def test_a_cause_makes_a_review_wanted_until_it_is_made(school: School) -> None:
    a_signed_review(school, "filtering-and-monitoring")
    head = somebody(school, Role.HEAD)
    actions.want(by=By(head), school=school, kind="filtering-and-monitoring", cause="technology", words="New tablets")
    assert status_of(school, "filtering-and-monitoring", timezone.now()).causes
    a_signed_review(school, "filtering-and-monitoring")
    assert not status_of(school, "filtering-and-monitoring", timezone.now()).causes


def test_a_change_of_a_profile_makes_a_review_wanted_and_a_site_for_a_class_does_not() -> None:
    rule = SiteRule(id="r1", address="example.org", verdict="block", reason="Unkind", owner="Kim")
    for_class = AddRule(holder=Holder(kind=HolderKind.CLASS, school="oakfield", id="acorn"), rule=rule)
    for_school = HoldProfile(holder=Holder(kind=HolderKind.SCHOOL, school="oakfield"), profile="staff")
    assert not changes_the_set_up(for_class)
    assert changes_the_set_up(for_school)
    assert changes_the_set_up(LockCategories(school="oakfield", categories=("drugs",)))


@given(
    st.sampled_from(kinds()),
    st.dates(date(2026, 1, 1), date(2027, 12, 31)),
    st.integers(0, 400),
)
def test_a_review_never_becomes_less_wanted_while_time_passes(kind: Kind, last: date, days: int) -> None:
    order = list(Wanted)
    term, before = date(2026, 9, 1), date(2026, 4, 15)
    today = last + timedelta(days=days)
    one = wanted(kind, last, today, term, before)
    other = wanted(kind, last, today + timedelta(days=1), term, before)
    assert order.index(one) <= order.index(other)


@given(st.sampled_from(kinds()), st.dates(date(2026, 9, 1), date(2026, 12, 31)))
def test_a_review_signed_today_is_not_wanted(kind: Kind, today: date) -> None:
    assert wanted(kind, today, today, date(2026, 9, 1), date(2026, 4, 15)) is Wanted.NOT_YET


@given(st.sampled_from(kinds()), st.sets(st.sampled_from(list(Role))))
def test_who_can_sign_has_a_role_of_the_part(kind: Kind, roles: set[Role]) -> None:
    assert all(set(part.roles) & roles for part in parts_for(kind, roles))
    assert set(missing(kind, {})) == {question.id for question in kind.questions if not question.optional}


BY_REVIEW = {
    "filtering.internet-strategy": "internet-strategy",
    "filtering.provider-review": "provider",
    "filtering.access-levels-reviewed": "access-levels",
    "network.security-review": "security",
    "network.wireless-security": "wireless",
    "network.attack-protection": "weaknesses",
}


def met(school: School, duty: str) -> None:
    a_signed_review(school, BY_REVIEW[duty])
    assert standing_of(school, duty).state is State.MET


def breached(school: School, duty: str) -> None:
    assert standing_of(school, duty).state is State.BREACHED, "none was ever signed"
    a_signed_review(school, BY_REVIEW[duty])
    later = timezone.now() + timedelta(days=400)
    assert standing_of(school, duty, later).state is State.BREACHED


def test_filtering_internet_strategy_is_met_by_three_signed_comments(school: School) -> None:
    met(school, "filtering.internet-strategy")


def test_filtering_internet_strategy_is_breached_a_year_later(school: School) -> None:
    breached(school, "filtering.internet-strategy")


def test_filtering_provider_review_is_met_by_a_signed_review(school: School) -> None:
    met(school, "filtering.provider-review")


def test_filtering_provider_review_is_breached_without_one(school: School) -> None:
    breached(school, "filtering.provider-review")


def test_filtering_access_levels_reviewed_is_met_by_the_computing_lead(school: School) -> None:
    met(school, "filtering.access-levels-reviewed")


def test_filtering_access_levels_reviewed_is_breached_without_it(school: School) -> None:
    breached(school, "filtering.access-levels-reviewed")


def test_network_security_review_is_met_by_technician_and_leader(school: School) -> None:
    met(school, "network.security-review")


def test_network_security_review_is_breached_without_it(school: School) -> None:
    breached(school, "network.security-review")


def test_network_wireless_security_is_met_by_a_clean_check(school: School) -> None:
    met(school, "network.wireless-security")


def test_network_wireless_security_is_breached_by_a_sender_that_is_not_ours(school: School) -> None:
    a_signed_review(school, "wireless", **{"no-rogues": "no"})
    assert standing_of(school, "network.wireless-security").state is State.BREACHED


def test_network_attack_protection_is_met_by_a_scan_in_time(school: School) -> None:
    met(school, "network.attack-protection")


def test_network_attack_protection_is_breached_by_a_finding_that_is_old(school: School) -> None:
    a_signed_review(school, "weaknesses", **{"in-time": "no"})
    assert standing_of(school, "network.attack-protection").state is State.BREACHED


def a_grant(school: School, last: date | None = None) -> RemoteGrant:
    today = timezone.localdate()
    return actions.ask_remote(
        by=By(somebody(school, Role.NETWORK_MANAGER)),
        school=school,
        agency="County welfare service",
        person="Ash Field",
        need="Attendance of children whom they visit",
        scope="Attendance marks, nothing else",
        system="Remote desktop of the county",
        second_factor=True,
        first=today - timedelta(days=30),
        last=last or today + timedelta(days=30),
    )


def test_remote_access_is_approved_by_a_leader_who_did_not_ask(school: School) -> None:
    grant = a_grant(school)
    with pytest.raises(NotAllowedError):
        actions.approve_remote(by=By(somebody(school, Role.TECHNICIAN)), grant=grant)
    actions.approve_remote(by=By(somebody(school, Role.HEAD)), grant=grant)
    with pytest.raises(ValidationError):
        actions.refuse_remote(by=By(somebody(school, Role.HEAD)), grant=grant, reason="No")


def test_network_remote_agencies_is_met_while_each_has_an_approver_and_an_end(school: School) -> None:
    actions.approve_remote(by=By(somebody(school, Role.HEAD)), grant=a_grant(school))
    assert standing_of(school, "network.remote-agencies").state is State.MET


def test_network_remote_agencies_is_breached_when_one_is_over_and_not_closed(school: School) -> None:
    grant = a_grant(school, timezone.localdate() - timedelta(days=1))
    actions.approve_remote(by=By(somebody(school, Role.HEAD)), grant=grant)
    assert standing_of(school, "network.remote-agencies").state is State.BREACHED
    actions.close_remote(by=By(somebody(school, Role.TECHNICIAN)), grant=grant, words="Account is gone, looked at it.")
    assert standing_of(school, "network.remote-agencies").state is State.MET


def test_network_safe_infrastructure_is_met_when_no_check_is_red(
    school: School, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in [name for name in PROOFS if name.startswith(("filtering.", "network."))]:
        if name != "network.safe-infrastructure":
            monkeypatch.delitem(PROOFS, name)
    assert standing_of(school, "network.safe-infrastructure").state is State.MET


def test_network_safe_infrastructure_is_breached_by_one_red_check(school: School) -> None:
    standing = standing_of(school, "network.safe-infrastructure", datetime(2026, 11, 20, 10, tzinfo=UTC))
    assert standing.state is State.BREACHED
