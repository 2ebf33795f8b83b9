"""The database refuses to falsify the record, whoever asks it in its own language."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction

from belisha.console.audit.actions import About, check, shred
from belisha.console.audit.models import Body, Chain, Check, Link, Tombstone
from belisha.console.audit.tests.writing import DPO, NOW, write

pytestmark = pytest.mark.django_db

REFUSED = [
    "UPDATE audit_link SET actor = 'user:1' WHERE number = 2",
    "UPDATE audit_link SET digest = ''",
    "DELETE FROM audit_link WHERE number = 3",
    "UPDATE audit_body SET content = '{}'",
    "UPDATE audit_body SET salt = ''",
    "DELETE FROM audit_body",
    "UPDATE audit_chain SET length = length - 1",
    "UPDATE audit_chain SET length = 0, last = ''",
    "UPDATE audit_chain SET last = ''",
    "UPDATE audit_chain SET length = length + 1",
    "UPDATE audit_chain SET name = 'school:2'",
    "DELETE FROM audit_chain",
    "UPDATE audit_tombstone SET by_id = link_id",
    "DELETE FROM audit_tombstone",
    "UPDATE audit_check SET fault = ''",
    "DELETE FROM audit_check",
]
TABLES = ["audit_link", "audit_body", "audit_chain", "audit_tombstone", "audit_check"]


def everything() -> list[object]:
    return [sorted(model.objects.values_list()) for model in (Link, Body, Chain, Tombstone, Check)]


def refused(statement: str, words: str = "audit: ") -> None:
    before = everything()
    with pytest.raises(DatabaseError, match=words), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert everything() == before


@pytest.fixture(autouse=True)
def written() -> None:
    write(3)
    shred(chain="school:1", actor=DPO, about=About("school:1", "Oakfield"), reason="Erasure", numbers=[1])
    check(chain="school:1", now=NOW)
    connection.check_constraints()  # nothing pending stands in the way of what is tried


@pytest.mark.parametrize("statement", REFUSED)
def test_the_database_refuses(statement: str) -> None:
    refused(statement)


@pytest.mark.parametrize("table", TABLES)
def test_nothing_is_emptied_at_a_stroke(table: str) -> None:
    if connection.vendor == "postgresql":
        refused(f"TRUNCATE {table} CASCADE")
    else:
        refused(f"DELETE FROM {table}")


@pytest.mark.parametrize("table", TABLES)
def test_a_row_cannot_be_replaced_by_inserting_it_anew(table: str) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("only SQLite has INSERT OR REPLACE")
    refused(f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}")


def test_an_insertion_that_becomes_a_change_is_refused() -> None:
    refused(
        "INSERT INTO audit_chain (name, length, last) VALUES ('school:1', 0, '')"
        " ON CONFLICT (name) DO UPDATE SET length = 0, last = ''"
    )


def test_a_tombstone_needs_a_link_that_tells_of_a_shredding() -> None:
    second, third = Link.objects.filter(number__in=[2, 3]).order_by("number")
    refused(f"INSERT INTO audit_tombstone (link_id, by_id) VALUES ({second.pk}, {third.pk})", "tombstone")


def test_a_tombstone_of_another_chain_opens_nothing() -> None:
    [other] = write(1, chain="school:2")
    stone = Link.objects.get(event="audit.shredded")
    refused(f"INSERT INTO audit_tombstone (link_id, by_id) VALUES ({other.pk}, {stone.pk})", "tombstone")


def test_the_record_of_a_shredding_cannot_be_shredded() -> None:
    write(1)
    shred(chain="school:1", actor=DPO, about=About("school:1", "Oakfield"), reason="Erasure", numbers=[5])
    first, second = Link.objects.filter(event="audit.shredded").order_by("number")
    refused(f"INSERT INTO audit_tombstone (link_id, by_id) VALUES ({first.pk}, {second.pk})", "tombstone")
