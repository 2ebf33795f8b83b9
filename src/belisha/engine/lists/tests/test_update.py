"""Newer editions are fetched and judged; whatever is broken, empty or shrunken leaves the list in use as it is."""

import datetime as dt
import io
import tarfile
from pathlib import Path

import pytest

from belisha.engine.lists import FetchError, Form, Outcome, Source, Updater, installation, sources
from belisha.engine.lists.store import record_of

NOW = dt.datetime(2030, 1, 1, tzinfo=dt.UTC)
GORE = "sinfonietta/gore"


class Publisher:
    """Answers like the internet: content by address, with an ETag, or a fault."""

    def __init__(self) -> None:
        self.content: dict[str, bytes | FetchError] = {}
        self.asked: list[tuple[str, str]] = []

    def __call__(self, address: str, etag: str, to: Path) -> str | None:
        self.asked.append((address, etag))
        found = self.content.get(address, FetchError("no route", offline=True))
        if isinstance(found, FetchError):
            raise found
        to.write_bytes(found)
        return None if etag == f'"{len(found)}"' else f'"{len(found)}"'


@pytest.fixture
def publisher() -> Publisher:
    return Publisher()


def hosts(count: int, name: str = "host") -> bytes:
    return "".join(f"0.0.0.0 {name}{number}.example\n" for number in range(count)).encode()


def update(home: Path, publisher: Publisher, content: bytes | FetchError, *, accept_smaller: bool = False) -> Outcome:
    source = sources()["sinfonietta"]
    publisher.content[source.lists["gore"].update] = content
    (outcome,) = Updater(home, publisher, NOW, accept_smaller=accept_smaller).update(source, "gore")
    return outcome


def in_use(home: Path, list_id: str = GORE) -> int:
    with installation(home) as lists:
        return sum(1 for each in lists if each.id == list_id for _ in each.entries)


def test_a_good_edition_is_taken_with_what_is_known_of_it(tmp_path: Path, publisher: Publisher) -> None:
    assert update(tmp_path, publisher, hosts(30)) == Outcome(GORE, "updated", "", before=23, after=30)
    assert in_use(tmp_path) == 30
    record = record_of(tmp_path, GORE)
    assert record is not None
    assert (record.at, record.entries, record.etag) == (NOW, 30, f'"{len(hosts(30))}"')
    assert len(record.sha256) == 64


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "no list"),
        (b"# nothing today\n", "no list"),
        (b"<html><body>Too many requests</body></html>", "no list"),
        (b'{"message": "Not Found"}', "no list"),
        (b"404: Not Found", "no list"),
        (hosts(11), "shrank by more than half"),
        (b"".join(b"||x%d.example^\n" % number for number in range(99)), "no entry"),
        (hosts(500) + b"nonsense without end\n" * 600, "cannot be read"),
        (b"\x1f\x8b\x08\x00broken", "no list"),
    ],
    ids=[
        "nothing",
        "a head only",
        "web page",
        "error",
        "not found",
        "shrunken",
        "wrong form",
        "mostly junk",
        "damaged",
    ],
)
def test_what_is_not_a_good_list_never_replaces_one(
    tmp_path: Path, publisher: Publisher, content: bytes, why: str
) -> None:
    update(tmp_path, publisher, hosts(30))
    outcome = update(tmp_path, publisher, content)
    assert outcome.result == "refused"
    assert why in outcome.message
    assert in_use(tmp_path) == 30
    assert not list((tmp_path / "lists/sinfonietta").glob(".new-*"))


def test_the_shipped_list_is_the_measure_for_the_first_download(tmp_path: Path, publisher: Publisher) -> None:
    assert update(tmp_path, publisher, hosts(11)).result == "refused"
    assert update(tmp_path, publisher, hosts(12)).result == "updated"


def test_a_person_can_take_a_shrunken_list_after_looking(tmp_path: Path, publisher: Publisher) -> None:
    update(tmp_path, publisher, hosts(30))
    assert update(tmp_path, publisher, hosts(3), accept_smaller=True).result == "updated"
    assert in_use(tmp_path) == 3
    assert update(tmp_path, publisher, b"", accept_smaller=True).result == "refused"


