"""From the gateway's spool into the console: each line once, nothing lost, what is damaged reported."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from belisha.activity.lookups import lookups
from belisha.activity.tests.written import Journal
from belisha.activity.tests.written import line as journal_line
from belisha.console.access.roles import Role
from belisha.console.concerns.models import Telling
from belisha.console.concerns.telling.queries import by_code
from belisha.console.filtering.asks.queries.asks import lines_unread
from belisha.console.filtering.asks.queries.whose import Finder
from belisha.console.filtering.models import Ask, Asker, PageReport, SpoolPlace
from belisha.console.flows.asking import bring_in
from belisha.engine.policy import model
from belisha.engine.published import lists_folder, publish_lists, publish_policy
from belisha.engine.snapshot import build
from cast import a_class, a_pupil, a_school, a_teacher, somebody
from policies import a_policy

if TYPE_CHECKING:
    from pathlib import Path

    from belisha.console.people.models import Person

pytestmark = pytest.mark.django_db
AT = "2026-09-14T09:00:00+00:00"


@pytest.fixture
def pupil() -> Person:
    school = a_school()
    group = a_class(school)
    a_teacher(school, of=group, user=somebody(school, Role.TEACHER))
    return a_pupil(school, "Amy Hill", in_class=group)


def line(number: str = "A-234567", **said: Any) -> bytes:
    whole = {
        "id": number,
        "at": AT,
        "client": "10.20.4.11",
        "address": "https://castles.example/",
        "reason": "x",
    } | said
    return json.dumps(whole).encode() + b"\n"


def spool(home: Path, *lines: bytes, file: str = "asks.jsonl") -> Path:
    path = home / "spool" / file
    path.parent.mkdir(exist_ok=True)
    with path.open("ab") as kept:
        kept.write(b"".join(lines))
    return path


def publish(home: Path, *devices: model.Device) -> None:
    """A policy in force in which these devices are known, and no lists."""
    policy = a_policy("oakfield")
    school = policy.schools["oakfield"]
    people = tuple(model.Person(id=device.person or "", sign_in=device.name, name=device.name) for device in devices)
    school.devices.update({f"d{number}": device for number, device in enumerate(devices)})
    policy.schools["oakfield"] = model.School(
        **{name: getattr(school, name) for name in school.__struct_fields__ if name != "people"}, people=people
    )
    publish_policy(home, policy)
    publish_lists(home, build([], lists_folder(home)).digest)


def test_each_line_comes_in_once_however_often_it_is_read(tmp_path: Path, pupil: Person) -> None:
    spool(tmp_path, line(), line("A-345678", address="other.example"))
    assert bring_in(tmp_path) == "2 came in from the gateway."
    assert bring_in(tmp_path) == ""
    SpoolPlace.objects.all().delete()
    assert bring_in(tmp_path) == ""
    assert Asker.objects.count() == 2


def test_a_line_whose_end_is_still_to_be_written_waits(tmp_path: Path, pupil: Person) -> None:
    whole = line("A-345678")
    spool(tmp_path, line(), whole[:40])
    bring_in(tmp_path)
    assert Asker.objects.count() == 1
    spool(tmp_path, whole[40:])
    bring_in(tmp_path)
    assert Asker.objects.count() == 2


@pytest.mark.parametrize(
    "damaged",
    [
        b"{\n", b"[1]\n", b"3\n", b"\xff\xfe\n", b'{"id": 3}\n', line(at="yesterday"), line(at=7), line("rm -rf"),
        line(at="2026-09-14T09:00:00"), b"[" * 100_000 + b"\n",
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_reported_once_and_holds_nothing_up(
    tmp_path: Path, pupil: Person, damaged: bytes
) -> None:
    spool(tmp_path, damaged, line())
    assert bring_in(tmp_path) == "1 came in from the gateway. 1 line cannot be read."
    SpoolPlace.objects.all().delete()
    bring_in(tmp_path)
    (fault,) = lines_unread()
    assert (fault.file, fault.offset, fault.size) == ("asks.jsonl", 0, len(damaged))


def test_notes_of_whoever_reads_the_spool_itself_are_passed_over(tmp_path: Path, pupil: Person) -> None:
    spool(tmp_path, b'{"done": "A-234567", "at": "x"}\n', b"\n", line())
    assert bring_in(tmp_path) == "1 came in from the gateway."


def test_a_file_that_was_begun_anew_is_read_from_its_beginning(tmp_path: Path, pupil: Person) -> None:
    path = spool(tmp_path, line(), line("A-345678"))
    bring_in(tmp_path)
    path.write_bytes(line("A-456789"))
    bring_in(tmp_path)
    assert Asker.objects.count() == 3


def test_a_file_that_retention_wrote_anew_loses_nothing_though_it_has_grown_since(
    tmp_path: Path, pupil: Person
) -> None:
    path = spool(tmp_path, line(), line("A-345678", reason="b" * 300))
    bring_in(tmp_path)
    path.write_bytes(line("A-345678", reason="b" * 300))
    spool(tmp_path, *(line(f"A-45678{number}", address=f"s{number}.example") for number in range(9)))
    assert bring_in(tmp_path) == "9 came in from the gateway."
    assert not lines_unread().exists()
    assert bring_in(tmp_path) == ""


def test_before_there_is_a_school_everything_stays_where_it_is(tmp_path: Path) -> None:
    spool(tmp_path, line())
    assert bring_in(tmp_path) == ""
    assert not SpoolPlace.objects.exists()


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25)
@given(
    st.dictionaries(st.text(max_size=8), st.recursive(st.none() | st.text() | st.integers(), st.lists, max_leaves=4))
)
def test_whatever_a_form_said_is_brought_in_or_reported(tmp_path: Path, pupil: Person, said: dict[str, Any]) -> None:
    Ask.objects.all().delete()
    SpoolPlace.objects.all().delete()
    (tmp_path / "spool").mkdir(exist_ok=True)
    (tmp_path / "spool" / "asks.jsonl").write_bytes(line(**{key: said[key] for key in said if key not in {"id", "at"}}))
    bring_in(tmp_path)
    assert Asker.objects.filter(number="A-234567").exists() or lines_unread().exists()


def test_zero_bytes_and_halves_of_letters_are_no_way_to_lose_a_line(tmp_path: Path, pupil: Person) -> None:
    spool(tmp_path, line(reason="a\0b\ud800c", name="\ud83d"))
    assert bring_in(tmp_path) == "1 came in from the gateway."
    assert Asker.objects.get().reason == "a b?c"


def test_who_asked_is_known_by_the_device_that_the_policy_gives_them(tmp_path: Path, pupil: Person) -> None:
    publish(tmp_path, model.Device(name="laptop", address="10.20.4.11", person=f"p{pupil.pk}"))
    spool(tmp_path, line(name="Somebody else"))
    bring_in(tmp_path)
    asker = Asker.objects.get()
    assert (asker.person, asker.known, asker.ask.state) == (pupil, Asker.Known.DEVICE, Ask.State.TEACHER)


def test_who_asked_is_known_by_the_record_of_that_device_a_moment_before(tmp_path: Path, pupil: Person) -> None:
    publish(tmp_path)
    record(tmp_path, pupil, "10.20.4.11", "2026-09-14T08:55:00+00:00")
    spool(tmp_path, line(), line("A-345678", address="other.example", at="2026-09-14T11:00:00+00:00"))
    bring_in(tmp_path)
    first, later = Asker.objects.order_by("at")
    assert (first.person, first.known) == (pupil, Asker.Known.RECORD)
    assert (later.person, later.known) == (None, Asker.Known.NOT), "two hours later somebody else may sit there"
    looked = list(lookups(tmp_path))
    assert {(one.by, one.subject, one.purpose) for one in looked} == {
        ("console", "10.20.4.11", "A-234567"), ("console", "10.20.4.11", "A-345678"),
    }  # fmt: skip


def test_a_gateway_elsewhere_brings_in_nothing_for_a_school_that_is_not_its_own(tmp_path: Path, pupil: Person) -> None:
    publish(tmp_path, model.Device(name="laptop", address="10.20.4.11", person=f"p{pupil.pk}"))
    record(tmp_path, pupil, "10.20.4.11", "2026-09-14T08:55:00+00:00")
    elsewhere = a_school("riverside", federation=pupil.school.federation)
    # both schools use the same addresses behind gateways of their own
    spool(tmp_path, line(schools=["riverside"]), line("A-345678", address="other.example", schools=["oakfield"]))
    spool(tmp_path, line("W-234567", text="Help", schools=["riverside"]), file="worries.jsonl")
    bring_in(tmp_path)
    theirs, ours = Asker.objects.order_by("ask__school__code").reverse()
    assert (theirs.ask.school, theirs.person) == (elsewhere, None)
    assert (ours.ask.school, ours.person) == (pupil.school, pupil)
    assert Telling.objects.get().concern.school == elsewhere


def test_words_from_a_gateway_of_no_school_that_is_here_wait_for_somebody_to_look(
    tmp_path: Path, pupil: Person
) -> None:
    spool(tmp_path, line("W-234567", text="Help", schools=["closed-long-ago"]), file="worries.jsonl")
    assert bring_in(tmp_path) == "1 line cannot be read."
    assert not Telling.objects.exists()


def record(home: Path, pupil: Person, address: str, at: str) -> None:
    """One request of a pupil from an address, as the gateway's journal has it."""
    seen = {"school": "oakfield", "person": f"p{pupil.pk}", "group": "4-oak", "verdict": "block"}
    Journal(home).write(journal_line(datetime.fromisoformat(at), address=address, **seen))


