"""Lists named by path: files, folders and tarballs, with the category that somebody says or that their name means."""

import tarfile
from pathlib import Path

import pytest

from belisha.engine.lists import InstalledList, ListError, ReadReport, gather


def found(*specs: object, category: str = "") -> dict[str, tuple[tuple[str, ...], list[str]]]:
    with gather([str(spec) for spec in specs], category) as lists:
        return {each.id: (each.categories, [str(entry) for entry in each.entries]) for each in lists}


@pytest.fixture
def ut1(tmp_path: Path) -> Path:
    folder = tmp_path / "blacklists"
    for name in ("drogue", "agressif", "brand_new"):
        (folder / name).mkdir(parents=True)
        (folder / name / "domains").write_text(f"{name.replace('_', '-')}.example\n")
    (folder / "drugs").symlink_to("drogue")
    (folder / "drogue/expressions").write_text("(weed)\n")
    return folder


EXPECTED = {
    "agressif": (("hate", "extremism", "violence"), ["agressif.example"]),
    "brand_new": (("brand_new",), ["brand-new.example"]),
    "drogue": (("drugs",), ["drogue.example"]),
}


def test_names_of_ut1_become_our_categories_and_unknown_ones_stay(ut1: Path) -> None:
    assert found(ut1) == EXPECTED


def test_a_tarball_is_the_same_as_its_folder(ut1: Path, tmp_path: Path) -> None:
    path = tmp_path / "ut1.tar.gz"
    with tarfile.open(path, "w:gz") as tar:
        tar.add(ut1, "blacklists")
    assert found(path) == EXPECTED


def test_one_folder_of_ut1_is_one_list(ut1: Path) -> None:
    assert found(ut1 / "drogue") == {"drogue": (("drugs",), ["drogue.example"])}


def test_expressions_are_reported_when_asked_for(ut1: Path) -> None:
    reports: list[ReadReport] = []
    with gather([str(ut1)], expressions=reports) as lists:
        assert len(lists) == 3
    assert [(report.name, report.kept) for report in reports] == [("drogue expressions", 1)]


def test_a_file_says_its_category_or_is_named_by_it(tmp_path: Path) -> None:
    (tmp_path / "gambling.hosts").write_text("0.0.0.0 bet.example\n")
    (tmp_path / "porn.txt").write_text("adult.example\n")
    (tmp_path / "mine.txt").write_text("mine.example\n")
    assert found(tmp_path / "gambling.hosts", f"games={tmp_path / 'mine.txt'}", tmp_path / "porn.txt") == {
        "gambling": (("gambling",), ["bet.example"]),
        "mine": (("games",), ["mine.example"]),
        "porn": (("porn",), ["adult.example"]),
    }
    assert found(tmp_path / "mine.txt", category="chat")["mine"][0] == ("chat",)


def test_a_folder_of_any_lists_leaves_out_what_is_none(tmp_path: Path) -> None:
    (tmp_path / "one.txt").write_text("one.example\n")
    (tmp_path / "two").write_text("include:three\nfull:two.example\n")
    (tmp_path / "three").write_text("three.example\n")
    (tmp_path / "LICENSE").write_text("You may use this list\nas you like it\n")
    assert found(tmp_path) == {
        "one": (("one",), ["one.example"]),
        "three": (("three",), ["three.example"]),
        "two": (("two",), ["three.example", "two.example"]),
    }


def test_two_lists_of_one_name_stay_apart(tmp_path: Path) -> None:
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "games.txt").write_text(f"{folder}.example\n")
    assert set(found(tmp_path / "a/games.txt", tmp_path / "b/games.txt")) == {"games", "games-2"}


def test_a_given_list_is_never_locked_and_no_correction_touches_it(tmp_path: Path) -> None:
    (tmp_path / "iwf.txt").write_text("splcenter.org\n")
    with gather([str(tmp_path / "iwf.txt")]) as lists:
        each: InstalledList = lists[0]
        assert not each.locked
        assert len(list(each.entries)) == 1


@pytest.mark.parametrize("make", ["absent", "page", "empty"])
def test_a_place_without_a_list_is_said_plainly(tmp_path: Path, make: str) -> None:
    place = tmp_path / make
    if make == "page":
        place.write_text("<html></html>")
    elif make == "empty":
        place.mkdir()
    with pytest.raises(ListError, match=make), gather([str(place)]):
        pass
