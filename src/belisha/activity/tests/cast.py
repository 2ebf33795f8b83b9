"""A small policy for tests: two schools, a few people, groups and devices."""

from datetime import date
from pathlib import Path

from belisha.engine.policy import Policy
from belisha.engine.policy.model import (
    Calendar,
    Device,
    Federation,
    Group,
    Network,
    Person,
    Profile,
    Room,
    School,
    SchoolClass,
    Span,
    YearGroup,
)
from belisha.engine.published import publish_policy


def policy() -> Policy:
    oak = School(
        name="Oakfield Primary School",
        calendar=Calendar(
            terms=(
                Span(name="Summer", first=date(2026, 4, 20), last=date(2026, 7, 21)),
                Span(name="Autumn", first=date(2026, 9, 2), last=date(2026, 12, 18)),
            ),
            holidays=(Span(name="Half term", first=date(2026, 10, 26), last=date(2026, 10, 30)),),
        ),
        key_stages={"ks2": Group(name="Key Stage 2")},
        years={"year-4": YearGroup(name="Year 4", key_stage="ks2")},
        classes={"class-4": SchoolClass(name="4 Ash", year="year-4"), "class-5": SchoolClass(name="5 Elm")},
        groups={"chess": Group(name="Chess club")},
        rooms={"library": Room(name="Library"), "hall": Room(name="Hall")},
        devices={
            "lap-1": Device(name="Laptop 1", address="10.1.0.7"),
            "lap-2": Device(name="Laptop 2", address="10.1.0.8", room="library"),
        },
        networks={"library": Network(range="10.7.0.0/24", room="library")},
        people=(
            Person(id="amy", sign_in="amy.ng", name="Amy Ng", class_="class-4"),
            Person(id="ben", sign_in="ben.fox", name="Ben Fox", class_="class-5", groups=("chess",)),
        ),
    )
    elm = School(name="Elm Road School", people=(Person(id="amy", sign_in="amy.roe", name="Amy Roe"),))
    return Policy(
        version=1,
        federation=Federation(name="Two Schools", profile="juniors", unknown="juniors"),
        profiles={"juniors": Profile(name="Juniors")},
        schools={"oak": oak, "elm": elm},
    )


def publish(home: Path) -> None:
    publish_policy(home, policy())
