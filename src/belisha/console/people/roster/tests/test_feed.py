"""The nightly feed: taken in when it is whole, applied when it is harmless, else stopped; missed when it is late."""

from __future__ import annotations

import stat
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from belisha.console.access.acting import By
from belisha.console.audit.models import Link
from belisha.console.people.models import Person, RosterContent, RosterFeed, RosterImport
from belisha.console.people.roster.actions import (
    apply_import,
    make_key,
    revoke_key,
    set_feed,
    sweep_rosters,
    undo_import,
)
from belisha.console.people.roster.feeding import folder_of, sweep_folders, take_feeds
from belisha.console.people.roster.needs import roster_needs
from belisha.console.people.roster.rules.guards import Due, first_missed, is_late
from belisha.console.people.roster.tests.samples import ONEROSTER_11, PUPILS_CSV, ctf, ctf_pupil, many_pupils, packed
from belisha.console.people.roster.tests.scene import lay, send, taken
from cast import a_pupil, a_school

if TYPE_CHECKING:
    from django.test import Client

    from belisha.console.access.models import School, User

pytestmark = pytest.mark.django_db
LONDON = ZoneInfo("Europe/London")


def test_a_file_in_the_watched_folder_is_applied_by_itself(school: School, feed: RosterFeed) -> None:
    lay(school, "export.zip", packed(dict(ONEROSTER_11)))
    assert "applied" in taken()
    assert Person.objects.get(mis_id="p1").name == "Amy Hill"
    entry = RosterImport.objects.get()
    assert (entry.state, entry.via, entry.by) == ("applied", "folder", None)
    (kept,) = (path for path in (folder_of(school) / "done").iterdir() if path.is_dir())
    assert kept.name.endswith("export.zip")
    assert entry.digest in kept.with_name(f"{kept.name}.sha256.txt").read_text()
    assert Link.objects.get(event="roster.applied").actor == "system"
    assert taken() == ""


def test_a_file_that_still_grows_is_left_alone(school: School, feed: RosterFeed) -> None:
    path = lay(school, "export.zip", packed(dict(ONEROSTER_11))[:500])
    assert take_feeds(timezone.now()) == ""
    path.write_bytes(packed(dict(ONEROSTER_11)))
    assert take_feeds(timezone.now()) == ""
    assert "applied" in take_feeds(timezone.now())


def test_files_that_transfer_programs_hide_until_they_are_whole_are_left_alone(
    school: School, feed: RosterFeed
) -> None:
    lay(school, ".export.zip.part", packed(dict(ONEROSTER_11)))
    assert taken() == ""


def test_loose_files_of_one_export_are_taken_together(school: School, feed: RosterFeed) -> None:
    for name, text in ONEROSTER_11.items():
        lay(school, name, text)
    assert "applied" in taken()
    assert RosterImport.objects.count() == 1


def test_a_folder_of_files_is_one_export(school: School, feed: RosterFeed) -> None:
    for name, text in ONEROSTER_11.items():
        lay(school, f"tonight/{name}", text)
    assert "applied" in taken()
    assert Person.objects.filter(kind="pupil").count() == 2


def test_a_file_that_cannot_be_read_is_kept_with_its_reason(school: School, feed: RosterFeed) -> None:
    lay(school, "export.xml", "<html/>")
    assert "could not be read" in taken()
    (reason,) = (folder_of(school) / "failed").glob("*.reason.txt")
    assert "begins with <html>" in reason.read_text()
    assert RosterImport.objects.get().state == "failed"


def test_what_a_crash_left_half_done_is_taken_up_again(school: School, feed: RosterFeed) -> None:
    lay(school, ".working/20261101-020000-export.zip/export.zip", "")
    working = folder_of(school) / ".working/20261101-020000-export.zip"
    (working / "export.zip").write_bytes(packed(dict(ONEROSTER_11)))
    assert "applied" in take_feeds(timezone.now())
    assert not any((folder_of(school) / ".working").iterdir())


def test_a_feed_that_would_remove_more_than_a_tenth_stops_and_asks(
    school: School, feed: RosterFeed, manager: User
) -> None:
    lay(school, "export.zip", packed(many_pupils(40)))
    taken()
    lay(school, "export.zip", packed(many_pupils(35)))
    assert "stopped" in taken()
    entry = RosterImport.objects.get(state="stopped")
    assert "More than a tenth" in entry.why
    assert not Person.objects.filter(left__isnull=False).exists()
    (need,) = roster_needs(manager, school)
    assert "Approve" in need.text
    apply_import(by=By(manager), entry=entry, reason="Year 6 left early")
    assert Person.objects.filter(left__isnull=False).count() == 5


def test_a_tenth_and_no_more_is_applied(school: School, feed: RosterFeed) -> None:
    lay(school, "export.zip", packed(many_pupils(40)))
    taken()
    lay(school, "export.zip", packed(many_pupils(36)))
    assert "applied" in taken()
    assert Person.objects.filter(left__isnull=False).count() == 4


