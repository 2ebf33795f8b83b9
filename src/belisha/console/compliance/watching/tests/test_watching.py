"""What changes is noted, whoever changes it, and a kept standing is never another than one from nothing would be."""

from __future__ import annotations

import sys
from collections import Counter
from datetime import UTC, datetime, timedelta
from random import Random
from typing import TYPE_CHECKING

import pytest
import time_machine
from django.db import connection, transaction
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from agreements_scene import issued
from belisha.console.access.acting import By
from belisha.console.access.models import Post
from belisha.console.access.posts.actions.appointing import Terms, appoint, end_post
from belisha.console.access.remembering import remembering
from belisha.console.access.roles import Role
from belisha.console.access.settings.actions import change_setting
from belisha.console.compliance.actions import reassess, refresh
from belisha.console.compliance.attesting.actions import confirm
from belisha.console.compliance.models import Asked, Changed, Touched
from belisha.console.compliance.queries import row, rows
from belisha.console.compliance.watching.actions import last_number, note_changes, watch, watch_no_longer
from belisha.console.compliance.watching.places import NONE, tables
from belisha.console.compliance.watching.queries import to_ask
from belisha.console.compliance.watching.rules import counts_until
from belisha.console.compliance.watching.statements import tables_of
from belisha.console.compliance.watching.triggers import watched
from belisha.console.concerns.actions.reporting import Told, report
from belisha.console.concerns.models import Concern
from belisha.console.concerns.reporting.actions.helping import add_help
from belisha.console.duties.catalogue import catalogue
from belisha.console.duties.reading import reading
from belisha.console.duties.registry import ALWAYS, HOUR, PROOFS, SOON, Standing, State
from belisha.console.filtering.remote.duties import SUM
from belisha.console.people.models import Membership, Person
from cast import a_class, a_federation, a_parent, a_person, a_pupil, a_school, everywhere, somebody

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from pytest_django.fixtures import SettingsWrapper

    from belisha.console.access.models import School

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 9, 24, 10, tzinfo=UTC)
SYSTEM = By(None, system="test")


@pytest.fixture
def school() -> School:
    return a_school()


@pytest.fixture
def noted(school: School) -> Callable[[], set[tuple[str, int]]]:
    """What was noted since the last time, with the school's number as 1."""

    def told() -> set[tuple[str, int]]:
        found = {
            (each.table, min(each.school, 1)) for each in Touched.objects.all() if each.school in (NONE, school.pk)
        }
        note_changes()
        return found

    told()
    return told


@pytest.fixture
def one_proof(monkeypatch: pytest.MonkeyPatch) -> None:
    for duty in list(PROOFS):
        if duty != "governance.dsl-named":
            monkeypatch.delitem(PROOFS, duty)


def test_every_table_is_watched() -> None:
    assert watched(connection) == frozenset(tables())


def test_rows_are_noted_with_their_school_however_they_hang_on_it(
    school: School, noted: Callable[[], set[tuple[str, int]]]
) -> None:
    pupil, group = a_pupil(school), a_class(school)
    noted()
    Person.objects.filter(pk=pupil.pk).update(known_as="Pip")
    assert noted() == {("people_person", 1)}
    member = Membership.objects.create(person=pupil, group=group, first=NOW.date())
    assert ("people_membership", 1) in noted()
    member.delete()
    assert noted() == {("people_membership", 1)}
    everywhere(school.federation, Role.EXECUTIVE_HEAD)
    assert ("access_post", NONE) in noted()


def test_a_sign_in_alone_changes_no_account(school: School, noted: Callable[[], set[tuple[str, int]]]) -> None:
    user = somebody(school)
    noted()
    type(user).objects.filter(pk=user.pk).update(last_login=NOW)
    assert noted() == set()
    type(user).objects.filter(pk=user.pk).update(last_login=NOW, name="Other")
    assert noted() == {("access_user", 1)}


def test_a_change_that_is_taken_back_was_none(school: School, noted: Callable[[], set[tuple[str, int]]]) -> None:
    with transaction.atomic():
        a_pupil(school)
        transaction.set_rollback(True)
    assert noted() == set()


@pytest.mark.usefixtures("one_proof")
def test_without_its_triggers_a_table_is_not_watched_and_who_reads_it_is_asked_each_time(school: School) -> None:
    reassess(SYSTEM, school=school, now=NOW)
    assert not PROOFS.keys() & to_ask([school], ["governance.dsl-named"], NOW + timedelta(seconds=1))[school.pk]
    watch_no_longer(plan=["a migration"])
    assert watched(connection) == frozenset()
    reassess(SYSTEM, school=school, now=NOW)
    assert "governance.dsl-named" in to_ask([school], ["governance.dsl-named"], NOW)[school.pk]
    watch()
    assert watched(connection) == frozenset(tables())
    assert not Asked.objects.exists(), "what changed meanwhile nobody noted"


