"""What comes on the table of a meeting, and to which duty something belongs that is done about it. No database."""

from __future__ import annotations

from typing import Final, NamedTuple

__all__ = ["DUTY_OF", "OF_A_KIND", "Proposed"]

OF_A_KIND: Final = 8  # at most: a meeting is no list
# what is done about something that is no duty belongs to the duty that asks for it
DUTY_OF: Final = {
    "review": "governance.practice-audit",
    "technology": "services.tech-risk-assessments",
    "plan": "governance.practice-audit",
    "standard": "governance.annual-review",
    "other": "governance.stakeholder-input",
}


class Proposed(NamedTuple):
    """Something that Belisha puts on the table: its kind, its words, why, the page, and the duty it belongs to."""

    kind: str
    title: str
    why: str
    link: str
    duty: str