def test_a_feed_that_was_late_stops_and_asks(school: School, feed: RosterFeed) -> None:
    RosterFeed.objects.update(since=timezone.now() - timedelta(days=4))
    lay(school, "export.zip", packed(dict(ONEROSTER_11)))
    assert "stopped" in taken()
    assert "missing since" in RosterImport.objects.get().why
    assert not Person.objects.exists()


def test_an_old_file_sent_again_stops_and_asks(school: School, feed: RosterFeed) -> None:
    lay(school, "ctf.xml", ctf(ctf_pupil()))
    assert "stopped" in taken()
    assert "two days old" in RosterImport.objects.get().why


def test_a_file_that_was_undone_does_not_come_back_by_itself(school: School, feed: RosterFeed, manager: User) -> None:
    data = packed(dict(ONEROSTER_11))
    lay(school, "export.zip", data)
    taken()
    undo_import(by=By(manager), entry=RosterImport.objects.get())
    lay(school, "export.zip", data)
    assert "stopped" in taken()
    assert "undone" in RosterImport.objects.get(state="stopped").why


def test_clashes_are_set_aside_and_the_rest_is_applied(school: School, feed: RosterFeed) -> None:
    a_pupil(school, "Amy Hill", upn="H801200001001", born=date(2016, 1, 1))
    lay(school, "export.zip", packed(dict(ONEROSTER_11)))
    assert "applied" in taken()
    assert Person.objects.filter(mis_id="p2").exists()
    aside = RosterImport.objects.get(state="preview")
    assert "Clashes" in aside.why
    lay(school, "export.zip", packed(dict(ONEROSTER_11)))
    taken()
    assert RosterImport.objects.filter(state="preview").count() == 1, "the older one is put away for the newer"


def test_a_spreadsheet_of_unknown_columns_waits_for_somebody(school: School, feed: RosterFeed, manager: User) -> None:
    lay(school, "pupils.csv", PUPILS_CSV)
    assert "columns" in taken()
    assert "which column is what" in next(iter(roster_needs(manager, school))).text


def test_the_watched_folder_is_made_for_the_program_alone(school: School, feed: RosterFeed) -> None:
    take_feeds(timezone.now())
    assert stat.S_IMODE(folder_of(school).stat().st_mode) == 0o700


DAILY = Due(time(6), weekdays_only=False, zone=LONDON)
WEEKDAYS = Due(time(6), weekdays_only=True, zone=LONDON)


@pytest.mark.parametrize(
    ("last", "now", "due", "missed"),
    [
        ((9, 7, 5, 50), (9, 8, 5, 59), DAILY, None),
        ((9, 7, 5, 50), (9, 8, 6, 1), DAILY, (9, 8)),
        ((9, 7, 9, 0), (9, 8, 5, 0), DAILY, None),
        ((9, 11, 5, 50), (9, 13, 12, 0), WEEKDAYS, None),  # Friday to Sunday
        ((9, 11, 5, 50), (9, 14, 6, 1), WEEKDAYS, (9, 14)),
        ((10, 24, 5, 0), (10, 25, 6, 1), DAILY, (10, 25)),  # the night that clocks change
    ],
)
def test_a_missed_feed_is_known_by_when_one_was_due(
    last: tuple[int, ...], now: tuple[int, ...], due: Due, missed: tuple[int, int] | None
) -> None:
    found = first_missed(datetime(2026, *last, tzinfo=LONDON), datetime(2026, *now, tzinfo=LONDON), due)
    assert found == (datetime(2026, *missed, 6, tzinfo=LONDON) if missed else None)


def test_a_feed_is_late_when_it_is_over_its_hours() -> None:
    due = datetime(2026, 9, 8, 6, tzinfo=UTC)
    assert not is_late(due, due + timedelta(hours=24), 24)
    assert is_late(due, due + timedelta(hours=24, minutes=1), 24)
    assert not is_late(None, due, 24)


def test_a_late_feed_needs_somebody_and_its_page_says_what_to_do(
    school: School, feed: RosterFeed, manager: User, client: Client
) -> None:
    assert list(roster_needs(manager, school)) == []
    with time_machine.travel(datetime(2026, 9, 10, 12, tzinfo=UTC), tick=False):
        RosterFeed.objects.update(since=timezone.now() - timedelta(days=4))
        assert "missing since 7 September 2026" in next(iter(roster_needs(manager, school))).text
        client.force_login(manager)
        page = client.get(reverse("roster-feed", args=[school.code])).content.decode()
    assert "No file has come" in page
    assert "import one by hand" in page


@pytest.mark.parametrize("how", ["put", "post"])
def test_a_file_sent_with_the_key_over_https_is_taken(
    client: Client, school: School, feed: RosterFeed, how: str
) -> None:
    key = make_key(by=By(None, system="tests"), school=school)
    response = send(client, school, key, how=how, secure=True)
    assert (response.status_code, response.json()["state"]) == (201, "applied")
    assert len(response.json()["sha256"]) == 64
    assert RosterImport.objects.get().via == "upload"


def test_a_file_sent_from_this_machine_needs_no_https(client: Client, school: School, feed: RosterFeed) -> None:
    key = make_key(by=By(None, system="tests"), school=school)
    assert send(client, school, key, REMOTE_ADDR="127.0.0.1").status_code == 201


