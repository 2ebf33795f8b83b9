"""The command that enters the first school of an empty console."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner, Result

from belisha.cli import main
from belisha.console.access.models import User
from belisha.console.access.schools.first import is_setup_code

pytestmark = pytest.mark.django_db
FIRST = ("--name", "Oakfield Primary", "--admin", "Ada Hill", "--username", "a.hill")


def found(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["console", "found", *arguments])


def test_the_first_school_is_entered_and_a_link_printed() -> None:
    told = json.loads(found(*FIRST, "--json").stdout)
    assert (told["school"], told["username"]) == ("oakfield-primary", "a.hill")
    assert told["link"].startswith("http")


def test_alone_it_tells_where_an_empty_console_is_entered_in_a_browser_and_by_which_code() -> None:
    told = json.loads(found("--json").stdout)
    assert told["page"].endswith("/first-school/")
    assert is_setup_code(told["code"])
    assert told["code"] in found().stdout
    assert not is_setup_code("")


def test_an_empty_console_needs_to_know_of_whom() -> None:
    done = found("--name", "Oakfield Primary")
    assert done.exit_code == 2
    assert "--admin" in done.stderr


def test_a_link_that_nobody_used_is_renewed_by_the_same_command_alone() -> None:
    first = json.loads(found(*FIRST, "--json").stdout)["link"]
    again = found()
    assert again.exit_code == 0, again.output
    assert "Ada Hill sets a password here" in again.stdout
    assert first not in again.stdout


def test_a_second_school_is_not_entered_by_mistake() -> None:
    found(*FIRST)
    done = found("--name", "Oakfeld", "--admin", "Ada Hill", "--username", "a.hill")
    assert done.exit_code == 1
    assert "Ada Hill (a.hill)" in done.stderr
    assert User.objects.count() == 1


def test_once_somebody_has_signed_in_no_link_is_given() -> None:
    found(*FIRST)
    User.objects.update(last_login="2026-09-01T08:00Z")
    done = found()
    assert done.exit_code == 1
    assert "somebody has signed in" in done.stderr
