"""The files that Squid sends: complete, small, self-contained, and safe to be filled in by Squid."""

from __future__ import annotations

import base64
import hashlib
import re
from pathlib import Path

import pytest

from belisha.gateway.pages import write_pages
from belisha.gateway.pages.write import _note

SQUIDS_OWN = Path("/usr/share/squid/errors/templates")
NOT_LOOKED_FOR = {
    "ERR_AGENT_CONFIGURE",
    "ERR_AGENT_WPAD",
    "ERR_ACL_TIME_QUOTA_EXCEEDED",
    "generic",
    "error-details.txt",
}
FOR_CHILDREN = [f"ERR_BELISHA_{name}" for name in ("INFANTS", "JUNIORS", "SIGN_INFANTS", "SIGN_JUNIORS")]
SQUID_FILLS_IN = re.compile(r"%%|@Squid\{%'note\{page_[a-z]+\}\}|@Squid\{%\{[^}]*\}tl\}|@Squid\{%#ru\}|%[EFHIMUfghoxz]")


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    folder = tmp_path_factory.mktemp("pages")
    write_pages(folder, "http://10.1.2.3:8090")
    return {path.name: path.read_text("utf-8") for path in folder.glob("ERR_*")}


def test_every_page_that_squid_looks_for_is_written(pages):
    if not SQUIDS_OWN.is_dir():
        pytest.skip("Squid is not installed here")
    assert {path.name for path in SQUIDS_OWN.iterdir()} - NOT_LOOKED_FOR - set(pages) == set()


def test_every_page_of_our_own_is_written(pages):
    verdicts = ("INFANTS", "JUNIORS", "STAFF", "SIGN_INFANTS", "SIGN_JUNIORS", "SIGN_STAFF")
    ours = {f"ERR_BELISHA_{name}" for name in (*verdicts, "TROUBLE", "SIGN_IN", "FILE", "CLOSED")}
    assert ours <= set(pages)


def test_no_page_outgrows_one_round_trip(pages):
    assert {name: len(page.encode()) for name, page in pages.items() if len(page.encode()) >= 14_000} == {}


def test_no_page_asks_for_anything_from_elsewhere(pages):
    fetched = re.compile(r"(?:src|srcset|data)=|@import|url\(|<link|<iframe|<img")
    assert [name for name, page in pages.items() if fetched.search(page)] == []


def test_every_percent_sign_is_one_that_squid_reads_as_meant(pages):
    for name, page in pages.items():
        assert "%" not in SQUID_FILLS_IN.sub("", page), name
        assert "\ue000" not in page


def test_what_the_security_policy_allows_is_exactly_what_the_page_holds(pages):
    for page in pages.values():
        sent = page.replace("%%", "%")
        for tag in ("style", "script"):
            content = re.search(f"<{tag}>(.*?)</{tag}>", sent, re.DOTALL)[1]
            digest = base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()
            assert f"{tag}-src &#39;sha256-{digest}&#39;" in sent


def test_what_squid_fills_in_never_stands_inside_script_style_or_an_unquoted_attribute(pages):
    for page in pages.values():
        for inside in re.findall(r"<(?:style|script)>.*?</(?:style|script)>", page, re.DOTALL):
            assert "@Squid" not in inside
        assert not re.search(r"=\s*(?:@Squid|%[A-Za-z])", page.replace("address=@Squid{%#ru}", ""))


def test_every_page_tells_its_language_width_and_subject(pages):
    for page in pages.values():
        assert page.startswith('<!doctype html>\n<html lang="en-GB">')
        assert '<meta name="viewport" content="width=device-width, initial-scale=1">' in page
        assert re.search(r"<title>\S.+</title>", page)


def test_children_are_told_that_it_is_not_their_fault(pages):
    for name in ("ERR_BELISHA_INFANTS", "ERR_BELISHA_SIGN_INFANTS"):
        assert "It is not your fault." in pages[name]
    for name in ("ERR_BELISHA_JUNIORS", "ERR_BELISHA_SIGN_JUNIORS", "ERR_BELISHA_TROUBLE", "ERR_DNS_FAIL"):
        assert "You have not done anything wrong." in pages[name]


def test_a_child_finds_childline_and_somebody_to_tell(pages):
    for name in FOR_CHILDREN:
        assert "0800 1111" in pages[name]
        assert 'href="http://10.1.2.3:8090/tell?' in pages[name]


def test_who_has_not_signed_is_shown_where_to_sign(pages):
    for kind in ("INFANTS", "JUNIORS", "STAFF"):
        assert """href="@Squid{%'note{page_sign}}\"""" in pages[f"ERR_BELISHA_SIGN_{kind}"]


def test_a_child_is_not_shown_the_category_in_adult_words(pages):
    for name in FOR_CHILDREN:
        assert "note{page_category}" not in pages[name]
        assert "note{page_steps}" not in pages[name]


def test_buttons_that_need_script_are_hidden_until_there_is_script(pages):
    for page in pages.values():
        assert all(" hidden>" in button for button in re.findall(r"<button[^>]*>", page))


def test_pages_can_be_read_by_the_user_whom_squid_becomes(tmp_path):
    folder = tmp_path / "pages"
    write_pages(folder, "https://gateway.example")
    assert folder.stat().st_mode & 0o777 == 0o755
    assert {path.stat().st_mode & 0o777 for path in folder.iterdir()} == {0o644}


def test_writing_again_replaces_and_leaves_nothing_behind(tmp_path):
    write_pages(tmp_path, "http://one.example")
    before = {path.name for path in tmp_path.iterdir()}
    write_pages(tmp_path, "http://two.example/")
    assert {path.name for path in tmp_path.iterdir()} == before
    assert "http://two.example/tell?" in (tmp_path / "ERR_BELISHA_STAFF").read_text()


@pytest.mark.parametrize("portal", ["", "gateway:8090", "javascript:alert(1)", "http://"])
def test_links_lead_to_a_web_address_or_nothing_is_written(portal, tmp_path):
    with pytest.raises(ValueError, match="not the portal's URL"):
        write_pages(tmp_path, portal)
    assert list(tmp_path.iterdir()) == []


def test_a_portal_address_cannot_break_out_of_a_link(tmp_path):
    write_pages(tmp_path, 'http://x"><script>')
    assert '"><script>/' not in (tmp_path / "ERR_BELISHA_STAFF").read_text()


def test_a_template_cannot_use_a_note_that_nobody_sends():
    with pytest.raises(ValueError, match="no note"):
        _note("page_nothing")