def test_an_edition_that_is_known_is_not_fetched_again(tmp_path: Path, publisher: Publisher) -> None:
    update(tmp_path, publisher, hosts(30))
    assert update(tmp_path, publisher, hosts(30)).result == "unchanged"
    assert [etag for _, etag in publisher.asked] == ["", f'"{len(hosts(30))}"']


def test_without_internet_every_source_is_tried_and_nothing_changes(tmp_path: Path, publisher: Publisher) -> None:
    updater = Updater(tmp_path, publisher, NOW)
    outcomes = [outcome for source in sources().values() for outcome in updater.update(source)]
    assert {outcome.result for outcome in outcomes} == {"offline"}
    assert len(outcomes) > 10
    assert in_use(tmp_path) == 23


def test_a_fault_of_one_publisher_is_not_taken_for_no_internet(tmp_path: Path, publisher: Publisher) -> None:
    outcome = update(tmp_path, publisher, FetchError("answered 500", offline=False))
    assert (outcome.result, outcome.message) == ("failed", "answered 500")


def tarball(**lists: int) -> bytes:
    raw = io.BytesIO()
    with tarfile.open(fileobj=raw, mode="w:gz") as tar:
        for name, count in lists.items():
            content = "".join(f"{name}{number}.example\n" for number in range(count)).encode()
            member = tarfile.TarInfo(f"blacklists/{name}/domains")
            member.size = len(content)
            tar.addfile(member, io.BytesIO(content))
    return raw.getvalue()


@pytest.fixture
def ut1(monkeypatch: pytest.MonkeyPatch) -> Source:
    """UT1 with three lists only, so that these tests are quick."""
    monkeypatch.setattr("belisha.engine.lists.update.wanted_lists", lambda _: ("adult", "cooking", "radio"))
    return sources()["ut1"]


def test_each_list_of_an_archive_is_judged_by_itself(tmp_path: Path, publisher: Publisher, ut1: Source) -> None:
    publisher.content[ut1.update] = tarball(adult=50, cooking=40, radio=3, other=9)
    outcomes = {outcome.list: outcome for outcome in Updater(tmp_path, publisher, NOW).update(ut1)}
    assert outcomes["ut1/adult"] == Outcome("ut1/adult", "updated", "", before=0, after=50)
    assert outcomes["ut1/cooking"].result == "updated"
    assert outcomes["ut1/radio"].result == "refused"
    assert len(outcomes) == 3
    assert in_use(tmp_path, "ut1/adult") == 50
    assert in_use(tmp_path, "ut1/radio") > 500


def test_a_list_that_left_the_archive_stays_in_use(tmp_path: Path, publisher: Publisher, ut1: Source) -> None:
    publisher.content[ut1.update] = tarball(adult=50, cooking=40)
    outcomes = {outcome.list: outcome.result for outcome in Updater(tmp_path, publisher, NOW).update(ut1)}
    assert outcomes == {"ut1/adult": "updated", "ut1/cooking": "updated", "ut1/radio": "refused"}


def test_an_archive_is_asked_for_anew_until_all_its_lists_were_good(
    tmp_path: Path, publisher: Publisher, ut1: Source
) -> None:
    updater = Updater(tmp_path, publisher, NOW)
    for radio in (3, 600):
        publisher.content[ut1.update] = tarball(adult=50, cooking=40, radio=radio)
        list(updater.update(ut1))
    assert [outcome.result for outcome in updater.update(ut1)] == ["unchanged"]
    assert [bool(etag) for _, etag in publisher.asked] == [False, False, True]


@pytest.mark.parametrize("content", [b"<html>moved</html>", tarball(adult=5000)[:900], b""])
def test_a_broken_archive_changes_nothing(tmp_path: Path, publisher: Publisher, ut1: Source, content: bytes) -> None:
    publisher.content[ut1.update] = content
    outcomes = list(Updater(tmp_path, publisher, NOW).update(ut1))
    assert {outcome.result for outcome in outcomes} == {"refused"}
    assert in_use(tmp_path, "ut1/adult") == 0
    assert in_use(tmp_path, "ut1/radio") > 500


def test_the_forms_that_publishers_write_are_the_ones_declared() -> None:
    assert {source.form for source in sources().values()} == {Form.PLAIN, Form.UT1, Form.HOSTS, Form.V2FLY}
