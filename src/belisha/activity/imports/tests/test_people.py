"""Names in an old log find the people of the register."""

from pathlib import Path

import pytest

from belisha.activity.imports.people import Names, NamesError, read_names
from belisha.activity.register import read_register
from belisha.activity.tests.cast import publish


@pytest.fixture
def names(tmp_path: Path) -> Names:
    publish(tmp_path)
    listed = {"pupil7": "Ben Fox", "left.long.ago": "p-gone", "OLD\\amy": "amy"}
    return Names(read_register(tmp_path), "oak", listed)


@pytest.mark.parametrize(
    ("name", "person"),
    [
        ("amy.ng", "amy"),
        ("AMY.NG", "amy"),
        ("SCHOOL\\amy.ng", "amy"),
        ("amy.ng@SCHOOL.LOCAL", "amy"),
        ("pupil7", "ben"),
        ("SCHOOL\\Pupil7", "ben"),
        ("old\\amy", "amy"),
        ("left.long.ago", "p-gone"),
        ("amy.roe", ""),
        ("", ""),
    ],
)
def test_a_name_is_found_however_it_is_written(names: Names, name: str, person: str) -> None:
    assert names.person(name) == person


def test_names_that_belong_to_nobody_are_told(names: Names) -> None:
    for name in ("zoe", "amy.ng", "", "adam"):
        names.person(name)
    assert names.strangers() == ["adam", "zoe"]


def test_people_whom_the_register_does_not_hold_are_told(names: Names) -> None:
    assert names.unregistered() == ["p-gone"]


def test_a_list_of_names_is_read_with_or_without_its_heading(tmp_path: Path) -> None:
    path = tmp_path / "map.csv"
    path.write_text("\ufeffname,person,class\npupil7, ben ,5\n\n", encoding="utf-8")
    assert read_names(path) == {"pupil7": "ben"}


@pytest.mark.parametrize("text", ["a,b\nonly-one\n", "a,b\na,c\n", "a,b\n,c\n"])
def test_a_list_that_cannot_be_used_says_where(tmp_path: Path, text: str) -> None:
    path = tmp_path / "map.csv"
    path.write_text(text)
    with pytest.raises(NamesError, match="line 2"):
        read_names(path)
