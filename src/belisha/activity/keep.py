"""How long a school keeps what, by ``retention.yaml``: by school and by kind, and what is held back for a while."""

from collections.abc import Mapping
from datetime import date, timedelta
from enum import StrEnum
from pathlib import Path

import msgspec
import yaml

from belisha.activity.errors import ActivityError

FILE = "retention.yaml"
KEEP_DAYS = 365
KEEP_REJECTS_DAYS = 30


class RetentionError(ActivityError):
    """The retention settings cannot be used, or a deletion left something behind; the text says what."""


class Kind(StrEnum):
    """What is kept."""

    EVENTS = "events"  # and what is made of them day by day
    FINDINGS = "findings"
    FROZEN = "frozen"  # findings with a concern, and their context
    REPORTS = "reports"  # that somebody made, by the last day they are about
    LOOKUPS = "lookups"  # who looked at whose use
    SPOOL = "spool"  # forms that people sent, and what was handed on, waiting to be read
    REJECTS = "rejects"  # lines of the journal that are no events


class Hold(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Days of a school that are not deleted until a day is over, and why: somebody's request for their record, say."""

    school: str
    until: date
    reason: str
    by: str = ""
    first: date = date.min
    last: date = date.max

    def covers(self, school: str, day: date, today: date) -> bool:
        """Whether it keeps a school's day. What belongs to no one school (the empty one) may belong to this one."""
        return today <= self.until and school in ("", self.school) and self.first <= day <= self.last


class Keep(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How many whole days are kept, today not counted. A school's own number goes before a kind's.

    ``schools``: a number for all kinds, or numbers by kind. Rejected lines go sooner; what is frozen for a concern
    goes only where a number says so.
    """

    keep_days: int = KEEP_DAYS
    kinds: Mapping[Kind, int] = {}
    schools: Mapping[str, int | Mapping[Kind, int]] = {}
    holds: tuple[Hold, ...] = ()

    def days(self, kind: Kind, school: str) -> int | None:
        """How many days; None where they are kept until somebody decides otherwise."""
        own = self.schools.get(school, {})
        if not isinstance(own, int) and kind in own:
            return own[kind]
        if kind is Kind.FROZEN:
            return self.kinds.get(kind)
        if kind is Kind.REJECTS:
            return min(self.kinds.get(kind, KEEP_REJECTS_DAYS), self.shortest())
        if kind is Kind.SPOOL and not school:  # a form does not say of which school it is
            return min(self.kinds.get(kind, self.keep_days), self._least_of(kind))
        return own if isinstance(own, int) else self.kinds.get(kind, self.keep_days)

    def oldest(self, school: str, today: date, kind: Kind = Kind.EVENTS) -> date:
        """The first day that is still kept, where nothing is held back."""
        days = self.days(kind, school)
        return date.min if days is None else today - timedelta(days=days)

    def expired(self, kind: Kind, school: str, day: date, today: date) -> bool:
        """Whether a school's day is kept no longer."""
        return day < self.oldest(school, today, kind) and not any(
            hold.covers(school, day, today) for hold in self.holds
        )

    def shortest(self) -> int:
        """The shortest time for which events of any school are kept, in days."""
        return self._least_of(Kind.EVENTS)

    def _least_of(self, kind: Kind) -> int:
        return min(self._numbers(kind))

    def _numbers(self, *kinds: Kind) -> list[int]:
        numbers = [self.keep_days, *(self.kinds[kind] for kind in kinds if kind in self.kinds)]
        for own in self.schools.values():
            numbers += [own] if isinstance(own, int) else [own[kind] for kind in kinds if kind in own]
        return numbers

    def least(self) -> int:
        """The smallest number of days in it."""
        return min(self._numbers(*Kind))


def read_keep(home: Path) -> Keep:
    """The settings in ``retention.yaml``, or the default where there is none. Raises RetentionError with a sentence."""
    path = home / FILE
    try:
        keep = msgspec.convert(yaml.safe_load(path.read_text()) or {}, Keep)
    except FileNotFoundError:
        return Keep()
    except (yaml.YAMLError, msgspec.ValidationError, UnicodeDecodeError) as error:
        message = f"{path} cannot be used, so nothing is deleted: {error}"
        raise RetentionError(message) from error
    if keep.least() < 1:
        message = f"{path} cannot be used, so nothing is deleted: keep at least 1 day."
        raise RetentionError(message)
    return keep
