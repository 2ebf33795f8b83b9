"""What the policy proves: each duty met, breached, and not known where a half was not looked at."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.utils import timezone
from msgspec.structs import replace

from belisha.console.access.acting import By
from belisha.console.duties.registry import PROOFS, Standing, State
from belisha.console.filtering.models import Change, PersonProfile, PolicyVersion
from belisha.console.filtering.models.proof import ProbeRun, ProbeState
from belisha.console.filtering.policy import duties
from belisha.console.filtering.policy.actions import adopt, write
from belisha.console.filtering.policy.queries import document
from belisha.console.filtering.policy.queries.lists import InIndex, LockedList
from belisha.engine.lists.locked import LockedState
from belisha.engine.policy.edits import Holder, HolderKind, HoldProfile, SetProfile
from cast import a_pupil, a_school
from policies import a_policy, an_adopted_policy

if TYPE_CHECKING:
    from belisha.console.access.models import School

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)
HARM = ("drugs", "self-harm", "violence", "gambling", "weapons")


@pytest.fixture
def school() -> School:
    """A school by itself, whose policy is adopted."""
    here = a_school()
    an_adopted_policy(here)
    return here


def standing(duty: str, school: School, now: datetime = NOW) -> Standing:
    return PROOFS[f"filtering.{duty}"].ask(school, now)


def state(duty: str, school: School) -> State:
    return standing(duty, school).state


def changed(school: School, **profiles: dict[str, Any]) -> None:
    """Profiles of the policy with changes, as a change would make them."""
    known = document(school.federation).profiles
    edits = [SetProfile(id=name, profile=replace(known[name], **changes)) for name, changes in profiles.items()]
    change = Change.objects.create(federation=school.federation, title="x", made_at=NOW)
    write(by=By(None), change=change, edits=edits, now=timezone.now())


def block(school: School, *categories: str) -> None:
    """Block categories for everybody."""
    known = document(school.federation).profiles["everyone"].block
    changed(school, everyone={"block": tuple(dict.fromkeys((*known, *categories)))})


def probes(school: School, *categories: str, outcome: str = "well", age: float = 6, kind: str = "page") -> None:
    """Probes of categories that came out so, some hours ago."""
    at = NOW - timedelta(hours=age)
    run = ProbeRun.objects.create(school=school, kind="full", why="clock", state="done", asked_at=at, finished_at=at)
    for category in categories:
        ProbeState.objects.create(
            school=school,
            run=run,
            at=at,
            since=at,
            profile="juniors",
            tls="https",
            kind=kind,
            category=category,
            outcome=outcome,
            wanted="block",
            said="403",
        )


def lists_hold(monkeypatch: pytest.MonkeyPatch, **counts: int) -> None:
    monkeypatch.setattr(
        duties, "in_index", lambda: InIndex({key.replace("_", "-"): n for key, n in counts.items()}, {}, NOW)
    )


def locked(monkeypatch: pytest.MonkeyPatch, held: str, outcome: str = "well") -> None:
    lists = [LockedList(LockedState(name, name.upper(), held), NOW, outcome) for name in ("iwf", "police")]
    monkeypatch.setattr(duties, "locked_lists", lambda _school: lists)


@pytest.mark.parametrize("duty", [duty for duty in PROOFS if PROOFS[duty].ask.__module__ == duties.__name__])
def test_without_a_policy_nothing_is_green(duty: str) -> None:
    found = PROOFS[duty].ask(a_school(), NOW)
    assert found.state is not State.MET
    assert found.link.startswith("/schools/oakfield/filter/")


SIMPLE = {
    "block-pornography": ("pornography",),
    "block-race-hate": ("hate",),
    "block-extremism": ("extremism",),
    "block-gaming": ("games",),
    "chat-social-blocked": ("chat", "social-networks"),
    "block-harm-categories": HARM,
    "media-shopping-blocked": ("music-and-video", "shopping", "piracy", "file-sharing"),
    "covers-staff": duties.HARMFUL,
}


@pytest.mark.parametrize(("duty", "categories"), SIMPLE.items())
def test_what_no_probe_looked_at_is_not_known(school: School, duty: str, categories: tuple[str, ...]) -> None:
    block(school, *categories)
    assert state(duty, school) is State.NOT_KNOWN
    probes(school, *categories, age=48)
    assert state(duty, school) is State.NOT_KNOWN


@pytest.mark.parametrize(("duty", "categories"), SIMPLE.items())
def test_a_page_that_came_through_is_red(school: School, duty: str, categories: tuple[str, ...]) -> None:
    block(school, *categories)
    probes(school, *categories, outcome="passed")
    assert state(duty, school) is State.BREACHED


def is_met(school: School, duty: str) -> None:
    block(school, *SIMPLE[duty])
    probes(school, *SIMPLE[duty])
    assert state(duty, school) is State.MET


def is_breached(school: School, duty: str, profile: str, *opened: str) -> None:
    block(school, *SIMPLE[duty])
    probes(school, *SIMPLE[duty])
    changed(school, **{profile: {"unblock": opened}})
    found = standing(duty, school)
    assert found.state is State.BREACHED
    assert document(school.federation).profiles[profile].name in found.reason


def test_filtering_block_pornography_is_met(school: School) -> None:
    is_met(school, "block-pornography")


def test_filtering_block_pornography_is_breached_where_the_list_is_empty(
    school: School, monkeypatch: pytest.MonkeyPatch
) -> None:
    probes(school, "pornography")
    lists_hold(monkeypatch, pornography=0)
    found = standing("block-pornography", school)
    assert (found.state, found.reason) == (State.BREACHED, "The lists in force hold no site of: Pornography.")


def test_filtering_block_race_hate_is_met(school: School) -> None:
    is_met(school, "block-race-hate")


def test_filtering_block_race_hate_is_breached(school: School) -> None:
    is_breached(school, "block-race-hate", "staff", "hate")


def test_filtering_block_extremism_is_met_though_a_profile_opens_what_is_locked(school: School) -> None:
    is_met(school, "block-extremism")
    changed(school, staff={"unblock": ("extremism",)})
    assert state("block-extremism", school) is State.MET


def test_filtering_block_extremism_is_breached(school: School) -> None:
    probes(school, "extremism", outcome="passed")
    assert state("block-extremism", school) is State.BREACHED


def test_filtering_block_gaming_is_met(school: School) -> None:
    is_met(school, "block-gaming")


def test_filtering_block_gaming_is_breached_where_games_are_open_at_break(school: School) -> None:
    probes(school, "games")
    relaxed = a_policy().profiles["juniors"].calendar
    assert relaxed
    changed(school, juniors={"calendar": (replace(relaxed[0], block=(), relax=("games",)),)})
    found = standing("block-gaming", school)
    assert found.state is State.BREACHED
    assert "open at times" in found.reason


def test_filtering_block_harm_categories_is_met(school: School) -> None:
    is_met(school, "block-harm-categories")


def test_filtering_block_harm_categories_is_breached(school: School) -> None:
    is_breached(school, "block-harm-categories", "staff", "drugs")


def test_filtering_media_shopping_blocked_is_met(school: School) -> None:
    is_met(school, "media-shopping-blocked")


def test_filtering_media_shopping_blocked_is_breached(school: School) -> None:
    assert state("media-shopping-blocked", school) is State.BREACHED


def test_filtering_chat_social_blocked_is_met(school: School) -> None:
    is_met(school, "chat-social-blocked")


def test_filtering_chat_social_blocked_is_breached(school: School) -> None:
    is_breached(school, "chat-social-blocked", "technicians", "chat")


def test_filtering_covers_staff_is_met(school: School) -> None:
    is_met(school, "covers-staff")


def test_filtering_covers_staff_is_breached(school: School) -> None:
    is_breached(school, "covers-staff", "staff", "weapons")


def test_filtering_block_illegal_is_met(school: School, monkeypatch: pytest.MonkeyPatch) -> None:
    locked(monkeypatch, "imported")
    probes(school, "iwf", "police", kind="locked")
    assert state("block-illegal", school) is State.MET


def test_filtering_block_illegal_is_breached(school: School, monkeypatch: pytest.MonkeyPatch) -> None:
    found = standing("block-illegal", school)
    assert found.state is State.BREACHED
    assert found.link.endswith("/locked-lists/")
    locked(monkeypatch, "imported", outcome="passed")
    assert state("block-illegal", school) is State.BREACHED
    locked(monkeypatch, "upstream", outcome="")
    assert state("block-illegal", school) is State.NOT_KNOWN


def test_filtering_media_approved_list_is_met(school: School) -> None:
    changed(
        school,
        juniors={"approved": {"music-and-video": ("education",)}},
        strictest={"approved": {"music-and-video": ()}},
    )
    assert state("media-approved-list", school) is State.MET


def test_filtering_media_approved_list_is_breached(school: School) -> None:
    assert state("media-approved-list", school) is State.BREACHED


def test_filtering_social_control_is_met(school: School) -> None:
    found = standing("social-control", school)
    assert found.state is State.MET
    assert "open for: nobody" in found.reason


def test_filtering_social_control_is_breached(school: School) -> None:
    adopt(by=By(None), federation=school.federation, policy=a_policy(school.code), anew=True)
    assert state("social-control", school) is State.BREACHED


def test_filtering_user_level_is_met(school: School) -> None:
    assert state("user-level", school) is State.MET


def test_filtering_user_level_is_breached(school: School) -> None:
    changed(school, staff={"page": "juniors"}, technicians={"page": "juniors"}, guests={"page": "juniors"})
    assert state("user-level", school) is State.BREACHED


def test_filtering_personal_webmail_is_met(school: School) -> None:
    found = standing("personal-webmail", school)
    assert found.state is State.MET
    assert "Staff" in found.reason


def test_filtering_personal_webmail_is_breached(school: School, monkeypatch: pytest.MonkeyPatch) -> None:
    lists_hold(monkeypatch, webmail=0)
    assert state("personal-webmail", school) is State.BREACHED
    lists_hold(monkeypatch, webmail=10)
    changed(
        school,
        infants={"unblock": ("webmail",)},
        juniors={"block": ("chat",)},
        strictest={"block": ("social-networks", "games", "shopping", "downloads")},
    )
    assert "open for pupils" in standing("personal-webmail", school).reason


def own_profile(school: School, days: int) -> None:
    PersonProfile.objects.create(
        person=a_pupil(school), profile="infants", reason="x", review_on=NOW.date() + timedelta(days=days), since=NOW
    )


def test_filtering_vulnerable_access_is_met(school: School) -> None:
    assert state("vulnerable-access", school) is State.NOT_KNOWN
    own_profile(school, 60)
    assert state("vulnerable-access", school) is State.MET
    own_profile(school, 3)
    assert state("vulnerable-access", school) is State.AT_RISK


def test_filtering_vulnerable_access_is_breached(school: School) -> None:
    own_profile(school, -1)
    assert state("vulnerable-access", school) is State.BREACHED


def test_filtering_block_downloads_is_met(school: School) -> None:
    assert state("block-downloads", school) is State.NOT_KNOWN
    probes(school, "", kind="download")
    assert state("block-downloads", school) is State.MET


def test_filtering_block_downloads_is_breached(school: School) -> None:
    probes(school, "", kind="download", outcome="passed")
    assert state("block-downloads", school) is State.BREACHED
    changed(school, staff={"blocked_file_kinds": ()})
    assert "Staff" in standing("block-downloads", school).reason


def test_filtering_residual_risk_stated_is_met(school: School) -> None:
    probes(school, "games", age=24)
    assert state("residual-risk-stated", school) is State.MET
    ProbeRun.objects.update(finished_at=NOW - timedelta(days=60))
    assert state("residual-risk-stated", school) is State.AT_RISK


def test_filtering_residual_risk_stated_is_breached(school: School) -> None:
    assert state("residual-risk-stated", school) is State.BREACHED
    probes(school, "games", age=24 * 100)
    assert state("residual-risk-stated", school) is State.BREACHED


def test_filtering_in_place_for_age_is_met(school: School) -> None:
    assert state("in-place-for-age", school) is State.NOT_KNOWN
    probes(school, "pornography")
    assert state("in-place-for-age", school) is State.MET


def test_filtering_in_place_for_age_is_breached(school: School) -> None:
    holder = Holder(kind=HolderKind.YEAR, school=school.code, id="year-6")
    change = Change.objects.create(federation=school.federation, title="x", made_at=NOW)
    write(by=By(None), change=change, edits=[HoldProfile(holder=holder, profile="staff")], now=timezone.now())
    found = standing("in-place-for-age", school)
    assert found.state is State.BREACHED
    assert "Year 6" in found.reason


def test_the_first_version_is_past_no_control(school: School) -> None:
    assert PolicyVersion.objects.filter(federation=school.federation).count() == 1
    assert state("social-control", school) is State.MET


def test_services_age_search_tool_is_met(school: School) -> None:
    ask = PROOFS["services.age-search-tool"].ask
    assert ask(school, NOW).state is State.NOT_KNOWN, "no search was tried"
    probes(school, "", kind="search")
    assert ask(school, NOW).state is State.MET


def test_services_age_search_tool_is_breached(school: School) -> None:
    ask = PROOFS["services.age-search-tool"].ask
    probes(school, "", kind="search", outcome="passed")
    assert ask(school, NOW).state is State.BREACHED
    changed(school, everyone={"safe_search": False})
    assert "not made safe" in ask(school, NOW).reason
