"""Everybody of the sample federation at their own home: each role signs in, finds what is its own, and nothing else."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, NamedTuple

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from belisha.console.access.roles import ROLES, Role
from belisha.console.auditing.nightly import check_records
from belisha.console.flows.demo import SignIn, code_of, sign_ins
from console.conftest import PHONE

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Page

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.journey]

HOME = "What needs me now?"
PEOPLE, ACCOUNTS, IMPORTS, RECORD, AUDIT, DUTIES = (
    f"/schools/oakfield/{page}/" for page in ("people", "accounts", "roster", "record", "audit", "duties")
)


class Own(NamedTuple):
    """What is somebody's own: what they click on from home, the heading that they get to, and what is another's."""

    links: tuple[str, ...]
    heading: str
    of_others: str
    home: str = HOME


OWN = {
    Role.EXECUTIVE_HEAD: Own(
        ("Change school", "Two schools side by side", "Compare"), "Two schools side by side", "/system/"
    ),
    Role.HEAD: Own(("Who does what",), "Who holds which post", "/federation/add-school/"),
    Role.DSL: Own(("Duties", "Look at them again now"), "Duties of the policy", IMPORTS),
    Role.DEPUTY_DSL: Own(("Staff forms",), "Yearly forms of staff", AUDIT),
    Role.SLT: Own(("Accounts", "Who can reach what"), "Who can reach what", IMPORTS),
    Role.COMPUTING_LEAD: Own(("Devices",), "Devices", ACCOUNTS),
    Role.NETWORK_MANAGER: Own(("Devices", "Rooms and sites"), "Rooms and sites", RECORD),
    Role.TECHNICIAN: Own(("Accounts",), "Accounts", AUDIT),
    Role.DATA_MANAGER: Own(("Everybody",), "Everybody", AUDIT),
    Role.DPO: Own(("Who did what",), "Who did what", PEOPLE),
    Role.SENCO: Own(("Everybody", "Needs that matter online, and their reviews"), "Needs of pupils", ACCOUNTS),
    Role.SAFEGUARDING_GOVERNOR: Own(("Duties",), "Duties of the policy", PEOPLE),
    Role.CHAIR: Own(("Who does what",), "Who holds which post", AUDIT),
    Role.GOVERNOR: Own(("School year",), "School year 2026/27", PEOPLE),
    Role.TEACHER: Own(("Class cards", "Acorn class"), "Accounts of Acorn class", ACCOUNTS),
    Role.SUPPORT_STAFF: Own(("My declarations",), "My declarations", DUTIES),
    Role.OFFICE: Own(("Imports",), "Roster imports", AUDIT),
    Role.PUPIL: Own(("My account",), "My account", PEOPLE, home="Hello, "),
    Role.PARENT: Own(("My account",), "My account", PEOPLE, home="Hello, "),
    Role.VISITOR: Own(("My account",), "My account", PEOPLE, home="Welcome, "),
}
# the pictures of docs/guide that are taken on the way
HOMES = {Role.HEAD, Role.DATA_MANAGER, Role.TEACHER, Role.PUPIL, Role.PARENT}
ON_A_PHONE = {Role.TEACHER, Role.PUPIL}
PAGES = {
    Role.EXECUTIVE_HEAD: "compare",
    Role.HEAD: "posts",
    Role.DSL: "duties",
    Role.SLT: "access-record",
    Role.DATA_MANAGER: "people",
    Role.DPO: "audit",
    Role.TEACHER: "class-cards",
}


def come_in(page: Page, one: SignIn, home: Path) -> None:
    """Name and password, and the code of the authenticator app where the role asks for one."""
    page.goto("/")
    page.get_by_label("User name").fill(one.name)
    page.get_by_label("Password", exact=True).fill(one.password)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("heading", name="Sign in", exact=True)).to_be_hidden()
    if page.get_by_role("heading", name="Second step").is_visible():
        page.get_by_label("Code").fill(code_of(home, one.name, time.time()))
        page.get_by_role("button", name="Go on").click()


def go_by(page: Page, name: str) -> None:
    """Press a link or a button; of two with one name the one on the page, not in the menu. A fold is opened first."""
    page.wait_for_load_state()
    link, button = (page.get_by_role(kind, name=name, exact=True) for kind in ("link", "button"))
    if not link.or_(button).count():
        folded = page.get_by_role("link", name=name, exact=True, include_hidden=True)
        page.locator("details:not([open])").filter(has=folded).last.locator("summary").first.click()
    link.or_(button).last.click()


def pictures_of_home(page: Page, role: Role, picture: Callable[..., None]) -> None:
    if role in HOMES:
        picture(page, f"home-{role}", whole=False)
    if role in ON_A_PHONE:
        picture(page, f"home-{role}-phone", size=PHONE)


def test_each_role_comes_home_to_what_is_its_own_and_is_refused_what_is_anothers(
    desk: Callable[..., Page], picture: Callable[..., None], filled_home: Path, subtests: pytest.Subtests
) -> None:
    accounts = {row.title: row for row in sign_ins(filled_home)}
    assert OWN.keys() == set(Role)
    page = desk()
    for role, own in OWN.items():
        with subtests.test(role.value):
            page.context.clear_cookies()  # whoever was here has gone
            if role is Role.DPO:
                check_records(timezone.now())  # as each night
            come_in(page, accounts[str(ROLES[role].title)], filled_home)
            expect(page.get_by_role("heading", level=1)).to_contain_text(own.home)
            assert page.locator(f"a[href='{own.of_others}']").count() == 0
            pictures_of_home(page, role, picture)
            for name in own.links:
                go_by(page, name)
            expect(page.get_by_role("heading", level=1)).to_contain_text(own.heading)
            if role in PAGES:
                picture(page, PAGES[role], whole=False)
            assert page.goto(own.of_others).status == 403
            expect(page.get_by_role("heading", level=1)).to_have_text("This page is not open to you")
