"""Many sign at one instant, each twice: nothing is lost or doubled. A thousand at once: bench/signatures.py."""

from __future__ import annotations

import threading

import pytest
from django.db import connection, connections

from agreements_scene import issued
from belisha.console.access.acting import By
from belisha.console.agreements.models import Signature
from belisha.console.agreements.signing.actions.signatures import sign
from belisha.console.agreements.signing.queries.whole import broken
from cast import a_school, a_teacher

THREADS, EACH = 8, 10


@pytest.mark.django_db(transaction=True)
def test_two_taps_at_one_instant_are_one_signature() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite in memory is one connection's: the bench has it in a file")
    school = a_school()
    agreement = issued(school, "staff")
    people = [a_teacher(school) for _each in range(EACH)]
    made: list[int] = []

    def taps() -> None:
        for person in people:
            row = sign(by=By(person.user), person=person, agreement=agreement, form="plain", way="own")
            made.append(row.pk)
        connections.close_all()

    threads = [threading.Thread(target=taps) for _each in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(made) == THREADS * EACH
    assert Signature.objects.count() == EACH == len(set(made))
    assert broken(school) == []
