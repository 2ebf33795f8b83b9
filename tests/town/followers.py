"""A console that really runs, over HTTPS with its own authority, and gateways with data folders of their own."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import textwrap
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from belisha.engine.published import publish_policy
from in_force import put_lists, small_policy
from town.town import eventually, free_ports

if TYPE_CHECKING:
    from belisha.engine.policy import Policy

ENVIRONMENT = {
    name: value
    for name, value in os.environ.items()
    if name not in {"DJANGO_SETTINGS_MODULE", "BELISHA_DATABASE", "BELISHA_HOME"}
}
SCHOOLS = """
  oakfield:
    name: Oakfield
    people: [{id: a1, sign_in: ava, name: Ava}]
  riverside:
    name: Riverside
    people: [{id: b1, sign_in: ben, name: Ben}]
"""
ADDING = """\
    from belisha.cli.console_setup import console
    with console(None):
        from django.utils import timezone
        from belisha.console.access.acting import By
        from belisha.console.access.models import Federation, School
        from belisha.console.filtering.gateways.actions import add_gateway
        from belisha.console.filtering.gateways.joining import fingerprint_for_codes
        federation, _ = Federation.objects.get_or_create(name="Wold and Water")
        for code in ("oakfield", "riverside"):
            School.objects.get_or_create(code=code, defaults={"federation": federation, "name": code.title()})
        import sys
        for school, name in (each.split("=") for each in sys.argv[1:]):
            at = School.objects.get(code=school)
            _made, code = add_gateway(by=By(None, system="tests"), school=at, name=name)
            print(f"{code}.{fingerprint_for_codes()}".rstrip("."))
"""


def policy(name: str = "Here") -> Policy:
    """A policy of two schools; its name tells one edition from another."""
    return small_policy(name, SCHOOLS, tls="name-only")


class Follower:
    """A gateway's machine: its data folder, and what runs there."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.process: subprocess.Popen[bytes] | None = None

    def command(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """A command of `belisha` there."""
        return subprocess.run(
            [sys.executable, "-m", "belisha.cli", *arguments, "--home", str(self.home)],
            capture_output=True, text=True, check=False, timeout=60, env=ENVIRONMENT,
        )  # fmt: skip

    def follow(self) -> None:
        """Start the process that pulls."""
        with (self.home / "following.log").open("ab") as log:
            command = [sys.executable, "-m", "belisha.gateway.following", str(self.home)]
            self.process = subprocess.Popen(command, stdout=log, stderr=log, env=ENVIRONMENT)

    def end(self) -> None:
        """End it."""
        if self.process:
            self.process.terminate()
            self.process.wait(10)
            self.process = None


class FollowedConsole:
    """The console; only its pages run, which is what gateways speak with."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="belisha-followed-", dir="/tmp"))
        self.folder.chmod(0o755)
        self.home = self.folder / "console"
        self.home.mkdir()
        (self.port,) = free_ports(1)
        self.url = f"https://localhost:{self.port}"
        self.process: subprocess.Popen[bytes] | None = None
        self.followers: list[Follower] = []
        told = {"listen": "0.0.0.0", "port": self.port, "public_url": self.url, "workers": 2}
        (self.home / "console.yaml").write_text(yaml.safe_dump(told))
        (self.home / "console.yaml").chmod(0o600)
        publish_policy(self.home, policy())
        put_lists(self.home, "arcade.test")
        (self.home / "passwords").write_text("ava:hash-of-ava\nben:hash-of-ben\n")

    def start(self) -> None:
        """Make its certificate and serve its pages."""
        self._python("from pathlib import Path; from belisha.gateway.settings import read_settings;"
                     "from belisha.cli.start_console import make_ready;"
                     f"make_ready(read_settings(Path({str(self.home)!r})), print)")  # fmt: skip
        self.serve()

    def serve(self) -> None:
        """Serve its pages, and wait until they answer."""
        command = [sys.executable, "-m", "belisha.console.config.process", "web", str(self.home)]
        with (self.folder / "console.log").open("ab") as log:
            self.process = subprocess.Popen(command, stdout=log, stderr=log, env=ENVIRONMENT, start_new_session=True)
        assert eventually(self._answers, 90), (self.folder / "console.log").read_text()[-3000:]

    def _answers(self) -> bool:
        try:
            socket.create_connection(("localhost", self.port), timeout=1).close()
        except OSError:
            return False
        return True

    def stop(self) -> None:
        """End it."""
        if self.process:
            self.process.terminate()
            self.process.wait(20)
            self.process = None

    def end(self) -> None:
        """End everything and remove it."""
        for follower in self.followers:
            follower.end()
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def codes(self, *gateways: str) -> list[str]:
        """Add gateways, as "school=name"; the codes by which they join."""
        return self._python(textwrap.dedent(ADDING), *gateways).split()

    def _python(self, text: str, *arguments: str) -> str:
        outcome = subprocess.run(
            [sys.executable, "-c", text, *arguments],
            capture_output=True, text=True, check=False, timeout=60, env=ENVIRONMENT | {"BELISHA_HOME": str(self.home)},
        )  # fmt: skip
        assert outcome.returncode == 0, outcome.stderr[-3000:]
        return outcome.stdout

    def joined(self, *gateways: str) -> list[Follower]:
        """Gateways that have joined, as "school=name"."""
        made = []
        for number, code in enumerate(self.codes(*gateways), len(self.followers) + 1):
            follower = Follower(self.folder / f"gateway-{number}")
            outcome = follower.command("gateway", "join", self.url, code, "--json")
            assert outcome.returncode == 0, outcome.stderr
            assert json.loads(outcome.stdout)["policy"]
            made.append(follower)
        self.followers += made
        return made


def json_of(follower: Follower) -> dict[str, Any]:
    """What `belisha gateway status` says."""
    found: dict[str, Any] = json.loads(follower.command("gateway", "status", "--json").stdout)
    return found