def test_a_report_of_a_page_comes_in_too(tmp_path: Path, pupil: Person) -> None:
    spool(tmp_path, line("R-234567", address="rude.example/x", text="It is rude"), file="reports.jsonl")
    assert bring_in(tmp_path) == "1 came in from the gateway."
    report = PageReport.objects.get()
    assert (report.address, report.words, report.held) == ("rude.example/x", "It is rude", "no-policy")


def test_a_finder_without_anything_published_knows_nobody(tmp_path: Path, pupil: Person) -> None:
    found = Finder(tmp_path).find("10.20.4.11", datetime(2026, 9, 14, tzinfo=UTC), "A-234567")
    assert (found.person, found.device) == (None, "10.20.4.11")


def test_a_worry_comes_in_once_and_not_who_sat_there(tmp_path: Path, pupil: Person) -> None:
    record(tmp_path, pupil, "10.20.4.11", "2026-09-14T09:59:00+00:00")
    worry = line("W-234567", happened=["unkind"], text="He took my phone")
    spool(tmp_path, worry, worry, file="worries.jsonl")
    bring_in(tmp_path)
    telling = Telling.objects.get()
    assert (telling.user, telling.concern.category, telling.concern.subjects.count()) == (None, "bullying", 0)
    assert by_code(pupil.school, "w-234567") == telling
    assert bring_in(tmp_path) == ""
