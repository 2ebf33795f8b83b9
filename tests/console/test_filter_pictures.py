"""The pages of the filter in the sample federation, as whoever works with each sees it; with pictures for the guide."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from belisha.console.access.models import Post, School
from belisha.console.access.roles import Role
from belisha.console.filtering.models import Change
from belisha.engine.lists.installed import installation
from belisha.engine.published import lists_folder, publish_lists
from belisha.engine.snapshot import NamedList, build
from console.examples_filtering_proof import a_run

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from playwright.sync_api import Page
    from pytest_django.fixtures import SettingsWrapper

    from belisha.console.access.models import User
    from belisha.engine.lists import Entry

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.journey]

TALL = {"width": 1280, "height": 1240}  # so that the first rows of lists are on the pictures
# name of the picture: who looks, the page, and its heading
SCENES: dict[str, tuple[Role, str, str]] = {
    "filter-policy": (Role.COMPUTING_LEAD, "filter", "What is open for whom"),
    "filter-changes": (Role.NETWORK_MANAGER, "filter-changes", "Changes"),
    "filter-asks": (Role.COMPUTING_LEAD, "filter-asks", "Requests"),
    "filter-lists": (Role.NETWORK_MANAGER, "filter-lists", "Lists"),
    "filter-proof": (Role.DSL, "filter-proof", "Does the filter work?"),
    "filter-coverage": (Role.NETWORK_MANAGER, "filter-coverage", "Coverage"),
}


def publish_lists_of(home: Path) -> None:
    """An index of what comes with Belisha: our own lists whole, of others the beginning (all would take a minute)."""
    with installation(home) as shipped:
        lists = [
            NamedList(each.id, each.version, each.categories, each.locked, _beginning(each.id, each.entries))
            for each in shipped
        ]
        publish_lists(home, build(lists, lists_folder(home)).digest)


def _beginning(name: str, entries: Iterable[Entry]) -> Iterable[Entry]:
    return entries if name.startswith("belisha/") else islice(entries, 100)


def holder(school: School, role: Role) -> User:
    """Who holds a post at a school of the sample."""
    posts = Post.objects.for_school(school).held_on(timezone.localdate()).filter(role=role.value)
    return posts.select_related("holder").order_by("pk")[0].holder


def test_the_filters_pages_of_the_sample(
    desk: Callable[..., Page],
    picture: Callable[..., None],
    settings: SettingsWrapper,
    filled_home: Path,
    subtests: pytest.Subtests,
) -> None:
    settings.HOME = filled_home
    publish_lists_of(filled_home)
    school = School.objects.order_by("pk")[0]
    a_run(school, gateway="gateway.oakfield.example:8080")
    for name, (role, address, heading) in SCENES.items():
        with subtests.test(name):
            page = desk(holder(school, role))
            page.goto(reverse(address, args=[school.code]))
            expect(page.get_by_role("heading", level=1)).to_contain_text(heading)
            picture(page, name, whole=False, size=TALL)
            page.context.close()
    with subtests.test("filter-change"):
        change = Change.objects.for_school(school).filter(state=Change.State.ASSESSING).order_by("pk")[0]
        page = desk(holder(school, Role.COMPUTING_LEAD))
        page.goto(reverse("filter-change", args=[school.code, change.pk]))
        expect(page.get_by_role("heading", level=1)).to_contain_text(change.title)
        picture(page, "filter-change")
