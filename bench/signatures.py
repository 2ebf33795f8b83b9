"""1,000 people sign at once, each by two taps at one instant; and 450 pupils sign class by class on a device each.

`.venv/bin/python bench/signatures.py`: SQLite; `--postgres`: a private PostgreSQL. By the product's own server, with
the forms that people send. Nothing leaves this machine.
"""

from __future__ import annotations

import argparse
import http.client
import re
import sys
import threading
import time
from collections import Counter
from http import HTTPStatus
from pathlib import Path
from urllib.parse import urlencode

from serving import a_home, served

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests"))

PORT = 18972
TOKEN = "a" * 32  # what Django's form guard takes, in the cookie and in the form
PATIENCE = 600  # seconds
TAPS = 2
CLASSES, CHILDREN = 15, 30
CHILD = re.compile(r'href="(/class/[0-9a-f]{32}/\d+/)"')


def main() -> None:
    """Make the people, serve, sign, count."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--postgres", action="store_true", help="a private PostgreSQL instead of SQLite")
    parser.add_argument("--people", type=int, default=1000)
    chosen = parser.parse_args()
    with a_home(PORT, postgres=chosen.postgres) as home:
        pages, classes = _people(chosen.people)
        where = "PostgreSQL" if chosen.postgres else "SQLite"
        with served(home, PORT):
            begun = time.perf_counter()
            statuses = _all_at_once(pages)
            took = time.perf_counter() - begun
            morning = _morning(classes)
        _print(chosen.people, statuses, took, where)
        print(
            f"  {CLASSES} classes of {CHILDREN} signed on {CLASSES} devices in {morning:.1f} s: {_pupils()} signatures"
        )


def _people(number: int) -> tuple[list[str], list[str]]:
    """The pages on which staff sign by a link, and the pages of classes that are open for signing."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import transaction

    from agreements_scene import issued
    from belisha.console.access.acting import By
    from belisha.console.access.roles import Role
    from belisha.console.agreements.signing.actions.sittings import link_for, open_class
    from cast import a_class, a_pupil, a_school, a_teacher, somebody

    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    by = By(None, system="bench")
    with transaction.atomic():
        school = a_school()
        staff, pupils = issued(school, "staff"), issued(school, "pupil-ks1")
        pages = [f"/sign/{link_for(by=by, person=a_teacher(school)).token}/{staff.pk}/" for _one in range(number)]
        classes = []
        for place in range(CLASSES):
            group = a_class(school, f"1 Tree {place}", "year-1")
            for _child in range(CHILDREN):
                a_pupil(school, in_class=group)
            head = By(somebody(school, Role.SLT))
            classes.append(f"/class/{open_class(by=head, school=school, group=group, explained=True).token}/")
        assert pupils.pk
    return pages, classes


def _all_at_once(pages: list[str]) -> Counter[int]:
    """Everybody taps twice, all at one instant."""
    statuses: Counter[int] = Counter()
    threading.stack_size(256 * 1024)
    together = threading.Barrier(len(pages) * TAPS)

    def tap(page: str) -> None:
        together.wait()
        statuses[_ask(page, {"form": "plain", "promise": "on"})[0]] += 1

    _run([threading.Thread(target=tap, args=[page]) for page in pages for _tap in range(TAPS)])
    return statuses


def _morning(classes: list[str]) -> float:
    """Each class on its own device: a child taps the picture, reads, signs; then the next one. Seconds for all."""

    def one_class(grid: str) -> None:
        status, text = _ask(grid)
        if status != HTTPStatus.OK:
            print(f"  a class's page answered {status}")
        for child in CHILD.findall(text):
            _ask(child)
            _ask(child, {"form": "pictures", "promise": "on"})

    begun = time.perf_counter()
    _run([threading.Thread(target=one_class, args=[grid]) for grid in classes])
    return time.perf_counter() - begun


def _run(threads: list[threading.Thread]) -> None:
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def _ask(page: str, sent: dict[str, str] | None = None) -> tuple[int, str]:
    """Status and text of a page; with a form, what became of it."""
    body = urlencode({"csrfmiddlewaretoken": TOKEN} | sent) if sent else None
    headers = {"Cookie": f"csrftoken={TOKEN}", "Content-Type": "application/x-www-form-urlencoded"}
    for _try in range(5):  # a device tries again where the line is busy
        try:
            connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=PATIENCE)
            connection.request("POST" if sent else "GET", page, body, headers)
            answer = connection.getresponse()
            text = answer.read().decode()
            connection.close()
        except OSError:
            time.sleep(1)
            continue
        return answer.status, text
    return 0, ""


def _print(people: int, statuses: Counter[int], took: float, where: str) -> None:
    from django.db.models import Count

    from belisha.console.access.models import School
    from belisha.console.agreements.models import Signature
    from belisha.console.agreements.signing.queries.whole import broken
    from belisha.console.audit.models import Link

    staff = Signature.objects.filter(agreement__kind="staff")
    doubled = staff.order_by().values("person").annotate(n=Count("pk")).filter(n__gt=1).count()
    recorded = Link.objects.filter(event="agreements.signed").count()
    print(f"{where}: {people} people, {TAPS} taps each, in {took:.1f} s; answers of the server {dict(statuses)}")
    print(f"  kept {staff.count()}, lost {people - staff.count()}, doubled {doubled}; signatures on record {recorded}")
    print(f"  not whole: {sum(len(broken(school)) for school in School.objects.all())}")


def _pupils() -> int:
    from belisha.console.agreements.models import Signature

    return Signature.objects.filter(agreement__kind="pupil-ks1").count()


if __name__ == "__main__":
    main()
