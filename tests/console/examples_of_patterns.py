"""What the addresses of pages about patterns of concerns take."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from belisha.console.access.acting import By
from belisha.console.concerns.patterns.actions import Lesson, note
from belisha.console.concerns.patterns.rules import Rise

if TYPE_CHECKING:
    from belisha.console.access.models import School, User


def a_lesson(school: School, _member: User) -> dict[str, Any]:
    lesson = Lesson("Tell, keep, block", timezone.localdate() + timedelta(days=20))
    by, rise = By(None, system="tests"), Rise("category", "bullying", 4, 1)
    return {"number": note(by=by, school=school, rise=rise, words="Year 5 chat", lesson=lesson).pk}


PATTERNS = {"concern-lesson-taught": a_lesson}
