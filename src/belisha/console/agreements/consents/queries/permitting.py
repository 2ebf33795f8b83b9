"""May this be done with this child, or this adult, on this day? Everything that acts asks here before it acts.

may_use(child, "website", day).allowed
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from belisha.console.access.models import User
from belisha.console.access.settings.queries import decided_at
from belisha.console.agreements.consents.declared import ASKED
from belisha.console.agreements.consents.rules import Answer, Given, Why, decide, purpose_of
from belisha.console.agreements.models import ConsentAnswer
from belisha.console.people.models import Relationship

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from belisha.console.access.models import School
    from belisha.console.agreements.consents.rules import Purpose
    from belisha.console.people.models import Person

    Latest = Mapping[tuple[int, str], Mapping[int, Given]]

__all__ = ["asked_at", "latest_of", "may_answer", "may_use", "may_use_many", "responsible_for"]


def may_use(child: Person, purpose: str, day: date) -> Answer:
    """Whether something may be done, and why. Three queries. Raises KeyError for a purpose that there is not."""
    return may_use_many([child], [purpose], day)[child.pk, purpose]


def may_use_many(people: Iterable[Person], codes: Iterable[str], day: date) -> dict[tuple[int, str], Answer]:
    """The same for many people and purposes, by their number and the purpose. Three queries, however many there are."""
    people, asked = list(people), [purpose_of(code) for code in codes]
    off = _not_asked({person.school for person in people})
    adults = responsible_for(people)
    latest = latest_of(people, [purpose.id for purpose in asked])
    return {
        (person.pk, purpose.id): _answer(person, purpose, day, adults[person.pk], latest, off)
        for person in people
        for purpose in asked
    }


def _answer(
    person: Person,
    purpose: Purpose,
    day: date,
    adults: set[int],
    latest: Latest,
    off: set[tuple[int, str]],
) -> Answer:
    if (person.kind == User.Kind.PUPIL) == (purpose.who == "adult"):
        return Answer(allowed=False, why=Why.NOT_THEIRS)
    if (person.school_id, purpose.id) in off:
        return Answer(allowed=False, why=Why.NOT_ASKED)
    if day < person.joined or (person.left is not None and day > person.left):
        return Answer(allowed=False, why=Why.GONE)
    able = may_answer(person, purpose, adults)
    given = [each for by, each in latest.get((person.pk, purpose.id), {}).items() if by in able]
    return decide(given, day, anybody=bool(able))


def may_answer(person: Person, purpose: Purpose, adults: set[int]) -> set[int]:
    """The numbers of those whose answers count. `adults`: who has parental responsibility for a child."""
    if purpose.who == "adult":
        return {person.pk}
    return adults | {person.pk} if purpose.who == "parent-or-pupil" else adults


def responsible_for(people: Sequence[Person]) -> dict[int, set[int]]:
    """The adults who may answer for each child: parental responsibility, and no court's order against contact."""
    found: dict[int, set[int]] = defaultdict(set)
    links = Relationship.objects.filter(
        child__in=_numbers(people), parental_responsibility=True, no_contact=False, adult__merged_into__isnull=True
    )
    for child, adult in links.values_list("child_id", "adult_id"):
        found[child].add(adult)
    return found


def latest_of(people: Sequence[Person], codes: Sequence[str]) -> dict[tuple[int, str], dict[int, Given]]:
    """The last answer of each who has answered, by whom it is about and for what. One query."""
    found: dict[tuple[int, str], dict[int, Given]] = defaultdict(dict)
    rows = ConsentAnswer.objects.filter(about__in=_numbers(people), purpose__in=codes).order_by("at", "pk")
    for about, purpose, person, yes, until in rows.values_list("about_id", "purpose", "person_id", "yes", "until"):
        found[about, purpose][person] = Given(yes, until)
    return found


def asked_at(school: School) -> list[str]:
    """The ids of what parents of a school are asked. One query."""
    off = {purpose for _school, purpose in _not_asked({school})}
    return [code for code in ASKED if code not in off]


def _not_asked(schools: Iterable[School]) -> set[tuple[int, str]]:
    keys = {setting.key: code for code, setting in ASKED.items()}
    defaults = {setting.key: setting.default for setting in ASKED.values()}
    decided = decided_at(schools, keys, defaults)
    return {(pk, keys[key]) for pk, states in decided.items() for key, state in states.items() if state.value == "no"}


def _numbers(people: Sequence[Person]) -> list[int]:
    return [person.pk for person in people]
