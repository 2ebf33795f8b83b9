"""Every page of the policy opens, for those who may see it, with a policy and without one."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from django.urls import reverse
from django.utils import timezone

from belisha.console.access.acting import By
from belisha.console.filtering.models import Change, PersonProfile, SiteRule
from belisha.console.filtering.policy.actions import write
from belisha.console.filtering.policy.urls import urlpatterns
from belisha.engine.policy import model
from belisha.engine.policy.edits import AddRule, Holder, HolderKind
from cast import a_school, somebody

if TYPE_CHECKING:
    from django.test import Client

    from belisha.console.access.models import School, User
    from conftest import Scene

UNTIL = datetime(2027, 7, 21, 22, tzinfo=UTC)


def a_site_rule(school: School, address: str = "example.org", *, holder: Holder | None = None, **more: Any) -> SiteRule:
    """A rule that a change added."""
    change = Change.objects.create(
        federation=school.federation, title="A topic", reason="Year 4", made_at=timezone.now()
    )
    code = f"rule-{change.pk}"
    details = {"id": code, "address": address, "verdict": "allow", "reason": "A topic", "owner": "Jo", "until": UNTIL}
    rule = model.SiteRule(**details | more)
    holder = holder or Holder(kind=HolderKind.SCHOOL, school=school.code)
    write(by=By(None), change=change, edits=[AddRule(holder=holder, rule=rule)], now=timezone.now())
    return SiteRule.objects.get(code=code)


def an_own_profile(scene: Scene, **more: Any) -> PersonProfile:
    details = {
        "profile": "infants",
        "reason": "Reads signs.",
        "review_on": timezone.localdate(),
        "since": timezone.now(),
    }
    return PersonProfile.objects.create(person=scene.pupil, **details | more)


def arguments(scene: Scene, name: str) -> list[Any]:
    """What the address of a page takes beside its school."""
    if name in {"filter-rule", "filter-rule-end", "filter-rule-renew"}:
        return [a_site_rule(scene.school).pk]
    if name in {"federation-filter-rule", "federation-filter-rule-end", "federation-filter-rule-renew"}:
        return [a_site_rule(scene.school, holder=Holder(kind=HolderKind.FEDERATION)).pk]
    if name in {"filter-person-review", "filter-person-end"}:
        return [an_own_profile(scene).person_id]
    return {
        "filter-hold": ["school"],
        "filter-hold-one": ["class", scene.group.code],
        "filter-category": ["games"],
        "filter-network-change": ["classrooms"],
        "filter-network-remove": ["classrooms"],
    }.get(
        name,
        ["juniors"]
        if name.startswith("filter-profile") and name not in {"filter-profiles", "filter-profile-add"}
        else [],
    )


PAGES = [pattern.name or "" for pattern in urlpatterns]


def page(scene: Scene, name: str) -> str:
    own = [] if name.startswith("federation-") or name == "filter-at-school" else [scene.school.code]
    address = reverse(name, args=[*own, *arguments(scene, name)])
    if "-rules-" in name and not name.endswith("paste"):
        holder = Holder(kind=HolderKind.FEDERATION) if name.startswith("federation-") else None
        address += f"?rule={a_site_rule(scene.school, holder=holder).pk}"
    return address


@pytest.mark.parametrize("name", [name for name in PAGES if not name.startswith("federation-")])
def test_a_page_of_the_policy_opens(scene: Scene, lead: Client, name: str) -> None:
    assert lead.get(page(scene, name)).status_code == 200


@pytest.mark.parametrize("name", [name for name in PAGES if name.startswith("federation-")])
def test_a_page_of_the_federations_policy_opens(scene: Scene, manager: Client, name: str) -> None:
    assert manager.get(page(scene, name)).status_code == 200


@pytest.mark.parametrize("name", PAGES)
def test_without_a_policy_a_page_says_what_comes_next(client: Client, db: None, name: str) -> None:
    from belisha.console.access.roles import Role
    from cast import everywhere, just_confirmed

    school = a_school()
    client.force_login(everywhere(school.federation, Role.NETWORK_MANAGER))
    just_confirmed(client)
    own = [] if name.startswith("federation-") or name == "filter-at-school" else [school.code]
    takes = next(pattern.pattern.converters for pattern in urlpatterns if pattern.name == name)
    given = {"number": 1, "name": "juniors", "kind": "school", "key": "x"}
    rest = [given[key] for key in takes if key != "school"]
    answer = client.get(reverse(name, args=[*own, *rest]))
    assert answer.status_code in {200, 404}
    asks_for_no_policy = {"filter-at-school", "filter-locked-lists", "filter-compare-schools", "filter-compare-dates"}
    if answer.status_code == 200 and name not in asks_for_no_policy:
        assert b"No policy of the internet is in force yet" in answer.content


def test_the_tree_says_in_words_what_is_inherited(scene: Scene, lead: Client) -> None:
    a_site_rule(scene.school, holder=Holder(kind=HolderKind.CLASS, school=scene.school.code, id=scene.group.code))
    text = " ".join(lead.get(reverse("filter", args=[scene.school.code])).content.decode().split())
    assert "<strong>Key Stage 2</strong>" in text
    assert "Juniors</a>, its own" in text
    assert "inherited from Key Stage 2" in text
    assert "1 site rule<" in text
    assert "4 Oak" in text


@pytest.mark.parametrize("size", [1, 12])
def test_the_tree_asks_as_often_at_any_size(
    scene: Scene, lead: Client, django_assert_max_num_queries: Any, size: int
) -> None:
    for number in range(size):
        a_site_rule(scene.school, f"site{number}.example")
    with django_assert_max_num_queries(40):
        lead.get(reverse("filter", args=[scene.school.code]))


def names_of(user: User) -> list[str]:
    return [change.title for change in Change.objects.filter(made_by=user)]


def test_somebody_without_the_right_sees_nothing_of_it(scene: Scene, client: Client) -> None:
    client.force_login(somebody(scene.school))
    assert client.get(reverse("filter", args=[scene.school.code])).status_code == 403
