"""A console that really runs: its supervisor, gunicorn, worker and clock, on SQLite and on PostgreSQL."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import urllib.error
import urllib.request
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from private_postgres import NoPostgresError, PrivatePostgres
from town.town import alive, eventually, free_ports

if TYPE_CHECKING:
    import ssl
    from collections.abc import Callable, Iterator

# what pytest sets for itself is not for the programs that it starts
OURS = {name: value for name, value in os.environ.items() if name not in {"DJANGO_SETTINGS_MODULE", "BELISHA_DATABASE"}}
BELISHA = [sys.executable, "-m", "belisha.cli"]


class House:
    """A data folder and what runs on it."""

    def __init__(self, folder: Path, database: str, **settings: object) -> None:
        self.home = folder
        self.home.mkdir(exist_ok=True)
        (self.port,) = free_ports(1)
        told = {"port": self.port, "workers": 1, "database": database, **settings}
        (self.home / "console.yaml").write_text(yaml.safe_dump(told))
        (self.home / "console.yaml").chmod(0o600)
        self.process: subprocess.Popen[bytes] | None = None

    def run(self, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        """A command of `belisha` on this data folder."""
        return subprocess.run(
            [*BELISHA, *arguments, "--home", str(self.home)],
            capture_output=True, text=True, check=False, timeout=120, env=OURS | environment,
        )  # fmt: skip

    def start(self, *options: str) -> dict[str, Any]:
        """Start it; where it says that everything is."""
        command = [*BELISHA, "start", "--only", "console", "--json", "--home", str(self.home), *options]
        with (self.home.parent / "start.log").open("ab") as log:
            self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=log, env=OURS)
        assert self.process.stdout
        first = self.process.stdout.readline()
        assert first, self.said()
        told: dict[str, Any] = json.loads(first)
        return told

    def said(self) -> str:
        """What everything said, for a test that fails."""
        files = [self.home.parent / "start.log", *sorted((self.home / "log").glob("*.log"))]
        return "\n".join(f"== {file.name}\n{file.read_text()[-3000:]}" for file in files if file.exists())

    def stop(self, number: signal.Signals = signal.SIGTERM) -> int:
        """End it; the exit status."""
        assert self.process
        self.process.send_signal(number)
        status = self.process.wait(25)
        assert self.process.stdout
        self.process.stdout.close()
        return status

    def processes(self) -> list[int]:
        """Every process that the supervisor started, and theirs."""
        assert self.process
        found, wanted = [], [self.process.pid]
        while wanted:
            parent = wanted.pop()
            for task in Path(f"/proc/{parent}/task").glob("*/children"):
                with contextlib.suppress(FileNotFoundError, ProcessLookupError):
                    wanted += map(int, task.read_text().split())
            found.append(parent)
        return found[1:]

    def process_of(self, name: str) -> int:
        """The process of a service (web, worker, due) that the supervisor started."""
        assert self.process
        for pid in Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split():
            if f"\0{name}\0".encode() in Path(f"/proc/{pid}/cmdline").read_bytes():
                return int(pid)
        return 0

    def ask(self, path: str, *, scheme: str = "http", context: ssl.SSLContext | None = None) -> tuple[int, str]:
        """Status and body of a page; 0 where nobody answers."""
        address = f"{scheme}://localhost:{self.port}{path}"
        try:
            with urllib.request.urlopen(address, timeout=10, context=context) as reply:
                return reply.status, reply.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()
        except OSError as error:
            return 0, str(error)

    def well(self, seconds: float = 40) -> bool:
        """Whether /health says that every part is well, within so many seconds."""
        return bool(eventually(lambda: self.ask("/health")[0] == 200, seconds))

    def end(self) -> None:
        """End what may still run."""
        if self.process and self.process.poll() is None:
            pids = self.processes()
            with contextlib.suppress(Exception):
                self.stop()
            for pid in pids:
                if alive(pid):
                    os.kill(pid, signal.SIGKILL)
        if self.process and self.process.stdout:
            self.process.stdout.close()


@pytest.fixture(scope="session")
def postgres() -> Iterator[PrivatePostgres]:
    """A PostgreSQL of our own."""
    server = PrivatePostgres(Path(tempfile.mkdtemp(prefix="belisha-pg-", dir="/tmp")))
    try:
        server.start()
    except NoPostgresError as error:
        pytest.skip(str(error))
    yield server
    server.stop()


@pytest.fixture(scope="session")
def made_ready(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """A data folder whose database at an address (empty: SQLite) and styles are up to date; made once for each."""
    made: dict[str, Path] = {}

    def make(address: str) -> Path:
        if address not in made:
            made[address] = tmp_path_factory.mktemp("ready")
            outcome = House(made[address], address).run("console", "prepare")
            assert outcome.returncode == 0, outcome.stderr
        return made[address]

    return make


@pytest.fixture(params=["sqlite", "postgresql"])
def new_database(request: pytest.FixtureRequest) -> Callable[[], str]:
    """Makes empty databases, as console.yaml names them, of either kind."""
    if request.param == "sqlite":
        return lambda: ""
    server: PrivatePostgres = request.getfixturevalue("postgres")
    return lambda: server.create(f"d{os.urandom(6).hex()}")


@pytest.fixture
def ready_database(
    request: pytest.FixtureRequest, new_database: Callable[[], str], made_ready: Callable[[str], Path]
) -> str:
    """A database that is up to date, for tests that are not about making it so."""
    if new_database() == "":
        return ""
    server: PrivatePostgres = request.getfixturevalue("postgres")
    pattern = "up_to_date"
    if not server.holds(pattern):
        made_ready(server.create(pattern))
    return server.create(f"d{os.urandom(6).hex()}", pattern)


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder that the service user can reach."""
    place = Path(tempfile.mkdtemp(prefix="belisha-running-", dir="/tmp"))
    place.chmod(0o755)
    yield place
    shutil.rmtree(place, ignore_errors=True)


@pytest.fixture
def house(folder: Path, socket_enabled: None, made_ready: Callable[[str], Path]) -> Iterator[Callable[..., House]]:
    """Makes data folders; what runs on them is ended with the test. `ready`: with a database and styles up to date."""
    made: list[House] = []

    def make(database: str = "", name: str = "home", *, ready: bool = False, **settings: object) -> House:
        made.append(House(folder / name, database, **settings))
        if ready:
            shutil.copytree(made_ready("") / "console", folder / name / "console", dirs_exist_ok=True)
            if database:
                (folder / name / "console" / "console.sqlite3").unlink()
        return made[-1]

    yield make
    for each in made:
        each.end()
