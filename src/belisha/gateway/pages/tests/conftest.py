"""A Squid of our own that sends our pages, with a helper that says what a test wants it to say."""

from __future__ import annotations

import json
import os
import pwd
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

import pytest
import pytest_socket

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
    name = address.removeprefix("http://").split(".")[0]
    print(channel + " OK" + answers.get(name, ""), flush=True)
"""
ATTACK = "\\n\\\\<script>alert(1)</script>\"'><img src=x onerror=alert(2)>%0a&lt;@Squid{%O}%o café"


SAID = {
    "page_address": "https://slots.example/play",
    "page_host": "slots.example",
    "page_say": "This page is about betting to win money, which is only for grown-ups.",
    "page_category": "Gambling",
    "page_decided": "List ut1/gambling, version 2026-11-20",
    "page_until": "No end is set",
    "page_profile": "Juniors",
    "page_known": "by sign-in (a.okoro)",
    "page_steps": "slots.example is in the category Gambling.",
}


class Gate(NamedTuple):
    """The running Squid: its folder, its port, and the hostile words that it says of hosts named hostile-something."""

    folder: Path
    port: int
    attack: str

    def ask(self, request: bytes) -> bytes:
        """Send bytes, and give all that comes back."""
        return _exchange(self.port, request)


def answer(page: str, values: dict[str, str]) -> str:
    """What a helper says for one kind of page."""
    values = {key: _safe(value) for key, value in values.items()}
    values["page_steps"] = f"<li>{values['page_steps']}</li>"
    values["page_query"] = "page=x&amp;address=https%3A%2F%2Fa.test%2F%3Fa%3D1%26b"
    return f" do={page}" + _wire(values).decode()


@pytest.fixture(scope="session")
def squid():
    """A Squid of our own with our pages."""
    pytest_socket.enable_socket()
    if not Path(SQUID).exists():
        pytest.skip("Squid is not installed here (apt-get install squid-openssl)")
    with tempfile.TemporaryDirectory(prefix="belisha-pages-") as name:
        folder = Path(name)
        port = _free_port()
        write_pages(folder / "pages", "http://portal.test:8090")
        kinds = ("infants", "juniors", "staff")
        answers = {kind: answer(kind, SAID) for kind in kinds}
        answers |= {f"hostile-{kind}": answer(kind, dict.fromkeys(NOTES, ATTACK)) for kind in kinds}
        answers["trouble"] = " do=trouble message=" + quote(ATTACK)
        (folder / "answers.json").write_text(json.dumps(answers))
        (folder / "helper.py").write_text(HELPER)
        python = Path(sys.executable).resolve()
        (folder / "squid.conf").write_text(CONFIGURATION.format(port=port, folder=folder, python=python))
        if os.geteuid() == 0:
            for path in (folder, *folder.rglob("*")):
                shutil.chown(path, "proxy", pwd.getpwnam("proxy").pw_gid)
        process = subprocess.Popen(
            [SQUID, "-N", "-n", f"pages{port}", "-f", str(folder / "squid.conf")],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            _wait_for(port)
            yield Gate(folder, port, ATTACK)
        finally:
            process.terminate()
            process.wait(20)


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


def _wait_for(port: int) -> None:
    deadline = time.monotonic() + 20
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=20).close()
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)
        else:
            return


def _exchange(port: int, request: bytes) -> bytes:
    with socket.create_connection(("127.0.0.1", port), timeout=20) as connection:
        connection.sendall(request)
        received = b""
        while part := connection.recv(65536):
            received += part
        return received
