"""Tables that schools load, playbooks for every kind, time limits, drills."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as some

from belisha.console.access.authorization import NotAllowedError
from belisha.console.access.calendars.clocks import Times
from belisha.console.access.roles import Role
from belisha.console.concerns.models import Concern
from belisha.console.concerns.rules.categories import categories
from belisha.console.concerns.working import actions
from belisha.console.concerns.working.actions.drills import begin_drill, drill_step, end_drill
from belisha.console.concerns.working.actions.school import load_table
from belisha.console.concerns.working.queries.drills import timed
from belisha.console.concerns.working.queries.work import ladder_of, thresholds_of
from belisha.console.concerns.working.rules.closing import Facts, missing
from belisha.console.concerns.working.rules.playbooks import books_for, playbooks
from belisha.console.concerns.working.rules.states import STATES
from belisha.console.concerns.working.rules.tables import LADDER, THRESHOLDS, our_ladder, read_rows
from belisha.console.concerns.working.rules.times import in_words, until
from belisha.console.concerns.working.tests.scene import LONDON, MONDAY, Scene
from belisha.engine.policy.model import Calendar

CSV = b"""level,name,words,debrief,review_days,steps
1,Universal,All children,no,60,
2,Intensive,More,yes,10,"today: Ring the front door
5d: Write a plan"
"""
TODAY = timezone.localdate
TIMES = Times(Calendar(), LONDON)


@pytest.fixture
def scene(db: None) -> Scene:
    del db
    return Scene()


def load(
    scene: Scene, content: bytes = CSV, *, kind: str = THRESHOLDS, name: str = "t.csv", role: Role = Role.DSL
) -> None:
    load_table(
        by=scene.by(role), school=scene.school, kind=kind, title="Our partnership", source="partnership.example",
        dated=TODAY(), name=name, content=content,
    )  # fmt: skip


def test_every_kind_of_concern_has_a_playbook_and_the_risks_have_their_own() -> None:
    assert [each.id for each in categories() if not books_for(each.id, each.route)] == []
    known = {each.id for each in categories()}
    assert {name for book in playbooks().playbooks for name in book.categories} <= known
    for book in playbooks().playbooks:
        assert book.steps, book.id
        assert book.categories or book.routes or book.marks, book.id


def test_ids_of_playbooks_and_steps_are_their_own_and_policies_are_known() -> None:
    books = playbooks().playbooks
    assert len({book.id for book in books}) == len(books)
    assert all(len({step.id for step in book.steps}) == len(book.steps) for book in books)
    assert {book.policy for book in books} <= {policy.id for policy in our_ladder().policies}


def test_our_table_counts_until_the_school_loads_its_own(scene: Scene) -> None:
    assert thresholds_of(scene.school).version == 0
    assert "own wording" in thresholds_of(scene.school).title
    load(scene)
    load(scene)
    table = thresholds_of(scene.school)
    assert (table.version, [level.name for level in table.levels]) == (2, ["Universal", "Intensive"])
    concern = scene.told()
    actions.set_level(by=scene.dsl, concern=concern, level=2, words="More.")
    assert set(concern.steps.filter(book="level-2").values_list("text", flat=True)) == {
        "Ring the front door",
        "Write a plan",
    }
    assert concern.findings.get(kind="level").version == 2


def test_only_the_team_loads_tables(scene: Scene) -> None:
    with pytest.raises(NotAllowedError):
        load(scene, role=Role.TEACHER)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff\xfe",
        b"level,name\n1,A\n",
        b"level,name,words\n2,A,B\n",
        b"level,name,words\n=1+1,A,B\n",
        b"level,name,words,steps\n1,A,B,whenever: go\n",
        b'level,name,words\n1,"A',
        b"x" * 300_000,
    ],
)
def test_a_table_that_cannot_be_read_gets_a_sentence(scene: Scene, content: bytes) -> None:
    for name in ("t.csv", "t.yaml"):
        with pytest.raises(ValidationError) as refused:
            load(scene, content, name=name)
        assert refused.value.messages[0]


def test_yaml_that_blows_up_is_refused() -> None:
    with pytest.raises(ValueError, match="references"):
        read_rows(THRESHOLDS, "t.yaml", b"a: &a [x]\nb: [*a, *a]\n")


@given(some.binary(max_size=300), some.sampled_from(["t.csv", "t.yaml"]), some.sampled_from([THRESHOLDS, LADDER]))
def test_no_file_brings_it_down(content: bytes, name: str, kind: str) -> None:
    try:
        rows = read_rows(kind, name, content)
    except ValueError:
        rows = [{}]
    assert rows


def test_a_ladder_is_loaded(scene: Scene) -> None:
    load(scene, b"id,title,for\nchat,A talk,infants;juniors\n", kind=LADDER)
    assert [rung.title for rung in ladder_of(scene.school).rows] == ["A talk", "Noted as a low-level concern"]
    assert ladder_of(scene.school).policies


def test_limits_are_kept_to_the_minute() -> None:
    friday = datetime(2026, 11, 20, 15, 0, tzinfo=LONDON)
    assert until("30m", friday, TIMES) == friday + timedelta(minutes=30)
    assert until("72h", friday, TIMES) == friday + timedelta(hours=72)
    assert until("1w", friday, TIMES) == friday + timedelta(days=3)
    assert until("today", friday, TIMES) == datetime(2026, 11, 20, 23, 59, 59, tzinfo=LONDON)
    assert until("1d", friday, TIMES) == MONDAY.replace(hour=15)
    assert in_words("1w") == "1 working day"
    with pytest.raises(ValueError, match="no time limit"):
        until("soon", friday, TIMES)


@given(
    some.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1), timezones=some.just(UTC)),  # noqa: DTZ001 - hypothesis adds the zone
    some.sampled_from(["5m", "3h", "today", "2w", "1d"]),
)
def test_no_limit_lies_in_the_past(moment: datetime, within: str) -> None:
    assert until(within, moment, TIMES) >= moment.replace(microsecond=0)


def test_every_state_is_one_of_a_concern() -> None:
    assert {state for (state, _deed), _to in STATES.items()} <= set(Concern.State.values)


@given(some.sets(some.sampled_from(["parents", "child-voice", "parents-voice", "support", "policy", "debrief"])))
def test_each_thing_established_is_one_thing_less_missing(found: set[str]) -> None:
    facts = Facts("team", True, 1, True, dict.fromkeys(found, "told"), frozenset())
    assert len(missing(facts)) == 6 - len(found)


def test_under_age_the_parents_are_told_unless_that_is_dangerous() -> None:
    found = dict.fromkeys(("child-voice", "parents-voice", "support", "policy"), "x")
    marks = frozenset({"under-age"})
    for code, left in (("told", 0), ("harm", 0), ("no-need", 1), ("agency", 1)):
        facts = Facts("team", True, 1, False, {**found, "parents": code}, marks)
        assert len(missing(facts)) == left


def test_a_drill_is_timed_and_counts_nowhere(scene: Scene) -> None:
    with pytest.raises(NotAllowedError):
        begin_drill(by=scene.by(Role.TEACHER), school=scene.school, book="bullying")
    drill = begin_drill(by=scene.dsl, school=scene.school, book="bullying")
    with pytest.raises(ValidationError):
        end_drill(by=scene.dsl, drill=drill, words="Done")
    for step in drill.steps.all():
        drill_step(by=scene.dsl, drill=drill, place=step.place)
    end_drill(by=scene.dsl, drill=drill, words="The number of the front door was missing.")
    assert all(each.in_time and each.minutes == 0 for each in timed(drill))
    assert not Concern.objects.exists()
