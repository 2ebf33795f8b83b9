"""When what was decided for a named person is looked at again."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

__all__ = ["DUE_SOON", "MOST_REVIEW_DAYS", "REVIEW_AFTER", "TEST_DATE_AGES", "TEST_DATE_IS_OLD"]

REVIEW_AFTER: Final = timedelta(days=90)  # about a term, where nobody says a day: duty filtering.vulnerable-access
MOST_REVIEW_DAYS: Final = 366  # nothing about a child is decided for longer than a year
DUE_SOON: Final = timedelta(days=14)
TEST_DATE_AGES: Final = timedelta(days=45)  # half a term: leaders have the filter checked each half term
TEST_DATE_IS_OLD: Final = timedelta(days=91)  # a term
