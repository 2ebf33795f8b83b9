"""`belisha themes` answers every line, whatever it holds, and says which rules there are."""

import json
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from belisha.activity.findings.files import append
from belisha.activity.findings.marks import Marked, themes_folder
from belisha.cli import main
from belisha.engine.themes import Reader

BELISHA = [sys.executable, "-c", "from belisha.cli import main; main()"]


def answers(given: bytes, *options: str) -> list[dict[str, Any]]:
    result = CliRunner().invoke(main, ["themes", *options], input=given)
    assert result.exit_code == 0, result.output
    return [json.loads(line) for line in result.stdout_bytes.splitlines()]


def rules(*options: str) -> dict[str, dict[str, Any]]:
    result = CliRunner().invoke(main, ["themes", "rules", "--json", *options])
    assert result.exit_code == 0, result.output
    return {row["rule"]: row for row in map(json.loads, result.output.splitlines())}


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Oak's own rule, a softened one, and one false alarm."""
    folder = themes_folder(tmp_path, "oak")
    folder.mkdir(parents=True)
    (folder / "themes.yaml").write_text(
        "added:\n  - {id: oak-den, theme: bullying, level: caution, why: names a den, patterns: the old mill,"
        " reason: incidents, by: dsl, at: 2026-11-16}\n"
        "softened:\n  - {rule: slur, to: 'off', reason: lessons, by: dsl, at: 2026-11-16}\n"
    )
    (found,) = Reader.shipped().term("i want to die")
    noon = datetime(2026, 11, 16, 12, tzinfo=UTC)
    because = found.because
    line = Marked(
        finding="F-1", rule=because.rule, words=because.words, theme=found.theme, by="dsl", at=noon, reason="a lyric"
    )
    append(folder / "marks.jsonl", (line,))
    return tmp_path


def test_a_term_is_answered_with_its_themes_and_why() -> None:
    (answer,) = answers(b"i want to die\n")
    assert list(answer) == ["term", "themes"]
    (theme,) = answer["themes"]
    assert list(theme) == ["theme", "level", "because"]
    assert (theme["theme"], theme["level"]) == ("suicide-and-self-harm", "danger")
    assert "“i want to die”" in theme["because"]
    assert "(rule wish-to-die, version " in theme["because"]


def test_homework_is_answered_with_nothing() -> None:
    assert answers(b"battle of hastings\n") == [{"term": "battle of hastings", "themes": []}]


@pytest.mark.parametrize("given", [b"a\r\ni want to die\r\n", b"a\ni want to die", b"a\ni want to die\n"])
def test_line_ends_may_be_of_any_kind(given: bytes) -> None:
    assert [(row["term"], len(row["themes"])) for row in answers(given)] == [("a", 0), ("i want to die", 1)]


def test_bytes_that_are_no_text_nuls_and_empty_lines_are_answered_too() -> None:
    torn, nul, empty, fine = answers(b"i want to \xff\xfe die\ni want\0 to die\n\ni want to die\n")
    assert torn["term"] == "i want to �� die"
    assert nul["term"] == "i want\0 to die"
    assert empty == {"term": "", "themes": []}
    assert fine["themes"]


def test_nothing_in_is_nothing_out() -> None:
    assert answers(b"") == []


def test_a_line_of_a_megabyte_is_answered_and_so_is_the_next() -> None:
    long, fine = answers(b"kill " * 200_000 + b"\ni want to die\n")
    assert len(long["term"]) == 1_000_000
    assert fine["themes"]


def test_many_lines_keep_their_order() -> None:
    found = answers(b"".join(b"term %d\n" % number for number in range(20_000)))
    assert [row["term"] for row in found] == [f"term {number}" for number in range(20_000)]


def test_a_program_may_ask_line_by_line_and_wait_for_each_answer() -> None:
    with subprocess.Popen([*BELISHA, "themes"], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        for term in ("volcano", "i want to die"):
            process.stdin.write(f"{term}\n".encode())
            process.stdin.flush()
            assert json.loads(process.stdout.readline())["term"] == term
        process.stdin.close()
        assert process.wait(10) == 0


def test_whoever_stops_listening_ends_it_without_a_trace() -> None:
    with subprocess.Popen(
        [*BELISHA, "themes"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        try:
            process.stdin.write(b"i want to die\n" * 50_000)
            process.stdin.close()
        except BrokenPipeError:
            pass
        said = process.stderr.read()
        process.wait(20)
    assert b"Traceback" not in said


def test_a_school_reads_with_its_own_rules_and_marks(home: Path) -> None:
    options = ("--school", "oak", "--home", str(home))
    den, wish = answers(b"meet at the old mill\ni want to die\n", *options)
    assert [(each["theme"], each["level"]) for each in den["themes"]] == [("bullying", "caution")]
    assert [each["level"] for each in wish["themes"]] == ["caution"]
    assert "counts as caution at this school" in wish["themes"][0]["because"]


def test_an_unknown_school_is_an_error_and_not_the_shipped_rules(home: Path) -> None:
    result = CliRunner().invoke(main, ["themes", "--school", "elm", "--home", str(home)], input="x\n")
    assert result.exit_code == 1
    assert "no school “elm”" in result.output


def test_a_file_that_cannot_be_used_is_told_with_its_line(home: Path) -> None:
    (themes_folder(home, "oak") / "themes.yaml").write_text("softened:\n  - {rule: slurr, to: caution}\n")
    result = CliRunner().invoke(main, ["themes", "--school", "oak", "--home", str(home)], input="x\n")
    assert result.exit_code == 1
    assert "themes.yaml cannot be used: 2: " in result.output
    assert "Traceback" not in result.output


def test_every_rule_is_listed_with_its_level_and_why() -> None:
    listed = rules()
    assert set(listed) == {rule.id for rule in Reader.shipped().rules}
    assert listed["wish-to-die"]["level"] == "danger"
    assert listed["wish-to-die"]["why"]


def test_at_a_school_rules_show_precision_and_what_was_changed(home: Path) -> None:
    listed = rules("--school", "oak", "--home", str(home))
    assert listed["oak-den"]["level"] == "caution"
    assert (listed["slur"]["level"], listed["slur"]["shipped"]) == (None, "caution")
    wish = listed["wish-to-die"]
    assert (wish["findings"], wish["false_alarms"], wish["precision"]) == (1, 1, 0.0)
    assert wish["quieter"] == {"i want to die": 1}


def test_the_list_reads_as_text_too(home: Path) -> None:
    result = CliRunner().invoke(main, ["themes", "rules", "--school", "oak", "--home", str(home)])
    assert "slur: hate, off (shipped as caution)" in result.output
    assert "“i want to die” counts 1 level less" in result.output
