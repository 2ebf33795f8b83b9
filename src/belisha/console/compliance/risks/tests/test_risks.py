"""The risk register: who asks, assesses and decides, what stands in the way, and what the official standard starts."""

from __future__ import annotations

import csv
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from belisha.console.access.acting import By
from belisha.console.access.authorization import NotAllowedError
from belisha.console.access.roles import Role
from belisha.console.compliance.models import Technology
from belisha.console.compliance.models.risks import Decision
from belisha.console.compliance.risks import actions
from belisha.console.compliance.risks.actions import Decided, Described, Rated
from belisha.console.compliance.risks.needs import technology as needs_of_technology
from belisha.console.compliance.risks.rules import AI, ANSWERS, LONGEST, Asked, ai_points, hindrances, level_of, longest
from belisha.console.people.subject_access import HOLDERS
from belisha.console.reviews.models import ReviewCause
from cast import a_school, a_teacher, somebody

if TYPE_CHECKING:
    from django.test import Client

    from belisha.console.access.models import School, User

db = pytest.mark.django_db
ALL_YES = {each.id: "yes" for each in ai_points().points}


def described(name: str = "Word Maker", kind: str = "app", **more: Any) -> Described:
    facts = {"purpose": "Practise spelling.", "who": "Year 5", "pupils": True, "personal": False}
    return Described(name=name, kind=kind, **facts | more)


def rated(after: tuple[int, int] = (2, 3), points: dict[str, str] | None = None) -> Rated:
    return Rated("Adverts lead away from it.", (4, 4), "Adverts are blocked; the teacher sits by.", after, points or {})


def allowed(days: int = 90, **more: Any) -> Decided:
    until = timezone.localdate() + timedelta(days)
    facts = {"decision": "allowed", "reason": "It helps, and the risk is low.", "until": until, "allowed_for": "Year 5"}
    return Decided(**facts | more)


def on_register(school: School, keeper: User, **more: Any) -> Technology:
    return actions.enter(by=By(keeper), school=school, what=described(**more))


def decided_on(school: School, *, personal: bool = False, **more: Any) -> Technology:
    """Something on the register that was assessed and allowed."""
    lead, head = somebody(school, Role.COMPUTING_LEAD), somebody(school, Role.HEAD)
    days = more.pop("days", 90)
    made = on_register(school, lead, personal=personal, data="Names" if personal else "", **more)
    points = ALL_YES if made.kind == AI else {}
    actions.assess(by=By(lead), technology=made, rated=rated(points=points))
    if personal:
        actions.say_of_data(by=By(somebody(school, Role.DPO)), technology=made, words="A DPIA was made.")
    actions.decide(by=By(head), technology=made, decided=allowed(days))
    made.refresh_from_db()
    return made


@pytest.fixture
def school() -> School:
    return a_school()


@pytest.fixture
def lead(school: School) -> User:
    return somebody(school, Role.COMPUTING_LEAD)


@pytest.fixture
def head(school: School) -> User:
    return somebody(school, Role.HEAD)


def test_the_words_of_the_rules_are_those_of_the_models() -> None:
    assert set(Decision.values) - {"waiting"} == set(LONGEST)
    assert Technology.Kind.AI == AI
    assert {"yes", "no", "unknown"} == {name for name, _title in ANSWERS}
    assert ai_points().source.startswith("https://www.gov.uk/")


@given(st.integers(1, 25), st.integers(1, 25))
def test_a_higher_score_is_never_a_lower_level(one: int, other: int) -> None:
    if one <= other:
        assert level_of(one).least <= level_of(other).least


@given(
    st.sampled_from(["app", "ai"]),
    st.booleans(),
    st.booleans(),
    st.integers(1, 25),
    st.dictionaries(st.sampled_from(sorted(ALL_YES)), st.sampled_from(["yes", "no", "unknown"])),
    st.sampled_from(["", "Seen."]),
)
def test_nothing_is_allowed_with_a_high_risk_an_unseen_datum_or_an_open_question(
    kind: str,
    pupils: bool,
    personal: bool,
    after: int,
    points: dict[str, str],
    words: str,
) -> None:
    if hindrances(Asked(kind, pupils, personal, after, points, words)):
        return
    assert after < 15
    assert words or not personal
    if kind == "ai":
        assert set(points) == set(ALL_YES)
        assert not pupils or all(points[each.id] == "yes" for each in ai_points().points if each.must)


def test_an_ai_tool_is_looked_at_anew_twice_a_year() -> None:
    assert longest("allowed", AI) < longest("allowed", "app") == 365


