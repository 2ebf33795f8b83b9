"""Our pages as a real Squid sends them: complete, and deaf to everything hostile in an address, a reason or a name."""

from __future__ import annotations

import json
import os
import pwd
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from html.parser import HTMLParser
from pathlib import Path

import pytest

from belisha.gateway.pages import NOTES, write_pages
from belisha.gateway.pages.notes import _safe, _wire

SQUID = "/usr/sbin/squid"
CONFIGURATION = """\
http_port 127.0.0.1:{port}
cache deny all
cache_mem 8 MB
pid_filename {folder}/squid.pid
cache_log {folder}/cache.log
access_log none
coredump_dir {folder}
pinger_enable off
shutdown_lifetime 0 seconds
visible_hostname gateway.test
dns_defnames off
dns_nameservers 127.0.0.1
error_directory {folder}/pages
auth_param basic program {python} -I {folder}/helper.py sign-in
auth_param basic children 1 startup=1 idle=1
external_acl_type verdict ttl=0 children-max=1 children-startup=1 concurrency=10 %URI {python} -I {folder}/helper.py
acl judged external verdict
acl signed_in proxy_auth REQUIRED
acl private dstdomain private.test
acl allowed url_regex ^http:..127
acl page_infants note do infants
acl page_juniors note do juniors
acl page_staff note do staff
acl page_trouble note do trouble
deny_info ERR_BELISHA_INFANTS page_infants
deny_info ERR_BELISHA_JUNIORS page_juniors
deny_info ERR_BELISHA_STAFF page_staff
deny_info ERR_BELISHA_TROUBLE page_trouble
http_access deny private !signed_in
http_access deny !judged
http_access deny page_infants
http_access deny page_juniors
http_access deny page_staff
http_access deny page_trouble
http_access allow allowed
http_access deny all
"""
HELPER = """\
import json, pathlib, sys
answers = json.loads(pathlib.Path(__file__).with_name("answers.json").read_text())
for line in sys.stdin:
    if "sign-in" in sys.argv:
        print("ERR", flush=True)
        continue
    channel, address = line.split()[:2]
    name = address.split("//")[1].split(".")[0]
    print(channel + " OK" + answers.get(name, ""), flush=True)
"""
ATTACK = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>%0a&lt;@Squid{%O}%o café"


def answer(page: str, text: str) -> str:
    """What a helper says for one kind of page, with the same words in every note; steps are items of a list."""
    said = _safe(text)
    values = {key: f"<li>{said}</li>" if key == "page_steps" else said for key in NOTES}
    values["page_query"] = "page=x&amp;address=https%3A%2F%2Fa.test%2F%3Fa%3D1%26b"
    return f" do={page}" + "".join(f" {key}={_wire(value).decode()}" for key, value in values.items())


class Page(HTMLParser):
    """What a browser makes of a page: which tags, which attributes that run something, which links, and the text."""

    def __init__(self, raw: bytes) -> None:
        super().__init__()
        head, _, body = raw.partition(b"\r\n\r\n")
        self.status = int(head.split()[1])
        self.body = body.decode("utf-8")
        self.tags: list[str] = []
        self.links: list[str] = []
        self.text = ""
        self.feed(self.body)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.links += [value or "" for name, value in attrs if name == "href"]
        assert not [name for name, _ in attrs if name.startswith("on") or name == "src"]

    def handle_data(self, data: str) -> None:
        self.text += data


@pytest.fixture(scope="module")
def squid():
    """A Squid of our own with our pages: its folder, and a function that sends bytes and returns what comes back."""
    if not Path(SQUID).exists():
        pytest.skip("Squid is not installed here (apt-get install squid-openssl)")
    with tempfile.TemporaryDirectory(prefix="belisha-pages-") as name:
        folder = Path(name)
        port = _free_port()
        write_pages(folder / "pages", "http://portal.test:8090")
        answers = {page: answer(page, ATTACK) for page in ("infants", "juniors", "staff")}
        answers["trouble"] = " do=trouble message=" + _wire(ATTACK).decode()
        (folder / "answers.json").write_text(json.dumps(answers))
        (folder / "helper.py").write_text(HELPER)
        python = Path(sys.executable).resolve()
        (folder / "squid.conf").write_text(CONFIGURATION.format(port=port, folder=folder, python=python))
        if os.geteuid() == 0:
            for path in (folder, *folder.rglob("*")):
                shutil.chown(path, "proxy", pwd.getpwnam("proxy").pw_gid)
        process = subprocess.Popen(
            [SQUID, "-N", "-f", str(folder / "squid.conf")], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        try:
            yield folder, lambda request: _exchange(port, request)
        finally:
            process.terminate()
            process.wait(20)


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


def _exchange(port: int, request: bytes) -> bytes:
    deadline = time.monotonic() + 20
    while True:
        try:
            connection = socket.create_connection(("127.0.0.1", port), timeout=20)
            break
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)
    with connection:
        connection.sendall(request)
        received = b""
        while part := connection.recv(65536):
            received += part
        return received


