"""What the daily page of the technician says of the machines: neither app knows the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from belisha.console.filtering.coverage.queries import look_of, wanting_at
from belisha.console.filtering.coverage.rules import LOOK_STALE
from belisha.console.monitoring.digests.queries import HEALTH, Fact

if TYPE_CHECKING:
    from datetime import datetime

    from belisha.console.access.models import School

__all__ = ["coverage"]


def coverage(school: School, now: datetime) -> list[Fact]:
    """Devices, networks and gateways: what should be heard of and is not."""
    link, look = reverse("filter-coverage", args=[school.code]), look_of(school)
    title = _("Devices, networks and gateways")
    if look is None or look.at is None or now - look.at > LOOK_STALE:
        return [Fact(title, "bad", _("Nobody has looked lately what goes past the filter."), link)]
    wanting = wanting_at(school, timezone.localdate(now))
    if wanting.red:
        return [
            Fact(title, "bad", _("Things that may go unseen: %(n)s.") % {"n": wanting.red}, f"{link}?state=wanting")
        ]
    if wanting.amber:
        words = _("Seen, but not whose: %(n)s.") % {"n": wanting.amber}
        return [Fact(title, "risk", words, f"{link}?state=wanting")]
    return [Fact(title, "good", _("Everything that should be heard of was."), link)]


HEALTH["coverage"] = coverage
