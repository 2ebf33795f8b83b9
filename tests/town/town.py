"""Builds the town, starts `belisha start` in it, and asks for pages through the gateway as different people."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

import msgspec
import yaml

from belisha.activity.store import Scope, Store
from belisha.engine.lists.entries import Entry
from belisha.engine.published import lists_folder, publish_lists, publish_policy
from belisha.engine.published.preparing import probe_lists, read_checked_policy
from belisha.engine.snapshot import NamedList, build
from belisha.gateway.installation import write_passwords
from belisha.gateway.settings import FILE, Settings, read_settings

HERE = Path(__file__).parent
HOSTS = {
    "story.test": (),
    "bitesize.test": (),
    "arcade.test": ("games",),
    "maze.test": ("games",),
    "naughty.test": ("pornography",),
    "bets.test": ("gambling",),
    "shop.test": ("shopping",),
    "bank.test": ("banking",),
    "resolver.test": ("dns-over-https",),
    "illegal.test": ("iwf",),
    "other.test": (),
    "www.google.com": (),
    "www.bing.com": (),
    "duckduckgo.com": (),
    "www.google.co.uk": (),
    "images.google.com": (),
    "www.youtube.com": (),
    "m.youtube.com": (),
    "www.youtube-nocookie.com": (),
    "youtubei.googleapis.com": (),
}
LISTED_NUMBERS = {"127.0.0.9": ("games",)}
PASSWORDS = {"ava.1": "red-boat-sun", "ben.4": "cold-lamp-tree", "m.osei": "a-long-staff-password"}


class Reply(NamedTuple):
    """What curl got: the final status (0: no answer), the body, the status of the tunnel, and curl's own exit code."""

    status: int
    body: str
    tunnel: int
    code: int


class Event(msgspec.Struct):
    """What a test asks of the record."""

    host: str
    path: str
    method: str
    verdict: str
    category: str
    person: str
    search_term: str
    how_known: str
    status: int


class Person(NamedTuple):
    """Somebody at a device: sign-in name or none, and the address they come from."""

    name: str = ""
    address: str = "127.0.0.1"
    password: str | None = None


AVA, BEN, MAYA = Person("ava.1"), Person("ben.4"), Person("m.osei")
LIBRARY, GUEST, HALL, ST_BRIGID = (Person(address=f"127.0.{n}.1") for n in (2, 3, 4, 5))
NOBODY = Person()


def free_ports(count: int) -> list[int]:
    """Ports that nobody listens on now."""
    with contextlib.ExitStack() as stack:
        sockets = [stack.enter_context(socket.socket()) for _ in range(count)]
        for each in sockets:
            each.bind(("127.0.0.1", 0))
        return [each.getsockname()[1] for each in sockets]


