"""Following gives each event once, when its line is whole."""

from belisha.activity.follow import Follower
from belisha.activity.ingest import ingest, sweep
from belisha.activity.tests.written import Journal, events, line


def test_only_what_comes_after_is_given_and_each_event_once(journal: Journal) -> None:
    whole = line(path="/2")
    journal.write(line(path="/1"), whole[:30])
    follower = Follower(journal.home)
    assert [event.path for event in events(journal.home) if follower.begins_after(event)] == ["/1"]
    assert list(follower.events()) == []
    journal.write(whole[30:], b"no event\n")
    assert [event.path for event in events(journal.home) if follower.begins_after(event)] == ["/1"]
    assert [event.path for event in follower.events()] == ["/2"]
    assert list(follower.events()) == []


def test_it_goes_on_in_the_next_segment_and_past_a_sweep(journal: Journal) -> None:
    follower = Follower(journal.home)
    journal.write(line(path="/1"))
    journal.rotate()
    journal.write(line(path="/2"))
    assert [event.path for event in follower.events()] == ["/1", "/2"]
    journal.grow_quiet()
    ingest(journal.home)
    sweep(journal.home)
    journal.write(line(path="/3"))
    assert [event.path for event in follower.events()] == ["/3"]
