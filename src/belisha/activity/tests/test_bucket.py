"""Several machines keep their record in one bucket of a real S3 server, and read it as one."""

import subprocess
import sys
import threading
from datetime import date
from pathlib import Path

import pytest

from belisha.activity.bucket import read_access
from belisha.activity.compact import compact
from belisha.activity.days import Period
from belisha.activity.ingest import ingest, sweep, waiting_bytes
from belisha.activity.keep import Keep
from belisha.activity.manifest import TakenError, gateway_place, own_gateways, read_manifest
from belisha.activity.place import PlaceError, record_place
from belisha.activity.recorder import run_recorder
from belisha.activity.retention.run import retain
from belisha.activity.store import Scope, Store
from belisha.activity.tests import buckets
from belisha.activity.tests.test_store import paths
from belisha.activity.tests.written import LONG, Journal, everything, line
from belisha.activity.verify import verify

pytestmark = [pytest.mark.enable_socket]
DAY, NEXT = date(2026, 11, 16), date(2026, 11, 17)


class Machines:
    """Gateways that share a folder of the bucket."""

    def __init__(self, server: buckets.Server, place: Path) -> None:
        self.server = server
        self.place = place

    def machine(self, name: str, gateway: str = "") -> Journal:
        home = self.place / name
        self.server.settle(home, self.place.name)
        return Journal(home, gateway or name)


@pytest.fixture
def machines(bucket_server: buckets.Server, tmp_path: Path) -> Machines:
    return Machines(bucket_server, tmp_path)


def read(home: Path) -> list[str]:
    return Store.open(home).ask(Scope(("oak",), LONG), paths)


def test_what_several_gateways_write_is_read_as_one_from_each(machines: Machines) -> None:
    ash, elm = machines.machine("ash"), machines.machine("elm")
    ash.write(line(path="/1"), line(path="/2"))
    elm.write(line(path="/3"), b"torn\n", line(path="/secret", school="elm-road"))
    ingest(ash.home)
    assert ingest(elm.home).rejects == 1
    ash.write(line(path="/4"))
    assert read(ash.home) == ["/1", "/2", "/3", "/4"]
    assert read(elm.home) == ["/1", "/2", "/3"], "what is not in the bucket yet is seen where it was recorded"
    assert Store.open(elm.home).extent() == (("elm-road", "oak"), Period(DAY, DAY))
    assert own_gateways(ash.home) == ["ash"]
    assert not list((ash.home / "activity").rglob("*.parquet"))


def test_each_machine_changes_nothing_but_its_own(machines: Machines) -> None:
    ash, elm = machines.machine("ash"), machines.machine("elm")
    for journal in (ash, elm):
        for number in range(3):
            journal.write(line(path=f"/{journal.gateway}/{number}"))
            ingest(journal.home)
    before = read_manifest(ash.home, "elm")
    assert compact(ash.home, NEXT).before == 3
    assert sweep(ash.home, grace_seconds=0).files == 3
    assert retain(ash.home, Keep(keep_days=1), date(2026, 12, 1)).after == ()
    assert read_manifest(ash.home, "elm") == before
    assert read(ash.home) == ["/elm/0", "/elm/1", "/elm/2"]
    assert [each.gateway for each in verify(elm.home, Keep(), NEXT) if not each.faults] == ["elm"]
    assert gateway_place(ash.home, "ash").names() == ["manifest.json"]


def test_a_gateway_whose_name_is_taken_writes_nothing(machines: Machines) -> None:
    first, second = machines.machine("ash"), machines.machine("other", "ash")
    first.write(line(path="/1"))
    ingest(first.home)
    second.write(line(path="/2"))
    with pytest.raises(TakenError, match="another name"):
        ingest(second.home)
    assert read(first.home) == ["/1"]
    assert waiting_bytes(second.home) > 0


def test_while_the_bucket_is_away_the_journal_waits_and_then_everything_is_there_once(
    machines: Machines, caplog: pytest.LogCaptureFixture
) -> None:
    ash = machines.machine("ash")
    ash.write(line(path="/1"))
    ingest(ash.home)
    machines.server.settle(ash.home, machines.place.name, port=buckets.free_port())
    ash.rotate()
    ash.write(line(path="/2"))
    ash.grow_quiet()
    with pytest.raises(OSError, match="connect") as refused:
        ingest(ash.home)
    stop = threading.Event()
    recorder = threading.Thread(target=run_recorder, args=(ash.home, stop, 0.0))
    recorder.start()
    while "tried again" not in caplog.text:
        stop.wait(0.05)
    stop.set()
    recorder.join()
    assert len(list((ash.home / "journal").glob("ash-*.log"))) == 2
    for said in (str(refused.value), caplog.text):
        assert buckets.SECRET not in said
        assert buckets.KEY not in said
    machines.server.settle(ash.home, machines.place.name)
    ingest(ash.home)
    assert sweep(ash.home).segments
    assert read(ash.home) == ["/1", "/2"]


