"""`belisha findings` lists, shows, follows, marks and reads again; every look goes on record."""

import json
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from belisha.activity.days import LONDON, instant
from belisha.activity.findings import delete_days
from belisha.activity.findings import watcher as watching
from belisha.activity.findings.marks import Marked
from belisha.activity.findings.rules import findings_of
from belisha.activity.findings.tests.made import ms, search, sighting
from belisha.activity.findings.tests.standin import StandIn
from belisha.activity.ingest import ingest
from belisha.activity.lookups import lookups
from belisha.activity.register import Register
from belisha.activity.tests.cast import publish
from belisha.activity.tests.written import Journal, line
from belisha.cli import findings as commands
from belisha.cli import main
from belisha.cli.findings_text import as_lines
from belisha.engine.themes import Reader

Ask = Callable[..., Result]


@pytest.fixture
def journal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Journal:
    """A Monday on which amy of Oak was in danger, ben played and Elm's amy searched for a VPN."""
    monkeypatch.setattr(Reader, "shipped", classmethod(lambda _: StandIn()))
    monkeypatch.setattr(watching, "TYPING_MS", 0)
    made = Journal(tmp_path / "home")
    publish(made.home)
    made.write(
        line("2026-11-16 08:30:00", path="/before"),
        search("kill myself"),
        search("poker", "2026-11-16 09:05:00", person="ben", group="class-5"),
        search("sad", "2026-11-16 10:05:00", person="ben", group="class-5"),
        search("vpn", "2026-11-17 09:00:00", school="elm"),
    )
    watching.Watcher(made.home).round()
    return made


@pytest.fixture
def ask(journal: Journal) -> Ask:
    def run(*words: str) -> Result:
        result = CliRunner().invoke(main, ["findings", *words, "--home", str(journal.home)])
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        return result

    return run


MONDAY = ("--from", "2026-11-16", "--to", "2026-11-16")


def ids(ask: Ask, *words: str) -> list[str]:
    return [json.loads(each)["id"] for each in ask(*words, "--json").output.splitlines()]


def test_the_gravest_comes_first_with_its_reason(ask: Ask) -> None:
    printed = ask(*MONDAY).output
    assert printed.index("DANGER") < printed.index("CAUTION") < printed.index("ADVISORY")
    assert "Amy Ng (class-4): suicide and self-harm" in printed
    assert "searched “kill myself”: “kill myself” stands there." in printed
    assert "Elm" not in printed


def test_findings_are_chosen_by_person_group_theme_level_school_and_day(ask: Ask) -> None:
    everything = ids(ask, "--from", "2026-11-16", "--to", "2026-11-17")
    assert len(everything) == 4
    assert len(ids(ask, *MONDAY)) == 3
    assert len(ids(ask, *MONDAY, "--person", "Ben Fox")) == 2
    assert len(ids(ask, *MONDAY, "--group", "class-5")) == 2
    assert len(ids(ask, *MONDAY, "--theme", "gambling")) == 1
    assert ids(ask, *MONDAY, "--level", "danger") == everything[:1]
    assert len(ids(ask, "--school", "elm", "--from", "2026-11-16", "--to", "2026-11-17")) == 1
    assert "Nothing was found" in ask("--from", "2026-11-10", "--to", "2026-11-10").output


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--person", "zoe"), "No person 'zoe'"),
        (("--person", "ben", "--device", "lap-1"), "one of these at a time"),
        (("--from", "2026-11-17", "--to", "2026-11-16"), "before it begins"),
        (("show", "F-NONE"), "There is no finding F-NONE"),
        (("false-alarm", "F-NONE", "--why", "x"), "There is no finding F-NONE"),
        (("rescan", "--from", "2026-11-17", "--to", "2026-11-16"), "before it begins"),
        (("rescan", "--from", "2026-11-16", "--school", "ash"), "No school 'ash'"),
        (("rules", "--school", "ash"), "No school 'ash'"),
        (("digest", "--day", "2026-11-16", "--week", "2026-W47"), "a day or for a week"),
        (("digest", "--school", "ash"), "No school 'ash'"),
        (("--from", "0001-01-01"), "the year 1 is too far away"),
        (("digest", "--day", "9999-12-31"), "the year 9999 is too far away"),
        (("--from", "16.11.2026"), "write year, month and day"),
        (("false-alarm", "F-NONE", "--why", " "), "Say it in a few words"),
        (("freeze", "F-NONE", "--why", ""), "Say it in a few words"),
    ],
)
def test_what_cannot_be_answered_is_said_in_a_sentence(ask: Ask, words: tuple[str, ...], said: str) -> None:
    result = ask(*words)
    assert result.exit_code != 0
    assert said in result.output


