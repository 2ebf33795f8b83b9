"""At night every record is checked; one that is broken needs the head and the data protection officer at once."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner
from django.db import connection, transaction
from django.utils import timezone

from belisha.cli.audit import command
from belisha.console.access.acting import By
from belisha.console.access.roles import Role
from belisha.console.audit.events import EventKind
from belisha.console.audit.models import Check
from belisha.console.auditing.needs import record_is_broken
from belisha.console.auditing.nightly import check_records
from belisha.console.auditing.queries import names_of
from cast import a_school, somebody
from record_flush import guards_down

if TYPE_CHECKING:
    from django.test import Client

    from belisha.console.access.models import School

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def school() -> School:
    school = a_school()
    with transaction.atomic():
        for number in range(3):
            By(None, system="nightly").did(EventKind("test.told", "told"), to=school, at=school, after={"n": number})
    return school


def falsify() -> None:
    with guards_down(connection), connection.cursor() as cursor:
        cursor.execute("UPDATE audit_link SET actor = 'user:1' WHERE number = 2")


def test_a_whole_record_needs_nobody(school: School) -> None:
    assert "1 record with 3 entries: all whole" in check_records(timezone.now())
    assert list(record_is_broken(somebody(school, Role.HEAD), school)) == []


def test_a_broken_record_needs_somebody_now_and_the_page_says_where(client: Client, school: School) -> None:
    falsify()
    assert "Oakfield: Entry 2" in check_records(timezone.now())
    head = somebody(school, Role.HEAD)
    [need] = record_is_broken(head, school)
    assert "broken" in need.text
    client.force_login(head)
    page = client.get(need.link).content.decode()
    assert "this record is broken. Entry 2, written" in page
    assert "Repair nothing" in page


def test_a_record_that_nobody_checks_any_more_needs_somebody(school: School) -> None:
    check_records(timezone.now() - timezone.timedelta(days=3))
    assert "no longer checked" in next(iter(record_is_broken(somebody(school, Role.DPO), school))).text


def test_the_command_says_that_all_is_whole() -> None:
    done = CliRunner().invoke(command, ["verify"])
    assert done.exit_code == 0
    assert "Oakfield: 3 entries are whole" in done.output


def test_the_command_fails_where_a_record_is_broken() -> None:
    falsify()
    done = CliRunner().invoke(command, ["verify", "--json"])
    assert done.exit_code == 1
    told = json.loads(done.output)
    assert told["whole"] is False
    assert told["records"][0]["broken"]["entry"] == 2
    assert "BROKEN. Entry 2" in CliRunner().invoke(command, ["verify"]).output
    assert not Check.objects.exists(), "the command looks and writes nothing"


def test_a_record_that_is_kept_apart_is_named_by_its_school_and_what_it_is_about(school: School) -> None:
    chains = [
        school.chain,
        school.federation.chain,
        f"subject-access:{school.pk}",
        f"alerts-head:{school.pk}",
        "lost:99",
    ]
    assert list(names_of(chains).values()) == [
        school.name,
        school.federation.name,
        f"{school.name}, subject access",
        f"{school.name}, alerts head",
        "lost:99",
    ]
