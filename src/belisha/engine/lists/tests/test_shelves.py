"""UT1 as published, a folder or a tarball with links, is read in place; what is damaged or leads outside is not."""

import io
import tarfile
from pathlib import Path

import pytest

from belisha.engine.lists import Entry, Form, ListError, ReadReport
from belisha.engine.lists.reading import listed_names, read_listed, ut1_expressions
from belisha.engine.lists.shelves import Shelf, is_shelf, open_shelf

FILES = {
    "adult/domains": b"one.example\nbad name\nTwo.Example\n192.0.2.1\n",
    "adult/urls": b"three.example/page\n",
    "adult/expressions": b"(sex|sexe)\n(a+)+\n",
    "adult/usage": b"black\n",
    "games/domains": b"game.example\n",
    "README": b"",
}


def make_folder(folder: Path) -> Path:
    for name, content in FILES.items():
        path = folder / "blacklists" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    (folder / "blacklists/porn").symlink_to("adult")
    return folder / "blacklists"


def make_tarball(folder: Path) -> Path:
    path = folder / "blacklists.tar.gz"
    with tarfile.open(path, "w:gz") as tar:
        tar.add(make_folder(folder), "blacklists")
    return path


def read(shelf: Shelf, name: str) -> tuple[list[Entry], ReadReport]:
    report = ReadReport(name)
    return list(read_listed(shelf, Form.UT1, "", name, report)), report


@pytest.mark.parametrize("make", [make_folder, make_tarball])
def test_folder_and_tarball_give_the_same_lists(tmp_path: Path, make: type[Path]) -> None:
    with open_shelf(make(tmp_path)) as shelf:
        assert listed_names(shelf, Form.UT1) == ("adult", "games")
        entries, report = read(shelf, "adult")
        assert entries == [
            Entry("one.example"),
            Entry("two.example"),
            Entry("192.0.2.1"),
            Entry("three.example", "/page"),
        ]
        assert (report.lines, report.kept, report.rejected) == (5, 4, 1)
        assert read(shelf, "porn")[0] == entries
        assert read(shelf, "nothing")[0] == []


def test_expressions_are_counted_with_those_that_cannot_be_used(tmp_path: Path) -> None:
    with open_shelf(make_folder(tmp_path)) as shelf:
        (report,) = ut1_expressions(shelf)
    assert (report.name, report.kept, report.rejected) == ("adult expressions", 1, 1)


def test_one_category_alone_is_a_list_without_a_name(tmp_path: Path) -> None:
    with open_shelf(make_folder(tmp_path) / "games") as shelf:
        assert listed_names(shelf, Form.UT1) == ("",)
        assert read(shelf, "")[0] == [Entry("game.example")]


def test_a_link_out_of_the_folder_is_not_followed(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "domains").write_text("secret.example\n")
    folder = make_folder(tmp_path)
    (folder / "sneaky").symlink_to(outside)
    (folder / "games/urls").symlink_to(outside / "domains")
    with open_shelf(folder) as shelf:
        assert read(shelf, "sneaky")[0] == []
        assert read(shelf, "games")[0] == [Entry("game.example")]


def test_a_tarball_with_hostile_paths_and_links_reads_nothing_outside(tmp_path: Path) -> None:
    path = tmp_path / "hostile.tar"
    with tarfile.open(path, "w") as tar:
        for name in ("../../up/domains", "/etc/domains", "lists/good/domains"):
            member = tarfile.TarInfo(name)
            member.size = len(b"good.example\n")
            tar.addfile(member, io.BytesIO(b"good.example\n"))
        link = tarfile.TarInfo("lists/evil")
        link.type, link.linkname = tarfile.SYMTYPE, "../../../etc"
        tar.addfile(link)
    with open_shelf(path) as shelf:
        assert read(shelf, "lists/good")[0] == [Entry("good.example")]
        assert read(shelf, "lists/evil")[0] == []
    assert sorted(each.name for each in tmp_path.iterdir()) == ["hostile.tar"]


@pytest.mark.parametrize("size", [50, 200, 350])
def test_a_tarball_that_was_cut_off_says_so(tmp_path: Path, size: int) -> None:
    path = make_tarball(tmp_path)
    path.write_bytes(path.read_bytes()[:size])
    with pytest.raises(ListError), open_shelf(path) as shelf:  # noqa: PT012 (where the damage shows depends on the cut)
        for name in listed_names(shelf, Form.UT1):
            read(shelf, name)


def test_a_web_page_is_no_tarball(tmp_path: Path) -> None:
    path = tmp_path / "blacklists.tar.gz"
    path.write_text("<html>moved</html>")
    assert not is_shelf(path)
    with pytest.raises(ListError, match="not a tarball"), open_shelf(path):
        pass


def test_the_real_tarball_has_its_links_and_reads_almost_whole(belisha_shared: Path) -> None:
    with open_shelf(belisha_shared / "lists/blacklists.tar.gz") as shelf:
        assert shelf.links["porn"] == "adult"
        assert shelf.links["violence"] == "agressif"
        names = listed_names(shelf, Form.UT1)
        assert {"agressif", "phishing", "vpn"} <= set(names)
        for name in ("agressif", "ai", "dating", "sect", "violence", "vpn", "webmail"):
            entries, report = read(shelf, name)
            assert entries, name
            assert report.rejected * 100 <= report.lines, name
