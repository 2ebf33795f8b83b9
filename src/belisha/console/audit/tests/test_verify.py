"""Somebody with the keys to the database falsifies the record: the check names the first broken link, and why."""

from __future__ import annotations

import pytest
from django.db import connection

from belisha.console.audit import queries
from belisha.console.audit.actions import About, check, shred
from belisha.console.audit.chain import Facts, digest_of, seal_of
from belisha.console.audit.models import Chain, Link
from belisha.console.audit.queries import chains, verify, words_without_entry
from belisha.console.audit.rules import Fault, FaultKind
from belisha.console.audit.tests.writing import DPO, NOW, write
from record_flush import guards_down

pytestmark = pytest.mark.django_db
PLACE = About("school:1", "Oakfield")


@pytest.fixture(autouse=True)
def written(monkeypatch: pytest.MonkeyPatch) -> list[Link]:
    """Six links, read in batches of two."""
    monkeypatch.setattr(queries, "BATCH", 2)
    return write(6)


def falsify(*statements: str) -> None:
    with guards_down(connection), connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def found() -> tuple[int, FaultKind] | None:
    fault = verify("school:1").fault
    return (fault.number, fault.kind) if fault else None


def of(number: int) -> str:
    return f"(SELECT id FROM audit_link WHERE chain = 'school:1' AND number = {number})"


def test_a_chain_that_nobody_touched_is_whole(written: list[Link]) -> None:
    assert verify("school:1") == ("school:1", 6, written[5].digest, None)


def test_a_chain_without_links_is_whole() -> None:
    assert verify("school:9").fault is None


def test_a_link_that_was_taken_out_is_missing() -> None:
    falsify(f"DELETE FROM audit_body WHERE link_id = {of(3)}", "DELETE FROM audit_link WHERE number = 3")
    assert found() == (3, FaultKind.MISSING)


@pytest.mark.parametrize(
    "change", ["actor = 'user:6'", "about = 'person:1'", "event = 'test.left'", "seal = 'x'", "digest = 'x'"]
)
def test_a_link_that_was_altered_is_named(change: str) -> None:
    falsify(f"UPDATE audit_link SET {change} WHERE number = 4")
    assert found() == (4, FaultKind.ALTERED)


def test_a_link_whose_time_was_moved_is_named() -> None:
    falsify("UPDATE audit_link SET at = '2026-01-01 00:00:00' WHERE number = 2")
    assert found() == (2, FaultKind.ALTERED)


def test_a_link_whose_time_was_made_unreadable_is_named() -> None:
    if connection.vendor == "postgresql":
        pytest.skip("PostgreSQL keeps nothing in a time that is no time")
    falsify("UPDATE audit_link SET at = 'never' WHERE number = 2")
    assert found() == (2, FaultKind.ALTERED)


def test_a_link_altered_with_a_new_digest_no_longer_fits_the_next(written: list[Link]) -> None:
    link = written[2]
    facts = Facts("school:1", 3, link.at, link.event, "user:6", link.about, link.seal, link.before)
    falsify(f"UPDATE audit_link SET actor = 'user:6', digest = '{digest_of(facts)}' WHERE number = 3")
    assert found() == (3, FaultKind.EXCHANGED)


def test_the_last_link_altered_with_a_new_digest_does_not_fit_the_end(written: list[Link]) -> None:
    link = written[5]
    facts = Facts("school:1", 6, link.at, link.event, "user:6", link.about, link.seal, link.before)
    falsify(f"UPDATE audit_link SET actor = 'user:6', digest = '{digest_of(facts)}' WHERE number = 6")
    assert found() == (6, FaultKind.EXCHANGED)


def test_words_that_were_altered_are_named() -> None:
    falsify(f"UPDATE audit_body SET content = '{{}}' WHERE link_id = {of(5)}")
    assert found() == (5, FaultKind.WORDS_ALTERED)


def test_words_that_no_longer_are_json_are_named() -> None:
    falsify(f"UPDATE audit_body SET content = 'gone' WHERE link_id = {of(5)}")
    assert found() == (5, FaultKind.WORDS_ALTERED)


def test_words_of_two_links_exchanged_are_named() -> None:
    falsify(f"UPDATE audit_body SET salt = 'other' WHERE link_id = {of(1)}")
    assert found() == (1, FaultKind.WORDS_ALTERED)


def test_words_that_were_deleted_behind_the_back_of_shredding_are_named() -> None:
    falsify(f"DELETE FROM audit_body WHERE link_id = {of(2)}")
    assert found() == (2, FaultKind.WORDS_GONE)


def test_a_tombstone_put_there_by_hand_does_not_make_up_for_words() -> None:
    shred(chain="school:1", actor=DPO, about=PLACE, reason="Erasure", numbers=[1])
    falsify(
        f"INSERT INTO audit_tombstone (link_id, by_id) VALUES ({of(2)}, {of(7)})",
        f"DELETE FROM audit_body WHERE link_id = {of(2)}",
    )
    assert found() == (2, FaultKind.WORDS_GONE)


def test_a_tail_that_was_cut_is_missing() -> None:
    falsify(f"DELETE FROM audit_body WHERE link_id = {of(6)}", "DELETE FROM audit_link WHERE number = 6")
    assert found() == (6, FaultKind.TAIL_CUT)


def test_a_chain_that_lost_all_its_links_is_cut() -> None:
    falsify("DELETE FROM audit_body", "DELETE FROM audit_link")
    assert found() == (1, FaultKind.TAIL_CUT)


def test_an_end_that_was_set_back_leaves_links_beyond_it(written: list[Link]) -> None:
    falsify(f"UPDATE audit_chain SET length = 4, last = '{written[3].digest}'")
    assert found() == (5, FaultKind.END_SET_BACK)


def test_links_whose_chain_lost_its_end_are_found_all_the_same() -> None:
    falsify("DELETE FROM audit_chain")
    assert chains() == ["school:1"]
    assert found() == (1, FaultKind.END_SET_BACK)


def test_a_record_written_anew_from_the_start_differs_from_an_earlier_check(written: list[Link]) -> None:
    check(chain="school:1", now=NOW)
    write_anew(written)
    assert found() == (6, FaultKind.WRITTEN_ANEW)


def write_anew(links: list[Link]) -> None:
    """What a patient forger does: the whole chain with fitting seals and digests."""
    before = ""
    with guards_down(connection):
        for link in links:
            body = link.body
            body.content["reason"] = "another one"
            body.save()
            text = body._meta.get_field("content").get_prep_value(body.content)
            link.seal, link.before = seal_of(body.salt, text), before
            facts = Facts("school:1", link.number, link.at, link.event, link.actor, link.about, link.seal, before)
            link.digest = before = digest_of(facts)
            link.save()
        Chain.objects.filter(name="school:1").update(last=before)


def test_links_added_while_a_chain_is_read_are_no_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    known = queries._known

    def slow(chain: str) -> object:
        end = known(chain)
        write(3)
        return end

    monkeypatch.setattr(queries, "_known", slow)
    assert verify("school:1").fault is None


def test_words_without_an_entry_are_found() -> None:
    assert words_without_entry() is None
    if connection.vendor == "sqlite":
        with connection.constraint_checks_disabled():
            orphan()
            assert words_without_entry() == Fault(0, FaultKind.WORDS_WITHOUT_ENTRY)
            falsify("DELETE FROM audit_body WHERE link_id = 999999")


def orphan() -> None:
    """A body whose link somebody deleted with the checks of foreign keys off."""
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO audit_body (link_id, salt, content) VALUES (999999, '', '{}')")
