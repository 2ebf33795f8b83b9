"""From a child's search to the safeguarding lead's board: how long each step takes, at a demo that runs.

`./start --demo` in one terminal; in another `.venv/bin/python bench/danger.py [HOME] [ROUNDS]`: pupils of the sample
search through its proxy, each once, while somebody looks at the board again and again. No network is needed.
"""

import csv
import http.client
import os
import re
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from belisha.console.config.installation import read_console
from belisha.gateway.settings import read_settings

WANTED = 10.0
SEARCH = "http://www.google.com/search?q=i+want+to+kill+myself+{}"
STEPS = ("it is handed on", "the console has it", "it is on the board")


def main() -> None:
    """Search, look, print."""
    home = Path(sys.argv[1] if len(sys.argv) > 1 else "var").resolve()
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 8
    cookie, school, names = _console(home, rounds)
    with (home / "sample-sign-ins.csv").open() as file:
        passwords = dict(csv.reader(file))
    board = Board(home, cookie, school)
    taken = [_measure(home, board, f"{name}:{passwords[name]}") for name in names]
    print(f"seconds from the search, {len(taken)} times; load {os.getloadavg()[0]:.1f}")
    for step, each in zip(STEPS, zip(*taken, strict=True), strict=True):
        print(f"  {step:<24} median {statistics.median(each):>5.1f}  most {max(each):>5.1f}")
    print(f"wanted: {WANTED:.0f}")


def _console(home: Path, rounds: int) -> tuple[str, str, list[str]]:
    """The cookie of a safeguarding lead's new session, their school, and sign-in names of so many of its pupils."""
    os.environ |= {"BELISHA_HOME": str(home), "DJANGO_SETTINGS_MODULE": "belisha.console.config.settings"}
    import django

    django.setup()
    from django.conf import settings
    from django.test import Client
    from django.utils import timezone

    from belisha.console.access.models import Post, Session, User
    from belisha.console.monitoring.models import Alert

    settings.ALLOWED_HOSTS.append("testserver")
    post = Post.objects.filter(role="dsl", school__isnull=False).select_related("school", "holder").order_by("pk")[0]
    client = Client()
    client.force_login(post.holder)
    Session.objects.filter(user=post.holder).update(needs_factor=False, confirmed_at=timezone.now())
    known = Alert.objects.filter(person__isnull=False).values("person__user")
    pupils = User.objects.filter(school=post.school, kind="pupil", person__year__in=("year-4", "year-5", "year-6"))
    names = pupils.exclude(pk__in=known).order_by("pk").values_list("username", flat=True)
    session = client.cookies["sessionid"]
    return f"{session.key}={session.value}", post.school.code, list(names[:rounds])


class Board:
    """The board of alerts of a school, as its safeguarding lead sees it."""

    def __init__(self, home: Path, cookie: str, school: str) -> None:
        self._port, self._cookie, self._page = read_console(home).port, cookie, f"/schools/{school}/alerts/?level=2"

    def count(self) -> int:
        """How many alerts of danger it says that it lists."""
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=20)
        connection.request("GET", self._page, headers={"Cookie": self._cookie})
        answer = connection.getresponse()
        text = answer.read().decode()
        if answer.status != http.HTTPStatus.OK:
            message = f"the board answers {answer.status}"
            raise SystemExit(message)
        listed = re.search(r"(\d+) in this list", text)
        return int(listed[1]) if listed else 0


def _measure(home: Path, board: Board, who: str) -> tuple[float, ...]:
    """Seconds from a search to each of STEPS."""
    from belisha.console.monitoring.models import AlertFinding

    rows, shown = AlertFinding.objects.count(), board.count()
    spool = home / "spool" / "findings"
    before = {path.name for path in spool.glob("*.json")}
    proxy = f"http://{who}@127.0.0.1:{read_settings(home).proxy_port}"
    begun = time.monotonic()
    subprocess.run(["curl", "-s", "-o", "/dev/null", "-m", "20", "-x", proxy, SEARCH.format(int(begun))], check=True)
    steps: tuple[Callable[[], object], ...] = (
        # taken out of the spool as soon as the console has it
        lambda: {path.name for path in spool.glob("*.json")} - before or AlertFinding.objects.count() > rows,
        lambda: AlertFinding.objects.count() > rows,
        lambda: board.count() > shown,
    )
    return tuple(_when(step, begun) for step in steps)


def _when(step: Callable[[], object], begun: float) -> float:
    while not step():
        if time.monotonic() - begun > 60:
            message = "nothing came of it within a minute"
            raise SystemExit(message)
        time.sleep(0.05)
    return time.monotonic() - begun


if __name__ == "__main__":
    main()
