"""What is edited on the policy's pages goes into a draft, fits it, and keeps what was typed where it does not."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from belisha.console.access.roles import Role
from belisha.console.filtering.models import Change, PersonProfile, SiteRule
from belisha.console.filtering.policy.nightly import count_uses
from belisha.console.filtering.policy.queries import document
from belisha.console.filtering.policy.queries.site_rules import in_state, rules_at
from belisha.console.filtering.policy.views import comparing
from belisha.engine.policy.edits import (
    AddRule,
    EndRule,
    HolderKind,
    HoldProfile,
    LockCategories,
    SetNetwork,
    SetProfile,
)
from cast import a_federation, everywhere, just_confirmed, somebody

if TYPE_CHECKING:
    from belisha.console.filtering.policy.tests.conftest import Scene
    from belisha.engine.policy.edits import Edit

HOSTILE = [
    "<script>alert(1)</script>",
    "=HYPERLINK(1)",
    "'; DROP TABLE x; --",
    "\x00",
    "a" * 5000,
    "\U0001d54f\u202e",
    "../../x",
]


def post(client: Client, scene: Scene, page: str, *rest: object, **given: Any) -> Any:
    return client.post(reverse(page, args=[scene.school.code, *rest]), given)


def edits(scene: Scene) -> tuple[Edit, ...]:
    return Change.objects.get(school=scene.school).what


def day_in(days: int, name: str = "until_day") -> dict[str, str]:
    day = timezone.localdate() + timedelta(days=days)
    return {f"{name}_day": str(day.day), f"{name}_month": str(day.month), f"{name}_year": str(day.year)}


def a_site(scene: Scene, **given: Any) -> dict[str, Any]:
    return {
        "address": "https://Example.org/Maps",
        "verdict": "allow",
        "holder": f"class:{scene.school.code}:{scene.group.code}",
        "reason": "The maps topic",
        "owner": str(scene.lead.pk),
        **day_in(30),
        **given,
    }


def standing_rule(scene: Scene, **details: Any) -> SiteRule:
    now = timezone.now()
    given = {
        "federation": scene.school.federation,
        "school": scene.school,
        "holder": "school",
        "code": f"r{SiteRule.objects.count()}",
        "address": "example.net",
        "host": "example.net",
        "verdict": "block",
        "reason": "Games",
        "owner": scene.lead,
        "owner_name": scene.lead.name,
        "added_at": now,
    }
    return SiteRule.objects.create(**given | details)


def test_a_site_rule_goes_into_a_draft(scene: Scene, lead: Client) -> None:
    answer = post(lead, scene, "filter-rule-add", **a_site(scene))
    assert answer.status_code == 302
    change = Change.objects.get()
    assert answer["Location"].endswith(f"/{change.pk}/")
    (edit,) = edits(scene)
    assert isinstance(edit, AddRule)
    assert (edit.rule.address, edit.rule.owner, edit.account) == (
        "example.org/Maps",
        scene.lead.name,
        str(scene.lead.pk),
    )
    assert (edit.holder.kind, edit.holder.id) == (HolderKind.CLASS, scene.group.code)
    assert edit.rule.until is not None
    assert not SiteRule.objects.exists()


def test_a_rule_for_one_person_holds_for_nobody_else(scene: Scene, lead: Client) -> None:
    post(lead, scene, "filter-rule-add", **a_site(scene, person=f"p{scene.pupil.pk}"))
    (edit,) = edits(scene)
    assert isinstance(edit, AddRule)
    assert (edit.holder.kind, edit.holder.id) == (HolderKind.PERSON, f"p{scene.pupil.pk}")


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"address": "co.uk"}, "anybody can have a name below it"),
        ({"address": "http://"}, "is not an address"),
        ({"until_day_day": "", "until_day_month": "", "until_day_year": ""}, "needs an end"),
        (day_in(-1), "This day is over"),
        (day_in(400), "within a year"),
        ({"until_time": "25:99"}, "Write a time such as 15:30"),
        ({"reason": ""}, "Why:"),
        ({"owner": "0"}, "Select a valid choice"),
        ({"holder": "school:st-brigids:"}, "Select a valid choice"),
    ],
)
def test_a_rule_that_cannot_be_says_why_and_keeps_what_was_typed(
    scene: Scene, lead: Client, given: dict[str, str], sentence: str
) -> None:
    answer = post(lead, scene, "filter-rule-add", **a_site(scene) | given)
    assert answer.status_code == 200
    text = answer.content.decode()
    assert sentence in text
    assert "The maps topic" in text or given.get("reason") == ""
    assert not Change.objects.exists()


@pytest.mark.parametrize("hostile", HOSTILE)
@pytest.mark.parametrize("field", ["address", "reason", "owner", "holder", "until_time", "verdict"])
def test_hostile_words_in_a_rule_get_a_sentence(scene: Scene, lead: Client, field: str, hostile: str) -> None:
    answer = post(lead, scene, "filter-rule-add", **a_site(scene) | {field: hostile})
    assert answer.status_code in {200, 302}
    assert b"<script>alert" not in answer.content


def test_what_covers_an_address_already_is_told_first(scene: Scene, lead: Client) -> None:
    standing_rule(scene, address="example.org", host="example.org", verdict="block")
    answer = post(lead, scene, "filter-rule-add", **a_site(scene))
    assert "says the opposite" in answer.content.decode()
    assert not Change.objects.exists()
    assert post(lead, scene, "filter-rule-add", **a_site(scene, all_the_same="1")).status_code == 302


def test_many_addresses_are_read_before_they_go_into_a_draft(scene: Scene, lead: Client) -> None:
    lines = "example.org, maps\nco.uk\nexample.net/a\nEXAMPLE.org\n"
    given = a_site(scene, lines=lines, step="preview")
    given.pop("address")
    answer = post(lead, scene, "filter-rules-paste", **given)
    text = answer.content.decode()
    assert "2 lines can be taken" in text
    assert "It is on line 1 already" in text
    assert "example.net/a" in text
    assert not Change.objects.exists()
    assert post(lead, scene, "filter-rules-paste", **given | {"step": "draft"}).status_code == 302
    assert [(edit.rule.address, edit.rule.reason) for edit in edits(scene) if isinstance(edit, AddRule)] == [
        ("example.org", "maps"),
        ("example.net/a", "The maps topic"),
    ]


def test_a_rule_is_ended_and_goes_on(scene: Scene, lead: Client) -> None:
    rule = standing_rule(scene)
    assert post(lead, scene, "filter-rule-end", rule.pk).status_code == 302
    assert edits(scene) == (EndRule(id=rule.code),)
    given = {"reason": "Still games", "owner": str(scene.lead.pk)} | day_in(60)
    assert post(lead, scene, "filter-rule-renew", rule.pk, **given).status_code == 302
    assert {type(edit) for edit in edits(scene)} == {EndRule, AddRule}


def test_a_rule_of_another_school_is_not_found(scene: Scene, lead: Client) -> None:
    theirs = standing_rule(scene, school=scene.other)
    assert lead.get(reverse("filter-rule", args=[scene.school.code, theirs.pk])).status_code == 404


def test_a_class_gets_a_profile(scene: Scene, lead: Client) -> None:
    assert post(lead, scene, "filter-hold-one", "class", scene.group.code, profile="infants").status_code == 302
    (edit,) = edits(scene)
    assert isinstance(edit, HoldProfile)
    assert (edit.holder.id, edit.profile) == (scene.group.code, "infants")


def test_somebody_gets_a_profile_with_reason_and_review(scene: Scene, lead: Client) -> None:
    given = {"person": f"p{scene.pupil.pk}", "profile": "infants", "reason": "Reads signs"} | day_in(90, "review_on")
    assert post(lead, scene, "filter-person-add", **given).status_code == 302
    (edit,) = edits(scene)
    assert isinstance(edit, HoldProfile)
    assert (edit.reason, edit.review_on) == ("Reads signs", timezone.localdate() + timedelta(days=90))


def test_a_review_too_far_away_is_refused(scene: Scene, lead: Client) -> None:
    given = {"person": f"p{scene.pupil.pk}", "profile": "infants", "reason": "x"} | day_in(500, "review_on")
    assert "between tomorrow and a year" in post(lead, scene, "filter-person-add", **given).content.decode()


def test_somebody_goes_back_to_the_groups_profile(scene: Scene, lead: Client) -> None:
    now = timezone.now()
    PersonProfile.objects.create(person=scene.pupil, profile="infants", reason="x", review_on=now.date(), since=now)
    assert post(lead, scene, "filter-person-end", scene.pupil.pk, reason="Reads well now").status_code == 302
    (edit,) = edits(scene)
    assert isinstance(edit, HoldProfile)
    assert edit.profile is None


def test_a_profile_of_ones_own_is_made_and_edited_in_one_draft(scene: Scene, lead: Client) -> None:
    post(lead, scene, "filter-profile-add", name="Reading club", inherits="juniors")
    post(
        lead,
        scene,
        "filter-profile-categories",
        "reading-club",
        **{"category-games": "unblock", "category-news": "block"},
    )
    rows = {"row-TOTAL_FORMS": "1", "row-INITIAL_FORMS": "0", "row-0-category": "chat", "row-0-open_in": "helplines"}
    post(lead, scene, "filter-profile-open", "reading-club", **rows)
    rows = {"row-TOTAL_FORMS": "1", "row-INITIAL_FORMS": "0", "row-0-category": "sport", "row-0-in_break": "relax"}
    post(lead, scene, "filter-profile-times", "reading-club", own="own", **rows)
    rows = {"row-TOTAL_FORMS": "1", "row-INITIAL_FORMS": "0", "row-0-category": "health", "row-0-mode": "alone"}
    post(lead, scene, "filter-profile-connections", "reading-club", default="name-only", our_certificate="no", **rows)
    (edit,) = edits(scene)
    assert isinstance(edit, SetProfile)
    assert edit.profile
    made = edit.profile
    assert (made.name, made.inherits, made.block, made.unblock) == ("Reading club", "juniors", ("news",), ("games",))
    assert made.approved == {"chat": ("helplines",)}
    assert made.calendar
    assert made.calendar[0].relax == ("sport",)
    assert made.tls
    assert (made.tls.default, made.tls.our_certificate, made.tls.alone) == ("name-only", False, ("health",))
    assert "reading-club" not in document(scene.school.federation).profiles


def settings_of(**given: Any) -> dict[str, Any]:
    return {"name": "Reading club", "inherits": "juniors", "kinds": "inherit"} | given


def test_settings_of_a_profile_are_its_own_or_inherited(scene: Scene, lead: Client) -> None:
    post(lead, scene, "filter-profile-add", name="Reading club", inherits="juniors")
    given = settings_of(unlisted="block", safe_search="yes", kinds="own", blocked_file_kinds=["programs"])
    assert post(lead, scene, "filter-profile-settings", "reading-club", **given).status_code == 302
    (edit,) = edits(scene)
    assert isinstance(edit, SetProfile)
    assert edit.profile
    made = edit.profile
    assert (made.unlisted, made.safe_search, made.youtube, made.blocked_file_kinds) == (
        "block",
        True,
        None,
        ("programs",),
    )


@pytest.mark.parametrize("hostile", HOSTILE)
def test_hostile_words_in_a_profile_get_a_sentence(scene: Scene, lead: Client, hostile: str) -> None:
    for given in ({"name": hostile, "inherits": "juniors"}, {"name": "x", "inherits": hostile}):
        answer = post(lead, scene, "filter-profile-add", **given)
        assert answer.status_code in {200, 302}
        assert b"<script>alert" not in answer.content


def test_a_profile_that_two_schools_have_is_changed_for_the_federation(
    scene: Scene, lead: Client, client: Client
) -> None:
    given = {"category-games": "unblock"}
    answer = post(lead, scene, "filter-profile-categories", "juniors", **given)
    assert "holds for the whole federation" in answer.content.decode()
    client.force_login(everywhere(a_federation(), Role.NETWORK_MANAGER))
    just_confirmed(client)
    # the strictest profile inherits from juniors, so it opens too: nobody has more open than those not known
    answer = post(client, scene, "filter-profile-categories", "juniors", **given)
    assert answer.status_code == 302, answer.content.decode()[3000:9000]
    assert Change.objects.get().school is None


def test_a_profile_that_would_be_stricter_than_that_of_the_unknown_is_refused(scene: Scene, lead: Client) -> None:
    post(lead, scene, "filter-profile-add", name="Reading club", inherits="juniors")
    answer = post(lead, scene, "filter-profile-categories", "reading-club", **{"category-religion": "block"})
    assert "is for people not known, but" in answer.content.decode()


def test_a_profile_in_use_cannot_be_taken_away(scene: Scene, lead: Client) -> None:
    answer = post(lead, scene, "filter-profile-remove", "guests")
    assert "Guests has it." in answer.content.decode()
    assert not Change.objects.exists()


def test_categories_are_locked(scene: Scene, lead: Client) -> None:
    assert post(lead, scene, "filter-locks", categories=["gambling", "drugs"]).status_code == 302
    assert edits(scene) == (LockCategories(school=scene.school.code, categories=("drugs", "gambling")),)


def test_the_federation_locks_for_every_school(scene: Scene, manager: Client) -> None:
    answer = manager.post(reverse("federation-filter-locks"), {"categories": ["pornography"]})
    assert answer.status_code == 302
    assert Change.objects.get().what == (LockCategories(school="", categories=("pornography",)),)


def test_the_federation_locks_a_rule(scene: Scene, manager: Client) -> None:
    given = a_site(scene, holder="federation::", verdict="block", locked="on")
    owner = everywhere(a_federation(), Role.TECHNICIAN)
    answer = manager.post(reverse("federation-filter-rule-add"), given | {"owner": str(owner.pk)})
    assert answer.status_code == 302
    (edit,) = Change.objects.get().what
    assert isinstance(edit, AddRule)
    assert edit.rule.locked


def test_a_network_is_added_changed_and_taken_away(scene: Scene, lead: Client) -> None:
    given = {"name": "Guests", "range": "10.99.0.0/24", "sign_in": "none", "group": "guests"}
    assert post(lead, scene, "filter-network-add", **given).status_code == 302
    (edit,) = edits(scene)
    assert isinstance(edit, SetNetwork)
    assert edit.network
    assert (edit.id, edit.network.range, edit.network.group) == ("guests", "10.99.0.0/24", "guests")
    assert (
        "not where a range begins"
        in post(lead, scene, "filter-network-add", **given | {"range": "10.1.2.3/8"}).content.decode()
    )
    taken = post(lead, scene, "filter-network-add", **given | {"range": "10.21.0.0/16"}).content.decode()
    assert "Another network of St Brigids has this range" in taken
    assert post(lead, scene, "filter-network-remove", "classrooms").status_code == 302


def test_states_of_rules_are_told_apart(scene: Scene) -> None:
    now = timezone.now()
    day, long_ago = timedelta(days=1), timezone.localdate() - timedelta(days=100)
    left = somebody(scene.school)
    left.closed_at = now
    left.save()
    plain = standing_rule(scene, address="a.example", host="a.example")
    soon = standing_rule(scene, verdict="allow", until=now + 3 * day)
    lapsed = standing_rule(scene, verdict="allow", until=now - day)
    ended = standing_rule(scene, ended_at=now)
    unused = standing_rule(scene, counted_since=long_ago)
    orphan = standing_rule(scene, owner=left)
    rules = rules_at(scene.school)
    found = {state: set(in_state(rules, state, now)) for state in ("", "soon", "lapsed", "ended", "unused", "no-owner")}
    assert found[""] == {plain, soon, lapsed, unused, orphan}
    assert (found["soon"], found["lapsed"], found["ended"]) == ({soon}, {lapsed}, {ended})
    assert (found["unused"], found["no-owner"]) == ({unused}, {orphan})


def test_the_list_of_rules_is_searched_and_taken_away(scene: Scene, lead: Client) -> None:
    standing_rule(scene, address="needle.example", host="needle.example", reason="=cmd")
    standing_rule(scene, address="hay.example", host="hay.example")
    page = reverse("filter-rules", args=[scene.school.code])
    assert b"hay.example" not in lead.get(page, {"q": "needle"}).content
    csv = lead.get(page, {"format": "csv"}).content.decode()
    assert "'=cmd" in csv
    assert b"Nothing in this list fits" in lead.get(page, {"q": "<b>"}).content


@pytest.mark.parametrize("size", [2, 60])
def test_the_list_of_rules_asks_as_often_at_any_size(
    scene: Scene, lead: Client, django_assert_max_num_queries: Any, size: int
) -> None:
    for number in range(size):
        standing_rule(scene, address=f"site{number}.example", host=f"site{number}.example")
    with django_assert_max_num_queries(30):
        lead.get(reverse("filter-rules", args=[scene.school.code]))


@pytest.mark.parametrize("what", ["profiles", "categories", "people", "networks"])
def test_lists_of_the_policy_are_searched_sorted_and_taken_away(scene: Scene, lead: Client, what: str) -> None:
    page = reverse(f"filter-{what}", args=[scene.school.code])
    for given in (
        {"q": "a"},
        {"sort": "0"},
        {"sort": "-1"},
        {"sort": "x"},
        {"sort": "-99"},
        {"page": "x"},
        {"q": "\x00<"},
    ):
        assert lead.get(page, given).status_code == 200
    assert lead.get(page, {"format": "csv"})["Content-Disposition"].startswith("attachment")


def test_uses_of_rules_are_counted_once_a_night(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    used, idle = standing_rule(scene), standing_rule(scene, address="idle.example")
    monkeypatch.setattr("belisha.console.filtering.policy.nightly.uses_on", lambda *_: {used.code: 12, "gone": 3})
    now = timezone.now()
    yesterday = timezone.localdate(now) - timedelta(days=1)
    assert count_uses(now) == f"1 site rules were used on {yesterday.isoformat()}"
    assert count_uses(now) == ""
    used.refresh_from_db()
    idle.refresh_from_db()
    assert (used.uses, used.last_used, used.counted_since) == (12, yesterday, yesterday)
    assert (idle.uses, idle.last_used, idle.counted_since) == (0, None, yesterday)


def test_two_days_are_compared(scene: Scene, lead: Client) -> None:
    today = timezone.localdate() - timedelta(days=1)
    given = {"earlier_day": today.day, "earlier_month": today.month, "earlier_year": today.year}
    answer = lead.get(reverse("filter-compare-dates", args=[scene.school.code]), given)
    assert "The console had no policy then" in answer.content.decode()


def test_two_profiles_are_compared_with_a_switch_for_all(scene: Scene, lead: Client) -> None:
    page = reverse("filter-compare", args=[scene.school.code])
    some = lead.get(page, {"left": "juniors", "right": "infants"}).content.decode()
    every = lead.get(page, {"left": "juniors", "right": "infants", "all": "1"}).content.decode()
    assert "Gambling" not in some.partition("differences")[2]
    assert "Gambling" in every.partition("All that was compared")[2]


def test_two_schools_are_compared_in_rules_locks_and_networks_but_not_in_single_children(scene: Scene) -> None:
    client = Client()
    client.force_login(everywhere(a_federation(), Role.NETWORK_MANAGER))
    page = reverse("filter-compare-schools", args=[scene.school.code])
    asked = {"other": scene.other.code}
    before = client.get(page, asked).content.decode()
    assert "ours.example" not in before
    standing_rule(scene, address="ours.example", host="ours.example")
    standing_rule(
        scene, address="amys.example", host="amys.example", holder="person",
        holder_id=f"p{scene.pupil.pk}", person=scene.pupil,
    )  # fmt: skip
    everybodys = {"school": None, "holder": "federation", "locked": True}
    standing_rule(scene, address="all.example", host="all.example", **everybodys)
    text = client.get(page, asked).content.decode()
    assert "ours.example" in text
    assert "No rule" in text
    assert "amys.example" not in text
    assert "all.example" not in text, "it counts at both"
    sheet = client.get(page, asked | {"format": "csv"})
    assert sheet["Content-Type"].startswith("text/csv")
    assert "ours.example" in sheet.content.decode()


def test_a_comparison_of_very_many_things_shows_the_first_and_hands_out_all(
    scene: Scene, lead: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(comparing, "MOST_SHOWN", 3)
    page, asked = reverse("filter-compare", args=[scene.school.code]), {"left": "juniors", "right": "staff"}
    assert "The first 3 stand here" in lead.get(page, asked).content.decode()
    assert lead.get(page, asked | {"format": "csv"}).content.decode().count("\n") > 4
