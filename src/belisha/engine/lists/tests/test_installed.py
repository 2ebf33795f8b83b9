"""What an installation enforces: shipped lists, newer downloads in their place, the school's own, the locked ones."""

import datetime as dt
from pathlib import Path

from belisha.engine.lists import (
    Entry,
    OurWords,
    ReadReport,
    ignored_files,
    import_locked,
    installation,
    sources,
    write_our_words,
)
from belisha.engine.lists.store import keep, new_record, pack

NOW = dt.datetime(2030, 1, 1, tzinfo=dt.UTC)


def download(home: Path, list_id: str, at: dt.datetime, *hosts: str) -> None:
    report = ReadReport(list_id, entries=len(hosts), kept=len(hosts), lines=len(hosts))
    packed, digest = pack((home / "lists" / list_id).parent, [Entry(host) for host in hosts])
    keep(home, packed, new_record(list_id, digest, report, at))


def entries(home: Path, list_id: str) -> list[str]:
    with installation(home) as lists:
        return [str(entry) for each in lists if each.id == list_id for entry in each.entries]


def test_a_newer_download_takes_the_place_of_the_shipped_list(tmp_path: Path) -> None:
    download(tmp_path, "sinfonietta/gore", NOW, "new.example")
    with installation(tmp_path) as lists:
        (found,) = [each for each in lists if each.id == "sinfonietta/gore"]
        assert [entry.host for entry in found.entries] == ["new.example"]
        assert found.provenance.origin == "downloaded"
        assert found.version.startswith("2030-01-01-")
        assert found.categories == ("violence",)


def test_a_download_older_than_the_shipped_list_does_not(tmp_path: Path) -> None:
    download(tmp_path, "sinfonietta/gore", dt.datetime(2020, 1, 1, tzinfo=dt.UTC), "old.example")
    assert len(entries(tmp_path, "sinfonietta/gore")) > 20


def test_a_list_that_does_not_ship_appears_when_it_was_downloaded(tmp_path: Path) -> None:
    assert entries(tmp_path, "ut1/adult") == []
    download(tmp_path, "ut1/adult", NOW, "adult.example")
    assert entries(tmp_path, "ut1/adult") == ["adult.example"]


def test_a_second_download_leaves_no_more_than_the_one_before(tmp_path: Path) -> None:
    for number in range(4):
        download(tmp_path, "ut1/adult", NOW, f"adult{number}.example")
    assert entries(tmp_path, "ut1/adult") == ["adult3.example"]
    assert len(list((tmp_path / "lists/ut1").glob("adult.*.txt.gz"))) == 2


def test_a_damaged_record_brings_the_shipped_list_back(tmp_path: Path) -> None:
    download(tmp_path, "sinfonietta/gore", NOW, "new.example")
    (tmp_path / "lists/sinfonietta/gore.json").write_text("{")
    assert len(entries(tmp_path, "sinfonietta/gore")) > 20


def test_the_schools_own_files_are_lists_of_their_category(tmp_path: Path) -> None:
    own = tmp_path / "lists/own"
    own.mkdir(parents=True)
    (own / "games.txt").write_text("# ours\nours.example  # agreed in March\nnot a name\n")
    (own / "our-subject.txt").write_text("subject.example\n")
    (own / "empty.txt").write_text("# nothing yet\n")
    (own / "Notes for us.txt").write_text("other.example\n")
    (own / "iwf.txt").write_text("slipped-in.example\n")
    with installation(tmp_path) as lists:
        found = {each.id: each for each in lists if each.provenance.origin == "own"}
        assert ignored_files(tmp_path) == ("Notes for us.txt", "iwf.txt")
        assert set(found) == {"own/games", "own/our-subject", "own/empty"}
        assert [entry.host for entry in found["own/games"].entries] == ["ours.example"]
        assert found["own/games"].report.rejected == 1
        assert found["own/our-subject"].categories == ("our-subject",)
        assert list(found["own/empty"].entries) == []
        assert not any(each.locked for each in lists)


def test_a_locked_list_is_locked_and_its_report_is_silent(tmp_path: Path) -> None:
    file = tmp_path / "licensed.txt"
    file.write_text("unlawful.example/page\nnot a name\n")
    import_locked(tmp_path, "iwf", file, NOW)
    with installation(tmp_path) as lists:
        (found,) = [each for each in lists if each.locked]
        assert found.categories == ("iwf",)
        assert list(found.entries) == [Entry("unlawful.example", "/page")]
        assert found.report.secret


def test_every_shipped_list_has_its_publisher_licence_and_date(tmp_path: Path) -> None:
    with installation(tmp_path) as lists:
        assert {each.provenance.origin for each in lists} == {"shipped"}
        for each in lists:
            source = sources()[each.id.partition("/")[0]]
            assert (each.provenance.publisher, each.provenance.licence) == (source.publisher, source.licence)
            assert each.version == source.date.isoformat()


def test_a_site_that_people_put_into_a_category_is_a_list_of_its_own(tmp_path: Path) -> None:
    assert write_our_words(tmp_path, OurWords(into={"games": ("maze.example",), "iwf": ("never.example",)}))
    assert entries(tmp_path, "corrections/games") == ["maze.example"]
    assert entries(tmp_path, "corrections/iwf") == []
    assert not write_our_words(tmp_path, OurWords(into={"games": ("maze.example",), "iwf": ("never.example",)}))


def test_a_site_that_people_took_out_is_gone_from_every_list_of_the_category_with_all_below_it(tmp_path: Path) -> None:
    download(tmp_path, "ut1/games", NOW, "maths.example", "play.maths.example", "aftermaths.example", "arcade.example")
    write_our_words(tmp_path, OurWords(out_of={"games": ("maths.example",)}))
    assert entries(tmp_path, "ut1/games") == ["aftermaths.example", "arcade.example"]


def test_taking_out_of_one_category_leaves_lists_of_others_as_they_are(tmp_path: Path) -> None:
    download(tmp_path, "sinfonietta/gore", NOW, "maths.example")
    write_our_words(tmp_path, OurWords(out_of={"games": ("maths.example",)}))
    assert entries(tmp_path, "sinfonietta/gore") == ["maths.example"]


def test_a_locked_list_loses_nothing_by_what_people_say(tmp_path: Path) -> None:
    given = tmp_path / "given.txt"
    given.write_text("illegal.example\n")
    import_locked(tmp_path, "iwf", given, NOW)
    write_our_words(tmp_path, OurWords(out_of={"iwf": ("illegal.example",)}))
    assert len(entries(tmp_path, "iwf")) == 1


def test_words_that_cannot_be_read_leave_the_lists_as_published(tmp_path: Path) -> None:
    download(tmp_path, "ut1/games", NOW, "maths.example")
    (tmp_path / "lists" / "corrections.json").write_text("{")
    assert entries(tmp_path, "ut1/games") == ["maths.example"]
