"""Pages of the sample federation that the guide shows, as whoever works with each sees them; with their pictures."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from belisha.console.access.models import Post, School, User
from belisha.console.access.roles import Role
from console.conftest import PHONE
from console.pages import OURS

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Page, ViewportSize
    from pytest_django.fixtures import SettingsWrapper

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.journey]

TALL: ViewportSize = {"width": 1280, "height": 1240}


class Scene(NamedTuple):
    """Who looks (None: anybody, without signing in), at which page, what it is headed, and on which screen."""

    role: Role | None
    address: str
    heading: str
    size: ViewportSize = TALL


SCENES = {
    "tasks": Scene(Role.HEAD, "to-do", "What I have to do"),
    "policies": Scene(Role.HEAD, "policies", "Policies"),
    "policy-choices": Scene(Role.HEAD, "policy-choices", "Choices of our policy"),
    "public-policy": Scene(None, "public-policy", "Online safety policy"),
    "shelf": Scene(Role.HEAD, "policy-shelf", "The shelf of policies"),
    "agreements": Scene(Role.HEAD, "agreements", "Agreements"),
    "consents": Scene(Role.OFFICE, "consents", "Consents"),
    "family-phone": Scene(Role.PARENT, "family-safety", "Online safety at school", PHONE),
    "concerns": Scene(Role.DSL, "concerns", "Concerns"),
    "patterns": Scene(Role.DSL, "concern-patterns", "Patterns"),
    "referrals": Scene(Role.DSL, "referrals", "Referrals"),
    "report-phone": Scene(Role.TEACHER, "report-concern", "Report a concern", PHONE),
    "tell-phone": Scene(Role.PUPIL, "tell", "Tell someone", PHONE),
    "alerts": Scene(Role.DSL, "alerts", "Alerts"),
}


def somebody_of(school: School, role: Role) -> User:
    """Who holds a post at a school of the sample; else a pupil or a parent of it."""
    posts = Post.objects.for_school(school).held_on(timezone.localdate()).filter(role=role.value)
    held = posts.select_related("holder").order_by("pk").first()
    return held.holder if held else User.objects.filter(person__kind=role.value).order_by("pk")[0]


def test_the_pages_that_the_guide_shows(
    desk: Callable[..., Page],
    picture: Callable[..., None],
    settings: SettingsWrapper,
    filled_home: Path,
    subtests: pytest.Subtests,
) -> None:
    settings.HOME = filled_home
    school = School.objects.order_by("pk")[0]
    of_school = {each.name for each in OURS if "school" in each.takes}
    for name, scene in SCENES.items():
        with subtests.test(name):
            page = desk(somebody_of(school, scene.role) if scene.role else None)
            page.set_viewport_size(scene.size)
            page.goto(reverse(scene.address, args=[school.code] if scene.address in of_school else []))
            expect(page.get_by_role("heading", level=1)).to_contain_text(scene.heading)
            picture(page, name, whole=False)
            page.context.close()
