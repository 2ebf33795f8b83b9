"""Changes of the sample's filter: one that is in force, one that waits to be judged, a block that waits for its review.

All invented; done by the sample's own people, as pages would do it.
"""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Final

from django.utils import timezone

from belisha.console.access.acting import By
from belisha.console.access.models import Ending, Post, School, Session
from belisha.console.access.roles import Role
from belisha.console.filtering.changes.actions import apply_change, assess, block_at_once, give_right, put, submit
from belisha.console.filtering.changes.rules.risk import QUESTIONS
from belisha.console.filtering.changes.rules.steps import Step
from belisha.console.filtering.policy.queries import current
from belisha.engine.policy.edits import AddRule, Holder, HolderKind
from belisha.engine.policy.model import SiteRule

if TYPE_CHECKING:
    from belisha.console.access.models import Federation, User
    from belisha.console.filtering.models import Change

__all__ = ["sample_changes"]

RIGHT: Final = timedelta(days=120)
OPEN: Final = timedelta(days=60)
SCHOOL: Final = "oakfield"
ANSWERS: Final = {
    "age": "It is made for children of eight to eleven; no chat, no adverts.",
    "need": "Our history topic: castles and who built them.",
    "groups": "Year 4 alone, until the topic is over.",
    "supervision": "In lessons, with the teacher in the room.",
    "alternatives": "Two library books for thirty children; the teacher's screen.",
    "effect": "Tried with a Year 4 account: all pages and pictures come.",
    "bypass": "No search, no translation, nothing embedded.",
    "encryption": "Inspected, as all that juniors open.",
    "reach": "This name alone; nobody else can write below it.",
    "lists": "It is in no list; nothing else opens with it.",
}


def sample_changes(federation: Federation) -> None:
    """Make them, where the console holds the policy and the sample's people are here."""
    school = School.objects.filter(federation=federation, code=SCHOOL).first()
    people = {role: _holder(school, role) for role in (Role.HEAD, Role.DSL, Role.COMPUTING_LEAD, Role.TECHNICIAN)}
    if school is None or current(federation) is None or None in people.values():
        return
    head, dsl, lead, technician = (user for user in people.values() if user)
    today = timezone.localdate()
    reason = "Looks after the machines of both schools"
    give_right(by=By(head), place=school, user=technician, first=today, last=today + RIGHT, reason=reason)
    done = _judged(_opening(school, technician, "castles-and-knights.example", "Castles"), lead, technician)
    _apply(done, technician)
    _opening(school, technician, "rivers-of-the-world.example", "Rivers")
    words = "A child found frightening pranks on it"
    block_at_once(by=By(dsl), place=school, addresses=["frightening-pranks.example"], reason=words)


def _holder(school: School | None, role: Role) -> User | None:
    if school is None:
        return None
    post = Post.objects.for_school(school).filter(role=role.value).select_related("holder").order_by("pk").first()
    return post.holder if post else None


def _opening(school: School, by: User, address: str, topic: str) -> Change:
    """A site that is to be open for Year 4, handed in."""
    until = timezone.make_aware(datetime.combine(timezone.localdate() + OPEN, time(15, 30)))
    rule = SiteRule(
        id=address.partition(".")[0],
        address=address,
        verdict="allow",
        reason=f"{topic}: a topic of Year 4",
        owner=by.name,
        until=until,
    )
    edit = AddRule(holder=Holder(kind=HolderKind.YEAR, school=school.code, id="year-4"), rule=rule, account=str(by.pk))
    title, reason = f"{topic} for Year 4", f"{topic} are our topic until the end of term"
    return submit(by=By(by), change=put(by=By(by), place=school, edits=[edit], title=title), title=title, reason=reason)


def _judged(change: Change, lead: User, technician: User) -> Change:
    for side, user in ((Step.EDUCATION, lead), (Step.TECHNICAL, technician)):
        answers = {question.id: ANSWERS[question.id] for question in QUESTIONS[side]}
        assess(by=By(user), change=change, side=side.value, answers=answers, likelihood=1, impact=2)
    return change


def _apply(change: Change, technician: User) -> None:
    """The technician signs in for it, and out again."""
    now = timezone.now()
    session = Session.objects.create(
        user=technician, key=f"sample-{technician.pk}", began=now, last_seen=now, confirmed_at=now
    )
    apply_change(by=By(technician), change=change)
    session.key, session.ended_at, session.ending = None, now, Ending.SIGNED_OUT
    session.save(update_fields=["key", "ended_at", "ending"])
