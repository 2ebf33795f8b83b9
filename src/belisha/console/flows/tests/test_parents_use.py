"""What parents see of internet use: how much on which day, of their own child alone, and each look is on record."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.utils import timezone

from belisha.activity.lookups import lookups
from belisha.activity.tests.written import Journal, line
from belisha.console.flows import parents_use
from belisha.console.people.rules.codes import person_code
from cast import a_pupil, a_school

if TYPE_CHECKING:
    from pathlib import Path

    from pytest_django.fixtures import SettingsWrapper

pytestmark = pytest.mark.django_db


def test_a_parent_sees_how_much_and_nothing_else(
    tmp_path: Path, settings: SettingsWrapper, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.HOME = tmp_path / "home"
    monkeypatch.setattr(parents_use, "lawful_at", lambda _school: True)
    school = a_school("oak")
    child, other = a_pupil(school), a_pupil(school)
    journal = Journal(settings.HOME)
    day = timezone.localdate() - timedelta(days=2)
    for minute, verdict in enumerate(("allow", "allow", "block")):
        for one in (child, other):
            person = person_code(one.pk)
            journal.write(line(f"{day} 09:{minute:02d}:00", person=person, verdict=verdict, school="oak"))
    journal.write(line(f"{day - timedelta(days=30)} 09:00:00", person=person_code(child.pk), school="oak"))
    assert parents_use.last_week(child, timezone.localdate(), "Meg Bell") == [(day, 3, 1)]
    look = next(iter(lookups(settings.HOME)))
    assert (look.by, look.subject) == ("Meg Bell", person_code(child.pk))


def test_without_a_record_of_the_look_nothing_is_shown(
    tmp_path: Path, settings: SettingsWrapper, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.HOME = tmp_path / "home"
    Journal(settings.HOME)
    child = a_pupil(a_school("oak"))
    monkeypatch.setattr(parents_use, "lawful_at", lambda _school: True)

    def full(*_given: object) -> None:
        raise OSError

    monkeypatch.setattr(parents_use, "record_lookup", full)
    assert parents_use.last_week(child, timezone.localdate(), "Meg Bell") is None
    monkeypatch.setattr(parents_use, "record_lookup", lambda *_given: None)
    monkeypatch.setattr(parents_use, "lawful_at", lambda _school: False)
    assert parents_use.last_week(child, timezone.localdate(), "Meg Bell") is None, "monitoring may not go on"
