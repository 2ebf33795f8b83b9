"""A parent with children at two schools of a federation: one account, all children, nothing of one school elsewhere."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone

from belisha.console.access.accounts.actions.joining import join_accounts, part_accounts
from belisha.console.access.accounts.actions.opening import Opening, open_accounts
from belisha.console.access.acting import By
from belisha.console.access.authorization import schools_for
from belisha.console.access.models import User
from belisha.console.access.roles import Role
from belisha.console.audit.models import Link
from belisha.console.flows.accounts.one_account import at_several_schools
from belisha.console.flows.leavers import close_leavers
from belisha.console.people.actions.merging import merge
from belisha.console.people.models import Person
from belisha.console.people.queries.families import children_of
from belisha.console.people.refusals import RefusedError
from cast import a_class, a_federation, a_parent, a_pupil, a_school, everywhere, somebody

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from belisha.console.access.models import School

pytestmark = pytest.mark.django_db


@pytest.fixture
def executive() -> User:
    return everywhere(a_federation(), Role.EXECUTIVE_HEAD)


def a_family(school: School, child: str) -> Person:
    return a_parent(school, "Ida Both", of=a_pupil(school, child, in_class=a_class(school, f"Class of {child}")))


@pytest.fixture
def both() -> tuple[Person, Person]:
    """Ida at Oakfield, where she can sign in, and Ida at St Brigid's."""
    here, there = a_family(a_school(), "Ann Both"), a_family(a_school("st-brigids"), "Bob Both")
    here.user.username, here.user.opened_at = "ida.both", timezone.now()
    here.user.save()
    return here, there


def test_one_account_shows_the_children_of_both_schools(
    client: Client, both: tuple[Person, Person], executive: User
) -> None:
    here, there = both
    client.force_login(here.user)
    assert "Bob" not in client.get(reverse("home")).content.decode()
    join_accounts(By(executive), user=there.user, to=here.user)
    client.force_login(here.user)
    page = client.get(reverse("home")).content.decode()
    assert "Ann Both, Class of Ann Both, Oakfield" in page
    assert "Bob Both, Class of Bob Both, St Brigids" in page
    assert {school.code for school in schools_for(User.objects.get(pk=here.user_id))} == {"oakfield", "st-brigids"}
    assert Link.objects.get(event="accounts.joined").chain == there.school.chain


def test_a_child_whom_a_court_keeps_from_them_is_not_named(both: tuple[Person, Person], executive: User) -> None:
    here, there = both
    there.children_links.update(no_contact=True)
    join_accounts(By(executive), user=there.user, to=here.user)
    assert [link.child.name for link in children_of(here.user, timezone.localdate())] == ["Ann Both"]


def test_a_second_account_is_closed_and_not_opened_again_until_they_are_parted(
    both: tuple[Person, Person], executive: User
) -> None:
    here, there = both
    there.user.username, there.user.opened_at = "ida.both2", timezone.now()
    there.user.save()
    join_accounts(By(executive), user=there.user, to=here.user)
    again = User.objects.get(pk=there.user_id)
    assert not again.is_active
    with pytest.raises(ValidationError, match="another school"):
        open_accounts(by=By(executive), school=there.school, openings=[Opening(again, "ida.both2")])
    part_accounts(By(executive), user=again)
    assert children_of(here.user, timezone.localdate())[0].child.name == "Ann Both"
    assert len(children_of(here.user, timezone.localdate())) == 1


def test_only_a_federation_role_joins_and_only_two_parents_of_one_federation(
    both: tuple[Person, Person], executive: User
) -> None:
    here, there = both
    with pytest.raises(PermissionDenied):
        join_accounts(By(somebody(here.school, Role.HEAD)), user=there.user, to=here.user)
    strange = a_parent(a_school("far", a_federation("Another")), "Ida Both")
    for user, to in ((strange.user, here.user), (here.user, here.user), (a_pupil(there.school).user, here.user)):
        with pytest.raises(ValidationError):
            join_accounts(By(executive), user=user, to=to)
    join_accounts(By(executive), user=there.user, to=here.user)
    with pytest.raises(ValidationError, match="already"):
        join_accounts(By(executive), user=here.user, to=there.user)


def test_the_account_lives_on_while_its_owner_is_at_the_other_school(
    both: tuple[Person, Person], executive: User
) -> None:
    here, there = both
    join_accounts(By(executive), user=there.user, to=here.user)
    long_ago = timezone.localdate() - timedelta(days=9)
    Person.objects.filter(pk=here.pk).update(left=long_ago, joined=long_ago)
    close_leavers(timezone.now())
    assert User.objects.get(pk=here.user_id).is_active
    Person.objects.filter(pk=there.pk).update(left=long_ago, joined=long_ago)
    close_leavers(timezone.now())
    close_leavers(timezone.now())
    assert not User.objects.get(pk=here.user_id).is_active


def test_an_entry_with_an_account_in_common_is_parted_before_it_is_merged(
    both: tuple[Person, Person], executive: User
) -> None:
    here, there = both
    join_accounts(By(executive), user=there.user, to=here.user)
    twin = a_parent(there.school, "Ida Both")
    with pytest.raises(RefusedError, match="part"):
        merge(by=By(executive), kept=twin, gone=there)


def test_the_page_finds_joins_and_parts_them(client: Client, both: tuple[Person, Person], executive: User) -> None:
    here, there = both
    a_parent(here.school, "Only Once")
    client.force_login(executive)
    page = client.get(reverse("one-account")).content.decode()
    assert page.count("Ida Both") == 2
    assert "Only Once" not in page
    page = client.get(reverse("one-account-person", args=[here.pk])).content.decode()
    assert "Bob Both" in page
    client.post(reverse("one-account-join", args=[there.pk, here.pk]))
    assert User.objects.get(pk=there.user_id).joined_to_id == here.user_id
    assert "Part: an account" in client.get(reverse("one-account-person", args=[here.pk])).content.decode()
    client.post(reverse("one-account-part", args=[there.pk]))
    assert User.objects.get(pk=there.user_id).joined_to_id is None


def test_the_list_costs_the_same_queries_with_two_parents_and_with_twenty(
    client: Client, both: tuple[Person, Person], executive: User, django_assert_max_num_queries: Callable[..., object]
) -> None:
    client.force_login(executive)
    client.get(reverse("one-account"))
    with django_assert_max_num_queries(100) as few:
        client.get(reverse("one-account"))
    for number in range(9):
        a_parent(both[0].school, f"Ida Both{number}")
        a_parent(both[1].school, f"Ida Both{number}")
    assert at_several_schools(executive.federation).count() == 20
    with django_assert_max_num_queries(len(few)):
        client.get(reverse("one-account"))
