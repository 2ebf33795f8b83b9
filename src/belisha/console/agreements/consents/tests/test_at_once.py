"""Fifty taps at one instant: nothing is lost and nothing doubled. bench/parents.py does it with a thousand parents."""

from __future__ import annotations

import sqlite3
import threading
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING

import pytest
from django.db import connection, connections

from belisha.console.agreements.consents.tests.scene import a_family, says
from belisha.console.agreements.models import ConsentAnswer

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from belisha.console.people.models import Person

pytestmark = pytest.mark.django_db(transaction=True)

TAPS = 50


@contextmanager
def kept_in_a_file(folder: Path) -> Iterator[None]:
    """SQLite's database of the tests lies in memory for one thread: the others get a copy in a file, as at schools."""
    if connection.vendor != "sqlite":
        yield
        return
    file, settings = folder / "at-once.sqlite3", connections.settings["default"]
    before = settings["NAME"]
    with closing(sqlite3.connect(file)) as copy:
        connection.connection.backup(copy)
        copy.execute("PRAGMA journal_mode=WAL")
    settings["NAME"] = str(file)
    try:
        yield
        with closing(sqlite3.connect(file)) as copy:
            copy.backup(connection.connection)
    finally:
        settings["NAME"] = before


def test_taps_at_one_instant_are_one_answer_of_each_parent(tmp_path: Path) -> None:
    family = a_family()
    faults: list[BaseException] = []
    together = threading.Barrier(TAPS)

    def tap(person: Person) -> None:
        try:
            together.wait(30)
            says(person, family.child, "website", yes=True)
        except BaseException as error:  # noqa: BLE001 - looked at below, in the thread of the test
            faults.append(error)
        finally:
            connection.close()

    people = [family.mother, family.father] * (TAPS // 2)
    with kept_in_a_file(tmp_path):
        threads = [threading.Thread(target=tap, args=[person]) for person in people]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert faults == []
    assert sorted(ConsentAnswer.objects.values_list("person", "number", "yes")) == sorted(
        (person.pk, 1, True) for person in (family.mother, family.father)
    )
