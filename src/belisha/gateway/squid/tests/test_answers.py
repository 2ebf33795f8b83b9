"""What is remembered answers as a judge who remembers nothing would; and what the lines say."""

from __future__ import annotations

import re
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from importlib import resources
from urllib.parse import unquote, unquote_to_bytes

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from belisha.engine.decide.file_kinds import CONTENT_TYPES, NAME_ENDINGS, kind_by_name
from belisha.engine.lists import Entry
from belisha.engine.policy import Rulebook, Standing
from belisha.engine.published import InForce, Pointer, lists_folder, publish_lists, publish_policy
from belisha.engine.published.preparing import read_checked_policy
from belisha.engine.snapshot import NamedList, Snapshot, build
from belisha.gateway.squid import answers, places
from belisha.gateway.squid.answers import USUAL_ENDINGS, Judge
from belisha.gateway.squid.helper import Decisions, Verdicts
from belisha.gateway.squid.standings import as_standing, as_word
from belisha.sample import INFANT, JUNIOR, TEACHER, sample_policy
from belisha.sample.invent import everybody

MONDAY = datetime(2026, 11, 16, 6, 0, tzinfo=UTC)
LISTED = {
    "games": ["arcade.example", "en.wikipedia.org", "10.9.0.0/16"],
    "manga": ["comics.example"],
    "pornography": ["naughty.example", "mixed.example"],
    "gambling": ["bets.example"],
    "drugs": ["talk.example"],
    "helplines": ["talk.example", "help.talk.example"],
    "banking": ["bank.example"],
    "iwf": ["illegal.example"],
    "social-networks": ["tiktok.com"],
}
HOSTS = [
    *(host for hosts in LISTED.values() for host in hosts if "/" not in host),
    *("plain.example", "bbc.co.uk", "oakfield-primary.example", "st-brigids.example", "www.google.com", "youtube.com"),
    *("duckduckgo.com", "10.9.1.1", "203.0.113.7", "[::1]", "%5B::ffff:10.9.1.1%5D", "[::ffff:10.9.1.1]"),
    *("paths.example", "a.b.paths.example", "UPPER.Example", "user@plain.example", "trailing.example.", "x", "a..b"),
    *("plain.example\\setup.exe#", "plain.example?x", "plain.example#", "plain.example:443", "plain.example:0443"),
    *("plain.example:99999", "plain.example:000000443", "tel", "news", "plain.example:", "-", "-.example"),
]
PATHS = [
    *("/", "", "/a", "/games", "/bitesize", "/bitesize/x", "/bad/thing", "/search?q=cats", "/watch?v=1", "/?q=cats"),
    *("/a.png", "/setup.exe", "/setup.exe/.", "/setup.exe/", "/setup.exe;x.png", "/setup.exe;v=1", "/a.b/c", "/a.EXE"),
    *(
        "/x/../setup.exe",
        "/setup.exe/../a",
        "/%73etup.ex%65",
        "/a%2Fb",
        "/a'b",
        "/a\\b",
        "//a//b.tar.gz",
        "/wiki/Roman_Britain",
        "/squid-internal-mgr/menu",
        "/a-internal-b",
        "/bad/thing?a=1&b=+%20:~?c",
        "/a?b=1&c=<i>",
    ),
    *("/" + "a" * 5000, "/a?" + "b" * 5000, "/q?a=1&b=é", "/.png", "/..png", "/a.", "/a.msi?x.png", "/!$&'()*+,;=:@~"),
]
PEOPLE = [
    *((address, INFANT.sign_in) for address in ("10.20.20.1", "10.30.20.1")),
    *(("10.20.20.2", who) for who in (JUNIOR.sign_in, TEACHER.sign_in, "nobody.known", "-", "a%20b")),
    *(("10.20.4.11", "-"), ("10.20.200.9", "-"), ("192.0.2.1", "-"), ("10.20.6.11", "-"), ("odd", "-")),
]

