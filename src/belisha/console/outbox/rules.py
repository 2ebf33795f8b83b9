"""What a mail may say, and when one that could not be delivered is tried again."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["PAUSES", "WORDS", "ForbiddenWordError", "check_words", "next_try"]

# Mail is read on telephones, over shoulders and by whoever has the address by now: no child is named in one. A letter
# is given these words alone, and none of them can be a child; whoever adds a word here answers for that.
WORDS: Final = {
    "recipient": "the name of the adult whom it is sent to",
    "colleague": "the name of an adult who acted",
    "school": "the name of a school",
    "federation": "the name of the federation",
    "post": "a role, in words",
    "link": "where to read the rest, after signing in: a path of the console",
    "count": "how many",
    "days": "how many days",
    "minutes": "how many minutes",
    "day": "a date",
    "moment": "a date and time",
    "code": "a code to type in",
    "event": "what kind of thing happened, from a fixed list of ours",
}
PAUSES: Final = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240, 720, 1440))
"""How long after each failed try the next one is made. After the last it is given up."""


class ForbiddenWordError(ValueError):
    """A letter was given something that mail does not carry."""


def check_words(context: Mapping[str, object]) -> None:
    """Refuse what could name a child: words beyond WORDS, and anything but plain values. Raises ForbiddenWordError."""
    for word, value in context.items():
        if word not in WORDS:
            message = f"mail carries no {word!r}; it may say {', '.join(sorted(WORDS))}"
            raise ForbiddenWordError(message)
        if not isinstance(value, str | int | date | datetime):
            message = f"{word!r} is a {type(value).__name__}; mail takes words, numbers and dates alone"
            raise ForbiddenWordError(message)


def next_try(tries: int, now: datetime) -> datetime | None:
    """When a mail is tried again after so many failed tries; None: it is given up."""
    return now + PAUSES[tries - 1] if tries <= len(PAUSES) else None
