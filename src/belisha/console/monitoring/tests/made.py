"""Findings as they are brought in, for tests."""

from __future__ import annotations

from datetime import timedelta
from itertools import count
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from belisha.console.monitoring.alerts.actions.bringing import bring
from belisha.console.monitoring.alerts.model import Sent
from belisha.console.monitoring.alerts.rules import CAUTION, DANGER
from belisha.console.people.rules.codes import person_code

if TYPE_CHECKING:
    from datetime import datetime

    from belisha.console.access.models import School
    from belisha.console.monitoring.models import Alert
    from belisha.console.people.models import Person

_numbers = count(1)


def a_sent(level: int = DANGER, *, text: str = "how to hurt myself", about: Person | None = None, **given: Any) -> Sent:
    """A finding: of somebody on the register, else of a laptop that nobody else has."""
    number = next(_numbers)
    at: datetime = given.get("last") or timezone.now()
    code = person_code(about.pk) if about else ""
    seen = {
        "text": text,
        "at": at.isoformat(),
        "kind": "search",
        "verdict": "block",
        "times": 1,
        "level": level,
        "sentence": f"“{text}” says so.",
        "rule": "means",
        "version": "3",
    }
    return Sent(
        **{
            "finding": f"F-{number:010}",
            "told": at.isoformat() if level == DANGER else "",
            "person": code,
            "who": code or f"laptop-{number}",
            "name": about.name if about else f"Laptop {number}",
            "group": "4-oak",
            "device": "",
            "address": "10.1.0.7",
            "theme": "suicide-and-self-harm",
            "level": level,
            "first": at - timedelta(minutes=2),
            "last": at,
            "seen": [seen],
            "weighs": ["Blocked 3 times, and tried again."],
            "raised": False,
            "versions": ["3"],
        }
        | given
    )


def an_alert(school: School, level: int = CAUTION, *, about: Person | None = None, **given: Any) -> Alert:
    """An alert that came in just now, handed on if it is danger."""
    made = bring(school=school, sent=a_sent(level, about=about, **given), now=timezone.now(), mail=level == DANGER)
    assert made
    return made