pytestmark = [pytest.mark.gateway, pytest.mark.enable_socket]


def get(ask, address: bytes, *headers: bytes) -> Page:
    lines = [b"GET " + address + b" HTTP/1.1", b"Host: x.test", b"Connection: close", *headers, b"", b""]
    return Page(ask(b"\r\n".join(lines)))


@pytest.mark.parametrize("kind", ["infants", "juniors", "staff"])
def test_hostile_words_in_every_note_arrive_as_text(squid, kind):
    found = get(squid[1], b"http://" + kind.encode() + b".test/")
    assert found.status == 403
    assert found.tags.count("script") == 1
    assert "img" not in found.tags
    assert "@Squid{%'note" not in found.body
    if kind != "infants":
        assert "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>%0a&lt;@Squid{%O}%o café" in found.text


@pytest.mark.parametrize("kind", ["infants", "juniors", "staff"])
def test_links_carry_the_address_as_one_value(squid, kind):
    links = get(squid[1], b"http://" + kind.encode() + b".test/").links
    assert "http://portal.test:8090/tell?page=x&address=https%3A%2F%2Fa.test%2F%3Fa%3D1%26b" in links


@pytest.mark.parametrize(
    "path",
    [
        b"<script>alert(1)</script>",
        b"%22%3E%3Cscript%3Ealert(1)%3C/script%3E",
        b"'onmouseover=alert(1)//",
        b'"><svg/onload=alert(1)>',
        b"@Squid{%{x}tl}%o%%",
        b"\xff\xfe\xc3(",
        b"&quot;&gt;&lt;b&gt;",
        b"a" * 7000,
    ],
)
@pytest.mark.parametrize("host", [b"trouble.test", b"elsewhere.test", b"private.test"])
def test_hostile_addresses_stay_text_on_the_pages_that_squid_fills_in_itself(squid, host, path):
    found = get(squid[1], b"http://" + host + b"/" + path)
    assert found.status in {400, 403, 407, 502, 503}
    assert "/* Page basics */" not in found.body
    assert found.tags.count("script") == 1
    assert not {"svg/onload=alert(1)", "img", "b>"} & set(found.tags)
    assert all(link.startswith(("http://portal.test:8090/", "tel:")) for link in found.links)
    assert "'" not in "".join(found.links)


def test_what_the_helper_says_in_trouble_is_quoted_by_squid(squid):
    found = get(squid[1], b"http://trouble.test/")
    assert "<script>alert(1)</script>" in found.text
    assert found.tags.count("script") == 1


def test_somebody_who_is_not_signed_in_is_asked_to_and_told_how(squid):
    found = get(squid[1], b"http://private.test/", b"Proxy-Authorization: Basic eDp5")
    assert found.status == 407
    assert "Please sign in first" in found.text


@pytest.mark.parametrize(
    ("request_line", "said"),
    [
        (b"GET http://127.0.0.1:1/<b> HTTP/1.1", "This website does not answer"),
        (b"GET http://%%<b>x/ HTTP/1.1", "This page cannot be opened here"),
        (b"GET foo://<b>/ HTTP/1.1", "This is not an address of a page"),
        (b"<b>", "<title>"),
    ],
)
def test_what_goes_wrong_is_told_by_a_page_of_ours(squid, request_line, said):
    found = Page(squid[1](request_line + b"\r\nConnection: close\r\n\r\n"))
    assert said in found.body
    assert "b" not in found.tags


def test_squid_finds_every_template_and_understands_every_code(squid):
    folder, ask = squid
    get(ask, b"http://infants.test/")
    log = (folder / "cache.log").read_text()
    assert re.findall(r".*(?:ERROR: loading|error text file|Unsupported|configuration error).*", log) == []
