"""Handing a finding of level danger on: one file in ``spool/findings``, once, with all that whoever is told needs."""

from collections.abc import Collection
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec

from belisha.activity.days import milliseconds
from belisha.activity.durable import make_folder, write_whole
from belisha.activity.findings.files import TOLD, append, day_folder, spool_folder, told_of
from belisha.activity.findings.model import Finding, Told
from belisha.activity.findings.rules import begins_on
from belisha.activity.register import Kind, Register
from belisha.activity.school_days import SchoolDay
from belisha.engine.themes import Level


class Links(msgspec.Struct, frozen=True):
    """Where to look further: how to see the finding with what was around it, and the lines of the journal."""

    show: str
    events: tuple[str, ...]


class Alert(msgspec.Struct, frozen=True, kw_only=True):
    """The content of a file of the spool. Names are those in the policy in force; ids where it knows none."""

    finding: str
    level: Level
    theme: str
    school: str
    school_name: str
    site: str
    who: str
    name: str
    person: str
    group: str
    device: str
    address: str
    first: datetime
    last: datetime
    because: tuple[str, ...]
    raised: tuple[str, ...]
    weighs: tuple[str, ...]
    terms: tuple[str, ...]
    verdicts: tuple[str, ...]
    versions: tuple[str, ...]
    told: datetime
    links: Links


class Spool:
    """What was handed on and what is still to be."""

    def __init__(self, home: Path) -> None:
        """What was handed on before is read when it is needed."""
        self._home = home
        self._told: dict[SchoolDay, dict[str, int]] = {}

    def tell(self, finding: Finding, known_as: Collection[str], register: Register, since: int = 0) -> bool:
        """Hand a finding on unless it was ``since`` (ms since 1970), by any of the ids it has gone by. Raises OSError.

        Killed in between, the file is written again under the same name, with the same content but for ``told``.
        """
        day = begins_on(finding, register.zone)
        near = [SchoolDay(finding.school, day + timedelta(days=n)) for n in (0, -1, 1)]
        ids = {finding.id, *known_as}
        told = [at for owner in near for one, at in self._told_on(owner).items() if one in ids]
        if finding.level is not Level.DANGER or max(told, default=-1) >= since:
            return False
        now = datetime.now(UTC)
        make_folder(spool_folder(self._home))
        write_whole(alert_path(self._home, finding.id), msgspec.json.encode(alert_of(finding, register, now)))
        append(day_folder(self._home, near[0]) / TOLD, [Told(finding=finding.id, level=finding.level, at=now)])
        self._told_on(near[0])[finding.id] = milliseconds(now)
        return True

    def _told_on(self, owner: SchoolDay) -> dict[str, int]:
        if owner not in self._told:
            self._told[owner] = {one.finding: milliseconds(one.at) for one in told_of(self._home, owner)}
        return self._told[owner]


def alert_path(home: Path, finding: str) -> Path:
    """The file in which a finding is handed on."""
    return spool_folder(home) / f"{finding}.json"


def alert_of(finding: Finding, register: Register, now: datetime) -> Alert:
    """What is said of a finding."""
    return Alert(
        finding=finding.id,
        level=finding.level,
        theme=finding.theme,
        school=finding.school,
        school_name=register.named(Kind.SCHOOL, finding.school).get(finding.school, (finding.school,))[0],
        site=finding.site,
        who=finding.who,
        name=name_of(finding, register),
        person=finding.person,
        group=finding.group,
        device=finding.device,
        address=finding.address,
        first=finding.first,
        last=finding.last,
        because=tuple(dict.fromkeys(one.because.sentence for one in finding.seen)),
        raised=finding.raised,
        weighs=finding.weighs,
        terms=tuple(one.text for one in finding.seen),
        verdicts=tuple(one.verdict for one in finding.seen),
        versions=finding.versions,
        told=now,
        links=Links(
            f"belisha findings show {finding.id}",
            tuple(f"{one.gateway}/{one.segment}/{one.offset}" for one in finding.seen),
        ),
    )


def name_of(finding: Finding, register: Register) -> str:
    """The name that the policy in force has for whom a finding is about; the id where it has none."""
    if finding.person:
        names = register.named(Kind.PERSON, finding.school).get(finding.person, ())
    else:
        names = register.named(Kind.DEVICE, finding.school).get(finding.device, ())
    return names[0] if names else finding.who
