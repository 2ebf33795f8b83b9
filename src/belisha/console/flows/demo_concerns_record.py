"""The record of a sample concern: a correction, a child's own words, a body map, a reader. All invented."""

from __future__ import annotations

from typing import TYPE_CHECKING

from belisha.console.access.acting import By
from belisha.console.access.models import Post
from belisha.console.concerns.actions.readers import let_in
from belisha.console.concerns.actions.writing import add_entry, correct
from belisha.console.concerns.models import Concern, Entry
from belisha.console.concerns.record.rules.body import mark_of, part_of

if TYPE_CHECKING:
    from belisha.console.access.models import Federation, School, User

__all__ = ["sample_record"]


def sample_record(federation: Federation) -> None:
    """Into the oldest open concern of each school, after `sample_working`."""
    for school in federation.schools.order_by("pk"):
        posts = Post.objects.for_school(school).select_related("holder").order_by("pk")
        held = {post.role: post.holder for post in posts}
        if {"dsl", "teacher"} <= held.keys():
            _school(school, held)


def _school(school: School, held: dict[str, User]) -> None:
    rows = Concern.objects.for_school(school).filter(state=Concern.State.OPEN, route=Concern.Route.TEAM)
    concern = rows.order_by("reported_at", "pk").first()
    if concern is None:
        return
    by = By(held["dsl"])
    call = "Her mother says that it began after the summer holidays."
    said = add_entry(by=by, concern=concern, kind=Entry.Kind.CALL, text=call, details={"with": "Her mother"})
    correct(by=by, entry=said, text="It began after the autumn half-term.", reason="I had misheard")
    words = "I want to sit with my friends again. I do not want to change class."
    add_entry(by=by, concern=concern, kind=Entry.Kind.VOICE, text=words, details={"whose": "child"})
    if part := part_of("left-knee"):
        mark = mark_of(1, part, None, kind="bruise", size="as a 10p piece, yellow", words="She says: he pushed me.")
        details = {"figure": 1, "marks": [mark]}
        add_entry(by=by, concern=concern, kind=Entry.Kind.BODY_MAP, text="Seen at PE, she showed it.", details=details)
    let_in(by=by, concern=concern, user=held["teacher"], reason="Class teacher: sees her every day")
