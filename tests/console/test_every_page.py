"""Every page, found by itself, is visited by those who may see it and by those who may not."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.urls import Resolver404, resolve

from belisha.console.access.authorization import has_permission
from belisha.console.access.guards import guard_of
from belisha.console.access.models import School, User
from belisha.console.design.middleware import POLICY, SANDBOX
from cast import a_school, somebody
from console.examples import ALSO_WELL, EXAMPLES, MEMBERS, NOT_READ
from console.markup import Reader, faults
from console.pages import LIBRARY, OURS, SHUT, Page, pages
from console.visitors import colleague, member, sign_in, stranger, words_of

if TYPE_CHECKING:
    from django.http import HttpResponse

pytestmark = pytest.mark.django_db

WELL = {200, 302, 400}  # a form posted empty may be refused with 400


def of_each(found: list[Page]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("which", found, ids=[each.name for each in found])


def declaring(*scopes: str) -> list[Page]:
    return [each for each in OURS if each.guard and each.guard.scope in scopes]


every_page = of_each([each for each in OURS if each.guard and each.guard.scope != "key"])
every_guarded_page = of_each(declaring("school", "federation"))
# who is let in is asked alike for every page: on both kinds of database by the tests of the guards (access/tests)
same_question = pytest.mark.one_database


@pytest.fixture
def school() -> School:
    return a_school()


def visit(client: Client, address: str) -> HttpResponse:
    """The answer of a page; what only takes posts is posted to, with nothing."""
    response = client.get(address)
    return client.post(address) if response.status_code == 405 else response


def is_page(response: HttpResponse) -> bool:
    return response.status_code == 200 and response.headers["Content-Type"].startswith("text/html")


def closed_links(client: Client, text: str, reader: User) -> list[str]:
    """Links on a page that lead nowhere, or to a page that its reader may not see."""
    schools = {school.code: school for school in School.objects.all()}
    found = [(link, closed_to(client, link, reader, schools)) for link in sorted(set(Reader(text).links))]
    return [f"{link}: {why}" for link, why in found if why]


def closed_to(client: Client, link: str, reader: User, schools: dict[str, School]) -> str:
    """Why a link is closed to somebody, or ""."""
    path = urlsplit(link).path
    if path.startswith("/static/"):
        return ""
    try:
        found = resolve(path)
    except Resolver404:
        return "no such page"
    guard = guard_of(found.func)
    if guard is None or guard.permission is None:
        return ""
    if guard.scope == "school":
        able = has_permission(reader, guard.permission, schools.get(found.kwargs["school"]))
    else:
        able = client.get(path).status_code in WELL  # a federation of one school may be asked of that school
    return "" if able else f"needs {guard.permission}"


def assert_asks_to_sign_in(address: str) -> None:
    response = visit(Client(), address)
    assert response.status_code == 302
    assert response.headers["Location"].startswith("/account/login/")


def test_every_page_that_takes_more_than_a_school_has_an_example() -> None:
    missing = [each.name for each in OURS if set(each.takes) - {"school"} and each.name not in EXAMPLES]
    assert missing == [], "add them to tests/console/examples.py"


def test_examples_are_of_pages_that_exist() -> None:
    assert (EXAMPLES.keys() | MEMBERS.keys() | NOT_READ) - {each.name for each in pages()} == set()


def test_every_page_has_a_name_of_its_own() -> None:
    names = [each.name for each in OURS]
    assert sorted(names) == sorted(set(names) - {""})


def test_a_page_of_a_school_says_so_in_its_address() -> None:
    assert [each.name for each in declaring("school") if "school" not in each.takes] == []


@every_page
def test_a_member_sees_the_page(client: Client, school: School, which: Page) -> None:
    user = member(which, school)
    address = which.address(school, user)
    response = visit(sign_in(client, user), address)
    assert response.status_code in WELL | ALSO_WELL.get(which.name, set())
    assert response.headers["Content-Security-Policy"] in ({POLICY} if is_page(response) else {POLICY, SANDBOX})
    if is_page(response) and which.name not in NOT_READ:
        text = words_of(response)
        assert faults(text) == []
        assert closed_links(client, text, user) == []


@same_question
@every_guarded_page
def test_whoever_may_not_see_the_page_is_turned_away(school: School, which: Page) -> None:
    address = which.address(school, member(which, school))
    response = visit(sign_in(Client(), colleague(which, school)), address)
    assert response.status_code == 403
    assert "needs one of these roles" in response.content.decode()
    response = visit(sign_in(Client(), stranger()), address)
    assert response.status_code == (404 if which.guard and which.guard.scope == "school" else 403)
    assert_asks_to_sign_in(address)


@of_each([each for each in declaring("school") if each.numbered])
def test_what_is_another_schools_is_not_found_at_ones_own(client: Client, school: School, which: Page) -> None:
    address = which.address(school, member(which, school))
    elsewhere = a_school("st-brigids")
    moved = address.replace(f"/schools/{school.code}/", f"/schools/{elsewhere.code}/")
    assert visit(sign_in(client, member(which, elsewhere)), moved).status_code == 404


@same_question
@of_each(declaring("own"))
def test_nobody_gets_anywhere_without_signing_in(school: School, which: Page) -> None:
    assert_asks_to_sign_in(which.address(school, member(which, school)))


@of_each([each for each in declaring("own") if each.takes])
def test_what_is_ones_own_is_nobody_elses(client: Client, school: School, which: Page) -> None:
    address = which.address(school, member(which, school))
    assert visit(sign_in(client, somebody(school)), address).status_code in {403, 404}


@of_each(declaring("open"))
def test_open_pages_are_readable_by_all(client: Client, school: School, which: Page) -> None:
    response = visit(client, which.address(school, somebody(school)))
    assert response.status_code in WELL | {204, 404} | ALSO_WELL.get(which.name, set())
    if is_page(response) and which.name not in NOT_READ:
        assert faults(words_of(response)) == []


@same_question
@of_each(declaring("key"))
def test_a_door_for_machines_is_shut_without_its_key(client: Client, school: School, which: Page) -> None:
    for visitor in (client, sign_in(Client(), member(which, school))):
        for method in (visitor.get, visitor.post, visitor.put):
            response = method(which.address(school, somebody(school)), HTTP_AUTHORIZATION="Bearer of-nothing")
            assert response.status_code == 401


@of_each([each for each in LIBRARY if not each.takes])
def test_pages_of_the_sign_in_library_wear_our_furniture(client: Client, school: School, which: Page) -> None:
    user = somebody(school, password="a long word of theirs")
    for visitor in (client, sign_in(Client(), user)):
        response = visit(visitor, which.address(school, user))
        assert response.status_code in WELL | {401, 403, 405}
        if is_page(response):
            assert faults(words_of(response)) == []


@same_question
@of_each([each for each in SHUT if each.name and not each.takes])
def test_what_declares_nobody_is_shut(client: Client, school: School, which: Page) -> None:
    response = visit(sign_in(client, somebody(school)), which.address(school, somebody(school)))
    assert response.status_code in {403, 404}
