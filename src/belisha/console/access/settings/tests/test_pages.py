"""Pages of settings."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from belisha.console.access.models import Decision
from belisha.console.access.roles import Role
from belisha.console.access.settings.queries import value_of
from belisha.console.access.settings.registry import SETTINGS, Setting, setting
from cast import a_school, everywhere, somebody

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.test import Client

    from belisha.console.access.models import School


@pytest.fixture
def minutes() -> Iterator[Setting[int]]:
    declared = setting("test-minutes", default=20, kind=int, title="Test minutes", limits=(5, 60), unit="minutes")
    yield declared
    del SETTINGS["test-minutes"]


@pytest.fixture
def flag() -> Iterator[Setting[bool]]:
    declared = setting("test-flag", default=False, kind=bool, title="Test flag")
    yield declared
    del SETTINGS["test-flag"]


@pytest.fixture
def school(db: None, client: Client) -> School:
    school = a_school()
    client.force_login(somebody(school, Role.HEAD))
    return school


def test_a_setting_is_changed_reset_and_put_back(client: Client, school: School, minutes: Setting[int]) -> None:
    page, reset = (reverse(name, args=[school.code, minutes.key]) for name in ("setting", "setting-reset"))
    client.post(page, {"value": "10", "reason": "busy classrooms"})
    assert value_of(school, minutes) == 10
    assert "busy classrooms" in client.get(page).content.decode()
    client.post(reset)
    assert value_of(school, minutes) == 20
    client.post(reset, {"decision": Decision.objects.get(value=10).pk})
    assert value_of(school, minutes) == 10


def test_a_value_outside_its_limits_stays_typed_with_the_reason(
    client: Client, school: School, minutes: Setting[int]
) -> None:
    page = client.post(reverse("setting", args=[school.code, minutes.key]), {"value": "99"}).content.decode()
    assert 'value="99"' in page
    assert "less than or equal to 60" in page
    assert value_of(school, minutes) == 20


def test_yes_and_no_are_chosen_and_kept_as_truth(client: Client, school: School, flag: Setting[bool]) -> None:
    client.post(reverse("setting", args=[school.code, flag.key]), {"value": "yes"})
    assert value_of(school, flag) is True


def test_a_locked_setting_has_no_form_at_a_school(client: Client, school: School, minutes: Setting[int]) -> None:
    client.force_login(everywhere(school.federation, Role.EXECUTIVE_HEAD))
    client.post(reverse("federation-setting", args=[minutes.key]), {"value": "15", "locked": "on"})
    client.force_login(somebody(a_school(), Role.HEAD))
    page = client.get(reverse("setting", args=[school.code, minutes.key])).content.decode()
    assert "The federation has locked this" in page
    assert 'name="value"' not in page
    refused = client.post(reverse("setting-reset", args=[school.code, minutes.key]), follow=True)
    assert "locked" in refused.content.decode()


def test_the_list_says_where_each_value_comes_from(client: Client, school: School, minutes: Setting[int]) -> None:
    client.post(reverse("setting", args=[school.code, minutes.key]), {"value": "10"})
    page = client.get(reverse("settings", args=[school.code]), {"q": "test min"}).content.decode()
    assert "10 minutes" in page
    assert "School's own" in page
    assert ">Default<" not in page, "only what was sought"


def test_a_setting_is_found_by_what_can_be_chosen_and_an_empty_one_says_so(client: Client, school: School) -> None:
    page = client.get(reverse("settings", args=[school.code]), {"q": "card"}).content.decode()
    assert "How the youngest sign in" in page
    page = client.get(reverse("settings", args=[school.code]), {"q": "addresses inside"}).content.decode()
    assert "Nothing set" in page


def test_whoever_may_only_read_settings_is_told_who_changes_them(client: Client, school: School) -> None:
    told = "ask them if it should be different"
    assert told not in client.get(reverse("settings", args=[school.code])).content.decode()
    client.force_login(somebody(school, Role.TEACHER))
    page = client.get(reverse("settings", args=[school.code])).content.decode()
    assert told in page
    assert "3 of 4" in page, "a score says what it is out of"


def test_settings_stand_below_what_they_are_about(client: Client, school: School, flag: Setting[bool]) -> None:
    page = client.get(reverse("settings", args=[school.code])).content.decode()
    subjects = re.findall(r'<h2 class="govuk-heading-m" id="about-\d+">([^<]+)</h2>', page)
    assert subjects[:-1] == sorted(subjects[:-1])
    assert subjects[-1] == "Other", "of the test's own setting, which is about nothing"
    signing_in = page.partition(">Accounts and signing in</h2>")[2].partition("<h2")[0]
    assert "Minutes until an idle session locks" in signing_in
    assert "Test flag" in page.partition(">Other</h2>")[2]


def test_every_setting_of_the_console_is_about_something() -> None:
    assert [key for key, declared in SETTINGS.items() if not declared.about] == []


def test_a_teacher_reads_settings_and_changes_none(client: Client, school: School, minutes: Setting[int]) -> None:
    client.force_login(somebody(school, Role.TEACHER))
    page = client.get(reverse("settings", args=[school.code])).content.decode()
    assert "Test minutes" in page
    assert reverse("setting", args=[school.code, minutes.key]) not in page


@pytest.mark.parametrize("page", ["setting", "setting-reset"])
def test_a_setting_that_does_not_exist_is_not_found(client: Client, school: School, page: str) -> None:
    assert client.post(reverse(page, args=[school.code, "no-such"])).status_code == 404
