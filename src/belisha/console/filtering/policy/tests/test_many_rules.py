"""Many site rules ended, or let go on, in one change."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import pytest
from django.urls import reverse
from django.utils import timezone

from belisha.console.access.roles import Role
from belisha.console.filtering.models import Change, SiteRule
from belisha.console.filtering.policy.rules.many import MOST_AT_ONCE
from belisha.console.filtering.policy.tests.test_policy_pages import a_site_rule
from belisha.engine.policy.edits import AddRule, EndRule, Holder, HolderKind
from cast import somebody

if TYPE_CHECKING:
    from datetime import date

    from django.test import Client

    from conftest import Scene


def page(scene: Scene, verb: str, rules: list[SiteRule], **asked: Any) -> str:
    query = urlencode({"rule": [rule.pk for rule in rules], **asked}, doseq=True)
    return f"{reverse(f'filter-rules-{verb}', args=[scene.school.code])}?{query}"


def shown(answer: Any) -> str:
    """Which rules a page showed, as its form sends it back."""
    found = re.search(r'name="of" value="(\w+)"', answer.content.decode())
    assert found
    return found[1]


def sent(client: Client, address: str, **given: str) -> Any:
    """What the page's form sends after it has been read."""
    return client.post(address, {"of": shown(client.get(address)), **given})


def until(day: date) -> dict[str, str]:
    return {"until_day_day": str(day.day), "until_day_month": str(day.month), "until_day_year": str(day.year)}


def draft() -> Change:
    return Change.objects.get(state=Change.State.DRAFT, made_by__isnull=False)


def test_rules_that_were_ticked_are_ended_in_one_draft(scene: Scene, lead: Client) -> None:
    rules = [a_site_rule(scene.school, f"site{number}.example") for number in range(3)]
    answer = lead.get(page(scene, "end", rules[:2]))
    assert b"site0.example" in answer.content
    assert b"site2.example" not in answer.content
    assert sent(lead, page(scene, "end", rules[:2])).status_code == 302
    assert set(draft().what) == {EndRule(id=rule.code) for rule in rules[:2]}
    assert draft().title == "End 2 site rules"
    assert SiteRule.objects.standing().count() == 3, "nothing changes before the change is applied"


def test_rules_go_on_until_another_day_each_with_its_own_reason_and_owner(scene: Scene, lead: Client) -> None:
    rules = [a_site_rule(scene.school, f"site{number}.example", reason=f"Topic {number}") for number in range(2)]
    day = timezone.localdate() + timedelta(days=40)
    assert sent(lead, page(scene, "renew", rules), **until(day)).status_code == 302
    added = [edit for edit in draft().what if isinstance(edit, AddRule)]
    assert {(edit.rule.address, edit.rule.reason, edit.rule.owner) for edit in added} == {
        ("site0.example", "Topic 0", "Jo"),
        ("site1.example", "Topic 1", "Jo"),
    }
    ends = {timezone.localtime(edit.rule.until).date() for edit in added if edit.rule.until}
    assert ends == {day + timedelta(days=1)}, "the midnight that ends the day"
    assert {edit.id for edit in draft().what if isinstance(edit, EndRule)} == {rule.code for rule in rules}
    assert not {edit.rule.id for edit in added} & {rule.code for rule in rules}


def test_rules_of_somebody_who_left_are_taken_over_together(scene: Scene, lead: Client) -> None:
    rule = a_site_rule(scene.school, verdict="block", until=None)
    given = {"owner": str(scene.lead.pk), **until(timezone.localdate() + timedelta(days=9))}
    assert sent(lead, page(scene, "renew", [rule]), **given).status_code == 302
    added = next(edit for edit in draft().what if isinstance(edit, AddRule))
    assert (added.account, added.rule.owner) == (str(scene.lead.pk), scene.lead.name)
    assert added.rule.until is None, "what blocks without an end stays without one"


