"""Logs as other tools write them (all invented), and files that are none."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from belisha.console.concerns.importing.rules.fields import Mapping, guess, meaning
from belisha.console.concerns.importing.rules.moments import moment_of
from belisha.console.concerns.importing.rules.reading import MOST_BYTES, Fault, OldRow, categories_in, rows_of, sheet_of
from belisha.console.people.roster.readers.shapes import RosterError
from belisha.console.people.roster.readers.words import DateOrder

LONDON = ZoneInfo("Europe/London")
NOW = datetime(2026, 11, 20, 12, tzinfo=UTC).astimezone(LONDON)

# a welfare log: title lines above the headers, quoted commas, a row over two lines
WELFARE = (
    "Welfare log of Oakfield,,,,,\nPrinted on 1 June 2025,,,,,\n"
    "Incident Date,Incident Time,Student,UPN,Incident Type,Incident Details,Action Taken,Recorded By,Status\n"
    '03/05/2024,14:10,"Hill, Amy",H801200001001,Cyberbullying,"Said: ""go away"",\nthen cried",Rang home,'
    "Mrs Shah,Closed\n"
    "31/05/2024,,Jo Beck,,Neglect,Came without a coat,,Mr Fox,Open\n"
)
# a behaviour tool: semicolons, Windows-1252, two-digit years, names in two columns
BEHAVIOUR = "Surname;Forename;Date;Type;Description;Response\nBeck;Zo\xeb;3/5/24;VPN;Got round the filter;Talk\n"
# a note taker: tabs, UTF-16, moments as computers write them
NOTES = "createdAt\tauthor\tbody\ttags\n2024-05-03T09:15:00Z\tMs Ode\tRead about fights\tViolence\n"
# a spreadsheet of the school's own: days as numbers, times of half a day, a column that nobody named, a BOM
OWN = "\ufeffDate,Time,Name of pupil,What happened,Site,,Outcome\n"
OWN += "45415,2.05pm,Amy Hill,=HYPERLINK(1),chatty.example,x,NFA\n"
# a form: a time stamp with seconds, month first as a later row tells
FORM = "Timestamp,Child,Concern,Who\n05/03/2024 09:10:11,Amy Hill,Sad,Jo\n05/31/2024 10:00:00,Amy Hill,Sad again,Jo\n"


def read(text: str | bytes, unsaid: str = "closed", **words: str) -> list[OldRow | Fault]:
    sheet = sheet_of("log.csv", text if isinstance(text, bytes) else text.encode())
    mapping = Mapping(columns=guess(sheet.headers), words=words, unsaid=unsaid)  # type: ignore[arg-type]
    return list(rows_of(sheet, mapping, NOW))


def rows(text: str | bytes, **words: str) -> list[OldRow]:
    found = read(text, **words)
    assert [one for one in found if isinstance(one, Fault)] == []
    return [one for one in found if isinstance(one, OldRow)]


def why(text: str | bytes) -> list[str]:
    return [one.why for one in read(text) if isinstance(one, Fault)]


def test_a_welfare_log_with_titles_and_rows_over_two_lines() -> None:
    first, second = rows(WELFARE, cyberbullying="bullying")
    assert first.at == datetime(2024, 5, 3, 14, 10, tzinfo=LONDON)
    assert first.said["words"] == 'Said: "go away",\nthen cried'
    assert (first.said["child"], first.said["upn"], first.category) == ("Hill, Amy", "H801200001001", "bullying")
    assert (first.line, second.line) == (4, 6)
    assert first.closed_at == first.at
    assert second.closed_at is None
    assert second.day_only


def test_a_behaviour_tool_with_semicolons_and_old_letters() -> None:
    (row,) = rows(BEHAVIOUR.encode("cp1252"))
    assert (row.said["given"], row.said["family"], row.said["done"]) == ("Zo\xeb", "Beck", "Talk")
    assert row.at.date().isoformat() == "2024-05-03"


def test_notes_with_tabs_in_utf16() -> None:
    (row,) = rows(NOTES.encode("utf-16"), violence="violence")
    assert (row.said["words"], row.said["reporter"], row.category) == ("Read about fights", "Ms Ode", "violence")
    assert (row.at.hour, row.at.minute) == (9, 15)


def test_a_spreadsheet_with_days_as_numbers_and_a_formula_that_stays_text() -> None:
    (row,) = rows(OWN)
    assert row.at == datetime(2024, 5, 3, 14, 5, tzinfo=LONDON)
    assert row.said["words"] == "=HYPERLINK(1)"
    assert row.more == {"(6)": "x"}
    assert row.said["place"] == "chatty.example"


def test_a_form_whose_months_come_first() -> None:
    first, second = rows(FORM)
    assert (first.at.month, first.at.day, second.at.day) == (5, 3, 31)


def test_rows_that_do_not_say_so_are_open_or_closed_as_was_chosen() -> None:
    assert [one.closed_at for one in read(FORM, unsaid="open") if isinstance(one, OldRow)] == [None, None]


def test_words_for_kinds_are_counted_and_guessed() -> None:
    sheet = sheet_of("log.csv", WELFARE.encode())
    assert categories_in(sheet, Mapping(columns=guess(sheet.headers))) == {"cyberbullying": 1, "neglect": 1}
    assert meaning(["cyberbullying", "neglect", "zzz"]) == {"cyberbullying": "bullying", "neglect": "abuse-neglect"}


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (",x,", "no date"),
        ("01/02/2024,,", "what happened"),
        ("31/02/2024,x,", "no day 31"),
        ("soon,x,", "not a date"),
        ("01/02/2099,x,", "future"),
        ("01/02/2024,x,y,z", "cells"),
        ("01/02/2024,a\0b,", "NUL"),
        (f"01/02/2024,{'x' * 60_001},", "60,000"),
        (f"01/02/2024,{'x' * 131_073},", "131,072"),
    ],
)
def test_a_row_that_cannot_be_used_says_why(row: str, reason: str) -> None:
    (found,) = why(f"date,incident,type\n{row}\n")
    assert reason in found


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\n\n\n",
        b"PK\x03\x04rest",
        b"%PDF-1.7",
        b"\xd0\xcf\x11\xe0",
        b"\x81" * 400,
        bytes(range(32)) * 20,
        b"date,words\n" + b"01/01/2024,x\n" * 20_011,
        b"a" * (MOST_BYTES + 1),
        b"," * 500,
    ],
    ids=["empty", "lines", "workbook", "pdf", "old", "letters", "binary", "rows", "bytes", "nothing"],
)
def test_a_file_that_is_no_log_is_refused_in_words(data: bytes) -> None:
    with pytest.raises(RosterError, match=r"\w+ \w+"):
        sheet_of("log.csv", data)


def test_a_picture_written_as_letters_does_not_come_in_where_words_only_do() -> None:
    picture = "data:image/png;base64," + "iVBORw0KGgoAAAANSUhEUg" * 40
    text = f'date,incident,type\n01/02/2024,"{picture}",nudes\n'
    found = read(text, nudes="sexual-images")
    assert [type(one) for one in found] == [Fault]


@given(st.text(), st.text())
def test_no_text_for_a_moment_raises_anything_but_a_reason(day: str, clock: str) -> None:
    with suppress(ValueError):
        assert moment_of(day, clock, DateOrder.DAY_FIRST, LONDON)[0].tzinfo is LONDON
