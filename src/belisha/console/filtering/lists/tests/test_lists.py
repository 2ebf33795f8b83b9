"""Lists: noted by the day, corrected by two sides, watched where many are refused."""

from __future__ import annotations

import datetime as dt
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from belisha.console.access.acting import By
from belisha.console.access.authorization import NotAllowedError
from belisha.console.access.roles import Role
from belisha.console.filtering.lists import actions, inventory, jobs, queries
from belisha.console.filtering.lists.actions import (
    Refused,
    agree,
    decline,
    end_correction,
    note_lists,
    note_outcomes,
    note_refused,
    propose,
)
from belisha.console.filtering.lists.inventory import compared
from belisha.console.filtering.lists.needs import corrections_to_decide, often_refused, perhaps_wrongly_listed
from belisha.console.filtering.models import (
    Ask,
    Asker,
    ListDay,
    ListOutcome,
    ListSuggestion,
    RefusedSite,
    SiteCorrection,
)
from belisha.console.flows.filter_lists import suggest_corrections
from belisha.engine.lists import our_words
from belisha.engine.lists.store import record_of
from cast import a_school, somebody
from console.visitors import sign_in

from .conftest import put

if TYPE_CHECKING:
    from pathlib import Path

    from django.test import Client
    from pytest_django.asserts import DjangoAssertNumQueries  # type: ignore[attr-defined]
    from pytest_django.fixtures import DjangoCaptureOnCommitCallbacks

    from belisha.console.access.models import School

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2030, 1, 1, tzinfo=dt.UTC)


def wrong(by: By, school: School, **changed: object) -> SiteCorrection:
    """A proposal: maths.example is no game."""
    told = {"site": "maths.example", "category": "games", "belongs": False, "reason": "Times tables"}
    return propose(by=by, school=school, **told | changed)  # type: ignore[arg-type]


