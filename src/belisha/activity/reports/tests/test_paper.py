"""A report on paper: tagged for screen readers, on A4, a quiet week on one page, no row of a table cut in two."""

from io import BytesIO

import pytest
from pypdf import PdfReader

from belisha.activity.register import Kind
from belisha.activity.reports.page import as_page
from belisha.activity.reports.paper import as_pdf
from belisha.activity.reports.tests.made import report
from belisha.activity.tests.cast import publish
from belisha.activity.tests.written import Journal, line

SEARCH = {"host": "www.google.com", "path": "/search"}


def quiet(journal: Journal) -> None:
    """What a child does in an ordinary week: a dozen sites, a few searches, two blocks."""
    publish(journal.home)
    for day in range(16, 21):
        for number in range(12):
            journal.write(line(f"2026-11-{day} 09:{number * 4:02d}:00", host=f"www.site{number}.co.uk"))
        journal.write(line(f"2026-11-{day} 13:10:00", **SEARCH, query=f"q=roman+roads+{day}"))
    for minute in (5, 45):
        blocked = {"verdict": "block", "category": "games", "list": "ut1/games"}
        journal.write(line(f"2026-11-18 11:{minute:02d}:00", host="games.example", **blocked))


def pdf(journal: Journal, kind: Kind = Kind.PERSON, text: str = "amy") -> PdfReader:
    return PdfReader(BytesIO(as_pdf(as_page(report(journal.home, kind, text)))))


@pytest.mark.parametrize(("kind", "text"), [(Kind.PERSON, "amy"), (Kind.CLASS, "4 Ash"), (Kind.DEVICE, "10.1.0.7")])
def test_a_quiet_week_is_one_page(journal: Journal, kind: Kind, text: str) -> None:
    quiet(journal)
    paper = pdf(journal, kind, text)
    assert len(paper.pages) == 1
    assert [round(float(side)) for side in paper.pages[0].mediabox[2:]] == [595, 842], "A4 in points"


def test_a_week_without_anything_is_one_page(journal: Journal) -> None:
    publish(journal.home)
    paper = pdf(journal)
    assert len(paper.pages) == 1
    assert "Nothing is on record of Amy Ng" in paper.pages[0].extract_text()


def test_it_is_tagged_and_has_a_title_and_a_language(journal: Journal) -> None:
    quiet(journal)
    paper = pdf(journal)
    root = paper.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en-GB"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert paper.metadata is not None
    assert str(paper.metadata.title).startswith("Internet use of Amy Ng")
    assert b"pdfuaid:part" in root["/Metadata"].get_data()
    kinds = tags(root["/StructTreeRoot"])
    assert {"/H1", "/H2", "/Table", "/TH", "/TD", "/Figure", "/P"} <= set(kinds)
    assert kinds.count("/Figure") == 2
    assert all(paper_figure.get("/Alt") for paper_figure in figures(root["/StructTreeRoot"]))


def children(element: object) -> list[dict[str, object]]:
    held = element.get("/K") if hasattr(element, "get") else None  # type: ignore[union-attr]
    several = held if isinstance(held, list) else [held]
    found = [each.get_object() for each in several if hasattr(each, "get_object")]
    return [each for each in found if hasattr(each, "get")]


def walk(element: object) -> list[dict[str, object]]:
    below = children(element)
    return below + [each for one in below for each in walk(one)]


def tags(root: object) -> list[str]:
    return [str(each["/S"]) for each in walk(root) if "/S" in each]


def figures(root: object) -> list[dict[str, object]]:
    return [each for each in walk(root) if each.get("/S") == "/Figure"]


def test_every_page_says_about_whom_for_whom_and_which_page_it_is(journal: Journal) -> None:
    publish(journal.home)
    for number in range(70):
        host, minute = f"games{number:02d}.example", f"{number // 60 + 9:02d}:{number % 60:02d}"
        journal.write(
            line(f"2026-11-18 {minute}:00", host=host, verdict="block", category="games"),
            line(f"2026-11-18 {minute}:00", host=f"site{number}.co.uk"),
            line(f"2026-11-18 {minute}:00", **SEARCH, query=f"q=term+{number}"),
        )
    paper = pdf(journal, Kind.CLASS, "4 Ash")
    assert 1 < len(paper.pages) < 4
    for number, page in enumerate(paper.pages, 1):
        text = page.extract_text()
        assert f"Page {number} of {len(paper.pages)}" in text
        assert "Internet use of 4 Ash, to Sun 22 Nov 2026. Asked for by office for concern 12" in text


def test_a_row_that_does_not_fit_goes_whole_to_the_next_page(journal: Journal) -> None:
    publish(journal.home)
    for number in range(10):
        term = f"begin{number}+" + "+".join(f"word{n}" for n in range(70)) + f"+end{number}"
        journal.write(line(f"2026-11-18 09:{number:02d}:00", **SEARCH, query=f"q={term}"))
    pages = [page.extract_text() for page in pdf(journal).pages]
    assert len(pages) > 1
    for number in range(10):
        (begun,) = [n for n, text in enumerate(pages) if f"begin{number} " in text]
        assert f"end{number}" in pages[begun].split(), f"row {number} is cut"


def test_nothing_hostile_in_a_name_breaks_the_paper(journal: Journal) -> None:
    journal.write(
        line("2026-11-16 09:00:00", host="x.example", verdict="block", category='"><svg onload=1>', rule="</table>"),
        line("2026-11-16 09:01:00", **SEARCH, query="q=%3Cimg%20src%3Dhttp%3A%2F%2Fevil.test%2F%3E"),
    )
    paper = pdf(journal)
    text = "".join("".join(page.extract_text() for page in paper.pages).split())
    assert "</table>" in text
    assert "evil.test" in text
    assert tags(paper.trailer["/Root"]["/StructTreeRoot"]).count("/Figure") == 2
