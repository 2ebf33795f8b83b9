"""Leaders agree on categories, teachers open them for their own class for a lesson; they close by themselves."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.utils import timezone

from belisha.console.access.authorization import NotAllowedError
from belisha.console.access.roles import Role
from belisha.console.audit.models import Link
from belisha.console.filtering.asks.actions.opening import agree, close_opening, end_agreement, open_for_lesson
from belisha.console.filtering.asks.joined import lay_openings
from belisha.console.filtering.asks.queries.openings import openings_on
from belisha.console.filtering.asks.tests.scene import MONDAY, Scene, a_scene, as_user
from belisha.console.filtering.changes import actions as changes
from belisha.console.filtering.changes.tests.staging import confirmed, fresh
from belisha.console.filtering.models import CategoryAgreement, Change, LessonOpening
from belisha.console.filtering.policy.queries import document
from belisha.engine.policy.model import SchoolClass
from cast import a_class, a_school, a_teacher, somebody

if TYPE_CHECKING:
    from collections.abc import Iterator

    from belisha.engine.policy.model import Opening

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene() -> Iterator[Scene]:
    with time_machine.travel(MONDAY, tick=False):
        yield a_scene()


def agreed(scene: Scene, category: str = "games", **who: object) -> CategoryAgreement:
    return agree(
        by=as_user(scene.stage.dsl), school=scene.school, category=category, reason="Maths games",
        last=timezone.localdate() + timedelta(days=30), **({"role": "teacher", "user": None} | who),
    )  # fmt: skip


def opened(scene: Scene, **changes_: object) -> LessonOpening:
    asked = {"group": scene.group, "category": "games", "until": None, "reason": "Maths"} | changes_
    return open_for_lesson(by=as_user(fresh(scene.teacher)), school=scene.school, **asked)


def open_at(moment: object) -> tuple[Opening, ...]:
    return openings_on(moment).get("oakfield", {}).get("4-oak", ())


def test_a_teacher_opens_an_agreed_category_until_the_end_of_the_lesson(scene: Scene) -> None:
    agreed(scene)
    opening = opened(scene)
    end = MONDAY.replace(hour=14, minute=0)  # three o'clock at school
    assert opening.until == end
    (laid,) = open_at(MONDAY)
    assert (laid.category, laid.owner, laid.until) == ("games", scene.teacher.name, end)
    assert open_at(end - timedelta(seconds=1))
    assert open_at(end) == ()


def test_it_is_laid_over_the_policy_and_taken_off_again(scene: Scene) -> None:
    agreed(scene)
    policy = document(scene.school.federation)
    school = policy.schools["oakfield"]
    school.classes["4-oak"] = SchoolClass(name="4 Oak", year="year-4")
    opening = opened(scene)
    laid = lay_openings(policy, scene.school.federation, timezone.now())
    assert [each.id for each in laid.schools["oakfield"].classes["4-oak"].openings] == [f"lesson-{opening.pk}"]
    close_opening(by=as_user(scene.teacher), opening=opening)
    assert (
        lay_openings(laid, scene.school.federation, timezone.now()).schools["oakfield"].classes["4-oak"].openings == ()
    )


def test_it_stands_in_the_log_of_changes_and_on_the_record(scene: Scene) -> None:
    agreed(scene)
    opening = opened(scene)
    line = Change.objects.get(way=Change.Way.LESSON)
    assert (line, line.title, line.made_by) == (opening.change, "Games open for 4 Oak until 15:00", scene.teacher)
    assert [link.event for link in Link.objects.order_by("pk")][-2:] == [
        "filter-openings.agreed",
        "filter-openings.opened",
    ]


def test_undoing_its_line_in_the_log_closes_it(scene: Scene) -> None:
    agreed(scene)
    opening = opened(scene)
    confirmed(scene.stage.technician)
    changes.undo(by=as_user(scene.stage.technician), change=opening.change, reason="Not now")
    assert open_at(timezone.now()) == ()


@pytest.mark.parametrize("what", ["class", "category", "past", "long"])
def test_what_was_not_agreed_is_not_opened(scene: Scene, what: str) -> None:
    agreed(scene)
    wrong = {
        "class": {"group": a_class(scene.school, "5 Elm", "year-5")},
        "category": {"category": "shopping"},
        "past": {"until": MONDAY},
        "long": {"until": MONDAY + timedelta(hours=5)},
    }[what]
    with pytest.raises(ValidationError):
        opened(scene, **wrong)


def test_outside_lessons_a_time_has_to_be_chosen(scene: Scene) -> None:
    agreed(scene)
    with time_machine.travel(MONDAY.replace(hour=15), tick=False):
        with pytest.raises(ValidationError):
            opened(scene)
        assert opened(scene, until=MONDAY.replace(hour=16)).until == MONDAY.replace(hour=16)


def test_an_agreement_for_one_person_is_nobody_elses(scene: Scene) -> None:
    other = somebody(scene.school, Role.TEACHER)
    a_teacher(scene.school, of=scene.group, user=other)
    agreed(scene, role="", user=other)
    with pytest.raises(ValidationError):
        opened(scene)
    assert open_for_lesson(by=as_user(other), school=scene.school, group=scene.group, category="games", until=None)


def test_an_agreement_that_has_run_out_opens_nothing(scene: Scene) -> None:
    agreed(scene)
    CategoryAgreement.objects.update(last=timezone.localdate() - timedelta(days=1))
    with pytest.raises(ValidationError):
        opened(scene)


def test_taking_an_agreement_back_closes_what_is_open_by_it(scene: Scene) -> None:
    agreement = agreed(scene)
    opened(scene)
    end_agreement(by=as_user(scene.stage.dsl), agreement=agreement, reason="Too loud")
    assert open_at(timezone.now()) == ()


@pytest.mark.parametrize("category", ["pornography", "iwf", "proxies-and-vpns", "nothing-of-the-kind"])
def test_leaders_cannot_agree_on_what_is_locked_or_harms(scene: Scene, category: str) -> None:
    with pytest.raises(ValidationError):
        agreed(scene, category)


def test_leaders_agree_for_their_own_people_alone(scene: Scene) -> None:
    stranger = somebody(a_school("st-brigids"), Role.TEACHER)
    with pytest.raises(ValidationError):
        agreed(scene, user=stranger, role="")
    with pytest.raises(ValidationError):
        agreed(scene, role="pupil")


def test_teachers_do_not_agree_with_themselves_nor_close_what_is_others(scene: Scene) -> None:
    with pytest.raises(NotAllowedError):
        agree(
            by=as_user(scene.teacher), school=scene.school, category="games", role="teacher", user=None, reason="x",
            last=timezone.localdate(),
        )  # fmt: skip
    agreed(scene)
    opening = opened(scene)
    with pytest.raises(NotAllowedError):
        close_opening(by=as_user(somebody(scene.school, Role.TEACHER)), opening=opening)
    close_opening(by=as_user(scene.stage.lead), opening=opening)
