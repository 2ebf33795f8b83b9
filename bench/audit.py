"""How quickly the record is written and verified, and how quickly its pages answer: SQLite and PostgreSQL.

`.venv/bin/python bench/audit.py` writes a record of 200,000 links (`--links`) into a new database of each kind and
prints one table. PostgreSQL is a private one, started and ended here.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "tests"))
ONE_BY_ONE = 500
CHAIN = "school:1"


def fill(links: int) -> None:
    """Links with bodies as `record` makes them, added in bulk: what is measured is the reading."""
    from django.db import transaction  # noqa: PLC0415 - Django is set up by now
    from django.utils import timezone  # noqa: PLC0415

    from belisha.console.audit.chain import Facts, digest_of, seal_of, text_of  # noqa: PLC0415
    from belisha.console.audit.models import Body, Chain, Link  # noqa: PLC0415

    last, begun = "", timezone.now().timestamp() - links * 60
    Chain.objects.create(name=CHAIN)
    for start in range(1, links + 1, 10_000):
        made, bodies = [], []
        for number in range(start, min(start + 10_000, links + 1)):
            who, what, whom = f"user:{number % 300}", f"people.{'abcdefghij'[number % 10]}", f"person:{number % 5000}"
            content = {
                "actor": f"Somebody Number {number % 300}", "role": "head", "address": "10.0.0.7", "reason": "",
                "about": f"Person Number {number % 5000}", "before": {"year": "year-3"}, "after": {"year": "year-4"},
            }  # fmt: skip
            text = text_of(content)
            at = timezone.datetime.fromtimestamp(begun + number * 60, timezone.get_default_timezone())
            facts = Facts(CHAIN, number, at, what, who, whom, seal_of("0" * 32, text), last)
            last = digest_of(facts)
            made.append(Link(pk=number, **facts._asdict(), digest=last))
            bodies.append(Body(link_id=number, salt="0" * 32, content=content))
        with transaction.atomic():
            Link.objects.bulk_create(made, batch_size=500)
            Body.objects.bulk_create(bodies, batch_size=500)
            Chain.objects.filter(name=CHAIN).update(length=made[-1].number, last=last)
    if transaction.get_connection().vendor == "postgresql":
        with transaction.get_connection().cursor() as cursor:
            cursor.execute("SELECT setval(pg_get_serial_sequence('audit_link', 'id'), %s)", [links])
            cursor.execute("ANALYZE")


def verified(links: int) -> dict[str, float]:
    """Links a second, the best of three; by the clock, and by our own processor time, less slowed by a busy machine."""
    from belisha.console.audit.queries import verify  # noqa: PLC0415

    rounds, processor = [], []
    for _ in range(3):
        begun, worked = time.perf_counter(), time.process_time()
        found = verify(CHAIN)
        rounds.append(time.perf_counter() - begun)
        processor.append(time.process_time() - worked)
        if found.fault or found.length != links:
            raise SystemExit(f"not whole: {found}")
    return {"verify, links/s": links / min(rounds), "verify, links/s of processor": links / min(processor)}


def recorded() -> float:
    """Links a second, each in a transaction of its own."""
    from django.db import transaction  # noqa: PLC0415

    from belisha.console.audit.actions import About, Actor, record  # noqa: PLC0415
    from belisha.console.audit.events import EventKind  # noqa: PLC0415

    kind, who, whom = EventKind("people.a", "a"), Actor("user:1", "Head"), About("person:1", "Amy")
    begun = time.perf_counter()
    for number in range(ONE_BY_ONE):
        with transaction.atomic():
            record(kind, chain=CHAIN, actor=who, about=whom, after={"year": number})
    return ONE_BY_ONE / (time.perf_counter() - begun)


def pages() -> dict[str, float]:
    """Milliseconds to gather the entries of one page of the viewer, the median of nine."""
    from datetime import timedelta  # noqa: PLC0415

    from django.utils import timezone  # noqa: PLC0415

    from belisha.console.access.models import Federation, School  # noqa: PLC0415
    from belisha.console.auditing.queries import Looking, entries  # noqa: PLC0415

    federation = Federation.objects.create(name="Bench")
    school = School.objects.create(pk=1, federation=federation, code="bench", name="Bench")
    middle = timezone.localdate() - timedelta(days=30)
    asked = {
        "newest": Looking(),
        "one kind of event": Looking(kind="people.c"),
        "a kind that never was": Looking(kind="people.never"),
        "one person acting": Looking(who="user:17"),
        "about one person": Looking(about="person:204"),
        "one kind by one who never did it": Looking(kind="people.c", who="user:17"),
        "a week": Looking(first=middle, last=middle + timedelta(days=7)),
        "a frequent word": Looking(text="number"),
        "a word that is nowhere": Looking(text="nowhere"),
    }
    took = {}
    for name, looking in asked.items():
        rounds = []
        for _ in range(9):
            begun = time.perf_counter()
            entries(school, looking)
            rounds.append(time.perf_counter() - begun)
        took[f"page, {name}, ms"] = statistics.median(rounds) * 1000
    begun = time.perf_counter()
    entries(school, Looking(), 1000)
    return took | {"page, the oldest, ms": (time.perf_counter() - begun) * 1000}


def measure(links: int) -> dict[str, float]:
    """All figures of one database."""
    import django  # noqa: PLC0415

    django.setup()
    from django.core.management import call_command  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    fill(links)
    return {**verified(links), "record, links/s": recorded(), **pages()}


def one(home: str, database: str, links: int) -> dict[str, float]:
    """The same in a process of its own."""
    env = os.environ | {
        "BELISHA_HOME": home, "BELISHA_DATABASE": database, "DJANGO_SETTINGS_MODULE": "belisha.console.config.settings",
    }  # fmt: skip
    done = subprocess.run(
        [sys.executable, __file__, "--inside", "--links", str(links)],
        env=env, stdout=subprocess.PIPE, text=True, check=True,
    )  # fmt: skip
    return dict(json.loads(done.stdout.splitlines()[-1]))


def main() -> None:
    """Measure both, print one table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--links", type=int, default=200_000)
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.inside:
        print(json.dumps(measure(asked.links)))
        return
    from private_postgres import PrivatePostgres  # noqa: PLC0415

    with tempfile.TemporaryDirectory(prefix="bench-audit.") as folder:
        Path(folder).chmod(0o755)
        found = {"SQLite": one(folder + "/sqlite", "", asked.links)}
        server = PrivatePostgres(Path(folder) / "pg")
        server.start()
        try:
            found["PostgreSQL"] = one(folder + "/pg-home", server.address(), asked.links)
        finally:
            server.stop()
    print(f"{asked.links:,} links".ljust(44), *(name.rjust(12) for name in found))
    for what in found["SQLite"]:
        print(what.ljust(44), *(f"{each[what]:12,.0f}" for each in found.values()))


if __name__ == "__main__":
    main()
