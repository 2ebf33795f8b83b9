"""Every page, found by itself, passes axe at the width of a desktop and of a telephone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from cast import a_school, somebody
from console.conftest import AXE, AXE_PATH, TELEPHONE
from console.examples import NOT_READ
from console.pages import LIBRARY, OURS
from console.pages import Page as Address
from console.visitors import member, sign_in

if TYPE_CHECKING:
    from django.http import HttpResponse
    from django.test import Client
    from playwright.sync_api import Page

    from console.conftest import Tab
    from console.known import Known

pytestmark = [pytest.mark.django_db, pytest.mark.journey]

RULES = {
    "resultTypes": ["violations"],
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
}
# What a page is built of. `parts`: elements with their classes, each inside what it stands in; on a telephone axe finds
# something else by how such a part is laid out there. `shape`: every element of the page's own content in order, with
# what axe asks of it beside its words: attributes by name, kind, role, whether it has words at all. `inks`: how words
# that are seen are coloured, on which grounds and how large, which is all that contrast asks where every part is known.
BUILT = """() => {
  const named = e => e ? [e.localName, e.getAttribute('class'), e.getAttribute('aria-hidden')].join('.') : '';
  const worded = e => [...e.childNodes].some(n => n.nodeType === 3 && n.data.trim());
  const seen = e => [named(e), e.getAttribute('type'), e.getAttribute('role'), worded(e), ...e.getAttributeNames()];
  const ground = e => {
    const style = getComputedStyle(e), colour = style.backgroundColor;
    const own = [colour, style.backgroundImage, style.opacity].join();
    return own + (e.parentElement && !/^rgb\\(/.test(colour) ? '<' + ground(e.parentElement) : '');
  };
  const ink = e => {
    const style = getComputedStyle(e);
    return [style.color, style.fontSize, style.fontWeight, style.textShadow, ground(e)].join();
  };
  const seen_words = [...document.querySelectorAll('body *')].filter(
    e => e.checkVisibility() && (worded(e) || 'value' in e));
  return {
    inks: [...new Set(seen_words.map(ink))],
    parts: [...new Set([...document.querySelectorAll('body *')].map(e => named(e.parentElement) + '>' + named(e)))],
    shape: [...document.querySelectorAll('main *')].map(e => seen(e).join()).join(';'),
  };
}"""
READ = [each for each in OURS if each.name not in NOT_READ]
PLAIN = [each for each in LIBRARY if not each.takes]


def barriers(page: Page, *, contrast: bool) -> list[str]:
    """What axe finds, each with the elements that it is about."""
    rules = RULES | {"rules": {"color-contrast": {"enabled": contrast}}}
    return [
        f"{each['id']}: {each['help']}: {[node['html'][:160] for node in each['nodes'][:3]]}"
        for each in page.evaluate("rules => axe.run(rules)", rules)["violations"]
    ]


def too_wide(page: Page) -> list[str]:
    """Whether the page must be moved sideways."""
    wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    return [f"{wide} pixels wider than the screen"] if wide > 0 else []


def assert_open_to_all(page: Page, known: Known, *, shelved: bool = False) -> None:
    """Read a page, that stands at the width of a desktop, at both widths; nothing that was read before in this run.

    What is built just as a page before is not read again; contrast only where a part or an ink is new. `shelved`: the
    page came from the shelf, which has axe ready.
    """
    news = known.news(page.evaluate(BUILT))
    new_parts, new_inks = bool(news["parts"]), bool(news["inks"])
    if worth_it := any(news.values()):
        page.add_script_tag(url=AXE_PATH) if shelved else page.evaluate(AXE.decode())
    found = barriers(page, contrast=new_parts or new_inks) if worth_it else []
    assert found + too_wide(page) == [], "at the width of a desktop"
    page.set_viewport_size(TELEPHONE)
    found = barriers(page, contrast=True) if new_parts else []
    assert found + too_wide(page) == [], "at the width of a telephone"
    known.add(news)


def is_page(response: HttpResponse) -> bool:
    return response.status_code == 200 and response.headers["Content-Type"].startswith("text/html")


@pytest.mark.parametrize("which", READ, ids=[each.name for each in READ])
def test_a_page_stands_in_nobodys_way(client: Client, tab: Tab, known: Known, which: Address) -> None:
    school = a_school()
    user = member(which, school)
    address = which.address(school, user)
    is_open = which.guard is not None and which.guard.scope == "open"
    response = (client if is_open else sign_in(client, user)).get(address)
    if not is_page(response):
        pytest.skip("no page to read: it takes posts, sends on, or gives a file")
    assert_open_to_all(tab.show(address, response), known, shelved=True)


@pytest.mark.parametrize("which", PLAIN, ids=[each.name for each in PLAIN])
def test_a_page_of_the_sign_in_library_stands_in_nobodys_way(
    client: Client, tab: Tab, known: Known, which: Address
) -> None:
    school = a_school()
    address = which.address(school, somebody(school))
    if client.get(address).status_code != 200:
        sign_in(client, somebody(school, password="a long word of theirs"))
    response = client.get(address)
    if not is_page(response):
        pytest.skip("no page to read without more to go on")
    assert_open_to_all(tab.show(address, response), known, shelved=True)


@pytest.mark.parametrize("kind", ["staff", "pupil", "parent", "visitor", "governor"])
def test_a_home_stands_in_nobodys_way(client: Client, tab: Tab, known: Known, kind: str) -> None:
    sign_in(client, somebody(a_school(), kind=kind))
    assert_open_to_all(tab.show("/", client.get("/")), known, shelved=True)


@pytest.mark.parametrize(("address", "status"), [("/no/such/page/", 404), ("/schools/elsewhere/", 404)])
def test_a_page_that_says_no_stands_in_nobodys_way(
    client: Client, tab: Tab, known: Known, address: str, status: int
) -> None:
    response = sign_in(client, somebody(a_school())).get(address)
    assert response.status_code == status
    assert_open_to_all(tab.show(address, response), known, shelved=True)
