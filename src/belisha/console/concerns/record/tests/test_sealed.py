"""What was written of concerns is as it was written, or the check says so."""

from __future__ import annotations

import pytest
from django.db import connection

from belisha.console.access.roles import Role
from belisha.console.concerns.actions.writing import add_entry, correct, erase
from belisha.console.concerns.models import Entry
from belisha.console.concerns.queries.verify import verify
from belisha.console.concerns.record.tests.scene import Scene

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene() -> Scene:
    return Scene()


@pytest.fixture
def unguarded() -> None:
    """Somebody with the database in their hands has switched its guards off."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            for name in ("update", "delete"):
                cursor.execute(f"DROP TRIGGER concerns_entry_{name}")
        else:
            cursor.execute("ALTER TABLE concerns_entry DISABLE TRIGGER concerns_entry_kept")


def test_entries_corrections_and_erased_words_are_whole(scene: Scene) -> None:
    concern = scene.concern("It began")
    note = add_entry(by=scene.by(Role.DSL), concern=concern, kind=Entry.Kind.NOTE, text="Later", details={"with": "A"})
    correct(by=scene.by(Role.DSL), entry=note, text="Earlier", reason="Wrong")
    erase(by=scene.by(Role.DPO), entry=note, reason="Order of the court")
    assert verify() == (3, [])


@pytest.mark.usefixtures("unguarded")
def test_other_words_are_found_by_their_seal(scene: Scene) -> None:
    concern = scene.concern("It began")
    add_entry(by=scene.by(Role.DSL), concern=concern, kind=Entry.Kind.NOTE, text="He did it")
    Entry.objects.filter(text="He did it").update(text="She did it")
    (broken,) = verify().broken
    assert str(broken) == f"Entry 2 of concern {concern.reference}: its words were altered."


@pytest.mark.usefixtures("unguarded")
def test_words_with_a_new_seal_are_found_by_the_record(scene: Scene) -> None:
    scene.concern("It began")
    Entry.objects.update(seal="0" * 64)
    assert "another than the record" in verify().broken[0].wrong


@pytest.mark.usefixtures("unguarded")
def test_an_entry_emptied_by_hand_or_taken_away_is_missed(scene: Scene) -> None:
    one, two = scene.concern("It began"), scene.concern("It went on")
    erased_at = one.reported_at
    Entry.objects.filter(concern=one).update(text="", details={}, salt="", erased_at=erased_at)
    Entry.objects.filter(concern=two).delete()
    assert [(each.reference, each.number) for each in verify().broken] == [(one.reference, 1), (two.reference, 0)]