hosts = st.one_of(
    st.sampled_from(HOSTS), st.sampled_from(HOSTS).map(lambda host: f"www.{host}"), st.text("ab.-", max_size=8)
)
questions = st.builds(
    lambda who, tunnel, host, path, scheme, port, sni: _question(who, host, path, scheme + port, sni, tunnel=tunnel),
    st.sampled_from(PEOPLE),
    st.booleans(),
    hosts,
    st.one_of(st.sampled_from(PATHS), st.text("a./%;?=A", max_size=12).map(lambda text: f"/{text}")),
    st.sampled_from(["http", "https", "https", "ftp", "gopher", "HTTPS"]),
    st.sampled_from(["", "", ":443", ":8080"]),
    st.sampled_from(["same", "same", "-", "other.example"]),
)
hours = st.lists(st.integers(0, 12), max_size=3).map(lambda steps: [timedelta(hours=step) for step in steps])


def _question(who: tuple[str, str], host: str, path: str, scheme_and_port: str, sni: str, *, tunnel: bool) -> bytes:
    address, name = who
    scheme, colon, port = scheme_and_port.partition(":")
    if tunnel:
        return f" {address} - {name} CONNECT - {host}:{port or 443} request".encode()
    inside = host if sni == "same" and scheme == "https" else sni.replace("same", "-")
    return f" {address} - {name} GET {inside} {scheme}://{host}{colon}{port}{path} request".encode()


def _lists(listed: dict[str, list[str]]) -> list[NamedList]:
    found = [
        NamedList(f"test/{name}", "1", (name,), name == "iwf", [Entry(host, "") for host in hosts])
        for name, hosts in listed.items()
    ]
    below = [Entry("paths.example", "/bad"), Entry("plain.example", "/bad/thing")]
    return [*found, NamedList("test/paths", "1", ("violence",), locked=False, entries=below)]


@pytest.fixture(scope="module")
def in_force(tmp_path_factory):
    folder = tmp_path_factory.mktemp("index")
    index = Snapshot.open(build(_lists(LISTED), folder).path)
    return InForce(Pointer(), Rulebook.of(read_checked_policy(sample_policy())), index)


class Clock:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.now = MONDAY

    def __call__(self) -> datetime:
        return self.now


def _ask(judge: Judge, question: bytes) -> bytes:
    try:
        judge.forget_what_time_changed()
        return judge.verdict(question[1:])
    except ValueError as error:
        return repr(error).encode()


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(questions, min_size=1, max_size=12), hours)
def test_what_is_remembered_is_what_would_be_decided_afresh(in_force, asked, later):
    clock = Clock()
    judge = Judge(in_force, clock)
    for passed in [timedelta(), *later]:
        clock.now += passed
        for question in asked * 2:
            assert _ask(judge, question) == _ask(Judge(in_force, clock), question), question


@pytest.mark.parametrize("who", PEOPLE)
def test_every_path_of_every_host_is_answered_as_afresh_whatever_was_asked_before(in_force, who):
    clock = Clock()
    judge = Judge(in_force, clock)
    asked = [
        _question(who, host, path, scheme, "same", tunnel=False)
        for host in HOSTS
        for path in ["/", *PATHS]
        for scheme in ("https", "http")
    ]
    asked += [_question(who, host, "", "https", "same", tunnel=True) for host in HOSTS]
    for question in asked:
        assert _ask(judge, question) == _ask(Judge(in_force, clock), question), question


def test_people_whom_only_rules_set_apart_are_told_what_each_would_be_told_alone(in_force):
    signed_in = {
        in_force.rulebook.who(person.sign_in, "10.20.20.2").key: ("10.20.20.2", person.sign_in)
        for people in everybody().values()
        for person in people
    }
    clock = Clock()
    judge = Judge(in_force, clock)
    for host in HOSTS:
        for who in signed_in.values():
            question = _question(who, host, "/", "https", "same", tunnel=False)
            assert _ask(judge, question) == _ask(Judge(in_force, clock), question), question
    assert 1 < len(judge._opened) < len(judge._answers)


def test_forgetting_for_want_of_room_changes_no_answer(in_force, monkeypatch):
    for bound in ("REMEMBERED_ANSWERS", "REMEMBERED_PEOPLE", "REMEMBERED_PATHS"):
        monkeypatch.setattr(answers, bound, 2)
    for bound in ("REMEMBERED_PLACES", "REMEMBERED_ADDRESSES"):
        monkeypatch.setattr(places, bound, 2)
    clock = Clock()
    judge = Judge(in_force, clock)
    for _ in range(2):
        for who in PEOPLE:
            for host in HOSTS:
                question = _question(who, host, "/a", "https", "same", tunnel=False)
                assert _ask(judge, question) == _ask(Judge(in_force, clock), question)
    assert len(judge._places) <= 2
    assert len(judge._people) <= 2
    assert len(judge._plain_paths) <= 2