def test_a_key_sent_in_plain_is_refused_and_counts_as_known_to_others(
    client: Client, school: School, feed: RosterFeed, manager: User
) -> None:
    key = make_key(by=By(manager), school=school)
    assert send(client, school, key).status_code == 403
    assert not RosterImport.objects.exists()
    assert send(client, school, key, secure=True).status_code == 403, "whoever listened has it"
    assert "unencrypted" in next(iter(roster_needs(manager, school))).text
    assert Link.objects.filter(event="roster.key-exposed").count() == 1
    assert send(client, school, make_key(by=By(manager), school=school), secure=True).status_code == 201


def test_a_proxy_on_this_machine_does_not_make_a_plain_request_private(
    client: Client, school: School, feed: RosterFeed
) -> None:
    key = make_key(by=By(None, system="tests"), school=school)
    sent = send(client, school, key, REMOTE_ADDR="127.0.0.1", HTTP_X_FORWARDED_FOR="203.0.113.9")
    assert sent.status_code == 403


def test_only_the_key_of_that_school_opens_its_door(client: Client, school: School, feed: RosterFeed) -> None:
    system = By(None, system="tests")
    other = a_school("st-brigids")
    foreign = make_key(by=system, school=other)
    assert send(client, school, foreign, secure=True).status_code == 401
    assert send(client, school, "", secure=True).status_code == 401
    old = make_key(by=system, school=school)
    new = make_key(by=system, school=school)
    assert send(client, school, old, secure=True).status_code == 401
    revoke_key(by=system, school=school)
    assert send(client, school, new, secure=True).status_code == 401
    assert not RosterImport.objects.exists()


def test_a_key_is_stored_as_a_hash_alone(school: School, feed: RosterFeed) -> None:
    key = make_key(by=By(None, system="tests"), school=school)
    row = RosterFeed.objects.get()
    assert key not in str(row.__dict__)
    assert len(row.key_hash) == 64
    assert key not in str([link.body.content for link in Link.objects.select_related("body")])


def test_nothing_is_taken_while_the_feed_is_off(
    client: Client, school: School, feed: RosterFeed, manager: User
) -> None:
    key = make_key(by=By(manager), school=school)
    set_feed(by=By(manager), school=school, source="MIS", details={"on": False})
    assert send(client, school, key, secure=True).status_code == 409
    lay(school, "export.zip", packed(dict(ONEROSTER_11)))
    assert taken() == ""


def test_a_file_that_is_sent_and_cannot_be_read_is_answered_with_the_reason(
    client: Client, school: School, feed: RosterFeed
) -> None:
    key = make_key(by=By(None, system="tests"), school=school)
    address = reverse("roster-door", args=[school.code])
    sent = client.put(address, b"<html/>", secure=True, HTTP_AUTHORIZATION=f"Bearer {key}")
    assert sent.status_code == 422
    assert "begins with" in sent.json()["why"]


def test_a_program_that_adds_the_name_of_the_file_to_the_address_is_let_in(
    client: Client, school: School, feed: RosterFeed
) -> None:
    key = make_key(by=By(None, system="tests"), school=school)
    address = reverse("roster-door", args=[school.code]) + "night.zip"
    data = packed(dict(ONEROSTER_11))
    sent = client.put(address, data, secure=True, content_type="application/zip", HTTP_AUTHORIZATION=f"Bearer {key}")
    assert (sent.status_code, sent.json()["counts"]["joiners"]) == (201, 4)
    assert RosterImport.objects.get().name == "night.zip"
    assert client.put(address, data, secure=True, content_type="application/zip").status_code == 401


def test_several_files_are_sent_in_one_form(client: Client, school: School, feed: RosterFeed) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    key = make_key(by=By(None, system="tests"), school=school)
    files = {name: SimpleUploadedFile(name, text.encode()) for name, text in ONEROSTER_11.items()}
    address = reverse("roster-door", args=[school.code])
    sent = client.post(address, files, secure=True, HTTP_AUTHORIZATION=f"Bearer {key}")
    assert (sent.status_code, sent.json()["counts"]["joiners"]) == (201, 4)


def test_what_imports_hold_of_people_is_deleted_in_time(school: School, feed: RosterFeed) -> None:
    lay(school, "export.zip", packed(dict(ONEROSTER_11)))
    taken()
    now = timezone.now()
    assert sweep_rosters(now + timedelta(days=59)) == ""
    assert sweep_rosters(now + timedelta(days=61)) != ""
    assert not RosterContent.objects.exists()
    assert sweep_folders(now + timedelta(days=29)) == ""
    assert sweep_folders(now + timedelta(days=31)) != ""
    assert list((folder_of(school) / "done").iterdir()) == []


def test_a_preview_that_nobody_wanted_is_put_away_in_time(school: School, feed: RosterFeed) -> None:
    lay(school, "ctf.xml", ctf(ctf_pupil()))
    taken()
    sweep_rosters(timezone.now() + timedelta(days=31))
    assert RosterImport.objects.get().state == "discarded"
