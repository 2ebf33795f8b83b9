"""An old log is looked at, then becomes concerns, all of it or nothing; and stays where it belongs."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from belisha.console.access.acting import By
from belisha.console.access.authorization import NotAllowedError
from belisha.console.access.roles import Role
from belisha.console.audit.models import Link
from belisha.console.concerns.actions.writing import correct
from belisha.console.concerns.importing.actions.applying import apply_import, take_over_now
from belisha.console.concerns.importing.actions.taking import (
    KEPT,
    put_away,
    set_columns,
    set_words,
    sweep_imports,
    take_in,
)
from belisha.console.concerns.importing.queries import Plan, plan_of
from belisha.console.concerns.importing.rules.fields import guess
from belisha.console.concerns.importing.rules.reading import sheet_of
from belisha.console.concerns.models import Clock, Concern, ConcernImport, Entry, ImportedRow, Step, Subject, WordPlace
from belisha.console.concerns.queries.finding import found_by
from belisha.console.concerns.queries.verify import verify
from belisha.console.concerns.queries.visible import visible
from belisha.console.concerns.rules.sealing import seal_of
from belisha.console.outbox.models import OutboxMail
from cast import a_person, a_pupil, a_school, somebody
from console.visitors import sign_in

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from belisha.console.access.models import School, User

pytestmark = pytest.mark.django_db
HEAD = "Date,Pupil,UPN,Incident,Category,Action taken,Outcome,Reported by,Status,Staff member,Tutor\n"
LOG = HEAD + (
    "03/05/2024 14:10,Amy Hill,,Called a zebra,Cyberbullying,Rang home,Better,Mrs Shah,Closed,,4 Oak\n"
    "04/05/2024,Jo Unknown,,Came hungry,Neglect,,,Mr Fox,Open,,\n"
)
MEANT = {"cyberbullying": "bullying", "neglect": "abuse-neglect"}


@pytest.fixture
def school() -> School:
    return a_school()


@pytest.fixture
def dsl(school: School) -> User:
    return somebody(school, Role.DSL)


def looked_at(dsl: User, school: School, text: str = LOG) -> ConcernImport:
    """A file whose columns and words are said."""
    by, data = By(dsl), text.encode()
    entry = take_in(by=by, school=school, name="log.csv", data=data)
    set_columns(by=by, entry=entry, columns=guess(sheet_of("log.csv", data).headers), unsaid="closed")
    set_words(by=by, entry=entry, words=MEANT, rest="wellbeing")
    entry.refresh_from_db()
    return entry


def planned(dsl: User, school: School, text: str = LOG) -> Plan:
    return plan_of(By(dsl), looked_at(dsl, school, text))


def taken_over(dsl: User, school: School, text: str = LOG) -> ConcernImport:
    entry = looked_at(dsl, school, text)
    return worked_on(apply_import(by=By(dsl), entry=entry, seen=plan_of(By(dsl), entry).seen))


def worked_on(entry: ConcernImport) -> ConcernImport:
    """As the worker does it."""
    take_over_now(entry.pk)
    entry.refresh_from_db()
    return entry


def a_row(**said: str) -> str:
    names = ("Date", "Pupil", "UPN", "Incident", "Category", "Action taken", "Outcome", "Reported by", "Status")
    cells = {"Date": "03/05/2024", "Incident": "It happened"} | {key.replace("_", " "): said[key] for key in said}
    return HEAD + ",".join(f'"{cells.get(name, "")}"' for name in (*names, "Staff member", "Tutor")) + "\n"


def test_looking_writes_nothing(school: School, dsl: User) -> None:
    plan = planned(dsl, school)
    assert plan.counts()["new"] == 2
    assert Concern.objects.count() == Entry.objects.count() == ImportedRow.objects.count() == 0


def test_rows_become_concerns_with_what_they_said_and_where_it_came_from(school: School, dsl: User) -> None:
    amy = a_pupil(school, "Amy Hill")
    taken_over(dsl, school)
    closed = Concern.objects.get(category="bullying")
    assert (closed.origin, closed.route, closed.state) == ("import", "team", "closed")
    assert closed.reported_at == closed.closed_at == closed.happened_at
    assert timezone.localtime(closed.reported_at).strftime("%d/%m/%Y %H:%M") == "03/05/2024 14:10"
    assert (closed.reporter, closed.reported_by) == ("Mrs Shah", None)
    assert closed.subjects.get().person == amy
    report, action, outcome = closed.entries.order_by("pk")
    assert (report.kind, report.text, report.by) == ("report", "Called a zebra", dsl)
    assert report.details["imported"] == {"file": "log.csv", "line": 2, "by": dsl.name}
    assert report.details["more"]["Tutor"] == "4 Oak"
    assert (action.kind, action.text, outcome.kind, outcome.text) == ("action", "Rang home", "decision", "Better")
    assert action.seal == seal_of(action.salt, action.kind, action.text, action.details)


def test_an_open_row_is_taken_by_whoever_brought_it_and_calls_nobody(school: School, dsl: User) -> None:
    taken_over(dsl, school)
    concern = Concern.objects.get(category="abuse-neglect")
    assert (concern.state, concern.acknowledged_by, concern.child_protection) == ("open", dsl, True)
    assert concern.subjects.get().name == "Jo Unknown"
    assert mail.outbox == []
    assert OutboxMail.objects.count() == Clock.objects.count() == Step.objects.count() == 0


def test_what_came_in_is_found_and_its_seals_stand_in_the_record(school: School, dsl: User) -> None:
    taken_over(dsl, school)
    assert found_by(By(dsl), school, "zebra").count() == 1
    assert found_by(By(dsl), school, "unknown").count() == 1
    assert Link.objects.filter(chain=f"concerns:{school.pk}", event="concerns.written").count() == 4
    assert not verify().broken
    assert Link.objects.filter(chain=school.chain).count() == 0


def test_the_same_file_twice_changes_nothing(school: School, dsl: User) -> None:
    taken_over(dsl, school)
    again = planned(dsl, school, LOG + a_row(Incident="New one").split("\n")[1] + "\n")
    assert (len(again.rows), again.again) == (1, (2, 3))
    assert planned(dsl, school, LOG).rows == ()


def test_a_row_that_stands_in_a_file_twice_comes_in_once(school: School, dsl: User) -> None:
    line = a_row().split("\n")[1]
    assert planned(dsl, school, f"{HEAD}{line}\n{line}\n").counts()["again"] == 1


def test_a_child_is_found_by_number_before_name(school: School, dsl: User) -> None:
    amy = a_pupil(school, "Amy Hill", upn="H801200001001")
    a_pupil(school, "Amy Hill")
    (row,) = planned(dsl, school, a_row(Pupil="Amy Hill", UPN="h801200001001")).rows
    assert row.whom.subjects[0].person == amy
    (row,) = planned(dsl, school, a_row(Pupil="Amy Hill")).rows
    assert (row.whom.subjects[0].person, row.whom.subjects[0].name) == (None, "Amy Hill")


def test_a_namesake_with_another_number_is_not_taken_for_the_child(school: School, dsl: User) -> None:
    a_pupil(school, "Amy Hill", upn="H801200001001")
    (row,) = planned(dsl, school, a_row(Pupil="Amy Hill", UPN="K801200001003")).rows
    assert row.whom.subjects[0].person is None


def test_names_of_leavers_either_way_round_and_several_in_a_cell(school: School, dsl: User) -> None:
    amy = a_pupil(school, "Amy Hill", left=timezone.localdate() - timedelta(days=1))
    jo = a_pupil(school, "Jo Beck")
    (row,) = planned(dsl, school, a_row(Pupil="Hill, Amy; Jo Beck and Zed")).rows
    assert [one.person for one in row.whom.subjects] == [amy, jo, None]
    assert not row.whom.known


def test_nobody_of_another_school_is_found(school: School, dsl: User) -> None:
    a_pupil(a_school("st-brigids"), "Amy Hill")
    (row,) = planned(dsl, school, a_row(Pupil="Amy Hill")).rows
    assert row.whom.subjects[0].person is None


@pytest.mark.parametrize(
    ("said", "route"),
    [
        ({"Staff_member": "Mrs Shah"}, "head"),
        ({"Staff_member": "Somebody who left"}, "head"),
        ({"Pupil": "Nia Shah"}, "head"),
        ({"Staff_member": "Hal Moss"}, "chair"),
        ({"Pupil": "Somebody"}, "team"),
    ],
)
def test_conduct_of_an_adult_goes_where_it_belongs(school: School, dsl: User, said: dict[str, str], route: str) -> None:
    a_person(school, "staff", "Nia Shah")
    a_person(school, "staff", "Hal Moss", user=somebody(school, Role.HEAD, name="Hal Moss"))
    plan = planned(dsl, school, a_row(**said, Status="Open"))
    assert plan.rows[0].whom.route == route
    assert plan.hidden == (route != "team")
    taken_over(dsl, school, a_row(**said, Status="Open"))
    assert visible(By(dsl), school).count() == (route == "team")
    assert Concern.objects.get().state == ("open" if route == "team" else "new")


def test_it_is_refused_where_it_would_come_out_otherwise_than_it_was_shown(school: School, dsl: User) -> None:
    entry = looked_at(dsl, school)
    seen = plan_of(By(dsl), entry).seen
    a_pupil(school, "Amy Hill")
    with pytest.raises(ValidationError, match="changed"):
        apply_import(by=By(dsl), entry=entry, seen=seen)
    assert Concern.objects.count() == 0


def test_all_or_nothing(school: School, dsl: User, monkeypatch: pytest.MonkeyPatch) -> None:
    entry = looked_at(dsl, school)
    seen = plan_of(By(dsl), entry).seen

    def fails(*_given: Any, **_more: Any) -> None:
        raise RuntimeError

    apply_import(by=By(dsl), entry=entry, seen=seen)
    monkeypatch.setattr("belisha.console.concerns.importing.actions.applying.BATCH", 1)
    with monkeypatch.context() as broken:
        broken.setattr("belisha.console.concerns.importing.actions.applying._finish", fails)
        with pytest.raises(RuntimeError):
            take_over_now(entry.pk)
    for kind in (Concern, Entry, ImportedRow, WordPlace):
        assert kind._default_manager.count() == 0, kind
    assert not verify().broken, "the record does not miss what nobody ever saw"
    entry.refresh_from_db()
    assert entry.state == "preview"
    assert "nothing came in" in entry.trouble
    worked_on(apply_import(by=By(dsl), entry=entry, seen=seen))
    assert visible(By(dsl), school).count() == 2


def test_what_the_file_says_is_deleted_when_it_is_done_with(school: School, dsl: User) -> None:
    done = taken_over(dsl, school)
    away = put_away(by=By(dsl), entry=looked_at(dsl, school))
    old = looked_at(dsl, school)
    assert sweep_imports(timezone.now()) == 0
    assert sweep_imports(timezone.now() + KEPT + timedelta(hours=1)) == 1
    for one in (done, away, old):
        one.refresh_from_db()
        assert one.data is None
    with pytest.raises(ValidationError):
        apply_import(by=By(dsl), entry=done, seen="")


def test_only_whoever_gave_it_and_may_goes_on(school: School, dsl: User) -> None:
    entry = looked_at(dsl, school)
    seen = plan_of(By(dsl), entry).seen
    deputy = somebody(school, Role.DEPUTY_DSL)
    refused: list[Callable[[], object]] = [
        lambda: apply_import(by=By(deputy), entry=entry, seen=seen),
        lambda: put_away(by=By(deputy), entry=entry),
        lambda: take_in(by=By(somebody(school, Role.TEACHER)), school=school, name="x", data=LOG.encode()),
        lambda: take_in(by=By(None, system="x"), school=school, name="x", data=LOG.encode()),
        lambda: take_in(by=By(dsl), school=a_school("st-brigids"), name="x", data=LOG.encode()),
    ]
    for act in refused:
        with pytest.raises(NotAllowedError):
            act()


def test_what_came_in_is_corrected_like_everything_else(school: School, dsl: User) -> None:
    taken_over(dsl, school)
    entry = Entry.objects.get(text="Came hungry")
    assert correct(by=By(dsl), entry=entry, text="Came cold", reason="Misread").corrects == entry


def test_subjects_are_once_in_a_concern(school: School, dsl: User) -> None:
    a_person(school, "staff", "Nia Shah")
    taken_over(dsl, school, a_row(Pupil="Nia Shah", Staff_member="Nia Shah"))
    assert Subject.objects.get().role == "alleged"


def test_from_the_file_to_the_list_by_pages(client: Client, school: School, dsl: User) -> None:
    client = sign_in(client, dsl)
    here = reverse("concern-imports", args=[school.code])
    assert "Choose the file" in client.post(here).content.decode()
    bad = client.post(here, {"upload": SimpleUploadedFile("x.csv", b"%PDF-1")})
    assert "no CSV file" in bad.content.decode()
    answer = client.post(here, {"upload": SimpleUploadedFile("log.csv", LOG.encode())}, follow=True)
    page = answer.content.decode()
    assert "Which column is what?" in page
    number = ConcernImport.objects.get().pk
    said = {f"c_{field}": header for field, header in guess(tuple(HEAD.strip().split(","))).items()}
    columns = reverse("concern-import-columns", args=[school.code, number])
    missing = client.post(columns, said | {"c_date": "", "unsaid": "closed"}).content.decode()
    assert "Choose the column with the date" in missing
    page = client.post(columns, said | {"unsaid": "closed"}, follow=True).content.decode()
    assert "cyberbullying" in page
    words = reverse("concern-import-words", args=[school.code, number])
    chosen = {"w_0": "bullying", "w_1": "abuse-neglect", "rest": "wellbeing"}
    page = client.post(words, chosen, follow=True).content.decode()
    assert "All of it comes in, or nothing" in page
    assert Concern.objects.count() == 0
    look = reverse("concern-import", args=[school.code, number])
    seen = plan_of(By(dsl), ConcernImport.objects.get()).seen
    assert "Tick this" in client.post(look, {"seen": seen}).content.decode()
    assert "changed since" in client.post(look, {"seen": "x", "sure": "on"}).content.decode()
    page = client.post(look, {"seen": seen, "sure": "on"}, follow=True).content.decode()
    assert ("The log is being taken over" in page, "Look again" in page, Concern.objects.count()) == (True, True, 0)
    take_over_now(number)
    assert "Concerns that came in" in client.get(look).content.decode()
    assert "Taken over" in client.get(here).content.decode()


def test_the_next_file_begins_with_what_the_last_one_meant(client: Client, school: School, dsl: User) -> None:
    taken_over(dsl, school)
    entry = take_in(by=By(dsl), school=school, name="log.csv", data=LOG.replace("Neglect", "neglect ").encode())
    client = sign_in(client, dsl)
    columns = client.get(reverse("concern-import-columns", args=[school.code, entry.pk])).content.decode()
    assert '<option value="Staff member" selected>' in columns
    set_columns(
        by=By(dsl), entry=entry, columns={"date": "Date", "words": "Incident", "category": "Category"}, unsaid="open"
    )
    words = client.get(reverse("concern-import-words", args=[school.code, entry.pk])).content.decode()
    assert '<option value="abuse-neglect" selected>' in words


@pytest.mark.parametrize("page", ["concern-import", "concern-import-columns", "concern-import-words"])
def test_a_file_is_nobody_elses(client: Client, school: School, dsl: User, page: str) -> None:
    address = reverse(page, args=[school.code, looked_at(dsl, school).pk])
    assert sign_in(client, somebody(school, Role.DEPUTY_DSL)).get(address).status_code == 404
    assert sign_in(client, somebody(school, Role.TEACHER)).get(address).status_code == 403


def test_the_preview_asks_as_much_for_many_rows_as_for_few(
    school: School, dsl: User, django_assert_max_num_queries: Any
) -> None:
    many = HEAD + "".join(f"03/05/2024,Amy Hill,,Number {n},Neglect,,,,,,\n" for n in range(400))
    a_pupil(school, "Amy Hill")
    for text in (LOG, many):
        entry = looked_at(dsl, school, text)
        with django_assert_max_num_queries(6):
            plan_of(By(dsl), entry)
    entry = looked_at(dsl, school, many)
    with django_assert_max_num_queries(450 + 80):
        worked_on(apply_import(by=By(dsl), entry=entry, seen=plan_of(By(dsl), entry).seen))
    assert Concern.objects.count() == 400