def test_what_is_remembered_ends_with_the_lesson(in_force):
    clock = Clock()
    judge = Judge(in_force, clock)
    question = _question(("10.20.20.2", JUNIOR.sign_in), "comics.example", "/", "https", "same", tunnel=False)
    clock.now = MONDAY.replace(hour=10)
    assert b" do=juniors" in _ask(judge, question)
    clock.now = MONDAY.replace(hour=10, minute=35)
    assert b" do=allow" in _ask(judge, question)
    clock.now = MONDAY.replace(hour=10, minute=50)
    assert b" do=juniors" in _ask(judge, question)


def test_a_publication_ends_what_is_remembered(tmp_path):
    folder = tmp_path / "home"
    (folder / "journal").mkdir(parents=True)
    publish_policy(folder, read_checked_policy(sample_policy()))
    publish_lists(folder, build(_lists({"games": ["arcade.example"]}), lists_folder(folder)).digest)
    role = Verdicts(folder)
    arcade, bets = (
        _question(("10.20.20.2", JUNIOR.sign_in), host, "/", "https", "same", tunnel=False)[1:]
        for host in ("arcade.example", "bets.example")
    )
    for _ in range(2):
        assert b" do=juniors" in role.answer(arcade)
        assert b" do=allow" in role.answer(bets)
    publish_lists(folder, build(_lists({"gambling": ["bets.example"]}), lists_folder(folder)).digest)
    _look(role)
    assert b" do=allow" in role.answer(arcade)
    assert b" do=juniors" in role.answer(bets)
    blocking = (
        "    - id: fed-9\n      address: plain.example\n      verdict: block\n      reason: A test.\n      owner: us\n"
    )
    plain = arcade.replace(b"arcade.example", b"plain.example")
    assert b" do=allow" in role.answer(plain)
    publish_policy(folder, read_checked_policy(sample_policy().replace("  rules:\n", f"  rules:\n{blocking}", 1)))
    _look(role)
    assert b" do=juniors" in role.answer(plain)


def _look(role: Decisions) -> None:
    role.look(float("inf"))


def test_no_usual_ending_is_a_kind_of_file():
    assert not {ending.decode() for ending in USUAL_ENDINGS} & set(NAME_ENDINGS)


def test_people_of_one_standing_share_answers_but_not_their_names(in_force):
    judge = Judge(in_force, Clock())
    one, other = (
        judge.who(f"{address} - {JUNIOR.sign_in} 1795300140 -".encode()) for address in ("10.20.20.2", "10.20.4.11")
    )
    assert JUNIOR.id.encode() in one
    assert b"laptop-01" not in one
    assert b"laptop-01" in other
    assert one.partition(b" st=")[2] == other.partition(b" st=")[2] != b""
    assert len(judge._answers) == 1


def _standing(judge: Judge, who: tuple[str, str]) -> bytes | None:
    """The standing as Squid hands it on: one layer of escapes off."""
    said = judge.who(f"{who[0]} - {who[1]} 1795300140 -".encode())
    word = said.strip().partition(b" st=")[2]
    return unquote(word.decode()).encode() if word else None


@pytest.fixture(scope="module")
def unusual():
    """What squid.conf calls unusual, as Squid asks it: of path and query with a layer of escapes off."""
    template = resources.files("belisha.gateway.squid").joinpath("squid.conf.j2").read_text()
    pattern = next(line for line in template.splitlines() if line.startswith("acl unusual ")).split(" -i ")[1]
    pattern = pattern.replace("{{ endings }}", "|".join(map(re.escape, NAME_ENDINGS)))
    pattern = (
        pattern.replace("[^[:alnum:][:punct:]]", "[^!-~]").replace("[%\\]", r"[%\\]").replace("[:alnum:]", "0-9a-z")
    )
    found = re.compile(pattern.encode(), re.IGNORECASE)
    return lambda path: bool(found.search(unquote_to_bytes(path)))


