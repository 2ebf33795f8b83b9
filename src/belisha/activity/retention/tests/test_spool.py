"""What waits in the spool goes in time, and those who read it by place do not notice."""

import json
from datetime import date
from pathlib import Path

from belisha.activity.keep import Keep, Kind
from belisha.activity.retention.shelves import delete_spool, held_spool

OLD, NEW = date(2026, 1, 5), date(2026, 11, 19)


def filled(home: Path) -> Path:
    """A file of asks: an old one, one that a crash damaged, a new one."""
    asks = home / "spool" / "asks.jsonl"
    (home / "spool" / "findings").mkdir(parents=True)
    lines = [
        json.dumps({"id": "A-AAAAAA", "at": "2026-01-05T09:00:00+00:00", "why": "old words"}),
        '{"id": "A-BBBBBB", "at',
        json.dumps({"id": "A-CCCCCC", "at": "2026-11-19T09:00:00+00:00", "why": "new words"}),
    ]
    asks.write_text("".join(f"{line}\n" for line in lines))
    for number, day in enumerate((OLD, NEW)):
        told = {"finding": f"F-{number}", "school": "oak", "first": f"{day}T10:00:00Z"}
        (home / "spool" / "findings" / f"F-{number}.json").write_text(json.dumps(told))
    return asks


def before_march(_school: str, day: date) -> bool:
    return day < date(2026, 3, 1)


def test_what_waits_is_listed_by_day_and_school(tmp_path: Path) -> None:
    filled(tmp_path)
    found = {(each.school, each.day): each.rows for each in held_spool(tmp_path)}
    assert found == {("", OLD): 2, ("", NEW): 1, ("oak", OLD): 1, ("oak", NEW): 1}


def test_old_words_are_gone_and_every_other_line_stays_in_its_place(tmp_path: Path) -> None:
    asks = filled(tmp_path)
    before = asks.read_bytes()
    delete_spool(tmp_path, before_march)
    after = asks.read_bytes()
    assert len(after) == len(before)
    assert after.index(b'{"id": "A-CCCCCC"') == before.index(b'{"id": "A-CCCCCC"')
    assert b"old words" not in after
    assert b"A-BBBBBB" not in after, "what is damaged goes with the day of the line before"
    assert [each.name for each in (tmp_path / "spool" / "findings").iterdir()] == ["F-1.json"]
    assert {each.day for each in held_spool(tmp_path)} == {NEW}


def test_a_form_of_no_school_is_kept_no_longer_than_any_schools_forms() -> None:
    keep = Keep(keep_days=365, schools={"oak": 90})
    assert (keep.days(Kind.SPOOL, ""), keep.days(Kind.SPOOL, "oak"), keep.days(Kind.SPOOL, "elm")) == (90, 90, 365)


def test_without_a_spool_there_is_nothing_to_do(tmp_path: Path) -> None:
    delete_spool(tmp_path, before_march)
    assert list(held_spool(tmp_path)) == []
