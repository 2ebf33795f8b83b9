"""How long a roster of 1,500 people takes: read, preview page, applied, again, undone; on SQLite and on PostgreSQL.

`.venv/bin/python bench/roster.py [--people 1500] [--rounds 3]`. Each database in a process of its own, over files in a
folder that is thrown away. The pages are asked for through Django's own client: no network, all of our code.
"""

from __future__ import annotations

import argparse
import io
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

USERS = (
    "sourcedId,status,enabledUser,orgSourcedIds,role,username,givenName,familyName,identifier,email,"
    "agentSourcedIds,grades\n"
)


def export(people: int, *, moved: int = 0, gone: int = 0) -> bytes:
    """A OneRoster 1.1 archive: seven pupils of ten, one member of staff, two parents."""
    lines, births, enrolments, classes = [], [], [], max(1, people // 40)
    for n in range(people - gone):
        role = ("student",) * 7 + ("teacher", "guardian", "guardian")
        kind, family = role[n % 10], f"Family{n % 613}{'Moved' if n < moved else ''}"
        agent = f"u{n - n % 10 + 8}" if kind == "student" else ""
        lines.append(f"u{n},,true,s1,{kind},user{n},Given{n},{family},,user{n}@example.org,{agent},{1 + n % 6:02d}\n")
        if kind == "student":
            births.append(f"u{n},{2015 + n % 6}-0{1 + n % 9}-{10 + n % 18}\n")
        if kind != "guardian":
            enrolments.append(f"e{n},c{n % classes},s1,u{n},{kind}\n")
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            "manifest.csv", "propertyName,value\noneroster.version,1.1\nfile.users,bulk\nfile.enrollments,bulk\n"
        )
        archive.writestr("orgs.csv", "sourcedId,name,type\ns1,Bench,school\n")
        archive.writestr("users.csv", USERS + "".join(lines))
        archive.writestr("demographics.csv", "sourcedId,birthDate\n" + "".join(births))
        archive.writestr(
            "classes.csv",
            "sourcedId,title,classType,schoolSourcedId\n"
            + "".join(f"c{n},Class {n},homeroom,s1\n" for n in range(classes)),
        )
        archive.writestr(
            "enrollments.csv", "sourcedId,classSourcedId,schoolSourcedId,userSourcedId,role\n" + "".join(enrolments)
        )
    return out.getvalue()


class Clock:
    """Seconds, seconds of our processor, and questions of each step, over several rounds."""

    def __init__(self) -> None:
        self.took: dict[str, list[float]] = {}
        self.worked: dict[str, list[float]] = {}
        self.asked: dict[str, int] = {}

    def __call__(self, name: str, act: Callable[[], Any]) -> Any:
        from django.db import connection  # noqa: PLC0415 - Django is set up by then
        from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

        begun, worked = time.perf_counter(), time.process_time()
        with CaptureQueriesContext(connection) as asked:
            result = act()
        self.took.setdefault(name, []).append(time.perf_counter() - begun)
        self.worked.setdefault(name, []).append(time.process_time() - worked)
        self.asked[name] = len(asked)
        return result


class Rounds:
    """A school, somebody who imports, and the clock."""

    def __init__(self, people: int) -> None:
        from django.test import Client  # noqa: PLC0415

        from belisha.console.access.acting import By  # noqa: PLC0415
        from belisha.console.access.roles import Role  # noqa: PLC0415
        from cast import a_school, somebody  # noqa: PLC0415

        self.people, self.clock, self.by = people, Clock(), By(None, system="bench")
        self.school, self.client = a_school("bench"), Client(SERVER_NAME="localhost")
        self.client.force_login(somebody(self.school, Role.DATA_MANAGER))

    def previewed(self, data: bytes) -> Any:
        """Uploaded and looked at, page and all."""
        from django.core.files.uploadedfile import SimpleUploadedFile  # noqa: PLC0415

        from belisha.console.people.models import RosterImport  # noqa: PLC0415

        given = {"upload": SimpleUploadedFile("export.zip", data), "source": "MIS", "complete": ""}
        answer = self.client.post(f"/schools/{self.school.code}/roster/new/", given)
        if answer.status_code != 302:
            raise SystemExit(answer.content.decode()[:2000])
        page = self.client.get(answer.headers["Location"])
        if page.status_code != 200:
            raise SystemExit(page.content.decode()[:2000])
        return RosterImport.objects.latest("pk")

    def step(self, name: str, data: bytes) -> Any:
        """A preview, then applied."""
        from belisha.console.people.roster.actions import apply_import  # noqa: PLC0415

        entry = self.clock(f"upload and preview, {name}", lambda: self.previewed(data))
        return self.clock(f"apply, {name}", lambda: apply_import(by=self.by, entry=entry))

    def round(self) -> None:
        """Everybody new, nobody new, a tenth changed; then all of it undone."""
        from belisha.console.people.roster.actions import undo_import  # noqa: PLC0415

        first = self.step("all new", export(self.people))
        self.step("all known", export(self.people))
        moved = self.step("a tenth changed", export(self.people, moved=self.people // 10, gone=9))
        self.clock("undo, a tenth", lambda: undo_import(by=self.by, entry=moved))
        self.clock("undo, all", lambda: undo_import(by=self.by, entry=first))


def measure(people: int, rounds: int) -> dict[str, Any]:
    """All steps on one database."""
    import django  # noqa: PLC0415

    django.setup()
    from django.core.management import call_command  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    Rounds(200).round()  # whatever is read once, is read now
    bench = Rounds(people)
    for _ in range(rounds):
        bench.round()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    took = {name: statistics.median(each) for name, each in bench.clock.took.items()}
    worked = {name: statistics.median(each) for name, each in bench.clock.worked.items()}
    return {"took": took, "worked": worked, "asked": bench.clock.asked, "peak": peak}


def one(home: str, database: str, asked: argparse.Namespace) -> dict[str, Any]:
    """The same in a process of its own."""
    env = os.environ | {
        "BELISHA_HOME": home, "BELISHA_DATABASE": database, "DJANGO_SETTINGS_MODULE": "belisha.console.config.settings",
    }  # fmt: skip
    command = [sys.executable, __file__, "--inside", "--people", str(asked.people), "--rounds", str(asked.rounds)]
    done = subprocess.run(command, env=env, stdout=subprocess.PIPE, text=True, check=True)
    return dict(json.loads(done.stdout.splitlines()[-1]))


def main() -> None:
    """Measure both, print one table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=1500)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.inside:
        print(json.dumps(measure(asked.people, asked.rounds)))
        return
    from private_postgres import PrivatePostgres  # noqa: PLC0415

    with tempfile.TemporaryDirectory(prefix="bench-roster.") as folder:
        Path(folder).chmod(0o755)
        found = {"SQLite": one(folder + "/sqlite", "", asked)}
        server = PrivatePostgres(Path(folder) / "pg")
        server.start()
        try:
            found["PostgreSQL"] = one(folder + "/pg-home", server.address(), asked)
        finally:
            server.stop()
    print(f"{asked.people:,} people; seconds, of ours (questions)".ljust(44), *(name.rjust(22) for name in found))
    for what in found["SQLite"]["took"]:
        cells = (
            f"{each['took'][what]:8.2f} {each['worked'][what]:6.2f} ({each['asked'][what]:4d})".rjust(22)
            for each in found.values()
        )
        print(what.ljust(44), *cells)
    print("most memory, MB".ljust(44), *(f"{each['peak']:11.0f}".rjust(22) for each in found.values()))


if __name__ == "__main__":
    main()