def _place(judge: Judge, standing: bytes, host: str, scheme: str, *, tunnel: bool) -> bytes:
    method, sni, port = ("CONNECT", "-", 443) if tunnel else ("GET", "-", 80)
    if scheme == "https" and not tunnel:
        sni, port = host, 443
    return judge.place(_place_question(standing, f"{host} {method} {sni} {scheme} {port}"))


def _place_question(standing: bytes, rest: str) -> bytes:
    return b"%b %b -" % (rest.encode(), standing)


@pytest.mark.parametrize("who", PEOPLE)
def test_where_a_place_is_open_every_usual_path_there_is_and_for_the_same_reason(in_force, unusual, who):
    clock = Clock()
    judge, places = Judge(in_force, clock), Judge(in_force, clock)
    standing = _standing(judge, who)
    if standing is None:
        return
    opened = 0
    for host in HOSTS:
        for scheme, path in [(scheme, path) for scheme in ("http", "https") for path in PATHS if path[:1] == "/"]:
            said = _place(places, standing, host, scheme, tunnel=False)
            if said != answers.SHUT and not unusual(path):
                asked = _ask(judge, _question(who, host, path, scheme, "same", tunnel=False))
                assert asked == said, (host, path)
                assert b" do=allow" in said
                opened += 1
        said = _place(places, standing, host, "https", tunnel=True)
        assert said in {answers.SHUT, _ask(judge, _question(who, host, "", "https", "same", tunnel=True))}
    assert opened or who[0] in {"odd", "192.0.2.1", "10.20.200.9"} or who[1] in {"nobody.known", "a%20b"}


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.tuples(st.sampled_from(PEOPLE), st.sampled_from(HOSTS), st.booleans()), min_size=1, max_size=8),
    st.lists(st.integers(1, 3000), min_size=1, max_size=6),
)
def test_what_squid_keeps_of_a_place_is_what_would_be_said_of_it_now(in_force, asked, minutes):
    clock = Clock()
    whos, places, kept = Judge(in_force, clock), Judge(in_force, clock), {}
    for passed in [0, *minutes]:
        clock.now += timedelta(minutes=passed)
        whos.forget_what_time_changed()
        places.forget_what_time_changed()
        for who, host, tunnel in asked:
            standing = _standing(whos, who)
            if standing is None:
                continue
            key = (standing, host, tunnel)
            kept.setdefault(key, _place(places, standing, host, "https", tunnel=tunnel))
            assert kept[key] == _place(Judge(in_force, clock), standing, host, "https", tunnel=tunnel)


def test_the_phase_of_a_school_changes_where_a_rule_ends_and_nowhere_else_within_a_lesson():
    lapsing = (
        "    - id: fed-9\n      address: plain.example\n      verdict: allow\n      reason: A test.\n      owner: us\n"
        "      until: 2026-11-16T10:00:00Z\n"
    )
    rulebook = Rulebook.of(read_checked_policy(sample_policy().replace("  rules:\n", f"  rules:\n{lapsing}", 1)))
    ten = MONDAY.replace(hour=10)
    before, after = ten - timedelta(microseconds=1), ten + timedelta(minutes=20)
    phases = [rulebook.phase("oakfield", moment) for moment in (before, ten, after)]
    assert phases[0] != phases[1] == phases[2]
    assert rulebook.phase("oakfield", ten.replace(minute=35)) != phases[1]
    assert rulebook.phase(None, before) != rulebook.phase(None, ten)


def test_nothing_is_said_of_a_place_to_a_standing_of_another_lesson_or_publication(in_force):
    clock = Clock()
    clock.now = MONDAY.replace(hour=10)
    judge = Judge(in_force, clock)
    who = ("10.20.20.2", JUNIOR.sign_in)
    standing = _standing(judge, who)
    assert standing is not None
    assert b" do=allow" in _place(judge, standing, "weather.example", "https", tunnel=False)
    newer = InForce(Pointer(at="later"), in_force.rulebook, in_force.index)
    assert _place(Judge(newer, clock), standing, "weather.example", "https", tunnel=False) == answers.SHUT
    clock.now = MONDAY.replace(hour=10, minute=35)
    judge.forget_what_time_changed()
    assert _place(judge, standing, "weather.example", "https", tunnel=False) == answers.SHUT
    now = _standing(judge, who)
    assert now is not None
    assert b" do=allow" in _place(judge, now, "weather.example", "https", tunnel=False)


