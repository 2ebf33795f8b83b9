"""Every format is read as its specification means it, and real exports as they are."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import TYPE_CHECKING

import pytest

from belisha.console.people.roster.readers import MappingNeededError, Roster, bundle_of_path, read_roster
from belisha.console.people.roster.readers.mapped import Mapping, guess, sample_of
from belisha.console.people.roster.readers.notebook import Notebook
from belisha.console.people.roster.tests.samples import (
    MOTHER,
    ONEROSTER_11,
    ONEROSTER_12,
    PUPILS_CSV,
    STAFF_SHEET,
    USERS_11,
    bundled,
    ctf,
    ctf_pupil,
    packed,
    workbook,
)

if TYPE_CHECKING:
    from pathlib import Path


def kinds(roster: Roster) -> dict[str, int]:
    return dict(Counter(str(person.kind) for person in roster.people))


@pytest.mark.parametrize(
    ("folder", "format_", "people", "groups", "memberships"),
    [
        ("SDS_Format/100_Users", "classic", {"pupil": 86, "staff": 12}, 28, 630),
        ("SDS_Format/25_Users", "classic", {"pupil": 22, "staff": 2}, 2, 46),
        ("SDS_Format/Min_Required_Attributes", "classic", {"pupil": 22, "staff": 2}, 2, 46),
        ("UK_Format/100_Users", "UK format", {"pupil": 86, "staff": 12}, 28, 630),
        ("UK_Format/25_Users", "UK format", {"pupil": 22, "staff": 2}, 28, 158),
        ("UK_Format/Min_Required_Attributes", "UK format", {"pupil": 22, "staff": 2}, 28, 158),
        ("SDS_v2", "2", {"pupil": 22, "staff": 7}, 4, 29),
        ("SDS_v2.1", "2.1", {"pupil": 4, "staff": 2, "parent": 2}, 2, 6),
    ],
)
def test_every_shape_of_school_data_sync_is_read_whole(
    belisha_shared: Path, folder: str, format_: str, people: dict[str, int], groups: int, memberships: int
) -> None:
    roster = read_roster(bundle_of_path(belisha_shared / "mis/ms-sds" / folder))
    assert (roster.version, kinds(roster), len(roster.groups), len(roster.memberships)) == (
        format_,
        people,
        groups,
        memberships,
    )
    assert roster.bad == ()


def test_a_real_oneroster_export_is_read(belisha_shared: Path) -> None:
    folder = belisha_shared / "mis/oneroster-oat/data/samples/OneRosterv1p1BaseCSV"
    roster = read_roster(bundle_of_path(folder))
    assert (roster.format, roster.version, kinds(roster), len(roster.groups)) == ("OneRoster", "1.1", {"pupil": 2}, 3)


def test_american_dates_are_told_from_british_ones_by_the_column(belisha_shared: Path) -> None:
    roster = read_roster(bundle_of_path(belisha_shared / "mis/ms-sds/SDS_Format/100_Users"))
    assert roster.people[1].born == date(1999, 11, 12)
    assert any("month/day/year" in note for note in roster.notes)


def test_oneroster_1_1_says_who_is_what_where() -> None:
    roster = read_roster(bundled(ONEROSTER_11))
    amy = roster.people[0]
    assert (amy.name, amy.upn, amy.year, amy.born, amy.orgs) == (
        "Amy Hill",
        "H801200001001",
        "year-4",
        date(2017, 10, 2),
        ("s1",),
    )
    assert kinds(roster) == {"pupil": 3, "staff": 1, "parent": 1}
    assert roster.gone == ("pupil:p4",)
    assert roster.complete
    assert {group.name: group.kind for group in roster.groups} == {"4 Oak": "class", "Maths set 1": "group"}
    assert [(link.adult, link.child) for link in roster.relationships] == [("parent:m1", "pupil:p1")]
    assert [each.teaches for each in roster.memberships] == [False, True, False]
    assert roster.people[1].orgs == ("s1", "s2")


def test_oneroster_1_2_takes_roles_from_their_own_file() -> None:
    roster = read_roster(bundled(ONEROSTER_12))
    amy, joy = roster.people
    assert (amy.given, amy.known_as, amy.upn) == ("Amelia", "Amy", "H801200001001")
    assert (joy.kind, joy.job) == ("staff", "Teacher")
    assert [(row.file, row.line, row.reason) for row in roster.bad] == [
        ("users.csv", 4, "nothing says what this person is: there is no role")
    ]
    assert (roster.hides, set(roster.unread)) == (0, {"pupil:x1", "staff:x1", "parent:x1"})


def test_an_archive_with_a_folder_inside_is_read_like_the_folder() -> None:
    inside = {f"export/{name}": text for name, text in ONEROSTER_11.items()} | {"__MACOSX/export/._users.csv": b"\x00"}
    roster = read_roster(bundled({"export.zip": packed(inside)}))
    assert roster == read_roster(bundled(ONEROSTER_11))


def test_a_delta_does_not_say_that_whoever_is_absent_has_left() -> None:
    delta = (
        ONEROSTER_11["manifest.csv"]
        .replace("users,bulk", "users,delta")
        .replace("enrollments,bulk", "enrollments,delta")
    )
    roster = read_roster(bundled(ONEROSTER_11 | {"manifest.csv": delta}))
    assert (roster.complete, roster.whole_groups) == (False, False)


def test_a_byte_order_mark_before_the_first_header_does_no_harm() -> None:
    marked = {name: b"\xef\xbb\xbf" + text.encode() for name, text in ONEROSTER_11.items()}
    assert kinds(read_roster(bundled(marked))) == {"pupil": 3, "staff": 1, "parent": 1}


def test_a_transfer_file_with_contacts_gives_pupils_and_their_parents() -> None:
    amy = ctf_pupil(contacts=MOTHER)
    ben = ctf_pupil("A801200001003", "Ben", year="R", born="2021-11-30", contacts=MOTHER.replace("MOT", "STM"))
    roster = read_roster(bundled({"3802001_CTF_3802002_001.xml": ctf(amy, ben)}))
    pupils = [person for person in roster.people if person.kind == "pupil"]
    assert [(p.name, p.year, p.language, p.born) for p in pupils] == [
        ("Amy Hill", "year-4", "Panjabi", date(2017, 10, 2)),
        ("Ben Hill", "reception", "Panjabi", date(2021, 11, 30)),
    ]
    assert kinds(roster) == {"pupil": 2, "parent": 1}, "one mother of two is one person"
    assert [(link.kind, link.responsibility, link.lives_with) for link in roster.relationships] == [
        ("mother", True, True),
        ("step-parent", True, True),
    ]
    assert (roster.format, roster.version, roster.complete) == ("CTF", "21.0", False)
    assert [org.number for org in roster.orgs] == ["3802001", "3802002"]


@pytest.mark.parametrize("version", ["15.0", "17.1", "20.0", "22.0", "25.0"])
def test_transfer_files_of_all_versions_are_read_without_a_word(version: str) -> None:
    roster = read_roster(bundled({"ctf.xml": ctf(ctf_pupil(), version=version)}))
    assert (len(roster.people), roster.notes) == (1, ())


def test_a_transfer_file_of_an_unknown_version_is_read_with_a_warning() -> None:
    assert "15 to 25" in read_roster(bundled({"ctf.xml": ctf(ctf_pupil(), version="31.0")})).notes[0]


def test_a_doctor_in_a_transfer_file_gets_no_place_in_the_register() -> None:
    doctor = MOTHER.replace("MOT", "DOC").replace("true</Responsibility", "false</Responsibility")
    roster = read_roster(bundled({"ctf.xml": ctf(ctf_pupil(contacts=doctor))}))
    assert kinds(roster) == {"pupil": 1}
    assert "professionals" in roster.notes[0]


def test_a_stay_is_dated_by_the_school_that_made_the_file() -> None:
    stay = "<School><LEA>380</LEA><Estab>2001</Estab><EntryDate>2022-09-01</EntryDate></School>"
    person = read_roster(bundled({"ctf.xml": ctf(ctf_pupil(more=f"<SchoolHistory>{stay}</SchoolHistory>"))})).people[0]
    assert (person.joined, person.dates_of) == (date(2022, 9, 1), "3802001")


def test_a_pupil_without_a_number_is_a_bad_row_and_loses_nobody_else() -> None:
    roster = read_roster(bundled({"ctf.xml": ctf(ctf_pupil(upn=""), ctf_pupil())}))
    assert (len(roster.people), roster.bad[0].line, roster.hides) == (1, 6, 1)


def test_a_spreadsheet_asks_for_its_columns_and_guesses_them() -> None:
    bundle = bundled({"pupils.csv": PUPILS_CSV})
    with pytest.raises(MappingNeededError):
        read_roster(bundle)
    sample = sample_of(bundle, Notebook())
    assert sample.guess.columns == {
        "key": "Adno",
        "upn": "UPN",
        "given": "Legal Forename",
        "family": "Legal Surname",
        "known_as": "Preferred Forename",
        "born": "DOB",
        "year": "Year Group",
        "group": "Reg",
    }
    assert sample.guess.kind == "pupil"
    assert sample.rows[1][2:4] == ("O'Brien", "Zoë")


def test_a_spreadsheet_is_read_by_its_mapping() -> None:
    bundle = bundled({"pupils.csv": PUPILS_CSV})
    roster = read_roster(bundle, sample_of(bundle, Notebook()).guess)
    assert [(p.name, p.year, p.born) for p in roster.people] == [
        ("Amelia Hill", "year-4", date(2017, 10, 2)),
        ("Zoë O'Brien", "year-3", date(2018, 8, 31)),
        ("Ben Ng", "nursery", date(2022, 2, 1)),
    ]
    assert [group.name for group in roster.groups] == ["4 Oak", "3 Elm"]


def test_a_workbook_with_a_title_above_its_header_is_read() -> None:
    bundle = bundled({"staff.xlsx": workbook(STAFF_SHEET)})
    mapping = sample_of(bundle, Notebook()).guess
    roster = read_roster(bundle, mapping)
    assert mapping.kind == "staff"
    assert [(p.key, p.name, p.job, p.joined, p.line) for p in roster.people] == [
        ("JR", "Joy Reed", "Class teacher", date(2019, 9, 1), 3),
        ("TB", "Tom Bell", "Caretaker", date(2021, 1, 4), 4),
    ]


def test_the_sample_of_a_workbook_goes_as_far_to_the_right_as_it_says_anything() -> None:
    sample = sample_of(bundled({"staff.xlsx": workbook(STAFF_SHEET)}), Notebook())
    assert sample.headers == ("Staff code", "Surname", "Forename", "Job title", "Start date")
    assert [len(row) for row in sample.rows] == [5, 5]


def test_the_sample_shows_a_column_without_a_header() -> None:
    sample = sample_of(
        bundled({"staff.xlsx": workbook([["Code", "Surname"], ["1", "Reed", "left handed"]])}), Notebook()
    )
    assert sample.headers == ("Code", "Surname", "")
    assert sample.rows == (("1", "Reed", "left handed"),)


def test_a_list_of_contacts_links_adults_to_children_of_the_same_file() -> None:
    text = (
        "Role,ID,Full name,Child,Relationship,Parental responsibility\n"
        'pupil,1,"Hill, Amy",,,\nparent,9,Ruth Hill,1,Mum,yes\nparent,9,Ruth Hill,7,Mum,yes\n'
    )
    roster = read_roster(bundled({"contacts.csv": text}), guess(tuple(text.partition("\n")[0].split(","))))
    assert [(link.adult, link.child, link.kind, link.responsibility) for link in roster.relationships] == [
        ("parent:9", "pupil:1", "mother", True)
    ]
    assert [row.text for row in roster.bad] == ["7"]


def test_a_full_name_is_parted_either_way_round() -> None:
    text = 'ID,Name\n1,"Klein, Ora"\n2,Ora May Klein\n3,Klein\n'
    roster = read_roster(bundled({"x.csv": text}), Mapping(columns={"key": "ID", "full_name": "Name"}, kind="pupil"))
    assert [(p.given, p.family) for p in roster.people] == [("Ora", "Klein"), ("Ora May", "Klein"), ("", "Klein")]


def test_names_in_capitals_are_kept_as_given() -> None:
    users = USERS_11 + "p1,,,true,s1,student,amy,,AMY,VAN DER  HILL ,,,,,,,04,\n"
    person = read_roster(bundled(ONEROSTER_11 | {"users.csv": users})).people[0]
    assert (person.given, person.family) == ("AMY", "VAN DER HILL")
