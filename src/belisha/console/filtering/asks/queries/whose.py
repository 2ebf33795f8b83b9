"""Who sat at a device at a moment, as the gateway's record and the policy know it; never by what a form says."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final, NamedTuple

import msgspec

from belisha.activity.days import LONDON, Period, local_day, milliseconds
from belisha.activity.errors import ActivityError
from belisha.activity.lookups import Lookup, record_lookup
from belisha.activity.store import Scope, Store
from belisha.console.access.models import School
from belisha.console.filtering.models import Asker
from belisha.console.people.models import Person
from belisha.console.people.rules.codes import person_number
from belisha.engine.published import InForce, NothingPublishedError, open_in_force

if TYPE_CHECKING:
    from collections.abc import Container, Mapping
    from datetime import datetime
    from pathlib import Path

    from belisha.activity.view import View

__all__ = ["NOBODY", "Finder", "Whose"]

BEFORE: Final = timedelta(minutes=30)  # a child writes the form after the page was refused, not hours after
AFTER: Final = timedelta(minutes=2)


class Whose(NamedTuple):
    """Who it was, how that is known, the device, the school and the group of the policy that it belongs to."""

    person: Person | None
    known: str
    device: str
    school: School | None
    group: str = ""


NOBODY: Final = Whose(None, Asker.Known.NOT, "", None)


class _Seen(msgspec.Struct, frozen=True, kw_only=True):
    person: str
    school: str
    group: str
    device: str


_LAST: Final = """
    SELECT person, school, "group", device FROM in_scope
    WHERE address = $address AND person <> '' AND ended >= $since AND ended <= $until
    ORDER BY ended DESC, gateway DESC, segment DESC, "offset" DESC LIMIT 1
"""


class Finder:
    """Answers for one round of the spool: what is published is opened once."""

    def __init__(self, home: Path) -> None:
        self._home = home
        self._schools = {school.code: school for school in School.objects.select_related("federation").order_by("pk")}
        try:
            self.in_force: InForce | None = open_in_force(home)
        except NothingPublishedError:
            self.in_force = None

    def first_school(self, among: Container[str] | None = None) -> School | None:
        """The school of a console that has one; of several, the first, where a stray thing is not lost."""
        return next(iter(self._of(among).values()), None)

    def find(self, address: str, at: datetime, purpose: str, among: Container[str] | None = None) -> Whose:
        """Who sat at a client address at a moment, at one of some schools (codes; None for any).

        Two schools may use the same addresses behind gateways of their own. The look at the record is itself put on
        record.
        """
        schools = self._of(among)
        if not address or not schools:
            return NOBODY
        seen = self._on_record(address, at, purpose, tuple(schools))
        if seen and (person := self._person(seen.person, seen.school)):
            device = seen.device or address
            return Whose(person, Asker.Known.RECORD, device, schools.get(seen.school), seen.group)
        return self._by_policy(address, schools)

    def _of(self, among: Container[str] | None) -> dict[str, School]:
        return {code: school for code, school in self._schools.items() if among is None or code in among}

    def _person(self, code: str, school: str) -> Person | None:
        number = person_number(code)
        if number is None:
            return None
        found = Person.objects.filter(pk=number, school__code=school).select_related("user", "merged_into__user")
        person = found.first()
        return person.merged_into or person if person else None

    def _on_record(self, address: str, at: datetime, purpose: str, codes: tuple[str, ...]) -> _Seen | None:
        since, until = milliseconds(at - BEFORE), milliseconds(at + AFTER)
        period = Period(local_day(since, LONDON), local_day(until, LONDON))
        days = {"first": period.first.isoformat(), "last": period.last.isoformat()}

        def last(view: View) -> list[_Seen]:
            return view.rows(_Seen, _LAST, address=address, since=since, until=until)

        try:
            look = Lookup(
                at=at, by="console", what="who asked", kind="address", subject=address, schools=codes, **days,
                purpose=purpose,
            )  # fmt: skip
            record_lookup(self._home, look)
            return next(iter(Store.open(self._home).ask(Scope(codes, period), last)), None)
        except (ActivityError, OSError, ValueError):
            return None  # the record cannot be read just now: what was asked is not held up by that

    def _by_policy(self, address: str, schools: Mapping[str, School]) -> Whose:
        """Whoever the device or its network is given to."""
        nobody = Whose(None, Asker.Known.NOT, address, None)
        if self.in_force is None:
            return nobody
        who = self.in_force.rulebook.who(None, address)
        school = schools.get(who.school or "")
        if who.school and school is None:
            return nobody
        person = self._person(who.person or "", who.school or "")
        known = Asker.Known.DEVICE if person else Asker.Known.NOT
        return Whose(person, known, who.device or address, school, who.group or "")