def test_every_look_is_on_record_before_anything_is_shown(
    ask: Ask, journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    (finding, *_) = ids(ask, *MONDAY, "--person", "amy", "--school", "oak", "--for", "a worry")
    ask("show", finding, "--for", "a worry")
    ask("digest", "--day", "2026-11-16")
    seen = [(one.what, one.kind, one.subject, one.purpose) for one in lookups(journal.home)]
    assert seen == [
        ("findings", "person", "amy", "a worry"),
        (f"findings show {finding}", "person", "amy", "a worry"),
        ("findings digest", "everybody", "", ""),
    ]

    def fails(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("belisha.cli.findings_care.record_lookup", fails)
    for words in (MONDAY, ("show", finding), ("digest", "--day", "2026-11-16")):
        refused = ask(*words)
        assert refused.exit_code == 1
        assert "kill" not in refused.output


def test_one_finding_is_shown_with_the_hours_around_it(ask: Ask) -> None:
    (finding, *_) = ids(ask, *MONDAY)
    printed = ask("show", finding).output
    assert "The hour before and the hour after, 2 requests" in printed
    assert "/before" in printed
    shown = json.loads(ask("show", finding, "--json").output)
    assert [event["path"] for event in shown["events"]] == ["/before", "/search"]


def test_the_digest_says_what_there_was_at_each_school(ask: Ask) -> None:
    printed = ask("digest", "--day", "2026-11-16").output
    assert "oak, 2026-11-16: 1 danger, 1 caution, 1 advisory; 2 people or devices." in printed
    assert "ADVISORY: 1 more, which may mean nothing: suicide and self-harm." in printed
    assert "elm, 2026-11-16: nothing was found." in printed
    week = json.loads(ask("digest", "--week", "2026-W47", "--school", "elm", "--json").output)
    assert list(week["schools"]) == ["elm"]
    assert len(week["schools"]["elm"]) == 1


def test_a_false_alarm_changes_what_is_found_again_and_the_rules_show_it(ask: Ask, journal: Journal) -> None:
    ingest(journal.home)
    (finding,) = ids(ask, *MONDAY, "--theme", "gambling")
    assert "one level less at this school" in ask("false-alarm", finding, "--why", "a card game in maths").output
    assert "poker" in ask("rules", "--school", "oak").output
    rules = json.loads(ask("rules", "--json").output)
    assert {one["rule"]: one["false_alarms"] for one in rules["oak"]} == {"poker": 1, "kill myself": 0, "sad": 0}
    assert "findings before" in ask("rescan", "--from", "2026-11-16", "--to", "2026-11-16").output
    assert ids(ask, *MONDAY, "--theme", "gambling", "--level", "caution") == []
    assert ids(ask, *MONDAY, "--theme", "gambling") == [finding]
    assert "counts as it did before" in ask("false-alarm", finding, "--why", "it was one", "--undo").output
    ask("rescan", "--from", "2026-11-16", "--json")
    assert ids(ask, *MONDAY, "--theme", "gambling", "--level", "caution") == [finding]


def test_a_false_alarm_is_shown_wherever_its_finding_is_until_it_is_undone(ask: Ask) -> None:
    (finding,) = ids(ask, *MONDAY, "--theme", "gambling")
    ask("false-alarm", finding, "--why", "a card\x1b[2Jgame")
    for words in (MONDAY, ("show", finding), ("digest", "--day", "2026-11-16")):
        printed = ask(*words).output
        assert printed.count("A false alarm, said ") == 1
        assert r": a card\u001b[2Jgame" in printed
    told = [json.loads(each)["false_alarm"] for each in ask(*MONDAY, "--json").output.splitlines()]
    assert [alarm and alarm["finding"] for alarm in told] == [None, finding, None]
    ask("false-alarm", finding, "--why", "it was one", "--undo")
    assert "A false alarm" not in ask(*MONDAY).output


def test_a_mark_can_be_undone_when_what_was_marked_was_read_again_and_is_there_no_more(
    ask: Ask, journal: Journal
) -> None:
    ingest(journal.home)
    (finding,) = ids(ask, *MONDAY, "--person", "ben", "--theme", "suicide-and-self-harm")
    ask("false-alarm", finding, "--why", "a book")
    ask("rescan", "--from", "2026-11-16", "--to", "2026-11-16")
    assert ids(ask, *MONDAY, "--person", "ben", "--theme", "suicide-and-self-harm") == []
    assert "counts as it did before" in ask("false-alarm", finding, "--why", "it was real", "--undo").output
    assert [one.what for one in lookups(journal.home)][-1] == "findings false-alarm --undo"
    ask("rescan", "--from", "2026-11-16", "--to", "2026-11-16")
    assert ids(ask, *MONDAY, "--person", "ben", "--theme", "suicide-and-self-harm") == [finding]
    assert "is not marked" in ask("false-alarm", finding, "--why", "again", "--undo").output


def test_what_came_after_a_false_alarm_is_not_covered_by_it() -> None:
    finding = findings_of([sighting("09:00:00"), sighting("09:30:00")], LONDON)[0]

    def said(when: str) -> str:
        alarm = Marked(
            finding=finding.id, rule="", words=(), theme="", by="head", at=instant(ms(when)), reason="a play"
        )
        return "\n".join(as_lines(finding, Register(LONDON, {}), alarm))

    assert "a play. But more came after that." in said("09:10:00")
    assert "after that" not in said("09:40:00")


def test_a_folder_without_data_is_no_quiet_week(tmp_path: Path) -> None:
    for words in ([], ["digest"], ["rules"], ["show", "F-NONE"]):
        result = CliRunner().invoke(main, ["findings", *words, "--home", str(tmp_path / "typo")])
        assert result.exit_code == 1
        assert "There are no data of Belisha in" in result.output
    assert not (tmp_path / "typo").exists()


def test_rules_that_cannot_be_used_are_refused_before_anything_is_read_anew(ask: Ask, journal: Journal) -> None:
    ingest(journal.home)
    path = journal.home / "themes" / "oak" / "themes.yaml"
    path.parent.mkdir(parents=True)
    path.write_text("softened: nonsense\n")
    for words in (("rescan", "--from", "2026-11-16"), ("rules",)):
        result = ask(*words)
        assert result.exit_code == 1
        assert f"{path} cannot be used" in result.output


def test_a_finding_is_frozen_for_a_concern(ask: Ask) -> None:
    (finding, *_) = ids(ask, *MONDAY)
    kept = json.loads(ask("freeze", finding, "--why", "concern 7", "--json").output)
    frozen = json.loads(Path(kept["file"]).read_text())
    assert (frozen["reason"], len(frozen["events"])) == ("concern 7", 2)


def test_what_is_kept_for_a_concern_is_listed_and_shown_when_the_record_is_gone_and_let_go_of(
    ask: Ask, journal: Journal
) -> None:
    (finding, *_) = ids(ask, *MONDAY)
    assert ask("frozen").output == "Nothing is kept for a concern.\n"
    assert "is not kept for a concern" in ask("freeze", finding, "--why", "ended", "--undo").output
    ask("freeze", finding, "--why", "concern 7")
    for path in (journal.home / "journal").glob("*.log"):
        path.write_bytes(b"")
    delete_days(journal.home, "oak", date(2026, 12, 1))
    assert ids(ask, *MONDAY) == []
    shown = ask("show", finding).output
    assert "concern 7" in shown
    assert "/before" in shown
    assert len(json.loads(ask("show", finding, "--json").output)["events"]) == 2
    assert [one["finding"]["id"] for one in json.loads(ask("frozen", "--json").output)] == [finding]
    assert "Amy Ng" in ask("frozen", "--school", "oak").output
    assert ask("frozen", "--school", "elm").output == "Nothing is kept for a concern.\n"
    assert "Kept no longer" in ask("freeze", finding, "--why", "the concern has ended", "--undo").output
    assert "There is no finding" in ask("show", finding).output
    assert [one.purpose for one in lookups(journal.home)][-1] == "the concern has ended"


def test_a_frozen_file_that_cannot_be_read_is_said_in_a_sentence(ask: Ask) -> None:
    (finding, *_) = ids(ask, *MONDAY)
    kept = json.loads(ask("freeze", finding, "--why", "concern 7", "--json").output)
    Path(kept["file"]).write_text("{}")
    for words in (("show", finding), ("frozen",), ("freeze", finding, "--why", "again")):
        result = ask(*words)
        assert result.exit_code == 1
        assert f"{kept['file']} cannot be read" in result.output


def test_danger_is_followed_as_it_happens_and_the_rest_is_not(
    ask: Ask, journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    pauses: list[float] = []

    def pause(seconds: float) -> None:
        pauses.append(seconds)
        if len(pauses) == 1:
            now = datetime.now(UTC)
            journal.write(search("poker", now, person="ben"), search("kill myself now", now, person="ben"))
            watching.Watcher(journal.home).round()
        elif len(pauses) == 3:
            raise KeyboardInterrupt

    monkeypatch.setattr(commands.time, "sleep", pause)
    printed = ask("--follow").output
    assert printed.count("DANGER") == 1
    assert "Ben Fox" in printed
    assert "poker" not in printed