@pytest.fixture
def quiet(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The jobs that would have been begun."""
    begun: list[str] = []
    monkeypatch.setattr(actions, "begin", lambda job, **_given: begun.append(job))
    return begun


def test_two_versions_of_a_list_are_compared(home: Path) -> None:
    put(home, "ut1/games", NOW, "a.example", "b.example", "c.example")
    before = record_of(home, "ut1/games")
    put(home, "ut1/games", NOW, "b.example", "c.example", "d.example", "e.example")
    assert before
    assert compared(home, "ut1/games", before.version) == (2, 1)


def test_a_version_whose_file_is_gone_is_not_compared(home: Path) -> None:
    put(home, "ut1/games", NOW, "a.example")
    assert compared(home, "ut1/games", "2029-01-01-deadbeef") is None
    assert compared(home, "ut1/games", "../../etc") is None


def test_every_list_is_noted_once_a_day_with_what_changed(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(home, "ut1/games", NOW, "a.example")
    monkeypatch.setattr(actions, "take_inventory", lambda place: [
        row for row in inventory.take_inventory(place) if row.list == "ut1/games"
    ])  # fmt: skip
    yesterday = timezone.now() - timedelta(days=1)
    note_lists(yesterday)
    put(home, "ut1/games", NOW, "a.example", "b.example")
    assert note_lists(timezone.now()) == 1
    assert note_lists(timezone.now()) == 1
    first, second = ListDay.objects.order_by("day")
    assert (first.added, first.licence) == (None, "CC-BY-SA-4.0")
    assert (second.added, second.removed, second.categories) == (1, 0, "games")


def test_what_became_of_an_update_is_kept_and_shown(client: Client, home: Path, school: School) -> None:
    outcomes = [
        {"list": "ut1/games", "result": "refused", "message": "it shrank by more than half", "before": 9, "after": 2},
        {"list": "ut1/x", "result": "no-such-word", "message": "", "before": 0, "after": 0},
    ]
    assert note_outcomes(outcomes=outcomes, now=timezone.now()) == 0
    assert ListOutcome.objects.count() == 1
    technician = sign_in(client, somebody(school, Role.TECHNICIAN))
    assert "shrank" in technician.get(reverse("filter-lists", args=[school.code])).content.decode()


def test_an_update_that_cannot_be_made_is_told(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_given: object) -> list[dict[str, object]]:
        raise OSError

    monkeypatch.setattr(jobs, "fetch", broken)
    monkeypatch.setattr(jobs, "note_lists", lambda _now: 0)
    jobs.bring_newer(timezone.now())
    assert ListOutcome.objects.get().result == "failed"


def test_a_correction_counts_once_the_other_side_agrees(
    home: Path, school: School, technician: By, lead: By, quiet: list[str],
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:  # fmt: skip
    made = wrong(lead, school)
    assert our_words(home).out_of == {}
    with django_capture_on_commit_callbacks(execute=True):
        agree(by=technician, correction=made, school=school)
    assert our_words(home).out_of == {"games": ("maths.example",)}
    assert quiet == ["compile_corrections"]
    with django_capture_on_commit_callbacks(execute=True):
        end_correction(by=technician, correction=made, school=school, reason="It is a game after all")
    assert our_words(home).out_of == {}


def test_nobody_of_the_same_side_agrees(home: Path, school: School, technician: By, lead: By) -> None:
    made = wrong(lead, school)
    with pytest.raises(NotAllowedError):
        agree(by=lead, correction=made, school=school)
    with pytest.raises(NotAllowedError):
        agree(by=By(somebody(school, Role.DSL)), correction=made, school=school)
    other = wrong(technician, school, site="arcade.example")
    with pytest.raises(NotAllowedError):
        agree(by=By(somebody(school, Role.NETWORK_MANAGER)), correction=other, school=school)


def test_who_has_both_sides_does_not_agree_with_themselves(home: Path, school: School) -> None:
    from belisha.console.access.models import Post
    from cast import FIRST_DAY

    both = somebody(school, Role.TECHNICIAN)
    Post.objects.create(federation=school.federation, school=school, role=Role.HEAD.value, holder=both, first=FIRST_DAY)
    made = wrong(By(both), school)
    with pytest.raises(ValidationError, match="two people"):
        agree(by=By(both), correction=made, school=school)


def test_a_decision_is_made_once(home: Path, school: School, technician: By, lead: By) -> None:
    made = wrong(lead, school)
    decline(by=technician, correction=made, school=school, words="It is full of advertisements")
    with pytest.raises(ValidationError):
        agree(by=technician, correction=made, school=school)


@pytest.mark.parametrize(
    ("site", "category", "belongs", "said"),
    [
        ("", "games", False, "not the address"),
        ("co.uk", "games", True, "Unrelated people"),
        ("192.0.2.7", "games", True, "by the names"),
        ("play.maths.example", "games", False, "above it"),
        ("other.example", "games", False, "not in this category"),
        ("maths.example", "games", True, "already"),
        ("maths.example", "iwf", False, "category"),
        ("maths.example", "nonsense", True, "category"),
        ("http://[::1", "games", True, "not the address"),
        ("a" * 5000, "games", True, "not the address"),
        ("<script>alert(1)</script>", "games", True, "not the address"),
    ],
)
def test_a_correction_that_makes_no_sense_gets_a_sentence(
    home: Path, school: School, lead: By, site: str, category: str, belongs: bool, said: str
) -> None:
    with pytest.raises(ValidationError) as raised:
        wrong(lead, school, site=site, category=category, belongs=belongs)
    assert said in str(raised.value)


def test_one_word_at_a_time_stands_for_a_site_in_a_category(home: Path, school: School, lead: By) -> None:
    wrong(lead, school, site="HTTPS://Maths.Example/tables?x=1")
    with pytest.raises(ValidationError, match="already"):
        wrong(lead, school)


def test_a_correction_waits_for_the_other_side_on_its_home(
    home: Path, school: School, technician: By, lead: By
) -> None:
    wrong(lead, school)
    assert technician.user
    assert lead.user
    assert [need.text for need in corrections_to_decide(technician.user, school)] == [
        "A correction of the lists waits for you."
    ]
    assert list(corrections_to_decide(lead.user, school)) == []


def test_fewer_than_five_people_are_never_kept(school: School) -> None:
    day = timezone.localdate()
    found = [Refused("four.example", "games", "", 4, 40), Refused("five.example", "games", "", 5, 9)]
    assert note_refused(school=school, day=day, found=found) == 1
    assert note_refused(school=school, day=day, found=[found[1]._replace(people=8)]) == 0
    row = RefusedSite.objects.get()
    assert (row.host, row.people) == ("five.example", 8)
    assert len(list(often_refused(somebody(school), school))) == 1


def test_one_click_says_that_a_site_is_rightly_blocked(client: Client, school: School, lead: By) -> None:
    note_refused(school=school, day=timezone.localdate(), found=[Refused("bets.example", "gambling", "", 6, 9)])
    row = RefusedSite.objects.get()
    assert lead.user
    sign_in(client, lead.user).post(reverse("filter-refused-site", args=[school.code, row.pk]), {"right": "1"})
    row.refresh_from_db()
    assert (row.outcome, row.looked_by) == ("right", lead.user)
    assert list(often_refused(lead.user, school)) == []


def test_another_schools_refused_sites_are_not_found(client: Client, school: School, lead: By) -> None:
    note_refused(
        school=a_school("riverside"), day=timezone.localdate(), found=[Refused("a.example", "games", "", 6, 9)]
    )
    assert lead.user
    page = reverse("filter-refused-site", args=[school.code, RefusedSite.objects.get().pk])
    assert sign_in(client, lead.user).get(page).status_code == 404


def an_opened_ask(school: School, host: str, askers: int) -> None:
    now = timezone.now()
    ask = Ask.objects.create(
        school=school, address=host, host=host, holder="school", holder_name="All", state=Ask.State.OPENED,
        asked_at=now, due_at=now, answered_at=now,
    )  # fmt: skip
    for _number in range(askers):
        Asker.objects.create(ask=ask, known=Asker.Known.NOT, at=now, address=host)


def test_sites_that_several_people_had_opened_are_suggested(home: Path, school: School) -> None:
    an_opened_ask(school, "maths.example", 1)
    an_opened_ask(a_school("riverside"), "maths.example", 1)
    an_opened_ask(school, "arcade.example", 1)
    assert suggest_corrections(timezone.now()) == "1 sites are perhaps in the wrong category."
    assert suggest_corrections(timezone.now()) == ""
    (found,) = queries.suggestions_of(school)
    assert (found.host, found.schools, found.categories) == ("maths.example", 2, "games")


def test_a_suggestion_needs_somebody_until_they_say_that_it_is_rightly_listed(
    client: Client, home: Path, school: School, lead: By
) -> None:
    an_opened_ask(school, "maths.example", 2)
    suggest_corrections(timezone.now())
    assert lead.user
    (need,) = perhaps_wrongly_listed(lead.user, school)
    page = reverse("filter-list-suggestion", args=[school.code, "maths.example"])
    visitor = sign_in(client, lead.user)
    assert "maths.example" in visitor.get(need.link).content.decode()
    assert visitor.post(page, {"words": " "}).status_code == 200
    assert visitor.post(page, {"words": "It is a game all the same"}).status_code == 302
    assert list(perhaps_wrongly_listed(lead.user, school)) == []
    suggest_corrections(timezone.now())
    assert not queries.suggestions_of(school).exists(), "what somebody looked at is left alone"
    suggest_corrections(timezone.now() + dt.timedelta(days=366))
    assert not queries.suggestions_of(school).exists(), "and its requests are older than a year by then"


def test_what_is_no_longer_asked_for_is_suggested_no_longer(home: Path, school: School) -> None:
    an_opened_ask(school, "maths.example", 2)
    suggest_corrections(timezone.now())
    suggest_corrections(timezone.now() + dt.timedelta(days=400))
    assert not ListSuggestion.objects.exists()


@pytest.mark.parametrize("many", [3, 60])
def test_the_page_of_lists_costs_the_same_however_many_there_are(
    client: Client, home: Path, school: School, many: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    day = timezone.localdate()
    for number in range(many):
        ListDay.objects.create(list=f"ut1/{number}", day=day, source="x", origin="shipped", entries=number)
    technician = sign_in(client, somebody(school, Role.TECHNICIAN))
    with django_assert_max_num_queries(16):
        page = technician.get(reverse("filter-lists", args=[school.code])).content.decode()
    assert "is empty" in page


def test_only_the_technical_side_fetches_lists(client: Client, school: School, lead: By, quiet: list[str]) -> None:
    assert lead.user
    address = reverse("filter-lists-update", args=[school.code])
    assert sign_in(client, lead.user).post(address, {"only": ""}).status_code == 403
    technician = sign_in(client, somebody(school, Role.TECHNICIAN))
    assert technician.post(address, {"only": "../etc"}).status_code == 200
    assert technician.post(address, {"only": "ut1"}).status_code == 302
