"""What signed reviews prove."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from belisha.console.duties.registry import Basis, Standing, State, proves
from belisha.console.reviews.queries import status_of
from belisha.console.reviews.rules import Wanted, kinds, unmet

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from belisha.console.access.models import School

__all__: list[str] = []


def _by_review(code: str) -> Callable[[School, datetime], Standing]:
    """The proof of a duty by the last signed review of a kind."""

    def stands(school: School, now: datetime) -> Standing:
        status = status_of(school, code, now)
        link = reverse("reviews", args=[school.code])
        if status.last is None or status.last.signed_at is None:
            reason = _("“%(title)s”: nobody has signed one yet. Begin it.") % {"title": status.kind.title}
            return Standing(State.BREACHED, reason, Basis.RECORDED, link=link)
        since = status.last.signed_at
        link = reverse("review", args=[school.code, status.last.pk])
        day = {"title": status.kind.title, "day": date_format(timezone.localtime(since), "j F Y")}
        if wrong := unmet(status.kind, status.last.answers):
            found = _("“%(title)s” was signed on %(day)s with a finding: %(question)s No.") % {
                **day,
                "question": wrong[0].text,
            }
            return Standing(State.BREACHED, found, Basis.RECORDED, since, link)
        words, state = {
            Wanted.NOT_YET: (_("“%(title)s” was signed on %(day)s."), State.MET),
            Wanted.DUE: (_("“%(title)s” was signed on %(day)s; the next one is due."), State.AT_RISK),
            Wanted.OVERDUE: (_("“%(title)s” was last signed on %(day)s: the next is overdue."), State.BREACHED),
        }[status.wanted]
        return Standing(state, words % day, Basis.RECORDED, since, link)

    return stands


for _kind in kinds():
    for _duty in _kind.duties:
        proves(_duty)(_by_review(_kind.id))