def test_an_upload_without_its_commit_does_not_count_and_is_swept(
    machines: Machines, monkeypatch: pytest.MonkeyPatch
) -> None:
    ash = machines.machine("ash")
    ash.write(line(path="/1"))
    monkeypatch.setattr("belisha.activity.ingest.commit", _killed)
    with pytest.raises(KeyboardInterrupt):
        ingest(ash.home)
    monkeypatch.undo()
    stray = gateway_place(ash.home, "ash").names()
    assert len(stray) == 1
    assert read(ash.home) == ["/1"]
    ash.write(line(path="/2"))
    ingest(ash.home)
    sweep(ash.home)
    assert read(ash.home) == ["/1", "/2"]
    assert all(part.path in gateway_place(ash.home, "ash").names() for part in read_manifest(ash.home, "ash").parts)


def _killed(*_: object) -> None:
    raise KeyboardInterrupt


def test_readers_never_miss_or_double_an_event_while_all_machines_record(machines: Machines) -> None:
    journals = [machines.machine(name) for name in ("ash", "elm")]
    stop = threading.Event()

    def record(journal: Journal) -> None:
        while not stop.is_set():
            ingest(journal.home, batch_bytes=2_000)
            compact(journal.home, NEXT)
            journal.grow_quiet()
            sweep(journal.home, grace_seconds=0)
        ingest(journal.home)  # what was written since the last round began

    recorders = [threading.Thread(target=record, args=(journal,)) for journal in journals]
    for recorder in recorders:
        recorder.start()
    try:
        for number in range(4):
            for journal in journals:
                journal.rotate()
                journal.write(*(line(path=f"/{journal.gateway}/{number}{n:02d}") for n in range(20)))
            for journal in journals:
                seen = [event.path for event in everything(journal.home)]
                assert len(seen) == len(set(seen))
                assert sum(path.startswith(f"/{journal.gateway}/") for path in seen) == 20 * (number + 1)
    finally:
        stop.set()
        for recorder in recorders:
            recorder.join()
    assert len(read(journals[0].home)) == len(read(journals[1].home)) == 160


_READING = """
import sys
from pathlib import Path
from belisha.activity.tests.written import everything
print(len(everything(Path(sys.argv[1]))))
"""


def test_a_process_that_read_the_bucket_ends_without_a_word(machines: Machines) -> None:
    ash = machines.machine("ash")
    ash.write(line(), line(path="/2"))
    ingest(ash.home)
    read_by = subprocess.run(
        [sys.executable, "-c", _READING, str(ash.home)], capture_output=True, text=True, check=True, timeout=60
    )
    assert (read_by.stdout, read_by.stderr) == ("2\n", "")


@pytest.mark.parametrize(
    ("text", "mode", "said"),
    [
        ("key: a\nsecret: hidden\n", 0o640, "chmod 600"),
        ("key: a\nsecret: [hidden]\n", 0o600, "must hold key"),
        ("key: a\nsecret: hidden\nhidden: 1\n", 0o600, "must hold key"),
        ("key: {hidden\n", 0o600, "must hold key"),
    ],
)
def test_a_file_of_credentials_that_will_not_do_is_said_without_its_words(
    tmp_path: Path, text: str, mode: int, said: str
) -> None:
    path = tmp_path / "access.yaml"
    path.write_text(text)
    path.chmod(mode)
    with pytest.raises(PlaceError, match=said) as refused:
        read_access(path)
    assert "hidden" not in str(refused.value)
    assert refused.value.__cause__ is None


def test_credentials_that_are_missing_are_asked_for(tmp_path: Path) -> None:
    (tmp_path / "gateway.yaml").write_text("record: s3://bucket/folder\n")
    with pytest.raises(PlaceError, match=r"record-access\.yaml is missing"):
        record_place(tmp_path)


def test_credentials_do_not_show(tmp_path: Path) -> None:
    path = tmp_path / "access.yaml"
    path.write_text("key: hidden\nsecret: hidden\nendpoint: https://s3.example\n")
    path.chmod(0o600)
    assert repr(read_access(path)) == "Access(endpoint='https://s3.example')"
