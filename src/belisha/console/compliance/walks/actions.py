"""The verbs of walks: set out, note, put right, plan, sign or give up; what else a school looks at."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import msgspec
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from belisha.console.access.authorization import NotAllowedError
from belisha.console.access.permissions import Permission
from belisha.console.compliance.models import OwnPoint, Sight, Walk, WalkPlace
from belisha.console.compliance.plans.actions import plan_found
from belisha.console.compliance.walks import audit_events
from belisha.console.compliance.walks.queries import lacking, points_for, points_of, stops_of
from belisha.console.compliance.walks.rules import LATEST_DAY, points_at

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from belisha.console.access.acting import By
    from belisha.console.access.models import School, User
    from belisha.console.people.models import Room

__all__ = [
    "Stopping",
    "add_place",
    "add_point",
    "drop",
    "end_point",
    "note",
    "plan_for",
    "put_right",
    "sign",
    "start",
]

MOST_PLACES = 150


class Stopping(NamedTuple):
    """A place to walk to."""

    name: str
    kind: str = WalkPlace.Kind.ROOM
    room: Room | None = None


def start(*, by: By, school: School, on: date, places: Sequence[Stopping]) -> Walk:
    """Set out, or begin to enter a walk that was made with paper. Raises NotAllowedError, ValidationError."""
    by = by.may(Permission.WALK_SCHOOL, school)
    if by.user is None:
        raise NotAllowedError(_("Only people walk."))
    today = timezone.localdate()
    if not today - LATEST_DAY <= on <= today:
        raise ValidationError({"on": [_("Choose today, or the day of a walk in the last month.")]})
    if not places:
        raise ValidationError(_("Choose at least one place."))
    with transaction.atomic():
        if Walk.objects.select_for_update().for_school(school).open().filter(walker=by.user).exists():
            raise ValidationError(_("You are at a walk already: sign it or give it up first."))
        points = msgspec.to_builtins(points_for(school))
        walk = Walk.objects.create(
            school=school, walker=by.user, role=by.role, on=on, points=points, started_at=timezone.now()
        )
        for place in places[:MOST_PLACES]:
            _put(walk, place)
        by.did(audit_events.STARTED, to=walk, at=school, after={"on": on.isoformat(), "places": walk.places.count()})
    return walk


def add_place(*, by: By, walk: Walk, place: Stopping) -> WalkPlace:
    """One more place. Raises NotAllowedError, ValidationError."""
    with transaction.atomic():
        by, held = _own_open(by, walk)
        if not place.name.strip():
            raise ValidationError({"name": [_("Say which place.")]})
        if held.places.filter(name=place.name.strip()[:80]).exists():
            raise ValidationError({"name": [_("This place is on the walk already.")]})
        made = _put(held, place)
        by.did(audit_events.PLACED, to=held, at=held.school, after={"place": made.pk})
    return made


def note(*, by: By, place: WalkPlace, answers: Mapping[str, str], notes: Mapping[str, str]) -> int:
    """Keep what was seen at a place; what is not named stays. How many points changed.

    Sent twice it is the same: a phone that dropped out may send again. Raises NotAllowedError, ValidationError.
    """
    with transaction.atomic():
        by, walk = _own_open(by, place.walk)
        known = {point.id for point in points_at(points_of(walk), place.kind)}
        seen = {sight.point: sight for sight in place.sights.all()}
        changed = {}
        for point in known & {*answers, *notes}:
            sight = seen.get(point) or Sight(place=place, point=point)
            answer, words = answers.get(point, sight.answer), notes.get(point, sight.note).strip()[:400]
            if answer not in {"", *Sight.Answer.values}:
                raise ValidationError(_("Answer yes, no or not seen."))
            if (answer, words) != (sight.answer, sight.note):
                sight.answer, sight.note, sight.at = answer, words, timezone.now()
                sight.save()
                changed[point] = answer
        if changed:
            by.did(audit_events.NOTED, to=walk, at=walk.school, after={"place": place.pk, **changed})
    return len(changed)


def put_right(*, by: By, sight: Sight, words: str) -> None:
    """What was wrong was put right on the spot. Raises NotAllowedError, ValidationError."""
    with transaction.atomic():
        by, walk = _own_open(by, sight.place.walk)
        if sight.answer != Sight.Answer.NO:
            raise ValidationError(_("Nothing is wrong here."))
        if not words.strip():
            raise ValidationError({"mended": [_("Say what you did.")]})
        Sight.objects.filter(pk=sight.pk).update(mended=words.strip()[:300])
        by.did(audit_events.MENDED, to=walk, at=walk.school, reason=words.strip(), after={"point": sight.point})


def plan_for(*, by: By, sight: Sight, words: str, owner: User, due: date) -> None:
    """Have what was wrong put right by somebody until a day. Raises NotAllowedError, ValidationError."""
    with transaction.atomic():
        by, walk = _own_open(by, sight.place.walk)
        point = next((each for each in points_of(walk) if each.id == sight.point), None)
        if sight.answer != Sight.Answer.NO or point is None:
            raise ValidationError(_("Nothing is wrong here."))
        if sight.plan_id is not None:
            raise ValidationError(_("An action is planned for this already."))
        made = plan_found(by=by, school=walk.school, duty=point.duty, words=words, owner=owner, due=due)
        Sight.objects.filter(pk=sight.pk).update(plan=made)


def sign(*, by: By, walk: Walk, words: str = "") -> None:
    """Sign a walk: it counts from now and changes no more. Raises NotAllowedError, ValidationError.

    What was wrong has been put right or planned; what nobody noted counts as not seen.
    """
    with transaction.atomic():
        by, held = _own_open(by, walk)
        stops = stops_of(held)
        if not any(line.answer in {"yes", "no"} for stop in stops for line in stop.lines):
            raise ValidationError(_("Nothing has been seen yet."))
        if left := lacking(stops):
            names = "; ".join(f"{place.name}: {line.point.text}" for place, line in left[:5])
            raise ValidationError(_("Say first what becomes of: %(what)s") % {"what": names})
        held.signed_at, held.words = timezone.now(), words.strip()
        held.save(update_fields=["signed_at", "words"])
        wrong = sum(stop.wrong for stop in stops)
        by.did(audit_events.SIGNED, to=held, at=held.school, after={"places": len(stops), "wrong": wrong})


def drop(*, by: By, walk: Walk, reason: str) -> None:
    """Give up a walk: it counts for nothing; its actions stay. Raises NotAllowedError, ValidationError."""
    with transaction.atomic():
        by, held = _own_open(by, walk)
        if not reason.strip():
            raise ValidationError({"reason": [_("Say why.")]})
        held.dropped_at, held.dropped_reason = timezone.now(), reason.strip()[:300]
        held.save(update_fields=["dropped_at", "dropped_reason"])
        by.did(audit_events.DROPPED, to=held, at=held.school, reason=held.dropped_reason)


def add_point(*, by: By, school: School, text: str) -> OwnPoint:
    """Have something looked at on each walk from now on. Raises NotAllowedError, ValidationError."""
    by = by.may(Permission.WRITE_POLICIES, school)
    if not text.strip():
        raise ValidationError({"text": [_("Say it so that yes is good: “The gate is shut.”")]})
    with transaction.atomic():
        made = OwnPoint.objects.create(
            school=school, text=text.strip()[:160], added_by=by.user, added_at=timezone.now()
        )
        by.did(audit_events.POINT_ADDED, to=made, at=school)
    return made


def end_point(*, by: By, point: OwnPoint) -> None:
    """Have something looked at no more; what was found of it stays."""
    by = by.may(Permission.WRITE_POLICIES, point.school)
    with transaction.atomic():
        if OwnPoint.objects.filter(pk=point.pk, ended_at__isnull=True).update(ended_at=timezone.now()):
            by.did(audit_events.POINT_ENDED, to=point, at=point.school)


def _put(walk: Walk, place: Stopping) -> WalkPlace:
    number = (walk.places.aggregate(last=Max("number"))["last"] or 0) + 1
    made, _new = WalkPlace.objects.get_or_create(
        walk=walk,
        name=place.name.strip()[:80],
        defaults={"room": place.room, "kind": place.kind, "number": number},
    )
    return made


def _own_open(by: By, walk: Walk) -> tuple[By, Walk]:
    """The walk, held, where it is their own and still open. Raises NotAllowedError, ValidationError."""
    by = by.may(Permission.WALK_SCHOOL, walk.school)
    held = Walk.objects.select_for_update(of=("self",)).select_related("school").get(pk=walk.pk)
    if by.user is None or held.walker_id != by.user.pk:
        raise NotAllowedError(_("Whoever walks notes what they see."))
    if held.signed_at is not None or held.dropped_at is not None:
        raise ValidationError(_("This walk is over."))
    return by, held