@pytest.mark.parametrize(
    "path", ["/setup.exe", "/a%2Eexe", "/a%252Eexe", "/a.exe;v=1", "/a.exe%00.png", "/a?b/c.EXE", "/a.m%73i"]
)
def test_what_may_be_a_program_is_unusual(unusual, path):
    assert unusual(path)
    assert not unusual("/wiki/Roman_Britain.html?a=1&b=2")


@given(st.text("aexE.%25;/\\? \0#msi", max_size=14).map("/".__add__))
def test_no_path_that_names_a_kind_of_file_is_usual(unusual, path):
    if kind_by_name(path):
        assert unusual(path)


def test_another_name_inside_a_connection_is_for_the_single_question(in_force):
    judge = Judge(in_force, Clock())
    standing = _standing(judge, ("10.20.20.2", JUNIOR.sign_in))
    said = judge.place(_place_question(standing, "weather.example GET weather.example https 443"))
    assert said.startswith(b" OK why=")
    for inside in ("other.example https", "- https", "weather.example http", "WEATHER.example https"):
        question = _place_question(standing, f"weather.example GET {inside} 443")
        assert judge.place(question) == answers.SHUT


standings = st.builds(
    Standing,
    st.none() | st.text(max_size=8),
    st.text(max_size=8),
    st.lists(st.text(max_size=5), max_size=4).map(tuple),
    st.none() | st.text(max_size=8),
    st.booleans(),
)


@given(standings)
def test_a_standing_comes_back_from_its_word_as_it_went(standing):
    assert as_standing(as_word(standing)) == standing
    assert re.fullmatch(r"[A-Za-z0-9%~_.:,-]*", as_word(standing))


@given(standings)
def test_a_place_is_asked_for_by_people_of_any_standing_whatever_their_groups_are_called(in_force, standing):
    judge = Judge(in_force, Clock())
    edition = judge._edition(None).decode()
    asking = judge._standing(f"{as_word(standing)}:{edition}".encode())
    assert (asking.somebody.key, asking.edition.decode()) == (standing, edition)


def test_who_has_no_standing_yet_has_no_place(in_force):
    assert Judge(in_force, Clock()).place(b"plain.example GET - http 80 - -") == answers.SHUT


@pytest.mark.parametrize("word", ["", "a:b", ".oak:.juniors:::perhaps", "1:2:3:4:5:6"])
def test_a_word_that_is_no_standing_is_refused(in_force, word):
    with pytest.raises(ValueError, match=r"standing|unpack"):
        Judge(in_force, Clock()).place(f"plain.example GET - http 80 {word} -".encode())


def test_a_helper_starts_without_what_it_never_needs():
    unneeded = {"yaml", "jinja2", "dataclasses", "typing_extensions", "inspect", "ada_url"}
    program = f"import sys, belisha.gateway.squid.helper; print({unneeded} & set(sys.modules))"
    said = subprocess.run([sys.executable, "-I", "-c", program], capture_output=True, text=True, check=True).stdout
    assert said == "set()\n"


def test_no_type_that_replies_are_let_through_by_is_a_kind_of_file():
    template = resources.files("belisha.gateway.squid").joinpath("squid.conf.j2").read_text()
    pattern = next(line for line in template.splitlines() if line.startswith("acl harmless_type ")).split(" -i ")[1]
    harmless = re.compile(pattern.replace("[[:space:]]", r"\s"), re.IGNORECASE)
    assert harmless.search("text/html; charset=utf-8")
    assert not harmless.search("text/html, application/x-msdownload")
    assert not harmless.search("text/html;a,application/x-msdownload")
    refused = [name for names in CONTENT_TYPES.values() for name in names] + ["application/dns-json"]
    assert not [name for name in refused if harmless.search(name)]


def test_a_host_that_looks_like_no_name_does_not_stand_for_the_name_of_its_connection(in_force):
    question = _question(("10.20.20.2", JUNIOR.sign_in), "-", "/", "https", "-", tunnel=False)
    assert b" do=allow" not in _ask(Judge(in_force, Clock()), question)
