"""The portal, called as a server calls it: what is answered, what is kept, and what hostile input does."""

from __future__ import annotations

import io
import json
import os
import re
import shutil
from urllib.parse import urlencode
from wsgiref.util import setup_testing_defaults

import pytest
from cryptography import x509
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from belisha.gateway.authority import make_authority
from belisha.gateway.portal import app as portal_app
from belisha.gateway.portal import create_app
from belisha.gateway.portal.forms import ASK, TELL
from belisha.gateway.portal.limit import MOST
from belisha.gateway.portal.wire import MOST_BODY
from belisha.gateway.settings import Settings

OURS = {"HTTP_HOST": "gateway.test:8090", "HTTP_ORIGIN": "http://gateway.test:8090"}
ASKED = {"address": "https://slots.example/", "reason": "A lesson on chance", "name": "Amira"}
TOLD = {"happened": "unkind", "text": "Somebody wrote horrid things."}


class Answer:
    """A reply, and what a test asks of it."""

    def __init__(self, status: str, headers: list[tuple[str, str]], body: bytes) -> None:
        self.status = int(status.split(maxsplit=1)[0])
        self.headers = dict(headers)
        self.body = body
        self.text = body.decode("utf-8", "replace")


class Portal:
    """A portal over a folder of its own."""

    def __init__(self, home) -> None:
        self.settings = Settings(home=home, public_name="gateway.test")
        self.app = create_app(self.settings)

    def call(self, method: str, path: str, body: bytes = b"", **environ: str) -> Answer:
        path, _, query = path.partition("?")
        full = {"REQUEST_METHOD": method, "PATH_INFO": path, "QUERY_STRING": query, "REMOTE_ADDR": "10.0.0.7"}
        setup_testing_defaults(full)
        full |= {"wsgi.input": io.BytesIO(body), "CONTENT_LENGTH": str(len(body)), "HTTP_HOST": OURS["HTTP_HOST"]}
        full |= environ
        answers = []

        def start_response(status, headers, exc_info=None):
            del exc_info
            answers.append((status, headers))

        content = b"".join(self.app(full, start_response))
        return Answer(*answers[0], content)

    def get(self, path: str) -> Answer:
        return self.call("GET", path)

    def post(self, path: str, fields: dict[str, object], **environ: str) -> Answer:
        body = urlencode(fields, doseq=True).encode()
        content_type = {"CONTENT_TYPE": "application/x-www-form-urlencoded"}
        return self.call("POST", path, body, **(content_type | OURS | environ))

    def kept(self, kind: str) -> list[dict[str, object]]:
        path = self.settings.home / "spool" / f"{kind}.jsonl"
        return [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []


@pytest.fixture(scope="session")
def authority(tmp_path_factory):
    """A folder with an authority, made once: keys take their time."""
    settings = Settings(home=tmp_path_factory.mktemp("authority"))
    make_authority(settings.authority_file, settings.authority_key_file, "Ash Lane Primary")
    return settings.home / "ca"


@pytest.fixture
def portal(tmp_path, authority):
    shutil.copytree(authority, tmp_path / "ca")
    return Portal(tmp_path)


def test_an_ask_is_kept_with_what_was_asked_and_from_where(portal):
    answer = portal.post("/ask", ASKED | {"class": "Oak", "until": "Friday", "page": "juniors", "category": "gambling"})
    assert answer.status == 303
    (kept,) = portal.kept("asks")
    assert kept.items() >= (ASKED | {"class": "Oak", "until": "Friday", "client": "10.0.0.7"}).items()
    assert kept["the_page_said"] == {"page": "juniors", "category": "gambling"}
    assert str(kept["id"]) in portal.get(answer.headers["Location"]).text


def test_a_worry_is_kept_and_the_thank_you_page_is_honest(portal):
    answer = portal.post("/tell", TOLD | {"adult": "team"})
    (kept,) = portal.kept("worries")
    assert (kept["happened"], kept["adult"], kept["text"]) == (["unkind"], ["team"], TOLD["text"])
    page = portal.get(answer.headers["Location"]).text
    for words in ("Nobody may be reading right now", "0800 1111", "999", "belisha spool worries"):
        assert words in page


def test_a_picture_alone_is_enough_for_a_child_who_cannot_write(portal):
    assert portal.post("/tell", {"happened": ["saw", "stranger"]}).status == 303
    assert portal.kept("worries")[0]["happened"] == ["saw", "stranger"]


def test_no_name_is_asked_of_somebody_who_tells(portal):
    assert portal.post("/tell", {"text": "x"}).status == 303


def test_the_form_is_filled_with_what_the_blocked_page_said(portal):
    page = portal.get("/ask?page=staff&address=https%3A%2F%2Fa.test%2F%3Fb%3D1%26c").text
    assert 'value="https://a.test/?b=1&amp;c"' in page
    assert '<input type="hidden" name="page" value="staff">' in page


def test_an_opened_form_does_not_begin_with_complaints(portal):
    assert "Please look" not in portal.get("/ask").text
    assert "Please look" not in portal.get("/tell").text


def test_a_dash_of_squids_is_no_address(portal):
    assert 'name="address" value=""' in portal.get("/ask?address=-").text


@pytest.mark.parametrize(("path", "form"), [("/ask", ASK), ("/tell", TELL)])
def test_text_that_is_too_long_comes_back_whole_and_counted(portal, path, form):
    for field in form.texts:
        text = "é<" * (field.longest // 2 + 1)
        answer = portal.post(path, ASKED | TOLD | {field.name: text})
        assert answer.status == 422
        assert text.replace("<", "&lt;") in answer.text
        assert f"{len(text):,} letters. We can keep {field.longest:,}" in answer.text
    assert portal.kept("asks") == portal.kept("worries") == []


def test_text_of_just_the_allowed_length_is_kept(portal):
    assert portal.post("/tell", {"text": "é" * 8000}).status == 303


def test_what_is_missing_is_named_and_the_rest_stays(portal):
    answer = portal.post("/ask", {"address": "https://a.test/", "name": "Amira", "class": "Oak"})
    assert answer.status == 422
    assert '<a href="#reason">Write what you need the page for.</a>' in answer.text
    assert 'value="Amira"' in answer.text
    assert 'value="Oak"' in answer.text


def test_an_empty_worry_is_asked_for_a_picture_or_a_word(portal):
    answer = portal.post("/tell", {"name": "Sam", "happened": "nonsense"})
    assert answer.status == 422
    assert "Choose a picture, or write a few words." in answer.text
    assert 'value="Sam"' in answer.text


def _disk_full(*_: object) -> int:
    raise OSError(28, "No space left on device")


def test_a_full_disk_gives_the_words_back_and_says_what_to_do(portal, monkeypatch, caplog):
    monkeypatch.setattr(os, "write", _disk_full)
    answer = portal.post("/tell", TOLD)
    assert answer.status == 503
    assert TOLD["text"] in answer.text
    assert "your words are still here" in answer.text
    assert "checked" in answer.text
    assert "could not be kept" in caplog.text
    assert TOLD["text"] not in caplog.text


def test_too_many_at_once_gives_the_words_back(portal):
    for _ in range(MOST):
        assert portal.post("/tell", TOLD).status == 303
    answer = portal.post("/tell", TOLD)
    assert answer.status == 429
    assert TOLD["text"] in answer.text
    assert portal.post("/tell", TOLD, REMOTE_ADDR="10.0.0.8").status == 303


@pytest.mark.parametrize(
    "headers",
    [
        {"HTTP_ORIGIN": "http://evil.test"},
        {"HTTP_ORIGIN": "null"},
        {"HTTP_ORIGIN": ""},
        {"HTTP_SEC_FETCH_SITE": "cross-site"},
        {"HTTP_SEC_FETCH_SITE": "same-site"},
    ],
)
def test_a_form_from_another_site_is_not_kept_but_its_words_come_back(portal, headers):
    answer = portal.post("/tell", TOLD, **headers)
    assert answer.status == 403
    assert TOLD["text"] in answer.text
    assert portal.kept("worries") == []


def test_an_old_browser_that_names_only_the_page_it_was_on_is_believed(portal):
    body = urlencode(TOLD).encode()
    kind = "application/x-www-form-urlencoded"
    own = portal.call("POST", "/tell", body, CONTENT_TYPE=kind, HTTP_REFERER="http://gateway.test:8090/tell")
    other = portal.call("POST", "/tell", body, CONTENT_TYPE=kind, HTTP_REFERER="http://gateway.test:8090.evil.test/")
    assert (own.status, other.status) == (303, 403)


@given(fields=st.dictionaries(st.sampled_from(["address", "reason", "name", "class", "until", "page"]), st.text()))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
def test_whatever_is_typed_never_becomes_markup(portal, fields):
    hostile = {name: text + "\"'><script>alert(1)</script>" for name, text in fields.items()}
    query = urlencode(hostile)
    assert "<script" not in portal.get(f"/ask?{query}").text
    assert "<script" not in portal.post("/ask", hostile | {"until": "x" * 200}).text


@given(body=st.binary(max_size=300), kind=st.sampled_from(["application/x-www-form-urlencoded", "text/plain", ""]))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
def test_bytes_that_are_no_form_are_answered_calmly(portal, body, kind):
    assert portal.call("POST", "/tell", body, CONTENT_TYPE=kind, **OURS).status in {303, 413, 422, 429}


def test_more_than_a_form_can_hold_is_refused_kindly(portal):
    big = portal.post("/tell", {"text": "x" * (MOST_BODY + 1)})
    many = portal.post("/tell", {f"f{number}": "x" for number in range(500)})
    odd = portal.post("/tell", TOLD, CONTENT_LENGTH="9" * 5000)
    assert (big.status, many.status, odd.status) == (413, 413, 413)
    assert "your browser still has your words" in big.text


def test_every_reply_carries_the_safety_headers(portal):
    paths = (
        "/",
        "/ask",
        "/tell",
        "/report",
        "/asked",
        "/told",
        "/reported",
        "/proxy.pac",
        "/ca.crt",
        "/style.css",
        "/health",
        "/no-such-page",
    )
    for path in paths:
        headers = portal.get(path).headers
        assert headers["Content-Security-Policy"].startswith("default-src 'none'; style-src 'self'")
        assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
        assert headers["X-Content-Type-Options"] == "nosniff"
        # With "no-referrer", browsers would hide from us that our own form came from us.
        assert headers["Referrer-Policy"] == "same-origin"
        assert "Set-Cookie" not in headers


def test_pages_hold_nothing_that_the_security_policy_would_refuse(portal):
    for path in ("/", "/ask", "/tell", "/report", "/asked", "/told", "/reported", "/no-such-page"):
        assert re.findall(r"<script|<style|\bstyle=|\bon[a-z]+=", portal.get(path).text) == []


def test_what_is_personal_is_never_kept_by_a_browser(portal):
    assert portal.get("/tell").headers["Cache-Control"] == "no-store"
    assert portal.get("/style.css").headers["Cache-Control"] == "max-age=300"


@pytest.mark.parametrize("path", ["/proxy.pac", "/wpad.dat"])
def test_the_setup_script_has_the_type_that_devices_want(portal, path):
    assert portal.get(path).headers["Content-Type"] == "application/x-ns-proxy-autoconfig"


def test_the_certificate_is_given_out_and_never_the_key(portal):
    settings = portal.settings
    settings.authority_file.write_bytes(settings.authority_key_file.read_bytes())
    der, pem = portal.get("/ca.crt"), portal.get("/ca.pem")
    assert der.headers["Content-Type"] == "application/x-x509-ca-cert"
    assert x509.load_der_x509_certificate(der.body) == x509.load_pem_x509_certificate(pem.body)
    assert b"PRIVATE KEY" not in pem.body
    assert len(pem.body.split(b"-----BEGIN")) == 2


def test_without_a_certificate_the_page_says_what_to_do(portal):
    portal.settings.authority_file.unlink()
    assert portal.get("/ca.crt").status == 404
    assert "belisha start --setup" in portal.get("/").text


def test_health_is_trouble_when_nothing_could_be_kept_or_trusted(portal):
    assert json.loads(portal.get("/health").body) == {"status": "ok", "spool": True, "certificate": True}
    portal.settings.authority_file.unlink()
    answer = portal.get("/health")
    assert (answer.status, json.loads(answer.body)["status"]) == (503, "trouble")


def test_there_is_a_page_for_what_is_not_there(portal):
    assert portal.get("/../../etc/passwd").status == 404
    assert portal.call("DELETE", "/ask").status == 405
    assert portal.call("POST", "/").status == 405


def test_a_look_at_the_headers_gets_no_body(portal):
    answer = portal.call("HEAD", "/ask")
    assert (answer.status, answer.body) == (200, b"")
    assert int(answer.headers["Content-Length"]) > 1000


def test_a_number_in_an_address_is_shown_only_if_it_can_be_one(portal):
    assert "W-234567" in portal.get("/told?number=W-234567").text
    assert "evil" not in portal.get("/told?number=evil%0d%0aX-Y:%20z").text


def test_the_style_is_the_blocked_pages_and_our_own(portal):
    style = portal.get("/style.css").text
    assert "--amber" in style
    assert ".pictures" in style
    assert portal.get("/mark.svg").text.strip().startswith('<svg xmlns="http://www.w3.org/2000/svg"')


def test_every_address_that_pages_link_to_is_answered(portal):
    for path in ("/", "/ask", "/tell", "/report", "/asked", "/told", "/reported"):
        for link in re.findall(r'(?:href|action)="(/[^"]*)"', portal.get(path).text):
            assert portal.get(link).status == 200, link


def test_ids_are_as_the_thank_you_page_expects_them(portal):
    answer = portal.post("/ask", ASKED)
    assert portal_app.ID.fullmatch(answer.headers["Location"].partition("number=")[2])
