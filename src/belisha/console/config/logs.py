"""What reaches the log: never what a link or a card holds that lets somebody in."""

from __future__ import annotations

import logging
import re
from typing import Final

__all__ = ["WithoutKeys", "without_keys"]

# a card of the youngest, a link to a new password
KEYS: Final = re.compile(r"(/class-sign-in/card/|/password/reset/key/)[^/\s]+")


def without_keys(text: str) -> str:
    """A text with what lets somebody in taken out of every address in it."""
    return KEYS.sub(r"\1(left out)", text)


class WithoutKeys(logging.Filter):
    """Takes keys out of the addresses of requests that went wrong: Django logs those."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Every record passes, without keys."""
        record.msg = without_keys(record.getMessage())
        record.args = None
        return True
