"""What the findings say about welfare, as a report tells it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from belisha.activity.manifest import activity_folder
from belisha.activity.reports.report import Term, Welfare
from belisha.activity.reports.words import say_day

if TYPE_CHECKING:
    from pathlib import Path
    from zoneinfo import ZoneInfo

    from belisha.activity.findings import Finding
    from belisha.activity.findings.marks import Marked
    from belisha.activity.subjects import Subject
    from belisha.activity.view import Scope

LEVELS = ("danger", "caution", "advisory")


def welfare(home: Path, scope: Scope) -> list[Welfare]:
    """All findings of these schools in the period, the gravest first; false alarms after all others."""
    if not (activity_folder(home) / "findings").exists():
        return []
    from belisha.activity.findings import findings  # noqa: PLC0415 - the rules of themes take a while to load
    from belisha.activity.findings.marks import false_alarms  # noqa: PLC0415 - so do they here

    alarms = {school: false_alarms(home, school) for school in scope.schools}
    found = [
        _told(each, alarms[each.school].get(each.id), scope.zone)
        for each in findings(home, scope.schools, scope.period, scope.zone)
    ]
    return sorted(found, key=lambda each: (not each.stands, LEVELS.index(each.level), each.first, each.id))


def _told(finding: Finding, alarm: Marked | None, zone: ZoneInfo) -> Welfare:
    seen = tuple(Term(text=each.text, at=each.at, kind=str(each.kind), verdict=each.verdict) for each in finding.seen)
    because = [each.because.sentence for each in finding.seen]
    return Welfare(
        id=finding.id,
        theme=finding.theme,
        level=str(finding.level),
        first=finding.first,
        last=finding.last,
        school=finding.school,
        person=finding.person,
        group=finding.group,
        device=finding.device,
        address=finding.address,
        seen=seen,
        why=tuple(dict.fromkeys([*because, *finding.raised])),
        false_alarm=_alarm(finding, alarm, zone) if alarm else "",
        stands=alarm is None or finding.last > alarm.at,
    )


def _alarm(finding: Finding, alarm: Marked, zone: ZoneInfo) -> str:
    later = " But more came after that." if finding.last > alarm.at else ""
    reason = alarm.reason if alarm.reason.endswith(".") else f"{alarm.reason}."
    return f"A false alarm, said {alarm.by} on {say_day(alarm.at.astimezone(zone))}: {reason}{later}"


def concerns(found: Welfare, subject: Subject) -> bool:
    """Whether a finding is about the subject: the same choices as for events."""
    return any(getattr(found, column) in values for column, values in subject.choices)
