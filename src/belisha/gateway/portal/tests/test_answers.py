"""A child looks up by a number what became of what they asked or reported."""

from __future__ import annotations

import json

import pytest

from belisha.gateway.portal.answers import FILE
from belisha.gateway.portal.tests.test_app import ASKED, Portal


@pytest.fixture
def portal(tmp_path):
    return Portal(tmp_path)


def told(portal, asks: dict[str, object], console: str = "") -> None:
    file = portal.settings.home / FILE
    file.parent.mkdir(exist_ok=True)
    file.write_text(json.dumps({"console": console, "asks": asks}))


def test_before_anybody_answered_the_page_says_what_happens_next(portal):
    page = portal.get("/asked?number=A-234567").text
    assert "Thank you for asking" in page
    assert "A-234567" in page


def test_the_answer_is_shown_in_the_words_of_the_console(portal):
    told(portal, {"A-234567": {"state": "opened", "lines": ["Yes! The page is open.", "Until <Friday>."]}})
    page = portal.get("/asked?number=a-234567%20").text
    assert "<h1>Yes! The page is open.</h1>" in page
    assert "Until &lt;Friday&gt;." in page
    assert "What happens next" not in page


def test_no_is_said_with_a_way_on(portal):
    told(portal, {"A-234567": {"state": "declined", "lines": ["Not this time.", "We look at it together."]}})
    page = portal.get("/asked?number=A-234567").text
    assert "We look at it together." in page
    assert "Ask again" in page


def test_a_number_that_cannot_be_right_is_told_so_and_kept(portal):
    page = portal.get("/asked?number=%3Cb%3Eseven").text
    assert "This number cannot be right" in page
    assert "&lt;B&gt;SEVEN" in page


@pytest.mark.parametrize("content", ["", "{", "[]", '{"asks": 3}'])
def test_a_damaged_file_of_answers_is_as_none(portal, content):
    told(portal, {})
    (portal.settings.home / FILE).write_text(content)
    assert portal.get("/asked?number=A-234567").status == 200


def test_staff_are_led_to_the_console_with_the_address(portal):
    assert "Ask in the console" not in portal.get("/ask?address=https://a.test/").text
    told(portal, {}, console="https://safety.school.example")
    page = portal.get("/ask?address=https://a.test/%3Fb").text
    assert "https://safety.school.example/me/ask/?address=https%3A%2F%2Fa.test%2F%3Fb" in page


def test_a_report_is_kept_and_has_a_number_of_its_own(portal):
    answer = portal.post("/report", {"address": "https://rude.test/x", "text": "It is rude", "practice": "yes"})
    assert answer.status == 303
    (kept,) = portal.kept("reports")
    assert kept.items() >= {"address": "https://rude.test/x", "text": "It is rude", "practice": ["yes"]}.items()
    assert str(kept["id"]).startswith("R-")
    assert answer.headers["Location"] == f"/reported?number={kept['id']}"
    told(portal, {kept["id"]: {"state": "kept", "lines": ["You were right to tell us.", "The page stays closed."]}})
    assert "The page stays closed." in portal.get(answer.headers["Location"]).text


def test_a_report_without_an_address_loses_nothing_that_was_written(portal):
    answer = portal.post("/report", {"text": "It was horrid"})
    assert answer.status == 422
    assert "It was horrid" in answer.text
    assert portal.kept("reports") == []


def test_asking_goes_on_as_before(portal):
    assert portal.post("/ask", ASKED).status == 303
