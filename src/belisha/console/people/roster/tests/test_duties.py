"""What rosters prove, and what makes each proof fail."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.utils import timezone

from belisha.console.access.acting import By
from belisha.console.people.roster.actions import make_key
from belisha.console.people.roster.duties import data_feed, feed_secure, mis_in_use
from belisha.console.people.roster.feeding import folder_of, take_feeds
from belisha.console.people.roster.tests.samples import ONEROSTER_11, ctf, ctf_pupil, packed
from belisha.console.people.roster.tests.scene import lay, send, taken

if TYPE_CHECKING:
    from django.test import Client

    from belisha.console.access.models import School

pytestmark = pytest.mark.django_db
with_feed = pytest.mark.usefixtures("feed")
SYSTEM = By(None, system="tests")


def came(school: School) -> None:
    lay(school, "export.zip", packed(dict(ONEROSTER_11)))
    taken()


@with_feed
def test_accounts_data_feed_is_met(school: School) -> None:
    came(school)
    assert data_feed(school, timezone.now()).state == "met"


@with_feed
def test_accounts_data_feed_is_breached(school: School) -> None:
    came(school)
    assert data_feed(school, timezone.now() + timedelta(days=3)).state == "breached"


def test_accounts_data_feed_is_breached_without_a_feed(school: School) -> None:
    assert data_feed(school, timezone.now()).state == "breached"


@with_feed
def test_accounts_data_feed_is_at_risk_while_a_file_waits_and_breached_after_a_day(school: School) -> None:
    lay(school, "ctf.xml", ctf(ctf_pupil()))
    taken()
    standing = data_feed(school, timezone.now())
    assert (standing.state, "approval" in standing.reason) == ("at risk", True)
    assert data_feed(school, timezone.now() + timedelta(hours=25)).state == "breached"


@with_feed
def test_accounts_feed_secure_is_met(school: School) -> None:
    came(school)
    assert feed_secure(school, timezone.now()).state == "met"


@with_feed
def test_accounts_feed_secure_is_breached(client: Client, school: School) -> None:
    send(client, school, make_key(by=SYSTEM, school=school))
    assert feed_secure(school, timezone.now()).state == "breached"


@with_feed
def test_accounts_feed_secure_is_breached_when_anybody_may_write_into_the_folder(school: School) -> None:
    take_feeds(timezone.now())
    folder_of(school).chmod(0o777)
    assert feed_secure(school, timezone.now()).state == "breached"


@with_feed
def test_accounts_feed_secure_is_not_known_while_nothing_has_come(school: School) -> None:
    assert feed_secure(school, timezone.now()).state == "not known"


@with_feed
def test_services_mis_in_use_is_met(school: School) -> None:
    assert mis_in_use(school, timezone.now()).state == "not known"
    came(school)
    assert mis_in_use(school, timezone.now()).state == "met"
    assert mis_in_use(school, timezone.now() + timedelta(days=40)).state == "at risk"


@with_feed
def test_services_mis_in_use_is_breached(school: School) -> None:
    came(school)
    assert mis_in_use(school, timezone.now() + timedelta(days=100)).state == "breached"
    lay(school, "ctf.xml", ctf(ctf_pupil()))
    taken()
    assert mis_in_use(school, timezone.now()).state == "at risk"
    assert mis_in_use(school, timezone.now() + timedelta(days=8)).state == "breached"
