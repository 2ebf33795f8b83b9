"""`belisha lists` tells what there is, updates, builds and compiles, as tables and as JSON."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from belisha.cli import lists as lists_module
from belisha.cli import main
from belisha.engine.lists import FetchError, sources
from belisha.engine.published import index_path, read_pointer
from belisha.engine.snapshot import Snapshot


def run(home: Path, *words: object) -> Result:
    return CliRunner().invoke(main, ["lists", *map(str, words)], env={"BELISHA_HOME": str(home)})


def data(home: Path, *words: object) -> dict[str, Any]:
    result = run(home, *words, "--json")
    assert result.exit_code in {0, 1}, result.output
    found: dict[str, Any] = json.loads(result.stdout)
    return found


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two small sources only, so that compiling is quick."""
    few = {name: sources()[name] for name in ("belisha", "nextdns")}
    monkeypatch.setattr("belisha.engine.lists.installed.sources", lambda: few)
    monkeypatch.setattr(lists_module, "sources", lambda: {"sinfonietta": sources()["sinfonietta"]})


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "given/games").mkdir(parents=True)
    (tmp_path / "given/games/domains").write_text("game.example\nnot a name\n")
    (tmp_path / "given/games/expressions").write_text("(play)\n")
    (tmp_path / "given/porn").mkdir()
    (tmp_path / "given/porn/domains").write_text("adult.example\n")
    return tmp_path / "given"


def test_what_there_is_is_told_before_anything_was_compiled(tmp_path: Path) -> None:
    found = data(tmp_path)
    rows = {row["id"]: row for row in found["lists"]}
    assert rows["ut1/games"]["source"] == "shipped"
    assert rows["ut1/games"]["licence"] == "CC-BY-SA-4.0"
    assert rows["ut1/adult"]["source"] == "absent"
    assert [state["state"] for state in found["locked"]] == ["absent", "absent"]
    assert not found["compiled"]
    text = run(tmp_path).stdout
    assert "belisha lists compile" in text
    assert "iwf: ABSENT" in text


@pytest.mark.usefixtures("small")
def test_compiling_puts_an_index_in_force_and_the_table_counts_it(tmp_path: Path) -> None:
    found = data(tmp_path, "compile")
    assert found["categories"]["social-networks"] > 100
    index = Snapshot.open(index_path(tmp_path, read_pointer(tmp_path).lists))
    assert index.digest == found["digest"]
    shown = data(tmp_path, "show")
    rows = {row["id"]: row for row in shown["lists"]}
    assert rows["nextdns/tiktok"]["in_force"]
    assert rows["nextdns/tiktok"]["entries"] == 90
    assert "pornography" in {empty["category"] if "category" in empty else empty["id"] for empty in shown["empty"]}
    assert "self-harm" in run(tmp_path).stdout


def test_the_categories_are_told_in_plain_words(tmp_path: Path) -> None:
    text = run(tmp_path, "categories").stdout
    assert "Betting, casinos, lotteries" in text
    rows = json.loads(run(tmp_path, "categories", "--json").stdout)
    assert {row["id"]: row["pupils"] for row in rows}["helplines"] == "allow"


def test_one_list_is_shown_with_what_was_rejected(tmp_path: Path) -> None:
    text = run(tmp_path, "show", "v2fly/bbc").stdout
    assert "1 rejected" in text
    assert "'bbc': a single word" in text
    assert "There is no list" in run(tmp_path, "show", "nothing/here").output


def test_building_from_a_folder_gives_a_file_that_opens(tmp_path: Path, folder: Path) -> None:
    out = tmp_path / "out/some.index"
    found = data(tmp_path, "build", folder, "-o", out)
    assert found["index"] == str(out)
    assert found["lists"] == {"games": 1, "porn": 1}
    assert found["read"][0]["rejected"] == 1
    assert found["expressions"][0]["kept"] == 1
    match = Snapshot.open(out).look_up("www.game.example")
    assert match is not None
    assert match.listings[0].category == "games"
    assert sorted(path.name for path in out.parent.iterdir()) == ["some.index"]


