"""When what was decided for a named person is looked at again."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

__all__ = ["MOST_REVIEW_DAYS", "REVIEW_AFTER"]

REVIEW_AFTER: Final = timedelta(days=90)  # about a term, where nobody says a day: duty filtering.vulnerable-access
MOST_REVIEW_DAYS: Final = 366  # nothing about a child is decided for longer than a year
