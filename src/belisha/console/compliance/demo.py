"""The sample's meeting, self-review and accepted edition; made once its duties have been looked at. All invented."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from django.utils import timezone

from belisha.console.access.acting import By
from belisha.console.access.models import Federation, Post
from belisha.console.compliance.meetings.actions import Attended, add_item, call, close, follow, write
from belisha.console.compliance.self_review.actions import judge
from belisha.console.compliance.standards.actions import accept
from belisha.console.compliance.standards.queries import waiting_at

if TYPE_CHECKING:
    from belisha.console.access.models import School, User

__all__ = ["sample_governing"]

NEEDED: Final = {"head", "dsl", "computing-lead"}
LEVELS: Final = (
    ("S5", 3, "All staff know how to report; pupils have tried it. Parents have not been asked yet."),
    ("S13", 2, "Levels by year, each change assessed by two people, tests each day."),
)


def sample_governing() -> None:
    """For each school with a head, a safeguarding lead and a computing lead; the first waits with the new edition."""
    for federation in Federation.objects.order_by("pk"):
        for number, school in enumerate(federation.schools.order_by("pk")):
            posts = Post.objects.for_school(school).held_on(timezone.localdate()).select_related("holder")
            held = {post.role: post.holder for post in posts.order_by("pk")}
            if held.keys() >= NEEDED:
                _meeting(school, held)
                for aspect, level, words in LEVELS:
                    judge(by=By(held["computing-lead"]), school=school, aspect=aspect, level=level, words=words)
                for _old, new in waiting_at(school) if number else ():
                    words = "AI tools stand on the risk register; the review is asked for by itself."
                    accept(by=By(held["head"]), school=school, standard=new.id, version=new.version, words=words)


def _meeting(school: School, held: dict[str, User]) -> None:
    by, today = By(held["dsl"]), timezone.localdate()
    meeting = call(by=by, school=school, held=today - timedelta(days=21))
    day = add_item(by=by, meeting=meeting, title="Safer Internet Day")
    write(by=by, item=day, words="Each class has an assembly; parents are invited at the end of the day.")
    due = today + timedelta(days=30)
    follow(by=by, item=day, words="Write the invitation to parents.", owner=held["computing-lead"], due=due)
    present = [held[role] for role in sorted(NEEDED)]
    attended = Attended(present, others="Two pupils of the council", next_on=today + timedelta(days=42))
    close(by=by, meeting=meeting, attended=attended)
