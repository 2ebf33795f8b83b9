"""The pages of rosters as somebody walks through them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from belisha.console.access.acting import By
from belisha.console.access.roles import Role
from belisha.console.people.models import Person, RosterFeed, RosterImport
from belisha.console.people.roster.actions import apply_import, take_in
from belisha.console.people.roster.queries import sample_of_import, sources_of
from belisha.console.people.roster.tests.samples import ONEROSTER_11, PUPILS_CSV, bundled, many_pupils, packed
from cast import a_school, a_teacher, somebody

if TYPE_CHECKING:
    from django.http import HttpResponse
    from django.test import Client

    from belisha.console.access.models import School, User

pytestmark = pytest.mark.django_db
SYSTEM = By(None, system="tests")


@pytest.fixture
def signed_in(client: Client, manager: User) -> Client:
    client.force_login(manager)
    return client


def at(name: str, school: School, *more: object) -> str:
    return reverse(name, args=[school.code, *more])


def upload(client: Client, school: School, files: dict[str, bytes], **said: str) -> HttpResponse:
    given = [SimpleUploadedFile(name, data) for name, data in files.items()]
    return client.post(at("roster-new", school), {"upload": given, "source": "MIS", "complete": ""} | said, follow=True)


def a_preview(school: School, files: dict[str, Any] | None = None) -> RosterImport:
    return take_in(by=SYSTEM, school=school, bundle=bundled(files or ONEROSTER_11))


def text_of(response: HttpResponse) -> str:
    return response.content.decode()


def digest_on(page: HttpResponse) -> str:
    """What the last page before applying sends along: the plan that was seen."""
    found = re.search(r'name="seen" value="([0-9a-f]+)"', text_of(page))
    assert found
    return found[1]


def test_an_upload_leads_over_the_preview_to_the_register(signed_in: Client, school: School) -> None:
    page = upload(signed_in, school, {"export.zip": packed(dict(ONEROSTER_11))})
    assert "Joiners (4)" in text_of(page)
    assert "Amy Hill" in text_of(page)
    entry = RosterImport.objects.get()
    confirm = signed_in.get(at("roster-apply", school, entry.pk))
    seen = digest_on(confirm)
    done = signed_in.post(at("roster-apply", school, entry.pk), {"seen": seen}, follow=True)
    assert "The roster is applied." in text_of(done)
    assert Person.objects.filter(school=school).count() == 4


def test_all_files_of_an_export_are_uploaded_at_once(signed_in: Client, school: School) -> None:
    page = upload(signed_in, school, {name: text.encode() for name, text in ONEROSTER_11.items()})
    assert "Joiners (4)" in text_of(page)


def test_a_file_that_cannot_be_read_says_why_and_what_to_do(signed_in: Client, school: School) -> None:
    page = upload(signed_in, school, {"x.pdf": b"%PDF-1.7 xxxx"})
    assert "x.pdf is a PDF. Give a CSV, XML or XLSX file" in text_of(page)
    assert "Import another file" in text_of(page)


def test_a_damaged_archive_is_an_error_beside_the_field(signed_in: Client, school: School) -> None:
    page = upload(signed_in, school, {"x.zip": packed({"../x.csv": "a"})})
    assert "would land outside of it" in text_of(page)
    assert "There is a problem" in text_of(page)
    assert not RosterImport.objects.exists()


def test_nothing_chosen_is_an_error_and_keeps_what_was_typed(signed_in: Client, school: School) -> None:
    page = signed_in.post(at("roster-new", school), {"source": "other", "new_source": "HR system", "complete": "all"})
    assert 'value="HR system"' in text_of(page)
    assert "There is a problem" in text_of(page)


def test_columns_are_asked_guessed_and_kept(signed_in: Client, school: School) -> None:
    page = upload(signed_in, school, {"pupils.csv": PUPILS_CSV.encode()})
    assert "Which column is what?" in text_of(page)
    entry = RosterImport.objects.get()
    guessed = sample_of_import(entry).guess  # type: ignore[union-attr]  # it waits for its columns
    assert '<option value="Adno" selected>' in text_of(page)
    sent = {f"c_{field}": header for field, header in guessed.columns.items()} | {"everybody_is": guessed.kind}
    page = signed_in.post(at("roster-mapping", school, entry.pk), sent, follow=True)
    assert "Joiners (3)" in text_of(page)


def test_columns_that_say_too_little_are_refused_beside_their_field(signed_in: Client, school: School) -> None:
    upload(signed_in, school, {"pupils.csv": PUPILS_CSV.encode()})
    entry = RosterImport.objects.get()
    page = signed_in.post(at("roster-mapping", school, entry.pk), {"c_born": "DOB", "everybody_is": "pupil"})
    assert "Choose the columns with the names." in text_of(page)


def test_people_are_left_out_by_tick_box_and_stay_ticked(signed_in: Client, school: School) -> None:
    entry = a_preview(school)
    choices = at("roster-choices", school, entry.pk)
    shown = ["j.pupil:p1", "j.pupil:p2"]
    page = signed_in.post(
        choices, {"part": "joiners", "shown": shown, "out": ["j.pupil:p1"], "query": "show=joiners"}, follow=True
    )
    assert 'value="j.pupil:p1" checked' in text_of(page)
    assert 'value="j.pupil:p2" checked' not in text_of(page)
    page = signed_in.post(choices, {"part": "joiners", "shown": shown, "query": "show=joiners"}, follow=True)
    assert 'value="j.pupil:p1" checked' not in text_of(page)
    signed_in.post(choices, {"part": "joiners", "shown": shown, "kind_out": "1"})
    entry.refresh_from_db()
    assert entry.choices["kinds_left_out"] == ["joiners"]


def test_suggestions_are_accepted_all_at_once(signed_in: Client, school: School) -> None:
    a_teacher(school, "Joy Reed")
    entry = a_preview(school)
    page = signed_in.get(at("roster-import", school, entry.pk) + "?show=clashes")
    assert "This is the same person: update them" in text_of(page)
    signed_in.post(at("roster-choices", school, entry.pk), {"part": "", "all_suggestions": "1"})
    entry.refresh_from_db()
    assert entry.choices["clashes"] == {"c.staff:t1": "same"}


def test_a_school_of_several_in_a_file_is_asked_for(signed_in: Client, school: School) -> None:
    orgs = ONEROSTER_11["orgs.csv"].replace("Oakfield", "North").replace("St Brigid's", "South")
    entry = a_preview(school, ONEROSTER_11 | {"orgs.csv": orgs})
    page = signed_in.get(at("roster-import", school, entry.pk))
    assert "Choose below which of them is this one." in text_of(page)
    signed_in.post(at("roster-choices", school, entry.pk), {"reading": "1", "org": "s2", "complete": "on"})
    page = signed_in.get(at("roster-import", school, entry.pk))
    assert "Joiners (2)" in text_of(page)


def test_more_than_a_tenth_leaving_asks_for_a_reason_on_the_last_page(signed_in: Client, school: School) -> None:
    apply_import(by=SYSTEM, entry=a_preview(school, many_pupils(40)))
    entry = a_preview(school, many_pupils(30))
    address = at("roster-apply", school, entry.pk)
    page = signed_in.get(address)
    assert "Pupils: 10 of 40 would leave" in text_of(page)
    seen = digest_on(page)
    assert "There is a problem" in text_of(signed_in.post(address, {"seen": seen}))
    signed_in.post(address, {"seen": seen, "reason": "Year 6 left"})
    assert Person.objects.filter(left__isnull=False).count() == 10


def test_parts_are_searched_and_taken_away_as_csv_without_formulas(signed_in: Client, school: School) -> None:
    users = ONEROSTER_11["users.csv"] + "p9,,,true,s1,student,x,,=1+1,@Evil,,,,,,,04,\n"
    address = at("roster-import", school, a_preview(school, ONEROSTER_11 | {"users.csv": users}).pk)
    found = signed_in.get(address + "?show=joiners&q=hill")
    assert "Amy Hill" in text_of(found)
    assert "Ben Ng" not in text_of(found)
    csv = signed_in.get(address + "?show=joiners&format=csv").content.decode()
    assert "'=1+1 @Evil" in csv


def test_bad_rows_are_listed_with_line_and_reason(signed_in: Client, school: School) -> None:
    births = ONEROSTER_11["demographics.csv"].replace("2017-10-02", "yesterday")
    entry = a_preview(school, ONEROSTER_11 | {"demographics.csv": births})
    page = text_of(signed_in.get(at("roster-import", school, entry.pk) + "?show=bad"))
    assert "this is not a date" in page
    assert "users.csv" in page


def test_an_import_is_undone_from_its_page(signed_in: Client, school: School) -> None:
    entry = apply_import(by=SYSTEM, entry=a_preview(school))
    assert "Undo this import" in text_of(signed_in.get(at("roster-import", school, entry.pk)))
    page = signed_in.post(at("roster-undo", school, entry.pk), {"reason": "wrong file"}, follow=True)
    assert "everybody is as they were before it" in text_of(page)
    assert not Person.objects.exists()


def test_what_stands_in_the_way_of_undoing_is_named(signed_in: Client, school: School) -> None:
    entry = apply_import(by=SYSTEM, entry=a_preview(school))
    Person.objects.filter(mis_id="p1").update(phone="01632 960002")
    page = text_of(signed_in.get(at("roster-undo", school, entry.pk)))
    assert "Amy Hill" in page
    assert "Undo the import" not in page


def test_the_feed_is_set_and_its_key_shown_once(signed_in: Client, school: School) -> None:
    sent = {"on": "on", "source": "MIS", "complete": "on", "due_at": "05:30", "late_hours": "12"}
    page = signed_in.post(at("roster-feed", school), sent, follow=True)
    assert "The feed is set." in text_of(page)
    feed = RosterFeed.objects.get(school=school)
    assert (feed.on, feed.late_hours, feed.weekdays_only) == (True, 12, False)
    shown = text_of(signed_in.post(at("roster-key", school)))
    assert "belroster_" in shown
    key = shown.partition("Bearer ")[2].partition("&#34;")[0]
    assert key.startswith("belroster_")
    address = shown.partition("Bearer ")[2].split("&#34;")[2]
    assert urlsplit(address).path == at("roster-door", school) + "export.zip", "curl adds no name of its own to it"
    assert key not in text_of(signed_in.get(at("roster-feed", school)))
    signed_in.post(at("roster-key-revoke", school), {"reason": "not needed"})
    assert RosterFeed.objects.get(school=school).key_hash == ""


def test_a_system_from_which_nothing_could_be_read_is_not_offered_again(signed_in: Client, school: School) -> None:
    upload(signed_in, school, {"no.pdf": b"%PDF-1.4"}, source="other", new_source="Typing error")
    assert [source.name for source in sources_of(school)] == []
    upload(signed_in, school, {name: text.encode() for name, text in ONEROSTER_11.items()})
    assert [source.name for source in sources_of(school)] == ["MIS"]


def test_a_roster_that_changes_nothing_says_so(signed_in: Client, school: School) -> None:
    entry = a_preview(school)
    words = "Nothing would change"
    assert words not in text_of(signed_in.get(at("roster-import", school, entry.pk)))
    apply_import(by=SYSTEM, entry=entry)
    again = a_preview(school)
    assert words in text_of(signed_in.get(at("roster-import", school, again.pk)))


def test_imports_of_another_school_are_not_there(signed_in: Client, school: School) -> None:
    other = a_school("st-brigids")
    entry = a_preview(other)
    for name in ("roster-import", "roster-apply", "roster-undo", "roster-discard", "roster-mapping"):
        assert signed_in.get(at(name, school, entry.pk)).status_code == 404
    assert signed_in.post(at("roster-choices", school, entry.pk)).status_code == 404


def test_a_teacher_may_not_import(client: Client, school: School) -> None:
    client.force_login(somebody(school, Role.TEACHER))
    entry = a_preview(school)
    for address in (at("roster", school), at("roster-new", school), at("roster-import", school, entry.pk)):
        assert client.get(address).status_code == 403


@pytest.mark.parametrize("count", [60, 240])
def test_pages_ask_the_database_as_often_whatever_their_size(
    signed_in: Client, school: School, count: int, django_assert_max_num_queries: Any
) -> None:
    entry = a_preview(school, many_pupils(count))
    for _ in range(count // 10):
        RosterImport.objects.create(
            school=school, source=entry.source, state="failed", via="page", name="x", digest="0", size=1, at=entry.at
        )
    with django_assert_max_num_queries(24):
        signed_in.get(at("roster-import", school, entry.pk))
    with django_assert_max_num_queries(24):
        signed_in.get(at("roster", school))
