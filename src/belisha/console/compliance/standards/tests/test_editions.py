"""A new edition of a standard counts when somebody has read what it changes, and not before."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from belisha.console.access.acting import By
from belisha.console.access.authorization import NotAllowedError
from belisha.console.access.roles import Role
from belisha.console.audit.models import Link
from belisha.console.compliance.standards.actions import accept
from belisha.console.compliance.standards.needs import new_editions
from belisha.console.compliance.standards.queries import standard_at, standards_at, waiting_at
from belisha.console.compliance.standards.rules import Point, Standard, differences, editions, standards
from cast import a_school, somebody

if TYPE_CHECKING:
    from django.test import Client

NAME = "filtering-monitoring"
POINTS = st.dictionaries(st.sampled_from("ABCDE"), st.sampled_from(["asks this", "asks that"]), min_size=1)


def a_standard(points: dict[str, str], version: int = 1) -> Standard:
    asked = tuple(Point(name, text, (f"duty.{name.lower()}",)) for name, text in points.items())
    return Standard("x", "X", "one", "https://x.example/", date(2026, 1, 1), asked, version)


@given(POINTS, POINTS)
def test_every_point_of_two_editions_is_the_same_new_gone_or_changed(old: dict[str, str], new: dict[str, str]) -> None:
    found = differences(a_standard(old), a_standard(new, 2))
    ids = found.ids
    assert set(ids["new"]) == new.keys() - old.keys()
    assert set(ids["gone"]) == old.keys() - new.keys()
    assert set(ids["changed"]) == {name for name in old.keys() & new.keys() if old[name] != new[name]}
    assert set(found.duties) == {f"duty.{name.lower()}" for each in ids.values() for name in each}


@pytest.mark.django_db
def test_the_old_edition_counts_until_a_leader_has_read_the_new_one(client: Client) -> None:
    school, lead = a_school(), somebody(a_school(), Role.DSL)
    assert [each.version for each in standards_at(school)] == [1] * len(standards())
    assert [new.id for _old, new in waiting_at(school)] == [NAME]
    client.force_login(lead)
    at = f"/schools/{school.code}/duties/standards/"
    assert "A new edition waits" in client.get(at).content.decode()
    page = client.get(f"{at}{NAME}/edition/").content.decode()
    assert "a new AI tool is reason enough" in page
    assert "Duties that it touches" in page
    assert [need.link for need in new_editions(lead, school)] == [f"{at}{NAME}/edition/"]
    assert client.post(f"{at}{NAME}/edition/", {"words": "AI tools are on the risk register."}).status_code == 302
    assert standard_at(school, NAME).version == 2
    assert "AI tools are on the risk register." in client.get(f"{at}{NAME}/").content.decode()
    assert list(new_editions(lead, school)) == []
    assert standard_at(a_school("st-brigids"), NAME).version == 1, "each school decides for itself"
    assert Link.objects.filter(event="standards.edition-accepted").exists()


@pytest.mark.django_db
def test_a_governor_reads_it_and_nobody_accepts_an_edition_twice_or_without_a_word() -> None:
    school = a_school()
    governor, head = somebody(school, Role.GOVERNOR), somebody(school, Role.HEAD)
    with pytest.raises(NotAllowedError):
        accept(by=By(governor), school=school, standard=NAME, version=2, words="Fine.")
    with pytest.raises(ValidationError, match="what follows"):
        accept(by=By(head), school=school, standard=NAME, version=2, words=" ")
    accept(by=By(head), school=school, standard=NAME, version=2, words="Nothing has to be done.")
    with pytest.raises(ValidationError, match="counts already"):
        accept(by=By(head), school=school, standard=NAME, version=2, words="Again.")
    with pytest.raises(KeyError):
        accept(by=By(head), school=school, standard=NAME, version=editions()[NAME][-1].version + 1, words="Later.")
