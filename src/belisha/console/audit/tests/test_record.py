"""Writing the record: links follow one another, say what was done, and can be shredded."""

from __future__ import annotations

import pytest
from django.db import transaction

from belisha.console.audit.actions import About, Actor, check, record, shred
from belisha.console.audit.events import EVENTS, EventKind, event
from belisha.console.audit.models import Body, Chain, Check, Link
from belisha.console.audit.queries import chains, latest_check, verify
from belisha.console.audit.tests.writing import DPO, NOW, write

pytestmark = pytest.mark.django_db


def test_links_of_a_chain_are_numbered_and_each_names_the_one_before() -> None:
    first, second = write(2)
    assert (first.number, second.number) == (1, 2)
    assert second.before == first.digest
    assert Chain.objects.get(name="school:1").last == second.digest


def test_chains_grow_apart() -> None:
    write(2)
    assert write(1, chain="school:2")[0].number == 1
    assert chains() == ["school:1", "school:2"]


def test_a_link_holds_no_name_and_its_body_does() -> None:
    [link] = write(1)
    assert "Amy Hill" not in str(Link.objects.filter(pk=link.pk).values()[0])
    assert link.body.content["about"] == "Amy Hill"


@pytest.mark.parametrize("value", [1e22, 0.1, 10**30, "é\x00\ud800", [1, {"b": None}], NOW, True])
def test_whatever_a_change_holds_the_seal_fits_afterwards(value: object) -> None:
    with transaction.atomic():
        record(EventKind("x.y", "y"), chain="school:1", actor=DPO, about=About("x:1", "X"), after={"value": value})
    assert verify("school:1").fault is None


def test_a_kind_of_event_is_declared_once() -> None:
    with pytest.raises(ValueError, match=r"audit\.looked"):
        event("audit.looked", "again")
    assert EVENTS["audit.looked"].title == "looked at the record"


def test_shredding_takes_the_words_and_leaves_the_chain_whole() -> None:
    links = write(5)
    assert (
        shred(chain="school:1", actor=DPO, about=About("school:1", "Oakfield"), reason="Erasure", numbers=[2, 3]) == 2
    )
    assert not Body.objects.filter(link__in=links[1:3]).exists()
    stone = Link.objects.get(number=6)
    assert stone.body.content["after"] == {"entries": [[2, 3]]}
    assert stone.body.content["reason"] == "Erasure"
    assert {tombstone.link.number for tombstone in stone.shredded.all()} == {2, 3}
    assert verify("school:1").fault is None


def test_what_was_shredded_is_not_shredded_again_nor_is_the_record_of_it() -> None:
    write(2)
    place = About("school:1", "Oakfield")
    shred(chain="school:1", actor=DPO, about=place, reason="Erasure", numbers=[1])
    assert shred(chain="school:1", actor=DPO, about=place, reason="Erasure", numbers=[1, 3]) == 0
    assert Link.objects.count() == 3


def test_links_of_another_chain_are_out_of_reach() -> None:
    write(1, chain="school:2")
    assert shred(chain="school:1", actor=DPO, about=About("school:1", "O"), reason="Erasure", numbers=[1]) == 0


def test_a_check_is_kept_with_what_it_found() -> None:
    links = write(3)
    assert check(chain="school:1", now=NOW).fault is None
    kept = latest_check("school:1")
    assert kept == Check.objects.get()
    assert (kept.length, kept.last, kept.fault) == (3, links[2].digest, "")


def test_an_actor_without_role_is_recorded_as_well() -> None:
    with transaction.atomic():
        link = record(
            EventKind("x.y", "y"), chain="school:1", actor=Actor("system", "nightly"), about=About("x:1", "X")
        )
    assert link.body.content["actor"] == "nightly"
