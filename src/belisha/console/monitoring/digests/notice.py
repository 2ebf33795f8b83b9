"""What pupils' pages say of monitoring, in school hours and outside them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _

from belisha.console.access.settings.queries import value_of
from belisha.console.monitoring.alerts.declared import OUT_OF_HOURS_WORDS
from belisha.console.monitoring.alerts.queries.board import times_of
from belisha.console.monitoring.alerts.rules import is_school_time
from belisha.console.monitoring.digests.declared import NOTICE, SHOWN

if TYPE_CHECKING:
    from belisha.console.access.models import School

__all__ = ["pupils_notice"]


def pupils_notice(school: School | None) -> dict[str, object]:
    """For the page: `watched`, whether they are told; `night_words`, what is said outside school hours."""
    if school is None:
        return {"watched": True, "night_words": ""}
    now = timezone.now()
    shown = value_of(school, NOTICE) == SHOWN
    if is_school_time(times_of(school, timezone.localdate(now)), now):
        return {"watched": shown, "night_words": ""}
    words = value_of(school, OUT_OF_HOURS_WORDS).strip()
    otherwise = _("School is closed now. A grown-up at school may not see it before the next school day.")
    return {"watched": shown, "night_words": words or otherwise}
