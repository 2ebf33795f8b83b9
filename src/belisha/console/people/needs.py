"""What of the register needs somebody now."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from belisha.console.access.models import User
from belisha.console.access.needs import Need, Urgency, Weight, needs
from belisha.console.access.permissions import Permission
from belisha.console.access.tasks import Task, tasks
from belisha.console.people.queries.duplicates import how_many_duplicates
from belisha.console.people.queries.needs import overdue_needs
from belisha.console.people.queries.people import NO_CLASS, own_staff, without_class
from belisha.console.people.queries.record import record_of
from belisha.console.people.queries.rollovers import overdue_plan
from belisha.console.people.queries.staff import (
    contacts_of,
    declarations_of,
    open_ties,
    own_forms,
    own_steps,
    starters_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from belisha.console.access.models import School
    from belisha.console.access.tasks import Asking
    from belisha.console.people.queries.staff import StarterState

__all__: list[str] = []

SOON = timedelta(days=7)


def _counted(number: int, one: str, many: str) -> str:
    return ngettext(one, many, number) % {"number": number}


@needs(Permission.CHANGE_PEOPLE)
def register_needs(user: User, school: School) -> Iterator[Need]:
    """Pupils without a class, a move that was not made, entries that may be one person."""
    del user
    if number := without_class(school).count():
        text = _counted(number, "%(number)s pupil is in no class", "%(number)s pupils are in no class")
        link = f"{reverse('people-of-kind', args=[school.code, User.Kind.PUPIL])}?class={NO_CLASS}"
        yield Need(text, link, Urgency.SOON, school.name)
    if overdue_plan(school):
        text = _("The move into the next year was planned but could not be made")
        yield Need(text, reverse("roll-over", args=[school.code]), Urgency.NOW, school.name)
    if number := how_many_duplicates(school):
        text = _counted(
            number, "%(number)s pair of entries may be one person", "%(number)s pairs of entries may be one person"
        )
        yield Need(text, reverse("duplicates", args=[school.code]), Urgency.SOMETIME, school.name)


@needs(Permission.CHANGE_STAFF_CHECKS)
def check_needs(user: User, school: School) -> Iterator[Need]:
    """Gaps in the single central record, and what runs out."""
    del user
    lines = record_of(school)
    link = reverse("record", args=[school.code])
    if number := sum(1 for line in lines if line.gaps):
        text = _counted(
            number,
            "%(number)s person has gaps in the single central record",
            "%(number)s people have gaps in the single central record",
        )
        yield Need(text, f"{link}?show=gaps", Urgency.NOW, weight=Weight.DUE)
    if number := sum(1 for line in lines if line.due):
        text = _counted(
            number,
            "%(number)s person has a check that runs out soon",
            "%(number)s people have checks that run out soon",
        )
        yield Need(text, f"{link}?show=due", weight=Weight.DUE)


@needs(Permission.CHANGE_NEEDS)
def review_needs(user: User, school: School) -> Iterator[Need]:
    """Needs of pupils whose review is late."""
    del user
    if number := overdue_needs(school, timezone.localdate()).count():
        text = _counted(
            number, "The review of %(number)s pupil's need is late", "The reviews of %(number)s pupils' needs are late"
        )
        yield Need(text, f"{reverse('needs', args=[school.code])}?show=late", Urgency.NOW, weight=Weight.DUE)


@needs(Permission.SEE_DECLARATIONS)
def declaration_needs(user: User, school: School) -> Iterator[Need]:
    """Ties without advice or with a late review, requests to decide, leave that has run out; not one's own."""
    today = timezone.localdate()
    ties = [tie for tie in open_ties(school) if tie.person.user_id != user.pk]
    if number := sum(1 for tie in ties if tie.review is None or tie.review < today):
        text = _counted(number, "%(number)s declared tie needs advice", "%(number)s declared ties need advice")
        yield Need(text, reverse("ties", args=[school.code]), Urgency.NOW, weight=Weight.DUE)
    asked = [one for one in contacts_of(school) if one.person.user_id != user.pk]
    if number := sum(1 for one in asked if one.agreed is None or (one.agreed and one.until < today)):
        text = _counted(
            number,
            "%(number)s request for contact from a personal account needs you",
            "%(number)s requests for contact from a personal account need you",
        )
        yield Need(text, reverse("contacts", args=[school.code]), Urgency.NOW, weight=Weight.DUE)


@needs(Permission.LEAD_STAFF)
def leading_needs(user: User, school: School) -> Iterator[Need]:
    """Inductions that are late, forms to be talked over."""
    today = timezone.localdate()
    late = {one.person.pk for one in starters_of(school) if not one.done and one.by < today}
    if late:
        text = _counted(
            len(late), "The induction of %(number)s person is late", "The induction of %(number)s people is late"
        )
        yield Need(text, reverse("starters", args=[school.code]), weight=Weight.DUE)
    waiting = [one for one in declarations_of(school) if one.unconfirmed and one.person.user_id != user.pk]
    if waiting:
        text = _counted(
            len(waiting), "%(number)s yearly form is to be talked over", "%(number)s yearly forms are to be talked over"
        )
        yield Need(text, reverse("declarations", args=[school.code]), weight=Weight.DUE)


@needs(None)
def own_needs(user: User, school: School) -> Iterable[Need]:
    """One's own forms that are due and steps of one's induction, of staff alone."""
    person = own_staff(user, school)
    if person is None:
        return []
    due = sum(1 for one in own_forms(person) if one.due)
    steps = [one for one in own_steps(person) if not one.done and (one.row is None or one.row.signed_at is None)]
    if not due and not steps:
        return []
    text = _counted(
        due + len(steps), "You have %(number)s declaration to make", "You have %(number)s declarations to make"
    )
    late = any(one.by - SOON < timezone.localdate() for one in steps)
    return [Need(text, reverse("own-duties"), Urgency.NOW if late else Urgency.SOON, weight=Weight.DUE)]


@tasks(
    "declarations",
    gettext_lazy("Declarations and induction"),
    None,
    others=Permission.LEAD_STAFF,
    stands_for=(own_needs,),
)
def forms_and_steps(asking: Asking) -> Iterator[Task]:
    """One's own forms that are due and steps of one's induction; of others the steps alone."""
    if asking.of is None:
        yield from (_step(one) for one in starters_of(asking.school) if _waits(one))
        return
    person = own_staff(asking.of, asking.school)
    if person is None:
        return
    for form in own_forms(person):
        if form.due:
            text = _("Declare: %(what)s") % {"what": form.form.title}
            yield Task(text, reverse("own-duties"), f"form-{form.form.id}", holder=asking.of.pk, urgency=Urgency.SOON)
    yield from (_step(one) for one in own_steps(person) if _waits(one))


def _waits(one: StarterState) -> bool:
    return not one.done and (one.row is None or one.row.signed_at is None)


def _step(one: StarterState) -> Task:
    text = _("Induction: %(what)s") % {"what": one.step.title}
    key = f"step-{one.person.pk}-{one.step.id}"
    return Task(text, reverse("own-duties"), key, one.by, holder=one.person.user_id)