def test_what_opens_does_not_go_on_without_an_end(scene: Scene, lead: Client) -> None:
    answer = sent(lead, page(scene, "renew", [a_site_rule(scene.school)]), owner=str(scene.lead.pk))
    assert answer.status_code == 200
    assert "What opens a site needs an end." in answer.content.decode()
    assert not Change.objects.filter(made_by=scene.lead).exists()


def test_all_that_the_list_shows_are_meant_where_that_is_ticked(scene: Scene, lead: Client) -> None:
    unused = a_site_rule(scene.school, "unused.example")
    a_site_rule(scene.school, "used.example")
    long_ago = timezone.localdate() - timedelta(days=120)
    SiteRule.objects.filter(pk=unused.pk).update(counted_since=long_ago)
    address = page(scene, "end", [], all="1", state="unused")
    assert sent(lead, address).status_code == 302
    assert draft().what == (EndRule(id=unused.code),)


def test_rules_that_changed_since_the_page_was_read_are_not_ended_unread(scene: Scene, lead: Client) -> None:
    address = page(scene, "end", [], all="1")
    a_site_rule(scene.school, "first.example")
    seen = shown(lead.get(address))
    a_site_rule(scene.school, "second.example")
    answer = lead.post(address, {"of": seen})
    assert "somebody changed one" in answer.content.decode()
    assert b"second.example" in answer.content
    assert lead.post(address, {"of": shown(answer)}).status_code == 302


def test_a_school_ends_nothing_of_its_federation(scene: Scene, lead: Client) -> None:
    theirs = a_site_rule(scene.school, "theirs.example", holder=Holder(kind=HolderKind.FEDERATION))
    ours = a_site_rule(scene.school, "ours.example")
    answer = lead.get(page(scene, "end", [theirs, ours]))
    assert b"theirs.example" not in answer.content
    assert b"left out" in answer.content
    assert lead.get(page(scene, "end", [theirs])).status_code == 302


def test_nothing_ticked_leads_back_to_the_list_as_it_was(scene: Scene, lead: Client) -> None:
    answer = lead.get(page(scene, "end", [], state="soon", q="maps"), follow=True)
    assert answer.redirect_chain[0][0].endswith("?state=soon&q=maps")
    assert "Tick the rules that are meant first." in answer.content.decode()


@pytest.mark.parametrize("number", ["x", "-1", "9" * 40, "²", ""])
def test_a_number_that_is_none_is_passed_over(scene: Scene, lead: Client, number: str) -> None:
    address = reverse("filter-rules-end", args=[scene.school.code])
    assert lead.get(address, {"rule": number}).status_code == 302


def test_more_than_anybody_reads_is_refused(scene: Scene, lead: Client) -> None:
    rule = a_site_rule(scene.school)
    SiteRule.objects.bulk_create(
        SiteRule(
            **{
                name: getattr(rule, name)
                for name in ("federation", "school", "holder", "host", "verdict", "reason", "owner_name", "until")
            },
            added_at=rule.added_at,
            code=f"more-{number}",
            address=f"site{number}.example",
        )
        for number in range(MOST_AT_ONCE)
    )
    answer = lead.get(page(scene, "end", [], all="1"), follow=True)
    assert "narrow the list down" in answer.content.decode()


def test_who_may_not_draft_sees_no_ticks(scene: Scene, client: Client) -> None:
    a_site_rule(scene.school)
    client.force_login(somebody(scene.school, Role.GOVERNOR))
    answer = client.get(reverse("filter-rules", args=[scene.school.code]))
    assert answer.status_code in {200, 403}
    assert b'name="rule"' not in answer.content
    assert client.get(page(scene, "end", [])).status_code == 403


@pytest.mark.parametrize("size", [1, 30])
def test_the_page_asks_as_often_for_few_as_for_many(
    scene: Scene, lead: Client, django_assert_max_num_queries: Any, size: int
) -> None:
    rules = [a_site_rule(scene.school, f"site{number}.example") for number in range(size)]
    with django_assert_max_num_queries(30):
        lead.get(page(scene, "end", rules))
