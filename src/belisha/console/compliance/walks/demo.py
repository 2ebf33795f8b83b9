"""Safety walks for the sample: one that is signed, with an action, and one that somebody is still at. Invented."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils import timezone

from belisha.console.access.acting import By
from belisha.console.access.models import Federation, Post
from belisha.console.compliance.walks.actions import Stopping, note, plan_for, put_right, sign, start
from belisha.console.compliance.walks.queries import lacking, points_of, rooms_for, stops_of
from belisha.console.compliance.walks.rules import points_at, usual_places

if TYPE_CHECKING:
    from belisha.console.access.models import School, User
    from belisha.console.compliance.models import Walk

__all__ = ["sample_walks"]

NOTES = {"rules-poster": "Torn, behind the coats", "screens-locked": "One laptop on the windowsill"}


def sample_walks() -> None:
    """For each school of the sample: the first has a signed walk, the others one that is begun."""
    for federation in Federation.objects.order_by("pk"):
        for number, school in enumerate(federation.schools.order_by("pk")):
            _school(school, signed=number == 0)


def _school(school: School, *, signed: bool) -> None:
    posts = Post.objects.for_school(school).filter(role__in=("slt", "head")).select_related("holder").order_by("-role")
    walker = next((post.holder for post in posts), None)
    if walker is None:
        return
    places = [Stopping(each.name, each.kind) for each in usual_places()]
    places += [Stopping(room.name, room=room) for room in rooms_for(school)[:4]]
    on = timezone.localdate() - timedelta(days=9 if signed else 0)
    walk = start(by=By(walker), school=school, on=on, places=places)
    _look(walk, walker, most=len(places) if signed else 2)
    if signed:
        _put_right(walk, walker)
        sign(by=By(walker), walk=walk, words="Calm rooms. The poster in the corridor needs a frame.")


def _look(walk: Walk, walker: User, *, most: int) -> None:
    """All is right, but a poster in the corridor and a laptop in the staff room."""
    wrong = {("Corridors", "rules-poster"), ("Staff room", "screens-locked")}
    for place in list(walk.places.all())[:most]:
        points = points_at(points_of(walk), place.kind)
        answers = {each.id: "no" if (place.name, each.id) in wrong else "yes" for each in points}
        notes = {each.id: NOTES[each.id] for each in points if (place.name, each.id) in wrong}
        note(by=By(walker), place=place, answers=answers, notes=notes)


def _put_right(walk: Walk, walker: User) -> None:
    for place, line in lacking(stops_of(walk)):
        if line.sight and place.kind == "staff":
            put_right(by=By(walker), sight=line.sight, words="Locked it, and spoke with its owner")
        elif line.sight:
            due = timezone.localdate() + timedelta(days=12)
            plan_for(by=By(walker), sight=line.sight, words="Put up a new poster in a frame", owner=walker, due=due)
