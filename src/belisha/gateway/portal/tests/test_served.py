"""The portal as `python -m belisha.gateway.portal` serves it, to sockets and to a real browser."""

from __future__ import annotations

import contextlib
import json
import shutil
import socket
import stat
import subprocess
import sys
import time
import urllib.error
import urllib.request

import pytest
from playwright.sync_api import Error, expect, sync_playwright

from belisha.gateway.authority import make_authority
from belisha.gateway.settings import read_settings
from town.browser import CHROMIUM, FLAGS, no_fault

pytestmark = [pytest.mark.enable_socket]


class Server:
    """The portal in a process of its own."""

    def __init__(self, home) -> None:
        self.home = home
        with socket.socket() as listener:
            listener.bind(("127.0.0.1", 0))
            self.port = listener.getsockname()[1]
        (home / "gateway.yaml").write_text(f"portal_port: {self.port}\nproxy_port: 18198\n")
        settings = read_settings(home)
        make_authority(settings.authority_file, settings.authority_key_file, "Ash Lane Primary")
        command = [sys.executable, "-m", "belisha.gateway.portal", str(home)]
        self.process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
        self.url = settings.portal_url

    def wait(self) -> None:
        for _ in range(200):
            try:
                socket.create_connection(("127.0.0.1", self.port), timeout=5).close()
            except OSError:
                time.sleep(0.1)
            else:
                return
        pytest.fail("the portal does not answer")

    def kept(self, kind: str) -> list[dict[str, object]]:
        return [json.loads(line) for line in (self.home / "spool" / f"{kind}.jsonl").read_text().splitlines()]

    def exchange(self, request: bytes) -> bytes:
        """What comes back for raw bytes."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=20) as connection:
            connection.sendall(request)
            received = b""
            with contextlib.suppress(ConnectionResetError):
                while part := connection.recv(65536):
                    received += part
            return received


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    import pytest_socket

    pytest_socket.enable_socket()
    found = Server(tmp_path_factory.mktemp("home"))
    found.wait()
    yield found
    found.process.terminate()
    found.process.wait(20)


@pytest.fixture(scope="module")
def launch():
    """Starts Chromium with more flags; one Playwright for all of them."""
    if not shutil.which(CHROMIUM):
        pytest.skip("chromium is not installed here")
    with sync_playwright() as playwright:
        yield lambda *flags: playwright.chromium.launch(executable_path=CHROMIUM, args=[*FLAGS, *flags])


@pytest.fixture(scope="module")
def chromium(launch):
    browser = launch()
    yield browser
    browser.close()


@pytest.fixture(params=[1280, 320])
def screen(chromium, request):
    """A page of a wide or a narrow screen."""
    context = chromium.new_context(viewport={"width": request.param, "height": 640})
    yield context.new_page()
    context.close()


def test_health_is_answered_over_a_real_socket_without_saying_what_serves_it(server):
    with urllib.request.urlopen(f"{server.url}/health") as reply:
        assert json.load(reply)["status"] == "ok"
        assert reply.headers["Server"] is None


@pytest.mark.parametrize(
    "request_bytes",
    [
        b"GET /\0 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
        b"GET /%00%ff%fe?%zz=\xff HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
        b"POST /tell HTTP/1.1\r\nHost: x\r\nContent-Length: -5\r\nConnection: close\r\n\r\n",
        b"POST /tell HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999999\r\nConnection: close\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n",
        b"GET /ask?" + b"a" * 300_000 + b" HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
    ],
)
def test_nonsense_gets_an_error_and_the_portal_goes_on(server, request_bytes):
    reply = server.exchange(request_bytes)
    assert not reply or reply.startswith((b"HTTP/1.1 4", b"HTTP/1.0 4", b"HTTP/1.1 200"))
    assert b"Traceback" not in reply
    assert urllib.request.urlopen(f"{server.url}/health").status == 200


def test_what_is_kept_is_for_the_service_alone(server):
    body = b"text=hello"
    head = f"POST /tell HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\nOrigin: {server.url}\r\nContent-Length: 10\r\n"
    kind = "Content-Type: application/x-www-form-urlencoded\r\nConnection: close\r\n\r\n"
    assert server.exchange(head.encode() + kind.encode() + body).startswith(b"HTTP/1.1 303")
    assert server.kept("worries")[-1]["text"] == "hello"
    assert stat.S_IMODE((server.home / "spool" / "worries.jsonl").stat().st_mode) == 0o600


def test_without_a_folder_it_says_what_it_needs():
    done = subprocess.run([sys.executable, "-m", "belisha.gateway.portal"], capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "give the data folder" in done.stderr


@pytest.mark.journey
@pytest.mark.parametrize(
    "path", ["/", "/ask", "/tell", "/report", "/asked", "/told?number=W-234567", "/reported", "/no-such-page"]
)
def test_axe_finds_no_fault_and_nothing_has_to_be_scrolled_sideways(server, screen, path):
    screen.goto(server.url + path)
    for details in screen.locator("summary").all():
        details.click()
    no_fault(screen)
    assert screen.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.journey
def test_a_child_tells_with_a_picture_and_by_keyboard_alone(server, chromium):
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{server.url}/tell?page=infants&address=https%3A%2F%2Fslots.example%2F")
    page.get_by_role("checkbox", name="Somebody was unkind").focus()
    page.keyboard.press("Space")
    for _ in range(20):
        page.keyboard.press("Tab")
        if page.locator("button:focus").count():
            break
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Thank you for telling")
    kept = server.kept("worries")[-1]
    assert (kept["happened"], kept["address"]) == (["unkind"], "https://slots.example/")
    context.close()


@pytest.mark.journey
def test_what_is_missing_is_said_by_the_form_and_axe_finds_no_fault_in_that_either(server, screen):
    screen.goto(f"{server.url}/ask?address=https%3A%2F%2Fslots.example%2F")
    screen.get_by_label("Your name").fill("Amira")
    screen.get_by_role("button", name="Send").click()
    expect(screen.get_by_role("alert")).to_contain_text("Write what you need the page for.")
    no_fault(screen)
    screen.get_by_role("link", name="Write what you need the page for.").click()
    expect(screen.get_by_label("What do you need it for?")).to_be_in_viewport()
    screen.get_by_label("What do you need it for?").fill("For our topic")
    screen.get_by_role("button", name="Send").click()
    expect(screen.get_by_role("heading", level=1)).to_have_text("Thank you for asking")
    assert server.kept("asks")[-1]["name"] == "Amira"


@pytest.mark.journey
def test_a_form_on_another_site_cannot_send_for_somebody(server, chromium):
    context = chromium.new_context()
    page = context.new_page()
    form = f'<form method="post" action="{server.url}/tell"><input name="text" value="FORGED"><button>x</button></form>'
    page.route("http://evil.test/", lambda route: route.fulfill(content_type="text/html", body=form))
    page.goto("http://evil.test/")
    page.get_by_role("button").click()
    expect(page.get_by_role("alert")).to_contain_text("did not come from our own page")
    kept = [file.read_text() for file in (server.home / "spool").glob("*.jsonl")]
    assert not [text for text in kept if "FORGED" in text]
    context.close()


THROUGH_THE_GATEWAY = (
    "www.bbc.co.uk",
    "10.example.com",
    "192.168.1.1.evil.test",
    "10.0.0.1.nip.io",
    "172.32.0.1",
    "8.8.8.8",
    "1.1.10.1",
    "2001:4860:4860::8888",
    "[2606:4700::1111]",
    "printer.local.evil.test",
    "notlocal.com",
    "fdisk.example.org",
    "fe80.example.org",
)
DIRECTLY = (
    "local",
    "evil-local",
    "printer.local",
    "PRINTER.LOCAL",
    "localhost",
    "127.0.0.1",
    "10.1.2.3",
    "172.16.0.9",
    "172.31.255.1",
    "192.168.0.20",
    "169.254.10.1",
    "::1",
    "[fe80::1]",
    "fd12:3456::1",
)


@pytest.mark.journey
def test_the_setup_script_sends_the_internet_through_the_gateway_and_only_the_school_itself_directly(server, chromium):
    script = urllib.request.urlopen(f"{server.url}/proxy.pac").read().decode()
    page = chromium.new_page()
    find = f"hosts => {{ {script}; return hosts.map(host => FindProxyForURL('http://' + host + '/', host)); }}"
    hosts = [*THROUGH_THE_GATEWAY, *DIRECTLY]
    found = dict(zip(hosts, page.evaluate(find, hosts), strict=True))
    page.close()
    assert found == dict.fromkeys(THROUGH_THE_GATEWAY, "PROXY 127.0.0.1:18198") | dict.fromkeys(DIRECTLY, "DIRECT")


@pytest.mark.journey
def test_there_is_no_way_past_the_gateway_when_it_is_down(server, launch):
    rules = f"--host-resolver-rules=MAP origin.test 127.0.0.1:{server.port}"
    plain = launch(rules)
    page = plain.new_page()
    page.goto("http://origin.test/health")
    assert "ok" in page.content()
    plain.close()
    behind_a_dead_proxy = launch(rules, f"--proxy-pac-url={server.url}/proxy.pac")
    page = behind_a_dead_proxy.new_page()
    with pytest.raises(Error, match="ERR_PROXY_CONNECTION_FAILED"):
        page.goto("http://origin.test/health")
    behind_a_dead_proxy.close()
