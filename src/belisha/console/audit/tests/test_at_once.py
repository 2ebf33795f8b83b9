"""Many at once: a chain is never broken, however its links are added."""

from __future__ import annotations

import subprocess
import sys
import textwrap
import threading
from typing import TYPE_CHECKING

import pytest
from django.db import connection, connections, transaction

from belisha.console.audit.actions import About, record
from belisha.console.audit.models import Link
from belisha.console.audit.queries import verify
from belisha.console.audit.tests.writing import DPO, JOINED, write

if TYPE_CHECKING:
    from pathlib import Path

THREADS, EACH = 8, 12
SCRIPT = f"""
import threading
import django
django.setup()
from django.core.management import call_command
from django.db import connections
call_command("migrate", "audit", verbosity=0)
from belisha.console.audit.tests.writing import write
from belisha.console.audit.queries import verify
def some():
    for _ in range({EACH}):
        write(1)
    connections.close_all()
threads = [threading.Thread(target=some) for _ in range({THREADS})]
[thread.start() for thread in threads]
[thread.join() for thread in threads]
print(verify("school:1"))
"""


@pytest.mark.django_db(transaction=True)
def test_threads_on_postgresql_never_break_a_chain() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite in memory is one connection's: the next test has it in a file")

    def some() -> None:
        for _ in range(EACH):
            write(1)
        connections.close_all()

    threads = [threading.Thread(target=some) for _ in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert verify("school:1")[1::2] == (THREADS * EACH, None)


def test_threads_on_sqlite_never_break_a_chain(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(SCRIPT)],
        env={"BELISHA_HOME": str(tmp_path), "DJANGO_SETTINGS_MODULE": "belisha.console.config.settings"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert f"length={THREADS * EACH}," in done.stdout, done.stderr
    assert "fault=None" in done.stdout


@pytest.mark.django_db(transaction=True)
def test_outside_a_transaction_nothing_is_recorded() -> None:
    with pytest.raises(transaction.TransactionManagementError, match=r"test\.joined"):
        record(JOINED, chain="school:1", actor=DPO, about=About("person:9", "Amy Hill"))
    assert not Link.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_what_is_done_after_a_transaction_records_in_one_of_its_own() -> None:
    with transaction.atomic():
        transaction.on_commit(lambda: write(1))
        write(1)
    assert [link.number for link in Link.objects.order_by("number")] == [1, 2]
    assert verify("school:1").fault is None


@pytest.mark.django_db(transaction=True)
def test_a_change_that_is_taken_back_leaves_no_link_and_no_gap() -> None:
    write(1)
    with transaction.atomic():
        write(1)
        transaction.set_rollback(True)
    write(1)
    assert verify("school:1")[1::2] == (2, None)
