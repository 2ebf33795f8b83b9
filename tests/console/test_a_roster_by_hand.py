"""The data manager brings in the roster of October, looks before anything changes, and takes it back again."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pytest
from playwright.sync_api import expect

from belisha.console.access.acting import By
from belisha.console.access.roles import Role
from belisha.console.people.models import Membership, Person
from belisha.console.people.roster.actions import apply_import, take_in
from belisha.console.people.roster.readers import bundle_of
from belisha.console.people.roster.tests.samples import ONEROSTER_11, USERS_11, packed
from cast import a_school, a_teacher, somebody

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from playwright.sync_api import Page

    from belisha.console.access.models import School

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.journey]


class Pupil(NamedTuple):
    """A pupil as the school's system exports them. `form`: the class, which begins with the number of its year."""

    key: str
    born: str
    given: str
    family: str
    form: str


SEPTEMBER = (
    Pupil("p1", "2018-03-14", "Amy", "Hill", "4 Oak"),
    Pupil("p2", "2018-11-02", "Ben", "Ng", "3 Elm"),
    Pupil("p3", "2018-10-20", "Zoë", "O'Brien", "3 Elm"),
    Pupil("p4", "2018-12-05", "Dev", "Patel", "3 Elm"),
    Pupil("p5", "2019-02-17", "Ella", "Stone", "3 Elm"),
    Pupil("p6", "2018-04-30", "Finn", "Webb", "4 Oak"),
    Pupil("p7", "2018-06-11", "Grace", "Okafor", "4 Oak"),
    Pupil("p8", "2017-09-29", "Hamza", "Malik", "4 Oak"),
    Pupil("p9", "2018-01-08", "Isla", "Reid", "4 Oak"),
    Pupil("p10", "2019-05-23", "Jakub", "Nowak", "3 Elm"),
)
# Finn has left, Ben has changed class, Zoë has another name, two are new
OCTOBER = (
    *(each for each in SEPTEMBER if each.key not in {"p2", "p3", "p6"}),
    Pupil("p2", "2018-11-02", "Ben", "Ng", "4 Oak"),
    Pupil("p3", "2018-10-20", "Zoë", "O'Brien-Hart", "3 Elm"),
    Pupil("p11", "2018-07-19", "Nadia", "Rahman", "4 Oak"),
    Pupil("p12", "2019-08-03", "Leo", "Marsh", "3 Elm"),
)
# somebody whom the office had entered by hand, and a row that says nothing of use
TEACHER = "t1,,,true,s1,teacher,joy,,Joy,Reed,,,joy.reed@oakfield.example,,,,,\n"
NOBODY = "x1,,,true,s1,astronaut,,,Max,Void,,,,,,,,\n"


def exported(pupils: Iterable[Pupil], *others: str) -> bytes:
    """An archive as a OneRoster 1.1 system exports it."""
    pupils = list(pupils)
    users = [f"{each.key},,,true,s1,student,,,{each.given},{each.family},,,,,,,{each.form[0]},\n" for each in pupils]
    forms = sorted({each.form for each in pupils})
    classes = [f"{form},,,{form},{form[0]},,,homeroom,,s1,\n" for form in forms]
    places = [f"e{each.key},,,{each.form},s1,{each.key},student,\n" for each in pupils]
    births = [f"{each.key},,,{each.born},\n" for each in pupils]

    def rows(name: str, lines: list[str]) -> str:
        return ONEROSTER_11[name].partition("\n")[0] + "\n" + "".join(lines)

    return packed(
        ONEROSTER_11
        | {
            "users.csv": USERS_11 + "".join([*users, *others]),
            "classes.csv": rows("classes.csv", classes),
            "enrollments.csv": rows("enrollments.csv", places),
            "demographics.csv": rows("demographics.csv", births),
        }
    )


def as_they_are(school: School) -> list[object]:
    """Everything of everybody: names, days, classes."""
    people = Person.objects.for_school(school).order_by("pk")
    places = Membership.objects.filter(person__school=school).order_by("pk")
    return [
        *people.values_list("pk", "given", "family", "year", "born", "joined", "left", "mis_id", "user__closed_at"),
        *places.values_list("pk", "person", "group__name", "first", "last", "teaches"),
    ]


@pytest.fixture
def school() -> School:
    """Oakfield, which took in its roster of September, and whose office entered a teacher by hand."""
    school, by = a_school(), By(None, system="test")
    a_teacher(school, "Joy Reed")
    apply_import(by=by, entry=take_in(by=by, school=school, bundle=bundle_of([("september.zip", exported(SEPTEMBER))])))
    return school


def hand_in(page: Page, file: bytes) -> None:
    """From the list of imports to the preview."""
    page.goto("/schools/oakfield/roster/")
    page.get_by_role("button", name="Import people").click()
    page.get_by_label("Files").set_input_files({"name": "october.zip", "mimeType": "application/zip", "buffer": file})
    page.get_by_role("button", name="Read the file").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("What this roster would change")


def assert_told(page: Page, part: str, *words: str) -> None:
    """A list of the preview holds some words."""
    page.get_by_role("link", name=part, exact=True).click()
    for each in words:
        expect(page.get_by_role("table")).to_contain_text(each)


def apply(page: Page) -> None:
    page.get_by_role("button", name="Apply…").click()
    page.get_by_role("button", name="Apply", exact=True).click()
    expect(page.get_by_text("The roster is applied.")).to_be_visible()


def test_a_roster_is_looked_at_applied_once_and_taken_back(
    desk: Callable[..., Page], school: School, picture: Callable[..., None]
) -> None:
    before, file = as_they_are(school), exported(OCTOBER, TEACHER, NOBODY)
    page = desk(somebody(school, Role.DATA_MANAGER))
    hand_in(page, file)
    assert_told(page, "Joiners (2)", "Nadia Rahman", "Leo Marsh", "Year 4")
    assert_told(page, "Leavers (1)", "Finn Webb", "Missing from the file")
    assert_told(page, "Bad rows (1)", "users.csv", "14", "this is not a role that we know", "astronaut")
    assert_told(page, "Clashes (1)", "Joy Reed")
    assert_told(page, "Changes (2)", "Class: 3 Elm → 4 Oak", "O'Brien → O'Brien-Hart")
    picture(page, "roster-preview")
    assert as_they_are(school) == before, "a preview changes nothing"

    apply(page)
    picture(page, "roster-applied")
    applied, address = as_they_are(school), page.url
    assert applied != before
    hand_in(page, file)
    expect(page.get_by_role("link", name="Joiners (0)", exact=True)).to_be_visible()
    apply(page)
    assert as_they_are(school) == applied, "the same file twice changes nothing"

    page.goto(address)
    page.get_by_role("button", name="Undo this import").click()
    page.get_by_label("Reason").fill("It was the file of another year")
    page.get_by_role("button", name="Undo the import").click()
    expect(page.get_by_text("everybody is as they were before it")).to_be_visible()
    assert as_they_are(school) == before
