"""What the installation does by the clock."""

from __future__ import annotations

import pytest
from django.db import connection
from django.utils import timezone

from belisha.console.config.system.jobs import count_rows
from cast import a_school

pytestmark = pytest.mark.django_db

COUNTED = {
    "sqlite": "SELECT count(*) FROM sqlite_stat1 WHERE tbl = 'access_school'",
    "postgresql": "SELECT count(*) FROM pg_class WHERE relname = 'access_school' AND reltuples > 0",
}


def test_each_night_the_database_counts_its_rows_to_choose_its_ways_by() -> None:
    a_school()
    assert count_rows(timezone.now()) == ""
    with connection.cursor() as cursor:
        cursor.execute(COUNTED[connection.vendor])
        assert cursor.fetchone() > (0,)
