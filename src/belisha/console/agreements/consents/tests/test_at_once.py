"""Answers that arrive at one instant: nothing is lost and nothing doubled. bench/parents.py does it with a thousand."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest
from django.db import connection

from belisha.console.agreements.consents.tests.scene import a_family, says
from belisha.console.agreements.models import ConsentAnswer

if TYPE_CHECKING:
    from belisha.console.people.models import Person

pytestmark = pytest.mark.django_db(transaction=True)

TAPS = 6


def test_taps_at_one_instant_are_one_answer_of_each_parent() -> None:
    if connection.vendor == "sqlite":
        pytest.skip("the tests' database in memory knows one thread at a time: bench/parents.py asks a real one")
    family = a_family()
    faults: list[BaseException] = []
    together = threading.Barrier(TAPS)

    def tap(person: Person) -> None:
        try:
            together.wait(10)
            says(person, family.child, "website", yes=True)
        except BaseException as error:  # noqa: BLE001 - looked at below, in the thread of the test
            faults.append(error)
        finally:
            connection.close()

    people = [family.mother, family.father] * (TAPS // 2)
    threads = [threading.Thread(target=tap, args=[person]) for person in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    assert sorted(ConsentAnswer.objects.values_list("person", "number", "yes")) == sorted(
        (person.pk, 1, True) for person in (family.mother, family.father)
    )
