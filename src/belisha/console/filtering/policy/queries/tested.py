"""When the filter was last tested through the live path, for the texts that say so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from belisha.console.filtering.models.proof import ProbeRun

if TYPE_CHECKING:
    from datetime import datetime

    from belisha.console.access.models import School

__all__ = ["last_test"]


def last_test(school: School) -> datetime | None:
    """When the last whole test of a school's filter was finished; None before there was one."""
    done = ProbeRun.objects.for_school(school).filter(state=ProbeRun.State.DONE, kind=ProbeRun.Kind.FULL)
    found: datetime | None = done.order_by("-finished_at").values_list("finished_at", flat=True).first()
    return found
