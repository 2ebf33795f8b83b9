"""Writes a plan to the register in few queries, and keeps what it takes to undo it. One transaction holds all of it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from django.contrib.auth.hashers import make_password

from belisha.console.access.models import School, User
from belisha.console.audit.actions import About, Deed
from belisha.console.people import audit_events as people_events
from belisha.console.people.models import (
    Group,
    Membership,
    Person,
    Relationship,
    RosterGroupLink,
    RosterPersonLink,
    RosterSource,
)
from belisha.console.people.roster.actions.snapshots import Steps
from belisha.console.people.rules.codes import code_for

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from belisha.console.people.roster.readers.shapes import RosterPerson
    from belisha.console.people.roster.rules.plan import Joiner, Mover, Plan
    from belisha.console.people.roster.rules.register import Register

__all__ = ["Writer"]

BATCH: Final = 500
ONE_DAY: Final = timedelta(days=1)
PERSON_FIELDS: Final = (
    "given", "family", "known_as", "born", "upn", "mis_id", "year", "job", "email", "phone", "language",
)  # fmt: skip
CHANGED: Final = (*PERSON_FIELDS, "joined", "left", "search")
TIE_FIELDS: Final = {"responsibility": "parental_responsibility"}  # names of a roster that the table calls otherwise


class Writer:
    """Applies one plan. `day`: today."""

    def __init__(self, source: RosterSource, register: Register, plan: Plan, day: date) -> None:
        """For one source of a school."""
        self.source, self.register, self.plan, self.day = source, register, plan, day
        self.school: School = source.school
        self.steps = Steps()
        self.deeds: list[Deed] = []
        self.pks: dict[str, int] = dict(plan.matched)
        self.groups: dict[str, int] = {step.key: step.pk for step in plan.groups if step.pk is not None}
        self.groups |= {key: pk for key, pk in register.group_links.items() if pk in register.groups}

    def write(self) -> None:
        """All of it, in the order in which rows depend on each other."""
        self._groups()
        self._joiners()
        self._changes()
        self._links()
        self._memberships()
        self._families()

    def _joiners(self) -> None:
        joiners = self.plan.joiners
        people = [self._new_person(joiner.person) for joiner in joiners]
        # one hash for all: it stands for "no password", and making 1,500 of them would take minutes
        no_password = make_password(None)
        users = [
            User(
                federation=self.school.federation,
                school=self.school,
                kind=person.kind,
                name=person.name,
                email=person.email,
                password=no_password,
            )
            for person in people
        ]
        self.steps.made(User.objects.bulk_create(users, batch_size=BATCH))
        for person, user in zip(people, users, strict=True):
            person.user = user
        self.steps.made(Person.objects.bulk_create(people, batch_size=BATCH))
        for joiner, person in zip(joiners, people, strict=True):
            self.pks[joiner.person.ident] = person.pk
            self._joined(joiner, person)

    def _new_person(self, said: RosterPerson) -> Person:
        values = {field: getattr(said, field) for field in PERSON_FIELDS}
        held = self.register.held
        values["upn"] = "" if f"upn:{said.upn}" in held else said.upn
        values["mis_id"] = "" if f"{said.kind}:{said.mis_id}" in held else said.mis_id
        joined = said.joined or self.day
        joined = min(joined, said.left) if said.left else joined
        return Person(school=self.school, kind=said.kind.value, joined=joined, left=said.left, **values)

    def _joined(self, joiner: Joiner, person: Person) -> None:
        after = {
            "kind": person.kind,
            "given": person.given,
            "family": person.family,
            "joined": person.joined.isoformat(),
        }
        after |= {"class": ", ".join(joiner.groups)} if joiner.groups else {}
        self.deeds.append(Deed(people_events.JOINED, _about(person), after=after))

    def _changes(self) -> None:
        """Movers and leavers: rows of people and, where name or e-mail changed, of their accounts."""
        movers = {mover.pk: mover for mover in self.plan.movers if mover.changes}
        leavers = {leaver.pk: leaver for leaver in self.plan.leavers}
        wanted = {*movers, *leavers}
        rows = [row for row in self._people() if row.pk in wanted]
        users = []
        for row in rows:
            self.steps.before(row)
            self.steps.before(row.user)
            if row.pk in movers:
                self._move(row, movers[row.pk])
            if row.pk in leavers:
                self._leave(row, leavers[row.pk].last)
            row.search = row.folded
            if (row.user.name, row.user.email) != (row.name, row.email):
                row.user.name, row.user.email = row.name, row.email
                users.append(row.user)
        Person.objects.bulk_update(rows, CHANGED, batch_size=BATCH)
        User.objects.bulk_update(users, ["name", "email"], batch_size=BATCH)
        self.steps.changed(rows)
        self.steps.changed(users)

    def _people(self) -> Iterable[Person]:
        found: Iterable[Person] = Person.objects.for_school(self.school).order_by("pk").select_related("user")
        return found if self.plan.movers or self.plan.leavers else ()

    def _move(self, row: Person, mover: Mover) -> None:
        changes = {change.field: change for change in mover.changes}
        for field in (*PERSON_FIELDS, "left"):
            if field in changes:
                setattr(row, field, changes[field].value)
        if "left" in changes:
            row.joined = self.day
        kind = people_events.REJOINED if "left" in changes else people_events.CHANGED
        kind = people_events.MOVED if changes.keys() == {"class"} else kind
        before = {field: change.before for field, change in changes.items()}
        after = {field: change.after for field, change in changes.items()}
        self.deeds.append(Deed(kind, _about(row), before, after))

    def _leave(self, row: Person, last: date) -> None:
        before = {"left": row.left.isoformat() if row.left else None}
        row.left = last
        self.deeds.append(Deed(people_events.LEFT, _about(row), before, {"left": last.isoformat()}))

    def _links(self) -> None:
        wanted = {ident: pk for ident, pk in self.pks.items() if self.register.links.get(ident) != pk}
        stale = RosterPersonLink.objects.filter(
            source=self.source, key__in=[key for key in wanted if key in self.register.links]
        )
        old = list(stale)
        self.steps.deleted(old)
        stale.delete()
        links = [RosterPersonLink(source=self.source, person_id=pk, key=key) for key, pk in sorted(wanted.items())]
        self.steps.made(RosterPersonLink.objects.bulk_create(links, batch_size=BATCH))

    def _groups(self) -> None:
        taken = {group.code for group in self.register.groups.values()}
        made: dict[str, Group] = {}
        for step in self.plan.groups:
            if step.what == "new" and step.group is not None:
                code = code_for(step.group.name, taken)
                taken.add(code)
                made[step.key] = Group(
                    school=self.school, kind=step.group.kind, code=code, name=step.group.name, year=step.group.year
                )
        self.steps.made(Group.objects.bulk_create(list(made.values()), batch_size=BATCH))
        self.groups |= {key: group.pk for key, group in made.items()}
        self.deeds += [
            Deed(people_events.GROUP_ADDED, _about(group), after={"name": group.name}) for group in made.values()
        ]
        self._change_groups()
        linked = {step.key for step in self.plan.groups if step.what in {"new", "link"}}
        links = [RosterGroupLink(source=self.source, group_id=self.groups[key], key=key) for key in sorted(linked)]
        self.steps.made(RosterGroupLink.objects.bulk_create(links, batch_size=BATCH))

    def _change_groups(self) -> None:
        events = {"name": "GROUP_CHANGED", "open": "GROUP_REOPENED", "close": "GROUP_CLOSED"}
        steps = [step for step in self.plan.groups if step.what in events]
        rows = Group.objects.for_school(self.school).in_bulk([step.pk for step in steps if step.pk])
        for step in steps:
            row = rows[step.pk or 0]
            self.steps.before(row)
            if step.what == "name":
                row.name = step.after
            else:
                row.closed = self.day if step.what == "close" else None
            kind = getattr(people_events, events[step.what])
            self.deeds.append(Deed(kind, _about(row), {"name": step.before}, {"name": step.after}))
        Group.objects.bulk_update(rows.values(), ["name", "closed"], batch_size=BATCH)
        self.steps.changed(list(rows.values()))

    def _memberships(self) -> None:
        """Those that end: the day before today, or are taken away when they began today; then those that begin."""
        last_days = {step.ends: self.day - ONE_DAY for step in self.plan.memberships if step.ends}
        leaving = {leaver.pk: leaver.last for leaver in self.plan.leavers}
        ending = [each for each in self.register.memberships if each.pk in last_days or each.person in leaving]
        rows = self._rows_of(Membership, [each.pk for each in ending])
        away, shorter = [], []
        for row in rows:
            last = min(day for day in (last_days.get(row.pk), leaving.get(row.person_id)) if day is not None)
            if row.last is not None and row.last <= last:
                continue
            if row.first > last:
                away.append(row)
                continue
            self.steps.before(row)
            row.last = last
            shorter.append(row)
        self._end(away, shorter)
        begins = [
            Membership(
                person_id=self.pks[step.person], group_id=self.groups[step.group], teaches=step.teaches, first=self.day
            )
            for step in self.plan.memberships
            if not step.ends
        ]
        self.steps.made(Membership.objects.bulk_create(begins, batch_size=BATCH))

    def _end(self, away: list[Membership], shorter: list[Membership]) -> None:
        self.steps.deleted(away)
        for start in range(0, len(away), BATCH):
            Membership.objects.filter(pk__in=[row.pk for row in away[start : start + BATCH]]).delete()
        Membership.objects.bulk_update(shorter, ["last"], batch_size=BATCH)
        self.steps.changed(shorter)

    def _rows_of(self, model: Any, pks: list[int]) -> list[Any]:
        return [
            row
            for start in range(0, len(pks), BATCH)
            for row in model.objects.filter(pk__in=pks[start : start + BATCH])
        ]

    def _families(self) -> None:
        new = []
        for step in self.plan.families:
            if step.pk is None:
                link = step.link
                new.append(
                    Relationship(
                        adult_id=self.pks[link.adult],
                        child_id=self.pks[link.child],
                        kind=link.kind,
                        parental_responsibility=bool(link.responsibility),
                        lives_with=bool(link.lives_with),
                        priority=link.priority,
                    )
                )
        self.steps.made(Relationship.objects.bulk_create(new, batch_size=BATCH))
        changing = {step.pk: step for step in self.plan.families if step.pk is not None}
        rows = self._rows_of(Relationship, list(changing))
        for row in rows:
            self.steps.before(row)
            step = changing[row.pk]
            for change in step.changes:
                setattr(row, TIE_FIELDS.get(change.field, change.field), change.value)
            about = About(f"relationship:{row.pk}", f"{step.adult} and {step.child}")
            before = {change.field: change.before for change in step.changes}
            after = {change.field: change.after for change in step.changes}
            self.deeds.append(Deed(people_events.FAMILY_CHANGED, about, before, after))
        Relationship.objects.bulk_update(
            rows, ["kind", "parental_responsibility", "lives_with", "priority"], batch_size=BATCH
        )
        self.steps.changed(rows)


def _about(row: Person | Group) -> About:
    return About(f"{row._meta.model_name}:{row.pk}", str(row))
