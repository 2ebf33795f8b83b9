"""Accounts are opened for people of the register: one, a class, a year, or all who have none. Looked at first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from belisha.console.access.accounts.actions.opening import MOST_AT_ONCE, Opening, open_accounts
from belisha.console.access.accounts.queries.gating import reasons_against
from belisha.console.access.accounts.queries.names import TakenNames
from belisha.console.access.accounts.queries.rules_in_force import YOUNG_YEARS, naming
from belisha.console.access.accounts.rules.usernames import Names, suggest
from belisha.console.access.models import User
from belisha.console.flows.accounts.queries import without_account
from belisha.console.people.models import Group, Membership, Person

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from django.db.models import QuerySet

    from belisha.console.access.accounts.actions.opening import FirstPassword
    from belisha.console.access.acting import By
    from belisha.console.access.models import School

__all__ = ["EVERYBODY", "Proposal", "choices_of", "open_proposed", "proposals", "waiting"]

EVERYBODY: Final = "new"
KINDS: Final = {
    User.Kind.STAFF: _("All staff who have none"),
    User.Kind.PUPIL: _("All pupils who have none"),
    User.Kind.PARENT: _("All parents and carers who have none"),
    User.Kind.GOVERNOR: _("All governors who have none"),
}


class Proposal(NamedTuple):
    """Somebody who has no open account: the user name they would get, and what stands against it."""

    person: Person
    username: str
    reasons: tuple[str, ...]
    easy: bool  # a first password of easy words

    @property
    def can_open(self) -> bool:
        """Whether nothing stands against it."""
        return not self.reasons


def choices_of(school: School) -> list[tuple[str, str]]:
    """For whom accounts can be opened in one go: everybody new, a kind of person, a year group, a class.

    Year groups in which the school has somebody: a junior school has no reception class to offer.
    """
    today = timezone.localdate()
    here = Person.objects.for_school(school).filter(Q(left__isnull=True) | Q(left__gte=today)).exclude(year="")
    years = set(here.order_by().values_list("year", flat=True).distinct())
    classes = Group.objects.for_school(school).classes().open_on(today).order_by("year", "name", "pk")
    return [
        (EVERYBODY, now("Everybody who has none")),
        *((f"kind:{kind}", str(words)) for kind, words in KINDS.items()),
        *((f"year:{year}", str(label)) for year, label in Person.Year.choices if year in years),
        *((f"class:{pk}", name) for pk, name in classes.values_list("pk", "name")),
    ]


def waiting(school: School, who: str, today: date) -> QuerySet[Person]:
    """Those of a choice (or `person:` and the number of an account) who have no open account, in register order."""
    people = without_account(school, today)
    kind, _colon, value = who.partition(":")
    if kind == "kind":
        people = people.filter(kind=value)
    elif kind == "year":
        people = people.filter(year=value)
    elif kind == "class" and value.isdigit():
        held = Membership.objects.on(today).filter(group_id=int(value), teaches=False)
        people = people.filter(pk__in=held.values("person"))
    elif kind == "person" and value.isdigit():
        people = people.filter(user_id=int(value))
    elif who != EVERYBODY:
        return people.none()
    return people.order_by("search", "pk")


def proposals(school: School, who: str, today: date) -> list[Proposal]:
    """What opening accounts would do: at most as many as can be opened in one go. A fixed number of queries."""
    people = list(waiting(school, who, today)[:MOST_AT_ONCE])
    patterns, years = naming(school)
    against = reasons_against([person.user for person in people], school)
    wanted = [suggest(patterns[person.kind], _names(person), (), fallback=person.kind) for person in people]
    taken = TakenNames(wanted, years)
    found = []
    for person in people:
        name = person.user.username or suggest(patterns[person.kind], _names(person), taken, fallback=person.kind)
        taken.add(name)
        reasons = tuple(against.get(person.user_id, ()))
        found.append(Proposal(person, name, reasons, _is_young(person)))
    return found


def open_proposed(
    *, by: By, school: School, who: str, names: Mapping[int, str], today: date
) -> Sequence[FirstPassword]:
    """Open the accounts whose owners' numbers are in `names`, each with the user name that stands there.

    Raises ValidationError with a line for each that cannot be opened; then none is.
    """
    people = waiting(school, who, today).filter(user__in=list(names))
    openings = [Opening(person.user, names[person.user_id], _is_young(person)) for person in people]
    return open_accounts(by=by, school=school, openings=openings)


def _names(person: Person) -> Names:
    return Names(person.known_as or person.given, person.family, person.joined.year)


def _is_young(person: Person) -> bool:
    return person.year in YOUNG_YEARS
