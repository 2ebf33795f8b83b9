"""What parents of the sample permit, read and do; what is shown of a class; a programme for them. All invented."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from django.utils import timezone

from belisha.console.access.acting import By
from belisha.console.access.models import Post, User
from belisha.console.access.roles import Role
from belisha.console.agreements.consents.actions.answering import answer, answer_many
from belisha.console.agreements.consents.actions.showing import Entry, publish
from belisha.console.agreements.consents.rules import for_children
from belisha.console.agreements.home.actions.doing import note_step
from belisha.console.agreements.home.actions.programme import plan_activity, record_activity, send_notice
from belisha.console.agreements.home.rules import card_on, school_year, units
from belisha.console.agreements.models import ConsentAnswer, FamilyStep
from belisha.console.people.models import Group, Membership, Person, Relationship

if TYPE_CHECKING:
    from belisha.console.access.models import Federation, School

__all__ = ["sample_parents"]

SYSTEM: Final = By(None, system="demo")
CLASSES: Final = 1  # of each school
Kind = FamilyStep.Kind
# title, kind, topic, days ago, who came, of a hundred content, what they said
HELD: Final = (
    ("Set up a phone together", "practical", "home", 12, 23, 91, "More of this, please. The part on chat helped most."),
    ("Coffee and screens", "coffee", "other", 26, 14, 88, "Good to hear that others have the same troubles."),
    (
        "Online safety at the autumn fair",
        "stand",
        "other",
        33,
        120,
        None,
        "The card game with the ages was liked.",
    ),
    ("Social media before 13", "talk", "social", 40, 31, 79, "Some wanted the slides."),
    ("How we work together", "survey", "policy", 20, 96, 72, "Most know whom to turn to; few had read the policy."),
)
TOLD: Final = (
    ("policy", "Our online safety policy", ("portal", "letter", "website")),
    ("ages", "From which age", ("portal", "newsletter")),
    ("national", "A film and a booklet for families", ("portal", "leaflet", "website")),
    ("social", "Three things about group chats", ("portal", "newsletter")),
)
WORDS: Final = (
    "Dear families,\nplease take five minutes for this. Talk about it at home, and ask us if anything is not clear."
)
# what is shown where, and of which children of a class
SHOWN: Final = (
    ("Autumn leaves", "website", slice(0, 3)),
    ("Harvest songs", "video", slice(1, 3)),
    ("Poems about rain", "work", slice(1, 4)),
    ("A day at the farm", "social", slice(1, 2)),
)


def sample_parents(federation: Federation) -> None:
    """At each school: answers of a class with some that differ, what is shown, what must come down, a programme."""
    for school in federation.schools.order_by("pk"):
        teacher = Post.objects.filter(school=school, role=Role.TEACHER).order_by("pk").first()
        classes = Group.objects.for_school(school).classes().order_by("year", "name")[:CLASSES]
        if teacher is None:
            continue
        for group in classes:
            children = _children(group)
            _answers(children)
            _shown(school, teacher.holder, children)
        _programme(school)


def _children(group: Group) -> list[Person]:
    held = Membership.objects.filter(group=group, teaches=False).values("person")
    return list(Person.objects.filter(pk__in=held).select_related("school__federation").order_by("search", "pk"))


def _links(child: Person) -> list[Relationship]:
    links = Relationship.objects.filter(child=child, parental_responsibility=True, no_contact=False)
    return list(links.select_related("adult__user", "adult__school", "child__school").order_by("priority", "pk"))


def _answers(children: list[Person]) -> None:
    """Four of five families have answered; every ninth child's parents differ; every fifth says no to newspapers."""
    for place, child in enumerate(children):
        links = _links(child)
        if not links or place % 5 == 4:
            continue
        first, *others = links
        answers = {purpose.id: not (purpose.id == "newspaper" and place % 5 == 0) for purpose in for_children()}
        way = ConsentAnswer.Way.PORTAL
        answer_many(by=By(first.adult.user), person=first.adult, about=child, answers=answers, way=way)
        if others and place % 9 == 2:
            other = others[0].adult
            answer(by=By(other.user), person=other, about=child, purpose="social", yes=False, way=way)
        _at_home(first, place)


def _at_home(link: Relationship, place: int) -> None:
    today = timezone.localdate()
    year = str(school_year(today))
    note_step(link=link, kind=Kind.SAFETY_PAGE, item=year, child=False)
    note_step(link=link, kind=Kind.HOME_SCHOOL, item=year, child=True)
    note_step(link=link, kind=Kind.SUPERVISED, item="told", child=True)
    if place % 2 == 0:
        note_step(link=link, kind=Kind.READ_WITH, item=year, child=True)
        note_step(link=link, kind=Kind.TIPS, item=year, child=False)
        note_step(link=link, kind=Kind.SIGNS, item=year, child=False)
    if place % 3 == 0:
        note_step(link=link, kind=Kind.TALKED, item=f"{year}-{card_on(today).id}", child=True)
        note_step(link=link, kind=Kind.PLEDGE, item=year, child=False)
        note_step(link=link, kind=Kind.UNIT, item=units()[place % len(units())].id, child=False)


def _shown(school: School, teacher: User, children: list[Person]) -> None:
    """Pictures and work of a class in several places; of one of them a parent thinks better of it."""
    day = timezone.localdate()
    for what, purpose, some in SHOWN:
        entry = Entry(purpose, what, f"{school.website}news/{purpose}", day, teacher, already=True)
        if chosen := children[some]:
            publish(by=SYSTEM, school=school, entry=entry, children=chosen)
    if children and (links := _links(children[0])):
        first = links[0].adult
        way = ConsentAnswer.Way.PORTAL
        answer(by=By(first.user), person=first, about=children[0], purpose="website", yes=False, way=way)


def _programme(school: School) -> None:
    today = timezone.localdate()
    for title, kind, topic, ago, came, score, said in HELD:
        day = today - timedelta(days=ago)
        row = plan_activity(by=SYSTEM, school=school, details=_activity(title, kind, topic, day))
        record_activity(by=SYSTEM, activity=row, attended=came, score=score, feedback=said)
    coming = _activity("Coffee and games", "coffee", "home", today + timedelta(days=16))
    plan_activity(by=SYSTEM, school=school, details=coming)
    for topic, title, channels in TOLD:
        details = {"topic": topic, "title": title, "words": WORDS, "wider": "website" in channels}
        send_notice(by=SYSTEM, school=school, details=details, channels=channels)


def _activity(title: str, kind: str, topic: str, day: date) -> dict[str, object]:
    return {
        "title": title,
        "kind": kind,
        "topic": topic,
        "on": day,
        "place": "School hall",
        "led_by": "The computing lead",
        "plan": "We show how it works, then you try it. Bring your own phone if you like. Children are welcome.",
        "event": title if kind == "stand" else "",
        "wider": kind == "stand",
    }
