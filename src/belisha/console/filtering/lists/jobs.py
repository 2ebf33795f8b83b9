"""Jobs in the background: newer lists, and a new index of what was agreed."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils import timezone
from django_tasks import task

from belisha.console.access.models import User
from belisha.console.filtering.lists.actions import note_lists, note_outcomes, write_corrections
from belisha.console.filtering.lists.running import NotCompiledError, compile_index, fetch

if TYPE_CHECKING:
    from datetime import datetime

__all__ = ["bring_newer", "compile_corrections", "update_lists"]


@task
def update_lists(only: str, user: int | None) -> str:
    """Fetch newer editions, compile what came, and note how all lists stand."""
    return bring_newer(timezone.now(), only, User.objects.filter(pk=user).first() if user else None)


@task
def compile_corrections() -> str:
    """Compile an index with the corrections that were agreed."""
    write_corrections()
    digest = compile_index(settings.HOME)
    note_lists(timezone.now())
    return digest


def bring_newer(now: datetime, only: str = "", user: User | None = None) -> str:
    """The same by the clock; what it did, in words. What could not be fetched leaves the list in use."""
    try:
        outcomes = fetch(settings.HOME, only)
    except (OSError, ValueError, KeyError, subprocess.SubprocessError) as error:
        text = f"the lists could not be asked for: {type(error).__name__}"
        outcomes = [{"list": only or "all", "result": "failed", "message": text, "before": 0, "after": 0}]
    taken = note_outcomes(outcomes=outcomes, now=now, user=user)
    if write_corrections() or taken:
        compile_index(settings.HOME)
    note_lists(now)
    return f"{taken} newer lists" if taken else ""


__all__ += ["NotCompiledError"]