def test_building_says_the_counts_and_that_expressions_are_not_enforced(tmp_path: Path, folder: Path) -> None:
    out = tmp_path / "here"
    out.mkdir()
    text = run(tmp_path, "build", f"chat={folder / 'games/domains'}", folder, "-o", out).stdout
    assert "games expressions: 1 usable, 0 not; expressions are never enforced" in text
    assert "line 2: 'not a name'" in text
    Snapshot.open(Path(text.splitlines()[-1].removeprefix("index: ")))


def test_a_build_that_fails_leaves_what_was_there(tmp_path: Path) -> None:
    out = tmp_path / "some.index"
    out.write_text("before")
    (tmp_path / "page").write_text("<html></html>")
    result = run(tmp_path, "build", tmp_path / "page", "-o", out)
    assert result.exit_code == 1
    assert result.output.startswith("Error: page: it is not a list")
    assert out.read_text() == "before"


@pytest.mark.usefixtures("small")
def test_without_a_source_the_installations_open_lists_are_built_and_no_locked_one(tmp_path: Path) -> None:
    licensed = tmp_path / "licensed.txt"
    licensed.write_text("unlawful.example/page\n")
    run(tmp_path, "import-locked", "iwf", licensed)
    found = data(tmp_path, "build", "-o", tmp_path / "open.index")
    assert "iwf" not in found["categories"]
    assert Snapshot.open(tmp_path / "open.index").look_up("unlawful.example", "/page") is None
    compiled = data(tmp_path, "compile")
    assert compiled["categories"]["iwf"] == 1
    assert "iwf" not in compiled["lists"]
    match = Snapshot.open(Path(compiled["index"])).look_up("unlawful.example", "/page/more")
    assert match is not None
    assert match.listings[0].locked


def test_a_locked_list_is_imported_without_a_word_of_it(tmp_path: Path) -> None:
    licensed = tmp_path / "licensed.txt"
    licensed.write_text("unlawful.example/page\nunlawful words\n")
    result = run(tmp_path, "import-locked", "iwf", licensed)
    assert "2 lines, 1 kept, 1 rejected" in result.stdout
    assert "unlawful" not in result.output
    assert "unlawful" not in run(tmp_path, "show", "iwf").output
    assert "iwf: imported, 1 entry, 0 days old" in run(tmp_path, "show").stdout
    assert run(tmp_path, "import-locked", "games", licensed).exit_code == 2


def test_the_supplier_upstream_is_on_record(tmp_path: Path) -> None:
    assert run(tmp_path, "locked", "police", "--upstream", "Example Broadband").exit_code == 0
    assert "police: applied upstream by Example Broadband since" in run(tmp_path).stdout


def fake_internet(monkeypatch: pytest.MonkeyPatch, answers: dict[str, bytes]) -> None:
    def fetch(address: str, _: str, to: Path) -> str:
        name = address.rpartition("/")[2]
        if name not in answers:
            raise FetchError("it could not be reached: no route", offline=True)
        to.write_bytes(answers[name])
        return ""

    monkeypatch.setattr(lists_module, "Downloader", lambda: fetch)


@pytest.mark.usefixtures("small")
def test_without_internet_the_update_says_so_and_nothing_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fake_internet(monkeypatch, {})
    result = run(tmp_path, "update")
    assert result.exit_code == 1
    assert "There is no internet from here" in result.stdout
    assert data(tmp_path, "update")["offline"]


@pytest.mark.usefixtures("small")
def test_an_update_takes_what_is_good_and_goes_on_after_what_is_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    good = "".join(f"0.0.0.0 gore{number}.example\n" for number in range(30)).encode()
    fake_internet(monkeypatch, {"snuff-hosts": good, "gambling-hosts": b"<html>Sorry</html>"})
    result = run(tmp_path, "update")
    assert result.exit_code == 1
    assert "sinfonietta/gore: 23 -> 30 entries" in result.stdout
    assert "sinfonietta/gambling: not taken, the list in use stays: it is no list" in result.stdout
    assert "sinfonietta/pornography: not fetched" in result.stdout
    assert "Now run 'belisha lists compile'" in result.stdout
    only = run(tmp_path, "update", "--only", "sinfonietta/gore")
    assert only.exit_code == 0
    assert "gambling" not in only.stdout


def test_a_source_that_does_not_exist_is_named_with_those_that_do(tmp_path: Path) -> None:
    result = run(tmp_path, "update", "--only", "nothing")
    assert result.exit_code == 1
    assert "ut1" in result.output
