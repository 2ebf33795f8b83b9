"""The year's end: every class moves to the next, the last year leaves; planned for a day, all or nothing, undoable."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from belisha.console.access.models import School, User
from belisha.console.access.permissions import Permission
from belisha.console.people import audit_events
from belisha.console.people.models import Group, Membership, Person, RollOver
from belisha.console.people.refusals import RefusedError
from belisha.console.people.rules.rollover import year_after

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from belisha.console.access.acting import By

__all__ = ["apply_roll_over", "cancel_roll_over", "plan_roll_over", "undo_roll_over"]

LAST_YEAR = Person.Year.YEAR_6


def plan_roll_over(*, by: By, school: School, on: date, steps: Mapping[int, int | None]) -> RollOver:
    """Plan the move into the year that begins on a day: class id -> id of the class to go to, None: they leave.

    It is applied at once when the day has come, else by `apply_due_roll_overs` on the day. Raises RefusedError.
    """
    by = by.may(Permission.CHANGE_PEOPLE, school)
    with transaction.atomic():
        _refuse(school, on, steps)
        plan = RollOver(school=school, on=on, steps={str(source): target for source, target in steps.items()})
        plan.planned_by, plan.planned_at = by.user, timezone.now()
        plan.save()
        by.did(audit_events.ROLL_OVER_PLANNED, to=plan, at=school, after={"on": on.isoformat(), "steps": plan.steps})
        if on <= timezone.localdate():
            apply_roll_over(by=by, plan=plan)
    return plan


def cancel_roll_over(*, by: By, plan: RollOver) -> None:
    """Give up a plan that is not applied yet. Raises RefusedError."""
    by = by.may(Permission.CHANGE_PEOPLE, plan.school)
    with transaction.atomic():
        row = RollOver.objects.select_for_update().get(pk=plan.pk)
        if row.applied or row.cancelled:
            raise RefusedError(_("Only a plan that is not applied yet can be cancelled."))
        row.cancelled = timezone.now()
        row.save()
        by.did(audit_events.ROLL_OVER_CANCELLED, to=row, at=plan.school)


def apply_roll_over(*, by: By, plan: RollOver) -> None:
    """Carry out a plan: all of it or nothing. Raises RefusedError when classes have changed since it was made."""
    by = by.may(Permission.CHANGE_PEOPLE, plan.school)
    with transaction.atomic():
        row = RollOver.objects.select_for_update().get(pk=plan.pk)
        if row.applied or row.cancelled:
            raise RefusedError(_("This plan is applied or cancelled already."))
        steps = {int(source): target for source, target in row.steps.items()}
        _refuse(plan.school, row.on, steps, but=row)
        row.before = _move_all(plan.school, row.on, steps)
        row.applied = timezone.now()
        row.save()
        after = {"moved": len(row.before["ended"]), "left": len(row.before["left"])}
        by.did(audit_events.ROLL_OVER_APPLIED, to=row, at=plan.school, after=after)


def undo_roll_over(*, by: By, plan: RollOver) -> None:
    """Put every pupil back where they were. Whoever was moved or left since by hand stays where they were put.

    Raises RefusedError for a plan that is not applied, or that is not the newest one.
    """
    by = by.may(Permission.CHANGE_PEOPLE, plan.school)
    with transaction.atomic():
        row = RollOver.objects.select_for_update().get(pk=plan.pk)
        applied = RollOver.objects.for_school(plan.school).filter(applied__isnull=False, undone__isnull=True)
        if row.pk != applied.order_by("-applied", "-pk").values_list("pk", flat=True).first():
            raise RefusedError(_("Only the newest move that was applied can be undone."))
        _move_back(row)
        row.undone = timezone.now()
        row.save()
        by.did(audit_events.ROLL_OVER_UNDONE, to=row, at=plan.school)


def _refuse(school: School, on: date, steps: Mapping[int, int | None], but: RollOver | None = None) -> None:
    plans = RollOver.objects.for_school(school).filter(applied__isnull=True, cancelled__isnull=True)
    if (plans.exclude(pk=but.pk) if but else plans).exists():
        raise RefusedError(_("A move is planned already: cancel it first."))
    if RollOver.objects.for_school(school).filter(on=on, applied__isnull=False, undone__isnull=True).exists():
        raise RefusedError(_("The school has moved into the year that begins on this day already."), "on")
    classes = set(Group.objects.for_school(school).classes().open_on(on).values_list("pk", flat=True))
    gone = [pk for pk in {*steps, *filter(None, steps.values())} if pk not in classes]
    if gone or not steps:
        raise RefusedError(_("The classes have changed since: look at the plan again."))


def _move_all(school: School, on: date, steps: Mapping[int, int | None]) -> dict[str, Any]:
    """Do it, and say what it takes to undo it. Reads everything before it writes anything: 3 and 4 may swap places."""
    eve = on - timedelta(days=1)
    current = list(
        Membership.objects.for_school(school)
        .on(on)
        .filter(group__in=steps, teaches=False, first__lt=on, person__kind=User.Kind.PUPIL)
        .select_related("person")
        .order_by("pk")
    )
    years = dict(Group.objects.for_school(school).values_list("pk", "year"))
    staying: list[Membership] = []
    leaving: list[Membership] = []
    for one in current:
        target = steps[one.group_id]
        grown_up = target is None or (one.person.year == LAST_YEAR and not years[target])
        (leaving if grown_up else staying).append(one)
    before: dict[str, Any] = {
        "ended": [[one.pk, one.last and one.last.isoformat()] for one in current],
        "years": {str(one.person_id): one.person.year for one in current},
        "left": {str(one.person_id): one.person.left and one.person.left.isoformat() for one in leaving},
    }
    for one in staying:
        one.person.year = year_after(one.person.year, years[steps[one.group_id] or 0])
    for one in leaving:
        one.person.left = eve
    Person.objects.bulk_update([one.person for one in current], ["year", "left"], batch_size=200)
    Membership.objects.filter(pk__in=[one.pk for one in current]).update(last=eve)
    targets = Group.objects.in_bulk([target for target in steps.values() if target])
    made = [Membership(person=one.person, group=targets[steps[one.group_id] or 0], first=on) for one in staying]
    before["made"] = [one.pk for one in Membership.objects.bulk_create(made, batch_size=200)]
    _empty_memberships(leaving, on, eve)
    return before


def _empty_memberships(leaving: list[Membership], on: date, eve: date) -> None:
    people = [one.person_id for one in leaving]
    Membership.objects.filter(person__in=people, first__gte=on).delete()
    Membership.objects.filter(person__in=people).on(on).update(last=eve)


def _move_back(plan: RollOver) -> None:
    before, eve = plan.before, plan.on - timedelta(days=1)
    untouched = set(
        Membership.objects.filter(pk__in=before["made"], last__isnull=True).values_list("person_id", flat=True)
    )
    untouched |= set(
        Person.objects.filter(pk__in=[int(pk) for pk in before["left"]], left=eve).values_list("pk", flat=True)
    )
    Membership.objects.filter(pk__in=before["made"], person__in=untouched).delete()
    ended = Membership.objects.filter(pk__in=[pk for pk, _last in before["ended"]], person__in=untouched)
    lasts = dict(before["ended"])
    for one in ended:
        one.last = parse_date(lasts[one.pk] or "")
    Membership.objects.bulk_update(ended, ["last"], batch_size=200)
    people = list(Person.objects.filter(pk__in=untouched))
    for person in people:
        person.year = before["years"][str(person.pk)]
        if str(person.pk) in before["left"]:
            person.left = parse_date(before["left"][str(person.pk)] or "")
    Person.objects.bulk_update(people, ["year", "left"], batch_size=200)
