"""What the findings say about welfare, as a report tells it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from belisha.activity.manifest import activity_folder
from belisha.activity.reports.report import Term, Welfare

if TYPE_CHECKING:
    from pathlib import Path

    from belisha.activity.findings import Finding
    from belisha.activity.subjects import Subject
    from belisha.activity.view import Scope

LEVELS = ("danger", "caution", "advisory")


def welfare(home: Path, scope: Scope) -> list[Welfare]:
    """All findings of these schools in the period, the gravest first."""
    if not (activity_folder(home) / "findings").exists():
        return []
    from belisha.activity.findings import findings  # noqa: PLC0415 - the rules of themes take a while to load

    found = [_told(each) for each in findings(home, scope.schools, scope.period, scope.zone)]
    return sorted(found, key=lambda each: (LEVELS.index(each.level), each.first, each.id))


def _told(finding: Finding) -> Welfare:
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
    )


def concerns(found: Welfare, subject: Subject) -> bool:
    """Whether a finding is about the subject: the same choices as for events."""
    return any(getattr(found, column) in values for column, values in subject.choices)
