"""First migrations make all tables of an app in one go, and nothing but tables."""

from __future__ import annotations

from importlib import import_module

import pytest
from django.apps import apps
from django.db.migrations import RunSQL
from django.db.migrations.state import ProjectState

from belisha.console.first_tables import FirstTables

OURS = [each for each in apps.get_app_configs() if each.name.startswith("belisha.") and list(each.get_models())]


@pytest.mark.parametrize("app", OURS, ids=[each.label for each in OURS])
def test_the_first_migration_of_an_app_makes_its_tables_in_one_go(app) -> None:
    made = import_module(f"{app.name}.migrations.0001_initial").Migration
    assert issubclass(made, FirstTables), "run deploy/fold_migration.py over it"


def test_anything_but_tables_is_refused() -> None:
    migration = FirstTables("0001_initial", "people")
    migration.operations = [RunSQL("SELECT 1")]
    with pytest.raises(TypeError, match="later migration"):
        migration.apply(ProjectState(), None)
