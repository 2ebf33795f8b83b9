"""Files that pages hand out hold no formula, run nothing, and keep the name that they were given."""

from __future__ import annotations

import csv
from datetime import UTC, date, datetime
from email.message import Message
from io import StringIO

from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from belisha.console.design.files import csv_of, defused, handed_out
from belisha.console.design.middleware import SANDBOX


@given(st.text())
def test_no_text_begins_as_a_formula_does(text: str) -> None:
    assert not defused(text).startswith(("=", "+", "-", "@", "\t", "\r"))
    assert defused(text).removeprefix("'") == text.removeprefix("'")


@given(st.text(st.characters(blacklist_categories=("Cs", "Cc")), min_size=1))
def test_a_file_keeps_its_name_whatever_signs_stand_in_it(name: str) -> None:
    told = Message()
    told["Content-Disposition"] = handed_out(b"", name).headers["Content-Disposition"]
    assert told.get_content_disposition() == "attachment"
    assert told.get_filename() == name


def test_what_is_shown_in_a_page_has_no_name_and_runs_nothing() -> None:
    response = handed_out(b"<script>", media="text/html")
    assert response.headers["Content-Disposition"] == "inline"
    assert response.headers["Content-Security-Policy"] == SANDBOX


def test_a_spreadsheet_gets_numbers_days_and_times_as_it_reads_them() -> None:
    row = [None, True, -3, 1.5, date(2026, 6, 1), datetime(2026, 6, 1, 8, 5, tzinfo=UTC), Markup("<b>=1</b>"), "ß"]
    heads, cells = csv.reader(StringIO(csv_of(["a"], [row]).removeprefix("\ufeff")))
    assert heads == ["a"]
    assert cells == ["", "Yes", "-3", "1.5", "2026-06-01", "2026-06-01 09:05", "'=1", "ß"]
