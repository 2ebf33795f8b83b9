"""An entry is kept while it is typed, so that neither a power cut nor a hidden screen loses it."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from django.db import transaction
from django.utils import timezone

from belisha.console.concerns.actions.writing import check_may_see
from belisha.console.concerns.models import EntryDraft

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from belisha.console.access.acting import By
    from belisha.console.concerns.models import Concern

__all__ = ["forget_old", "keep_entry", "throw_away"]

FIELD: Final = re.compile(r"[a-z]+(_[a-z0-9]+)*(-[0-9a-z_-]+)?\Z")
LEFT_OUT: Final = {"csrfmiddlewaretoken", "send"}
MOST_FIELDS: Final = 160
MOST_LETTERS: Final = 20_000  # of one field
KEPT_DAYS: Final = 30


def keep_entry(*, by: By, concern: Concern, form: str, typed: Mapping[str, str]) -> None:
    """Keep what somebody typed so far, for them alone; nothing typed, nothing kept. Raises NotAllowedError."""
    check_may_see(by, concern)
    cleaned = {
        name: value.encode("utf-8", "replace").decode().replace("\0", " ")[:MOST_LETTERS]
        for name, value in list(typed.items())[:MOST_FIELDS]
        if FIELD.match(name) and name not in LEFT_OUT and value.strip()
    }
    with transaction.atomic():
        if cleaned:
            EntryDraft.objects.update_or_create(
                user=by.user, concern=concern, form=form, defaults={"typed": cleaned, "saved_at": timezone.now()}
            )
        else:
            throw_away(by=by, concern=concern, form=form)


def throw_away(*, by: By, concern: Concern, form: str) -> None:
    """Forget what somebody typed: it was written, or is not wanted."""
    EntryDraft.objects.filter(user=by.user, concern=concern, form=form).delete()


def forget_old(now: datetime) -> int:
    """Forget what nobody went on with for a month; how many. For the night."""
    old = EntryDraft.objects.filter(saved_at__lt=now - timedelta(days=KEPT_DAYS))
    return old.delete()[0]
