"""Every form of a report bears hostile text, nothing at all, and very much."""

import csv
import io
import time

import msgspec
import pytest

from belisha.activity.questions import Searched, Totals, Visited
from belisha.activity.register import Kind
from belisha.activity.reports.page import ROWS_SHOWN, as_page
from belisha.activity.reports.report import Making, Report
from belisha.activity.reports.spreadsheet import HEAD, as_csv
from belisha.activity.reports.tables import tables
from belisha.activity.reports.tests.made import AMY, MAKING, OAK, bare, block, finding, newcomer
from belisha.activity.reports.text import as_text
from belisha.activity.subjects import Subject
from belisha.activity.tests.written import at

MOMENT = at("2026-11-17 10:15:00")
HOSTILE = [
    "<script>alert(1)</script>",
    '" onload="x',
    "{{ 7*7 }}{% raw %}",
    "=cmd|' /C calc'!A0",
    "\u202egpj.exe",
    "\x1b[2J",
]


def visit(domain: str) -> Visited:
    return Visited(subject="", domain=domain, visits=1, pages=1, minutes=1, people=1, first=MOMENT, last=MOMENT)


def search(term: str) -> Searched:
    return Searched(subject="", term=term, engine=term, verdict="allow", times=1, first=MOMENT, last=MOMENT)


def full_of(text: str) -> Report:
    """A report in which everything that comes from outside is this text."""
    term = finding().seen[0]
    found = finding(why=(text,), seen=(msgspec.structs.replace(term, text=text),), theme=text)
    return bare(
        Subject(Kind.PERSON, text, text, text, text, (("person", (text,)),)),
        making=Making(by=text, at=MAKING.at, purpose=text),
        visited=[visit(text)],
        blocked=[block(text, text, rule=text, list=text, list_version=text)],
        searched=[search(text)],
        newcomers=[newcomer(text, 50)],
        welfare=[found],
    )


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_only_ever_text(text: str) -> None:
    report = full_of(text)
    page, plain = as_page(report), as_text(report)
    assert "<script" not in page
    assert ' onload="' not in page
    assert "49" not in page.partition("<style>")[0]
    assert not set("\u202e\x1b") & set(page + plain + as_csv(report))
    cells = [cell for row in csv.reader(io.StringIO(as_csv(report))) for cell in row]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))]


@pytest.mark.parametrize("subject", [AMY, OAK])
def test_a_report_of_nothing_is_short_and_whole(subject: Subject) -> None:
    report = bare(subject, now=Totals(), before=Totals(is_now=False))
    page = as_page(report)
    assert "Nothing is on record" in page
    assert "<table" not in page
    assert page.rstrip().endswith("</html>")
    assert "Nothing is on record" in as_text(report)
    assert as_csv(report).startswith("Table,What,Said,Number,Before,Change,")


def test_a_huge_report_stays_readable_and_the_spreadsheet_has_it_all() -> None:
    sites = [visit(f"www.site{number}.example") for number in range(20_000)]
    terms = [search(f"term {number} " + "x" * 900) for number in range(2_000)]
    report = bare(visited=sites, searched=terms, blocked=[block(f"b{number}.example") for number in range(5_000)])
    begun = time.process_time()
    page = as_page(report)
    assert time.process_time() - begun < 5
    assert page.count("<tr>") < 4 * ROWS_SHOWN
    assert "19,700 more are in the spreadsheet." in page
    told = [row for row in csv.DictReader(io.StringIO(as_csv(report))) if row["Table"] != HEAD]
    assert len(told) == sum(len(table.rows) for table in tables(report))


def test_a_report_is_plain_data_too() -> None:
    report = bare(visited=[visit("rivers.example")], welfare=[finding()])
    assert msgspec.json.decode(msgspec.json.encode(report))["visited"][0]["domain"] == "rivers.example"
