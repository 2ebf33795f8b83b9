"""1,000 parents answer at once, each by two taps at one instant: whether anything is lost or doubled, and how long.

`.venv/bin/python bench/parents.py`: SQLite; `--postgres`: a private PostgreSQL. Through the product's own server, with
the forms that parents send. Nothing leaves this machine.
"""

from __future__ import annotations

import argparse
import http.client
import secrets
import sys
import threading
import time
from collections import Counter
from datetime import timedelta
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlencode

from serving import a_home, served

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests"))

PORT = 18971
PURPOSES = ("website", "social", "newspaper")
TOKEN = "a" * 32  # what Django's form guard takes, in the cookie and in the form
PATIENCE = 360  # seconds for everybody: whoever has no answer then counts as not answered
TAPS = 2


class Parent(NamedTuple):
    """One who answers: their cookie, their child, and whether they say yes."""

    cookie: str
    child: int
    yes: bool


def main() -> None:
    """Make the families, serve, answer, count."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--postgres", action="store_true", help="a private PostgreSQL instead of SQLite")
    parser.add_argument("--parents", type=int, default=1000)
    chosen = parser.parse_args()
    with a_home(PORT, postgres=chosen.postgres) as home:
        parents = _families(chosen.parents)
        with served(home, PORT):
            begun = time.perf_counter()
            statuses = _answer_all(parents)
            took = time.perf_counter() - begun
        _print(parents, statuses, took, "PostgreSQL" if chosen.postgres else "SQLite")


def _families(number: int) -> list[Parent]:
    """Two parents for each child, each of whom has come in by a link; the second of every third child says no."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import transaction
    from django.utils import timezone

    from belisha.console.access.sign_in.sealing import digest
    from belisha.console.agreements.models import HomeLink
    from cast import a_class, a_parent, a_pupil, a_school

    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    now = timezone.now()
    made = []
    with transaction.atomic():
        school = a_school()
        for place in range(number):
            if place % 2 == 0:
                child = a_pupil(school, in_class=a_class(school))
            parent = a_parent(school, of=child)
            cookie = secrets.token_urlsafe(32)
            HomeLink.objects.create(
                person=parent,
                digest=digest("home-link", cookie),
                made_at=now,
                until=now,
                used_at=now,
                visit=digest("home-visit", cookie),
                visit_until=now + timedelta(hours=2),
            )
            made.append(Parent(cookie, child.pk, place % 2 == 0 or place // 2 % 3 != 0))
    return made


def _answer_all(parents: list[Parent]) -> Counter[int]:
    """Everybody taps twice, all at one instant."""
    statuses: Counter[int] = Counter()
    threading.stack_size(256 * 1024)
    together = threading.Barrier(len(parents) * TAPS)
    until = time.monotonic() + PATIENCE

    def tap(parent: Parent) -> None:
        together.wait()
        statuses[_post(parent, until)] += 1

    threads = [threading.Thread(target=tap, args=[parent]) for parent in parents for _tap in range(TAPS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return statuses


def _post(parent: Parent, until: float) -> int:
    body = urlencode({"csrfmiddlewaretoken": TOKEN} | dict.fromkeys(PURPOSES, "yes" if parent.yes else "no"))
    headers = {
        "Cookie": f"belisha_family={parent.cookie}; csrftoken={TOKEN}",
        "Content-Type": "application/x-www-form-urlencoded",
    }
    while (left := until - time.monotonic()) > 0:  # a telephone tries again where the line is busy
        try:
            connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=left)
            connection.request("POST", f"/family/children/{parent.child}/consents/", body, headers)
            answer = connection.getresponse()
            answer.read()
            connection.close()
        except OSError:
            time.sleep(1)
            continue
        return answer.status
    return 0


def _print(parents: list[Parent], statuses: Counter[int], took: float, where: str) -> None:
    from django.db.models import Count
    from django.utils import timezone

    from belisha.console.agreements.consents.queries.permitting import may_use_many
    from belisha.console.agreements.models import ConsentAnswer
    from belisha.console.audit.models import Link
    from belisha.console.people.models import Person

    kept = ConsentAnswer.objects.count()
    groups = ConsentAnswer.objects.order_by().values("person", "about", "purpose").annotate(n=Count("pk"))
    doubled = sum(row["n"] > 1 for row in groups)
    recorded = Link.objects.filter(event="consents.answered").count()
    children = list(Person.objects.filter(pk__in={parent.child for parent in parents}).select_related("school"))
    refused = {parent.child for parent in parents if not parent.yes}
    begun = time.perf_counter()
    found = may_use_many(children, PURPOSES, timezone.localdate())
    asked = time.perf_counter() - begun
    wrong = sum(answer.allowed == (child in refused) for (child, _purpose), answer in found.items())
    wanted = len(parents) * len(PURPOSES)
    print(f"{where}: {len(parents)} parents, {TAPS} taps each, in {took:.1f} s; answers of the server {dict(statuses)}")
    print(f"  kept {kept} of {wanted}, lost {wanted - len(groups)}, doubled {doubled}; sendings on record {recorded}")
    print(f"  {len(children)} children: {wrong} wrong of {len(found)} questions, answered in {asked * 1000:.0f} ms")


if __name__ == "__main__":
    main()