@db
def test_a_teacher_asks_a_lead_assesses_a_leader_decides_and_the_teacher_sees_it(
    school: School, lead: User, head: User, client: Client
) -> None:
    teacher = somebody(school, Role.TEACHER)
    a_teacher(school, user=teacher)
    client.force_login(teacher)
    at = f"/schools/{school.code}"
    form = {
        "name": "Word Maker",
        "kind": "app",
        "purpose": "Spelling",
        "who": "Year 5",
        "pupils": "yes",
        "personal": "no",
    }
    assert client.post(f"{at}/technology/ask/", form).status_code == 302
    made = Technology.objects.get()
    assert (made.wanted_by, made.origin, made.decision) == (teacher, "wanted", "waiting")
    assert [need.text for need in needs_of_technology(lead, school)] == ["Assess 1 new technology"]
    client.force_login(lead)
    page = f"{at}/duties/risks/{made.pk}/"
    form = {"risks": "Adverts", "measures": "Blocked", "likelihood_before": 4, "harm_before": 4}
    assert client.post(f"{page}assess/", form | {"likelihood_after": 1, "harm_after": 3}).status_code == 302
    client.force_login(head)
    assert [need.text for need in needs_of_technology(head, school)] == ["Decide on 1 technology"]
    until = timezone.localdate() + timedelta(100)
    form = {"decision": "allowed", "allowed_for": "Year 5", "reason": "It helps.", "filter_changes": "on"}
    day = {"until_day": until.day, "until_month": until.month, "until_year": until.year}
    assert client.post(f"{page}decide/", form | day).status_code == 302
    made.refresh_from_db()
    assert (made.decision, made.score, made.review_on) == ("allowed", 3, until)
    assert ReviewCause.objects.get().kind == "filtering-and-monitoring"
    client.force_login(teacher)
    assert "Word Maker" in client.get(f"{at}/technology/").content.decode()
    held = "\n".join(piece.text for piece in HOLDERS["technology"].find(teacher.person))
    assert "Spelling" in held


@db
def test_an_ai_tool_makes_the_review_of_the_filter_wanted_at_once(school: School, lead: User) -> None:
    on_register(school, lead)
    assert not ReviewCause.objects.exists()
    on_register(school, lead, name="Chatter", kind="ai")
    cause = ReviewCause.objects.get()
    assert (cause.kind, cause.cause, cause.met_by) == ("filtering-and-monitoring", "technology", None)
    assert "Chatter" in cause.words


@db
def test_children_get_no_ai_tool_while_a_question_has_no_clear_yes(school: School, lead: User, head: User) -> None:
    made = on_register(school, lead, kind="ai")
    actions.assess(by=By(lead), technology=made, rated=rated(points={**ALL_YES, "privacy": "unknown"}))
    with pytest.raises(ValidationError, match="no clear yes on Privacy"):
        actions.decide(by=By(head), technology=made, decided=allowed())
    with pytest.raises(ValidationError, match="within 183 days"):
        actions.decide(by=By(head), technology=made, decided=allowed(300))
    actions.change(by=By(lead), technology=made, what=described(kind="ai", pupils=False))
    actions.decide(by=By(head), technology=made, decided=allowed())
    actions.change(by=By(lead), technology=made, what=described(kind="ai", pupils=True))
    made.refresh_from_db()
    assert made.decision == "waiting", "children were not part of what was decided"


@db
def test_nobody_decides_on_what_they_assessed_and_the_data_officer_has_a_say(school: School, head: User) -> None:
    made = on_register(school, head, personal=True, data="Names and voices")
    with pytest.raises(ValidationError, match="Assess the risks first"):
        actions.decide(by=By(somebody(school, Role.SLT)), technology=made, decided=allowed())
    actions.assess(by=By(head), technology=made, rated=rated())
    with pytest.raises(NotAllowedError, match="yourself"):
        actions.decide(by=By(head), technology=made, decided=allowed())
    other = somebody(school, Role.SLT)
    with pytest.raises(ValidationError, match="data protection officer has not said"):
        actions.decide(by=By(other), technology=made, decided=allowed())
    with pytest.raises(NotAllowedError):
        actions.say_of_data(by=By(head), technology=made, words="Fine.")
    actions.say_of_data(by=By(somebody(school, Role.DPO)), technology=made, words="A DPIA was made.")
    with pytest.raises(NotAllowedError):
        actions.decide(by=By(somebody(school, Role.COMPUTING_LEAD)), technology=made, decided=allowed())
    actions.decide(by=By(other), technology=made, decided=allowed())


@db
def test_a_governor_reads_the_register_and_keeps_nothing(school: School, client: Client) -> None:
    decided_on(school, name="=Sum", days=3)
    Technology.objects.update(review_on=timezone.localdate() - timedelta(1))
    client.force_login(somebody(school, Role.GOVERNOR))
    at = f"/schools/{school.code}/duties/risks/"
    page = client.get(at).content.decode()
    assert "Late" in page
    assert "Put something on the register" not in page
    assert client.get(f"{at}add/").status_code == 403
    rows = list(csv.reader(client.get(f"{at}?format=csv&state=late").content.decode("utf-8-sig").splitlines()))
    assert rows[1][0] == "'=Sum"
    assert "6" in client.get(f"{at}matrix/").content.decode()
    assert client.get(f"{at}?state=ended").status_code == 200


@db
def test_the_pages_ask_as_often_however_much_is_on_the_register(
    school: School, lead: User, client: Client, django_assert_max_num_queries: Any
) -> None:
    client.force_login(lead)
    for name in ("One", "Two", "Three"):
        made = on_register(school, lead, name=name)
        actions.assess(by=By(lead), technology=made, rated=rated())
        for page in ("", "matrix/", f"{made.pk}/"):
            client.get(f"/schools/{school.code}/duties/risks/{page}")
            with django_assert_max_num_queries(20):
                client.get(f"/schools/{school.code}/duties/risks/{page}")


@db
def test_what_is_off_the_register_may_stand_on_it_again(school: School, lead: User) -> None:
    made = on_register(school, lead)
    with pytest.raises(ValidationError, match="already"):
        on_register(school, lead)
    actions.end(by=By(lead), technology=made, reason="Nobody wants it now.")
    on_register(school, lead)
    with pytest.raises(ValidationError, match="off the register"):
        actions.assess(by=By(lead), technology=made, rated=rated())
