"""First passwords on their way to their owners: shown and printed by whoever made them, for a quarter of an hour.

They lie encrypted in that one session and nowhere else, until it says "done", signs out, or the time is over.
"""

from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from django.utils import timezone

from belisha.console.access.accounts.actions.opening import FirstPassword
from belisha.console.access.sign_in.sealing import SealError, opened, sealed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.http import HttpRequest

    from belisha.console.access.models import School

__all__ = ["forget", "hand_over", "handed_over"]

KEY: Final = "first-passwords"
KEPT_FOR: Final = timedelta(minutes=15)


def hand_over(request: HttpRequest, school: School, passwords: Sequence[FirstPassword]) -> None:
    """Keep first passwords for the page that shows them; those of an earlier time are forgotten."""
    rows = [list(password) for password in passwords]
    request.session[KEY] = sealed(json.dumps({"school": school.pk, "at": timezone.now().timestamp(), "rows": rows}))


def handed_over(request: HttpRequest, school: School) -> list[FirstPassword]:
    """What is to be shown; nothing when the time is over or it was said to be done."""
    try:
        kept = json.loads(opened(request.session.get(KEY, "")))
    except (SealError, ValueError):
        return []
    if kept["school"] != school.pk or timezone.now().timestamp() - kept["at"] > KEPT_FOR.total_seconds():
        forget(request)
        return []
    return [FirstPassword(*row) for row in kept["rows"]]


def forget(request: HttpRequest) -> None:
    """They have been given out."""
    request.session.pop(KEY, None)
