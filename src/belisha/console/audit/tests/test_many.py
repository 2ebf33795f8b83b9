"""Many deeds at once make the same chain as one after the other."""

from __future__ import annotations

import pytest
from django.db import transaction

from belisha.console.audit.actions import About, Deed, record_many
from belisha.console.audit.models import Link
from belisha.console.audit.queries import verify
from belisha.console.audit.tests.writing import DPO, JOINED, write

pytestmark = pytest.mark.django_db


def test_many_deeds_at_once_follow_one_another_in_a_whole_chain() -> None:
    write(1)
    with transaction.atomic():
        record_many(
            [Deed(JOINED, About(f"person:{n}", f"P {n}"), after={"n": n}) for n in range(5)],
            chain="school:1",
            actor=DPO,
        )
    write(1)
    assert verify("school:1")[1::2] == (7, None)
    assert Link.objects.get(chain="school:1", number=4).body.content["after"] == {"n": 2}


def test_nothing_to_record_adds_nothing() -> None:
    with transaction.atomic():
        record_many([], chain="school:1", actor=DPO)
    assert not Link.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_many_deeds_outside_a_transaction_are_refused() -> None:
    with pytest.raises(transaction.TransactionManagementError):
        record_many([Deed(JOINED, About("person:1", "P"))], chain="school:1", actor=DPO)
