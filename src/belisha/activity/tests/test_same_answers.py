"""However events came to be where they are, the answers are the same.

Two machines with one place for their record, two schools in it: lines are written to either in any order, segments
turn, parts are made, compacted and swept, and any of that is cut off before or after its commit. The answers must be
those of one journal that was never touched.
"""

import tempfile
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

import msgspec
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from belisha.activity import compact as compacting
from belisha.activity import ingest as ingesting
from belisha.activity import questions
from belisha.activity.compact import compact
from belisha.activity.days import LONDON, Period
from belisha.activity.ingest import ingest, sweep
from belisha.activity.keep import Keep
from belisha.activity.questions import Asking, prepare
from belisha.activity.store import Scope, Store, View
from belisha.activity.tests.test_ingest import killed_at
from belisha.activity.tests.written import LONG, Journal, line
from belisha.activity.verify import verify

LATER = date(2030, 1, 1)
SCHOOLS = ("oak", "elm-road")
# around midnight in summer and winter, at the hours that clocks skip and repeat, on a leap day and at a year's end
MOMENTS = (
    datetime(2028, 2, 28, 23, 59, 59, tzinfo=LONDON),
    datetime(2028, 2, 29, 23, 59, 59, tzinfo=LONDON),
    datetime(2026, 3, 29, 0, 59, 59, tzinfo=UTC),
    datetime(2026, 6, 30, 22, 59, 59, tzinfo=UTC),
    datetime(2026, 10, 25, 0, 29, 59, tzinfo=UTC),
    datetime(2026, 10, 25, 1, 29, 59, tzinfo=UTC),
    datetime(2026, 12, 31, 23, 59, 59, tzinfo=UTC),
)
PERIODS = (
    LONG,
    Period(date(2028, 2, 29), date(2028, 2, 29)),
    Period(date(2026, 10, 25), date(2026, 10, 25)),
    Period(date(2026, 6, 30), date(2026, 6, 30)),
)
KINDS: tuple[dict[str, str], ...] = (
    {},
    {"content_type": "image/png"},
    {"method": "CONNECT", "path": "", "squid_tag": "NONE_NONE"},
    {"verdict": "block", "category": "games", "squid_tag": "TCP_DENIED"},
    {"host": "www.google.com", "path": "/search", "query": "q=rivers"},
    {"person": "", "group": "", "how_known": "unknown"},
)


class Sent(NamedTuple):
    """A line, and which of the machines recorded it."""

    text: bytes
    machine: int


@st.composite
def sent(draw: st.DrawFn) -> Sent:
    moment = draw(st.sampled_from(MOMENTS)) + timedelta(milliseconds=draw(st.integers(0, 3_000)))
    person = {"person": draw(st.sampled_from(("amy", "ben")))}
    text = line(moment, **person | draw(st.sampled_from(KINDS)) | {"school": draw(st.sampled_from(SCHOOLS))})
    return Sent(text, draw(st.integers(0, 1)))


Step = Callable[[Journal], object]
STEPS: dict[str, Step] = {
    "ingest": lambda journal: ingest(journal.home, batch_bytes=700),
    "ingest, cut off before": lambda journal: killed_at(
        ingesting, before_commit=True, work=lambda: ingest(journal.home, batch_bytes=700)
    ),
    "ingest, cut off after": lambda journal: killed_at(
        ingesting, before_commit=False, work=lambda: ingest(journal.home, batch_bytes=700)
    ),
    "compact": lambda journal: compact(journal.home, LATER),
    "compact, cut off before": lambda journal: killed_at(
        compacting, before_commit=True, work=lambda: compact(journal.home, LATER)
    ),
    "turn": lambda journal: (journal.rotate(), journal.grow_quiet()),
    "sweep": lambda journal: sweep(journal.home, grace_seconds=0),
    "torn": lambda journal: journal.write(line()[:90]),
}
Happening = Sent | tuple[str, int]
happenings = st.lists(sent() | sent() | st.tuples(st.sampled_from(sorted(STEPS)), st.integers(0, 1)), max_size=24)


def answers(home: Path, school: str, period: Period) -> object:
    """Everything that is asked, of everybody, as plain data; lines without where they lie."""

    def ask(view: View) -> object:
        prepare(view, [("school", SCHOOLS)], Asking(each="person"))
        seen = sorted((one.time, one.path, one.person, one.host, one.school) for one in questions.lines(view))
        asked = (
            questions.all_totals,
            questions.quarters,
            questions.visited,
            questions.blocked,
            questions.searched,
            questions.devices,
            questions.ways_known,
        )
        return seen, [msgspec.to_builtins(one(view)) for one in asked]

    return Store.open(home).ask(Scope((school,), period), ask)


def machines(folder: Path) -> list[Journal]:
    journals = [Journal(folder / name, name) for name in ("ash", "birch")]
    for journal in journals:
        (journal.home / "gateway.yaml").write_text(f"record: {folder / 'record'}\n")
    return journals


@settings(max_examples=8)
@given(happenings)
@example([Sent(line(MOMENTS[1]), 0), ("ingest, cut off before", 0), ("ingest", 0), ("sweep", 0), ("compact", 0)])
def test_any_way_of_keeping_the_events_gives_the_same_answers(what: list[Happening]) -> None:
    with tempfile.TemporaryDirectory() as name:
        journals, untouched = machines(Path(name)), Journal(Path(name) / "untouched", "other")
        for happening in what:
            if isinstance(happening, Sent):
                journals[happening.machine].write(happening.text)
                untouched.write(happening.text)
            else:
                STEPS[happening[0]](journals[happening[1]])
        for journal in journals:
            ingest(journal.home)
            assert not [fault for each in verify(journal.home, Keep(keep_days=36500), LATER) for fault in each.faults]
        compact(journals[0].home, LATER)
        for school in SCHOOLS:
            for period in PERIODS:
                expected = answers(untouched.home, school, period)
                assert answers(journals[0].home, school, period) == expected
            assert answers(journals[1].home, school, LONG) == answers(untouched.home, school, LONG)


@pytest.mark.parametrize("school", SCHOOLS)
def test_schools_in_one_place_never_see_each_other(tmp_path: Path, school: str) -> None:
    journals = machines(tmp_path)
    for journal in journals:
        for of in SCHOOLS:
            journal.write(*(line(moment, school=of, path=f"/{of}", host=f"{of}.example") for moment in MOMENTS))
        ingest(journal.home)
    compact(journals[0].home, LATER)

    def seen(view: View) -> set[str]:
        prepare(view, [("person", ("amy",)), ("school", SCHOOLS)])
        paths = {one.path for one in questions.lines(view)} | {one.domain for one in questions.visited(view)}
        return paths | {one.path for one in questions.latest(view, 99, person="", blocked=False, every=True)}

    for journal in journals:
        assert Store.open(journal.home).ask(Scope((school,), LONG), seen) == {f"/{school}", f"{school}.example"}
