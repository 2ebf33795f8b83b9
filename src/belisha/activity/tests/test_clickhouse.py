"""Every question has the same answers on ClickHouse's engine as on DuckDB, over the same Parquet files."""

import inspect
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from pathlib import Path

import msgspec
import pytest

from belisha.activity import questions
from belisha.activity.clickhouse import FORMAT, SETTINGS, ClickHouse, Run, view_of
from belisha.activity.compact import compact
from belisha.activity.days import Period
from belisha.activity.ingest import ingest
from belisha.activity.questions import Asking, Only, prepare
from belisha.activity.questions.sums import COLUMNS
from belisha.activity.store import Scope, Store, View
from belisha.activity.tests.school_life import lines_of_a_school
from belisha.activity.tests.written import LONG, Journal, at, line

chdb = pytest.importorskip("chdb.session", reason="ClickHouse's engine is not installed: ./check installs it")
Ask = Callable[[View], object]

ASKED: dict[str, Ask] = {
    "all_totals": questions.all_totals,
    "totals": questions.totals,
    "quarters": questions.quarters,
    "visited": questions.visited,
    "blocked": questions.blocked,
    "refused": questions.refused,
    "searched": questions.searched,
    "devices": questions.devices,
    "ways_known": questions.ways_known,
    "nobody_on_their_devices": questions.nobody_on_their_devices,
    "shares": lambda view: [questions.shares(view, column) for column in COLUMNS],
    "lines": lambda view: list(questions.lines(view)),
    "latest": lambda view: questions.latest(view, 40, person="amy", blocked=False, every=True),
}
NOT_QUESTIONS = {"prepare", "prepare_lines", "counts"}
WEEK = Period(date(2026, 10, 24), date(2026, 10, 30))


@pytest.fixture(scope="module")
def run() -> Iterator[Run]:
    session = chdb.Session()

    def answered(statement: str, parameters: Mapping[str, str]) -> bytes:
        settings = ", ".join(f"{name} = {value}" for name, value in SETTINGS.items())
        return bytes(session.query(f"{statement} SETTINGS {settings}", FORMAT, params=dict(parameters)).bytes())

    yield answered
    session.close()


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two gateways, two schools, some of it compacted, over the end of summer time."""
    home = tmp_path_factory.mktemp("clickhouse")
    for gateway in ("ash", "elm"):
        journal = Journal(home, gateway)
        for number, some in enumerate(lines_of_a_school(gateway)):
            journal.write(some)
            if number % 700 == 0:
                ingest(home)
        ingest(home)
        compact(home, date(2026, 10, 28))
    return home


def on_clickhouse(home: Path, scope: Scope, run: Run) -> View:
    return view_of(home, scope, run, f"file('{home}/activity/{{files}}', 'Parquet', '{{structure}}')")


def same(home: Path, scope: Scope, run: Run, ask: Ask) -> object:
    here = Store.open(home).ask(scope, ask)
    there = ask(on_clickhouse(home, scope, run))
    assert msgspec.to_builtins(there) == msgspec.to_builtins(here)
    return here


def test_every_question_is_asked_here() -> None:
    known = {name for name in questions.__all__ if inspect.isfunction(getattr(questions, name))}
    assert known - NOT_QUESTIONS == set(ASKED)


@pytest.mark.parametrize("name", ASKED)
@pytest.mark.parametrize(
    ("choices", "asking"),
    [
        ([("person", ("amy",))], Asking(small=True)),
        ([("school", ("oak",))], Asking(each="person", start=1_792_972_800_000, until=1_792_972_800_000)),
        ([("group", ("class-4",)), ("person", ("ben",))], Asking(only=Only(verdict="block"))),
        ([("school", ("oak", "elm-road"))], Asking(only=Only(text="VER", site="rivers.example"))),
    ],
    ids=["one person", "everybody", "a group's blocks", "two schools, a site and a word"],
)
def test_the_answers_are_the_same(
    home: Path, run: Run, name: str, choices: list[tuple[str, tuple[str, ...]]], asking: Asking
) -> None:
    def ask(view: View) -> object:
        prepare(view, choices, asking)
        return ASKED[name](view)

    answer = same(home, Scope(("oak", "elm-road"), WEEK), run, ask)
    assert answer or asking.only != Only(), "there is something to compare"


def test_a_scope_shows_nothing_of_another_school_or_day(journal: Journal, run: Run) -> None:
    journal.write(line("2026-11-15 23:59:59.999"), line(path="/seen"), line(school="elm"), line("2026-11-17 00:00:00"))
    ingest(journal.home)
    day = Period(date(2026, 11, 16), date(2026, 11, 16))
    view = on_clickhouse(journal.home, Scope(("oak",), day), run)
    prepare(view, [("school", ("oak", "elm"))])
    (event,) = questions.lines(view)
    assert (event.path, event.time) == ("/seen", at("2026-11-16 09:00:00"))
    with pytest.raises(ValueError, match="must name its schools"):
        on_clickhouse(journal.home, Scope((), day), run)


def test_nothing_on_record_has_empty_answers(tmp_path: Path, run: Run) -> None:
    def ask(view: View) -> object:
        prepare(view, [("person", ("amy",))])
        return [ask(view) for name, ask in ASKED.items() if name != "totals"], questions.totals(view).requests

    same(tmp_path, Scope(("oak",), LONG), run, ask)


@pytest.mark.parametrize("hostile", ["'; DROP TABLE x; --", "\\", "\\'", "a\tb\nc\\n", "{a:String}", "$x", "é\u202e"])
def test_texts_are_bound_and_never_become_part_of_a_question(journal: Journal, run: Run, hostile: str) -> None:
    journal.write(line(person=hostile, path="/theirs"), line(path="/other"))
    ingest(journal.home)

    def ask(view: View) -> object:
        prepare(view, [("person", (hostile,))])
        return [one.path for one in questions.lines(view)], questions.latest(
            view, 5, person=hostile, blocked=False, every=True
        )

    paths, latest = same(journal.home, Scope(("oak", hostile), LONG), run, ask)
    assert paths == ["/theirs"]
    assert [one.person for one in latest] == [hostile]


def test_a_name_has_one_value_in_a_statement(run: Run) -> None:
    engine = ClickHouse(run)
    engine.define("in_scope", "SELECT 1 AS one", {})
    engine.define("a", "SELECT * FROM in_scope WHERE one = $n", {"n": 1})
    engine.define("b", "SELECT * FROM in_scope WHERE one = $n", {"n": 2})
    assert list(engine.answers("WITH c AS (SELECT * FROM a) SELECT $t, one FROM c", {"t": True}).rows) == [[True, 1]]
    with pytest.raises(ValueError, match="already has another value"):
        engine.answers("SELECT * FROM a UNION ALL SELECT * FROM b", {})