class Town:
    """A school with its gateway and a few web sites, on this machine alone."""

    def __init__(
        self, policy_text: str | None = None, journal_on: Path | None = None, *, local_origins: bool = True
    ) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="belisha-town-", dir="/tmp"))
        self.folder.chmod(0o755)
        self.home = self.folder / "home"
        self.home.mkdir()
        if journal_on:
            (self.home / "journal").symlink_to(journal_on)
        self.policy_text = policy_text or (HERE / "policy.yaml").read_text()
        proxy, portal, self.plain_port, self.tls_port = free_ports(4)
        self._write_settings(proxy, portal, local_origins=local_origins)
        self._processes: list[subprocess.Popen[bytes]] = []

    def _write_settings(self, proxy: int, portal: int, *, local_origins: bool) -> None:
        from town.certificates import write_certificates

        write_certificates(self.folder, [*HOSTS, "*.story.test"])
        hosts = self.folder / "hosts"
        hosts.write_text("".join(f"127.0.0.1 {name}\n" for name in HOSTS))
        values = {
            "proxy_port": proxy,
            "portal_port": portal,
            "hosts_file": str(hosts),
            "name_servers": ["127.0.0.1"],
            "upstream_ca": str(self.folder / "internet-ca.pem"),
            "local_origins": local_origins,
            "reserve_mb": 8,
        }
        (self.home / FILE).write_text(yaml.safe_dump(values))

    @property
    def settings(self) -> Settings:
        return read_settings(self.home)

    def publish_policy(self, text: str) -> None:
        publish_policy(self.home, read_checked_policy(text))
        self.hand_over()

    def publish_lists(self, extra: dict[str, tuple[str, ...]] | None = None) -> None:
        listed: dict[str, list[Entry]] = {}
        for host, categories in (HOSTS | LISTED_NUMBERS | (extra or {})).items():
            for category in categories:
                listed.setdefault(category, []).append(Entry(host, ""))
        lists = [
            NamedList(f"town/{category}", "1", (category,), category == "iwf", entries)
            for category, entries in listed.items()
        ]
        publish_lists(self.home, build([*lists, *probe_lists()], lists_folder(self.home)).digest)
        self.hand_over()

    def hand_over(self) -> None:
        """Give what we wrote to the user whom the gateway runs as."""
        user = self.settings.service_user
        if user:
            for path in (self.home, *self.home.rglob("*")):
                # the gateway goes on writing meanwhile: a draft may have been renamed
                with contextlib.suppress(FileNotFoundError):
                    if not path.is_symlink():
                        shutil.chown(path, user, user)

    def start(self) -> None:
        (self.home / "policy.yaml").write_text(self.policy_text)
        write_passwords(self.home / "passwords", PASSWORDS.items())
        self.publish_policy(self.policy_text)
        self.publish_lists()
        self._origins()
        self.start_gateway()

    def _origins(self) -> None:
        (self.folder / "seen.jsonl").touch()
        command = [sys.executable, str(HERE / "origins.py"), str(self.folder), str(self.plain_port), str(self.tls_port)]
        self._processes.append(subprocess.Popen(command, stderr=subprocess.DEVNULL))

    def start_gateway(self) -> None:
        command = [sys.executable, "-m", "belisha.cli", "start", "--only", "gateway", "--json"]
        command += ["--home", str(self.home)]
        with (self.folder / "start.log").open("ab") as log:
            self.gateway = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=log)
        assert self.gateway.stdout is not None
        first = self.gateway.stdout.readline()
        assert first, "the gateway did not start: " + (self.folder / "start.log").read_text()
        self.where = json.loads(first)

    def stop_gateway(self) -> int:
        self.gateway.send_signal(signal.SIGTERM)
        code = self.gateway.wait(20)
        assert self.gateway.stdout is not None
        self.gateway.stdout.close()
        return code

    def end(self) -> None:
        with contextlib.suppress(Exception):
            self.stop_gateway()
        for process in self._processes:
            process.terminate()
            process.wait(10)
        shutil.rmtree(self.folder, ignore_errors=True)

    def http(self, host: str, path: str = "/") -> str:
        return f"http://{host}:{self.plain_port}{path}"

    def https(self, host: str, path: str = "/") -> str:
        return f"https://{host}:{self.tls_port}{path}"

    def get(self, url: str, person: Person = BEN, *, trusts_us: bool = True, options: tuple[str, ...] = ()) -> Reply:
        """Ask for a page through the gateway. `trusts_us`: the device has the school's certificate (and the town's)."""
        trusted = self.folder / ("both.pem" if trusts_us else "internet-ca.pem")
        if trusts_us:
            both = (self.folder / "internet-ca.pem").read_text() + self.settings.authority_file.read_text()
            trusted.write_text(both)
        who = person.name and f"{person.name}:{PASSWORDS[person.name] if person.password is None else person.password}@"
        command = ["curl", "-s", "-m", "15", "--cacert", str(trusted), "--interface", person.address]
        command += ["-x", f"http://{who}{self.where['proxy']}", "-w", "\n%{http_code} %{http_connect}", *options, url]
        outcome = subprocess.run(command, capture_output=True, check=False, timeout=30)
        body, _, codes = outcome.stdout.decode("utf-8", "replace").rpartition("\n")
        status, tunnel = (int(code) for code in codes.split())
        return Reply(status, body, tunnel, outcome.returncode)

    def seen(self) -> list[dict[str, object]]:
        """What reached the web sites, in order."""
        return [json.loads(line) for line in (self.folder / "seen.jsonl").read_text().splitlines()]

    def seen_at(self, host: str) -> list[str]:
        return [str(each["path"]) for each in self.seen() if str(each["host"]).partition(":")[0] == host]

    def events(self) -> list[dict[str, object]]:
        """Every request on record but the self-check's, oldest first, counted as reports count."""
        store = Store.open(self.home)
        period = store.period()
        if period is None:
            return []
        question = f"""
            SELECT {", ".join(Event.__struct_fields__)} FROM in_scope
            WHERE NOT (squid_tag = 'NONE_NONE' AND verdict <> 'block') AND host <> 'belisha.invalid'
            ORDER BY segment, "offset"
        """
        events = store.ask(Scope(store.schools(), period), lambda view: view.rows(Event, question))
        return [msgspec.structs.asdict(event) for event in events]

    def paths(self, host: str) -> list[str]:
        """The paths asked of a host that are on record, oldest first."""
        return [str(event["path"]) for event in self.events() if event["host"] == host]

    def children(self, name: str) -> list[int]:
        """Process ids below the gateway whose command line holds this text."""
        found, wanted = [], [self.gateway.pid]
        while wanted:
            parent = wanted.pop()
            for task in Path(f"/proc/{parent}/task").glob("*/children"):
                for child in map(int, task.read_text().split()):
                    wanted.append(child)
                    if name in Path(f"/proc/{child}/cmdline").read_bytes().replace(b"\0", b" ").decode():
                        found.append(child)
        return found


def eventually(question, seconds: float = 10.0):
    """Ask until the answer is true, and return it; the last answer when time is up."""
    deadline = time.monotonic() + seconds
    while not (answer := question()) and time.monotonic() < deadline:
        time.sleep(0.05)
    return answer


def alive(pid: int) -> bool:
    """Whether a process runs; one that has ended and waits for its parent to notice does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):  # gone before the look, or while it is read
        return False


def is_root() -> bool:
    return os.geteuid() == 0
