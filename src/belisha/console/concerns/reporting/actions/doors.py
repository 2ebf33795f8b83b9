"""A report through an open form: from nobody that the console knows, and never lost for being too many."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.core import signing
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from belisha.console.access.acting import By
from belisha.console.access.authorization import holdings
from belisha.console.access.settings.queries import value_of
from belisha.console.concerns.actions.reporting import NewSubject, Told, report
from belisha.console.concerns.models import Subject
from belisha.console.concerns.reporting.declared import REPORTS_AN_HOUR
from belisha.console.concerns.reporting.queries.people import WORKS_HERE, surely
from belisha.console.concerns.reporting.rules.doors import DOORS, SAME_OF_HEAD
from belisha.console.concerns.reporting.rules.names import names_in
from belisha.console.concerns.rules.categories import category_of
from belisha.console.concerns.rules.routes import HEADS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from belisha.console.access.models import School
    from belisha.console.people.models import Person

__all__ = ["begun", "check_begun", "is_old", "report_openly"]

SALT: Final = "belisha.concerns.doors"
SOONEST, LATEST = 3, 86_400  # seconds between the page and the report: machines are quicker, pages grow old
HOUR: Final = 3600


def begun() -> str:
    """A mark in the form that says when its page was made."""
    return signing.dumps(timezone.now().timestamp(), salt=SALT)


def _made(mark: str) -> float | None:
    """When the page of a mark was made; None where the mark is old or none of ours."""
    try:
        return float(signing.loads(mark, salt=SALT, max_age=LATEST))
    except (signing.BadSignature, TypeError, ValueError):
        return None


def is_old(mark: str) -> bool:
    """Whether a mark holds no longer."""
    return _made(mark) is None


def check_begun(mark: str) -> None:
    """Whether a form was filled in by a person, as far as time tells. Raises ValidationError with what to do."""
    made = _made(mark)
    if made is None:
        raise ValidationError(_("This page was open for long. Nothing is lost: send it again."))
    if timezone.now().timestamp() - made < SOONEST:
        raise ValidationError(_("That was very quick. Wait a moment, and send it again."))


def report_openly(*, school: School, door: str, given: Mapping[str, str], address: str, mark: str) -> None:
    """Make a concern of what came through an open form; `address` is counted for an hour and never kept with it.

    The same page sent twice is one report. Raises ValidationError.
    """
    check_begun(mark)
    sent = f"concerns-door-sent:{salted_hmac(SALT, mark).hexdigest()}"
    if cache.get(sent):
        return
    _count(school, address)
    opened = DOORS[door]
    subjects = _subjects(school, given["names"])
    category = opened.about[given["about"]].category
    if any(HEADS & {holding.role for holding in holdings(each.user)} for each in subjects.values() if each):
        category = SAME_OF_HEAD.get(category, category)
    report(
        by=By(None, system=str(opened.sender)),
        school=school,
        category=category,
        words=given["words"],
        subjects=_roles(subjects, about_adults=category_of(category).route not in {"", "data"}),
        told=Told(
            origin=opened.origin,
            happened=given.get("happened", "")[:120],
            danger_now=given["danger"] == "yes",
            reporter="" if opened.anonymous else given.get("name", "")[:160],
            details={"contact": given["contact"]} if given.get("contact") and not opened.anonymous else None,
        ),
    )
    cache.set(sent, 1, LATEST)


def _count(school: School, address: str) -> None:
    """How many came from one place in this hour; the place is kept as a mark that says nothing, for that hour.

    Each takes a number that nobody has, in the database: reports at one instant, to several processes, count too.
    """
    hour = int(timezone.now().timestamp()) // HOUR
    place = salted_hmac(SALT, f"{school.pk}:{hour}:{address}").hexdigest()
    key = f"concerns-door:{place}"
    free = range(int(cache.get(key, 0)), value_of(school, REPORTS_AN_HOUR))
    taken = next((number for number in free if cache.add(f"{key}:{number}", 1, HOUR)), None)
    if taken is None:
        raise ValidationError(
            _("Too many reports came from here in this hour. Nothing is lost: call the school, or send it in an hour.")
        )
    cache.set(key, taken + 1, HOUR)


def _subjects(school: School, names: str) -> dict[str, Person | None]:
    """Each name as written, with the one person here whose name it surely is: so that it stays closed to them."""
    found: dict[str, Person | None] = {}
    seen: set[int] = set()
    for name in names_in(names):
        person = surely(school, name)
        if person is None or person.pk not in seen:
            found[name] = person
        seen |= {person.pk} if person else set()
    return found


def _roles(subjects: Mapping[str, Person | None], *, about_adults: bool) -> list[NewSubject]:
    """Nobody is called harmed or alleged by a form that does not ask; but the one adult of a report about an adult."""
    adults = [person for person in subjects.values() if person and person.kind in WORKS_HERE]
    made = []
    for name, person in subjects.items():
        alleged = about_adults and len(adults) == 1 and person in adults
        role = Subject.Role.ALLEGED if alleged else Subject.Role.INVOLVED
        made.append(NewSubject(role, person, "" if person else name))
    return made
