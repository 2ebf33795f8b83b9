"""What work on concerns registers: each concern that comes in gets a clock and steps; what is merged keeps its work."""

from __future__ import annotations

from belisha.console.concerns.hooks import when_concern_is_reported, when_people_change
from belisha.console.concerns.record.hooks import goes_with_concern
from belisha.console.concerns.working.actions.merging import move_work, move_work_back
from belisha.console.concerns.working.actions.starting import start
from belisha.console.concerns.working.actions.weighing import weigh

__all__: list[str] = []

when_concern_is_reported(start)
when_people_change(weigh)
goes_with_concern("working", there=move_work, back=move_work_back)