def test_a_change_while_a_question_is_asked_is_not_lost(school: School, monkeypatch: pytest.MonkeyPatch) -> None:
    duty = "governance.dsl-named"
    first = PROOFS[duty]

    def changed_meanwhile(place: School, now: datetime) -> object:
        found = first.ask(place, now)
        somebody(place, Role.DSL)
        note_changes()  # another look takes the note away before this one has ended
        return found

    monkeypatch.setitem(PROOFS, duty, first._replace(ask=changed_meanwhile))
    reassess(SYSTEM, school=school, now=NOW, only={duty})
    monkeypatch.setitem(PROOFS, duty, first)
    assert duty in to_ask([school], [duty], NOW)[school.pk]
    assert Changed.objects.filter(table="access_post", number=last_number()).exists()


def test_a_sum_of_answers_that_a_change_overtook_is_asked_again(
    school: School, monkeypatch: pytest.MonkeyPatch
) -> None:
    reassess(SYSTEM, school=school, now=NOW)
    Asked.objects.filter(question=SUM).update(until=NOW)
    later = NOW + timedelta(seconds=1)

    def overtaken(places: list[School], proofs: Iterable[str], now: datetime) -> dict[int, set[str]]:
        found = to_ask(places, proofs, now)
        a_pupil(school)
        note_changes()  # by the look that somebody asked for at that very moment
        return found

    monkeypatch.setattr("belisha.console.compliance.actions.to_ask", overtaken)
    refresh(SYSTEM, schools=[school], now=later)
    assert SUM in to_ask([school], PROOFS, later)[school.pk]


def test_an_answer_counts_until_the_schools_own_minute_of_the_hour_and_not_where_the_clock_was_wrong(
    school: School,
) -> None:
    duty = "governance.dsl-named"

    def stale(at: datetime) -> bool:
        return duty in to_ask([school], [duty], at)[school.pk]

    reassess(SYSTEM, school=school, now=NOW, only={duty})
    note_changes()
    own = counts_until(NOW, HOUR, school.pk)
    assert [stale(own - timedelta(seconds=1)), stale(own)] == [False, True]
    assert stale(NOW - timedelta(hours=1))


@given(st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1), timezones=st.just(UTC)))  # noqa: DTZ001 - hypothesis adds the zone
def test_each_minute_has_its_part_of_sixty_schools_and_nothing_counts_longer_than_it_may(now: datetime) -> None:
    ends = [counts_until(now, HOUR, school) for school in range(60)]
    assert len(set(ends)) == 60
    assert all(now < end <= now + HOUR for end in ends)
    assert set(Counter(counts_until(now, SOON, school) for school in range(60)).values()) == {12}
    assert counts_until(now, ALWAYS, 7) == now


def test_a_sum_counts_the_last_answers_of_its_parts_and_asks_none_again(
    school: School, monkeypatch: pytest.MonkeyPatch
) -> None:
    part, asked = "network.capacity-review", []
    first = PROOFS[part]
    monkeypatch.setitem(
        PROOFS,
        part,
        first._replace(ask=lambda _place, now: asked.append(now) or Standing(State.BREACHED, "No review.")),
    )
    reassess(SYSTEM, school=school, now=NOW)
    assert len(asked) == 1, "for itself and for the sum"
    before = row(school, SUM, NOW).standing
    Asked.objects.filter(question=SUM).update(until=NOW)
    refresh(SYSTEM, schools=[school], now=NOW + timedelta(seconds=1))
    assert len(asked) == 1
    assert row(school, SUM, NOW).standing == before
    assert "people_person" in Asked.objects.get(question=SUM).reads, "it stands on what its parts stand on"


@pytest.mark.usefixtures("one_proof")
def test_a_look_that_may_take_no_time_leaves_the_rest_to_the_next(school: School) -> None:
    places = [school, a_school("st-brigids", school.federation)]
    refresh(SYSTEM, schools=places, now=NOW, seconds=-1)
    assert not Asked.objects.exists()
    refresh(SYSTEM, schools=places, now=NOW)
    assert set(Asked.objects.values_list("school", flat=True)) == {each.pk for each in places}


def test_what_others_asked_before_counts_as_read_too(school: School) -> None:
    """Each proof by itself reads no table that was not written down for it when all were asked together."""
    _peopled(school)
    reassess(SYSTEM, school=school, now=NOW)
    kept = dict(Asked.objects.filter(school=school).values_list("question", "reads"))
    hidden = {}
    for duty, proof in PROOFS.items():
        alone = type(school).objects.get(pk=school.pk)
        with remembering(), reading() as statements:
            proof.ask(alone, NOW)
        if more := tables_of(statements) - set(kept[duty].split()):
            hidden[duty] = more
    assert hidden == {}


def test_a_proof_that_looks_at_files_says_so(school: School, tmp_path: Path, settings: SettingsWrapper) -> None:
    settings.HOME = tmp_path
    _peopled(school)
    opened: list[str] = []
    watching = [True]

    def hook(event: str, given: tuple[object, ...]) -> None:
        if watching and event in {"open", "os.listdir", "os.scandir"} and str(given[0]).startswith(str(tmp_path)):
            opened.append(str(given[0]))

    sys.addaudithook(hook)
    silent = []
    for duty, proof in PROOFS.items():
        opened.clear()
        proof.ask(school, NOW)
        if opened and proof.within >= HOUR:
            silent.append(duty)
    watching.clear()  # a hook cannot be taken off
    assert silent == [], "within=ALWAYS, or SOON where a change in the database goes with it"


def _peopled(school: School) -> None:
    for role in (Role.HEAD, Role.DSL, Role.COMPUTING_LEAD, Role.OFFICE):
        a_person(school, "staff", user=somebody(school, role))
    group = a_class(school)
    a_parent(school, of=a_pupil(school, in_class=group))


def _changes(school: School, chance: Random) -> list[Callable[[], object]]:
    """Real things that happen at a school, in any order and number."""
    today = timezone.localdate()

    def vacancy() -> None:
        post = Post.objects.filter(school=school, last=None).order_by("pk").first()
        if post is not None:
            end_post(SYSTEM, post=post, last=max(post.first, today - timedelta(days=1)))

    def appointed() -> None:
        terms = Terms(first=today, leads=True, minute="12")
        appoint(SYSTEM, at=school, role=Role.SENCO, holder=somebody(school), terms=terms)

    def confirmed() -> None:
        words = f"The governors looked at it on {timezone.now()}, in their meeting number {chance.random()}."
        by_people = [duty for duty, each in catalogue().items() if duty not in PROOFS and "head" in each.who]
        confirm(
            by=By(somebody(school, Role.HEAD)), school=school, duty=chance.choice(by_people), kept=True, words=words,
            evidence="Binder 3",
        )  # fmt: skip

    def told() -> None:
        report(
            by=SYSTEM, school=school, category=chance.choice(("bullying", "grooming", "official-channel")),
            words="It happened.", subjects=(), told=Told(origin=Concern.Origin.STAFF),
        )  # fmt: skip

    def helped() -> None:
        facts = {"title": "Family hub", "about": "Advice", "phone": "01632 960100", "site": "", "hours": ""}
        add_help(by=SYSTEM, school=school, topics=["family"], audience=["parent"], **facts)

    return [
        vacancy, appointed, confirmed, told, helped,
        lambda: change_setting(SYSTEM, at=school, key="report-form-visitors", value=chance.choice(("shut", "open"))),
        lambda: issued(school, chance.choice(("parent", "staff", "junior", "infant"))),
        lambda: a_parent(school, of=a_pupil(school)),
        lambda: a_person(school, "staff", user=somebody(school, Role.TEACHER)),
    ]  # fmt: skip


def _stands(school: School, now: datetime) -> dict[str, tuple[object, ...]]:
    return {each.duty.id: (*each.standing[:3], each.standing.link) for each in rows(school, now)}


def _from_nothing(school: School, now: datetime) -> dict[str, tuple[object, ...]]:
    with transaction.atomic():
        reassess(SYSTEM, school=school, now=now)
        found = _stands(school, now)
        transaction.set_rollback(True)
    return found


@pytest.mark.parametrize("seed", [7])
def test_whatever_happens_the_board_stands_as_it_would_from_nothing(seed: int) -> None:
    """At once for what happens at the school, by the hour for what happens at another and for what only time brings."""
    chance, federation = Random(seed), a_federation()
    places = [a_school("oakfield", federation), a_school("st-brigids", federation)]
    now = NOW
    with time_machine.travel(now, tick=False):
        for place in places:
            _peopled(place)
        refresh(SYSTEM, schools=places, now=now)
    for number in range(3):
        now += (
            timedelta(minutes=chance.randint(0, 20))
            if number % 2
            else chance.choice([timedelta(hours=1), timedelta(days=1), timedelta(days=30)])
        )
        with time_machine.travel(now, tick=False):
            place = chance.choice(places)
            for change in chance.sample(_changes(place, chance), 3):
                change()
            refresh(SYSTEM, schools=places, now=now)
            assert _stands(place, now) == _from_nothing(place, now), (seed, number)
    now += timedelta(hours=1)
    with time_machine.travel(now, tick=False):
        refresh(SYSTEM, schools=places, now=now)
        for place in places:
            assert _stands(place, now) == _from_nothing(place, now), seed
