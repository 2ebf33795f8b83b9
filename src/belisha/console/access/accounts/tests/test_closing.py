"""Closing shuts every way in at once, and lists what must be closed elsewhere until a person says that it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from belisha.console.access.accounts.actions.closing import close_account, reopen_account
from belisha.console.access.accounts.actions.services import (
    ServiceFacts,
    end_service,
    give_service,
    save_service,
    set_members,
    tick_closed,
)
from belisha.console.access.accounts.actions.youngest import make_cards, set_pictures
from belisha.console.access.accounts.queries.services import to_close
from belisha.console.access.accounts.queries.youngest import digest_of, pictures_are_right, user_of_card
from belisha.console.access.acting import By
from belisha.console.access.authorization import NotAllowedError
from belisha.console.access.models import ServiceAccess, Session
from cast import a_school, somebody

from .making import events

if TYPE_CHECKING:
    from django.test import Client

    from belisha.console.access.models import OutsideService, School, User

pytestmark = pytest.mark.django_db
MAIL = ServiceFacts("Staff mail", "The supplier", kinds=["staff"])
PICTURES = ["sun", "fish", "kite"]


@pytest.fixture
def leaver(school: School) -> User:
    return somebody(school, name="Cal Left", password="kettle-orbit-daisy-plum")


@pytest.fixture
def mail(school: School, data_manager: By) -> OutsideService:
    return save_service(by=data_manager, school=school, facts=MAIL)


def test_a_closed_account_opens_nothing(school: School, leaver: User, data_manager: By, client: Client) -> None:
    client.force_login(leaver)
    card = make_cards(by=data_manager, school=school, users=[leaver])[0]
    set_pictures(by=data_manager, user=leaver, school=school, chosen=PICTURES)
    assert user_of_card(school, digest_of(card.token)) == leaver
    assert close_account(by=data_manager, user=leaver, school=school, reason="left the school")
    leaver.refresh_from_db()
    assert not leaver.is_active
    assert not leaver.has_usable_password()
    assert client.get("/").status_code == 302
    assert not Session.objects.going_on().exists()
    assert user_of_card(school, digest_of(card.token)) is None
    assert not pictures_are_right(leaver, PICTURES)
    assert {"accounts.closed", "accounts.card-revoked", "accounts.pictures-removed"} <= set(events())


def test_closing_twice_does_it_once(school: School, leaver: User, data_manager: By) -> None:
    assert close_account(by=data_manager, user=leaver, school=school, reason="left")
    assert not close_account(by=data_manager, user=leaver, school=school, reason="left")
    assert events().count("accounts.closed") == 1


def test_nobody_closes_their_own_and_a_reason_is_given(
    school: School, leaver: User, data_manager: By, teacher: By
) -> None:
    assert data_manager.user
    with pytest.raises(ValidationError):
        close_account(by=data_manager, user=data_manager.user, school=school, reason="x")
    with pytest.raises(ValidationError):
        close_account(by=data_manager, user=leaver, school=school, reason=" ")
    with pytest.raises(NotAllowedError):
        close_account(by=teacher, user=leaver, school=school, reason="x")


def test_what_a_leaver_has_elsewhere_stays_red_until_somebody_ticks_it(
    school: School, leaver: User, data_manager: By, mail: OutsideService
) -> None:
    tables = save_service(by=data_manager, school=school, facts=ServiceFacts("Times tables", "The computing lead"))
    give_service(by=data_manager, service=tables, user=leaver)
    close_account(by=data_manager, user=leaver, school=school, reason="left", left=True)
    close_account(by=data_manager, user=leaver, school=school, reason="left", left=True)
    assert [str(access) for access in to_close(school)] == ["Staff mail: Cal Left", "Times tables: Cal Left"]
    with pytest.raises(ValidationError):
        end_service(by=data_manager, service=mail, reason="no longer used")
    with pytest.raises(PermissionError):
        tick_closed(by=By(None, system="nightly"), access=to_close(school)[0])
    for access in to_close(school):
        tick_closed(by=data_manager, access=access)
        tick_closed(by=data_manager, access=access)
    assert not to_close(school).exists()
    assert set(ServiceAccess.objects.values_list("closed_by", flat=True)) == {data_manager.user.pk}
    assert events().count("accounts.service-closed") == 2
    end_service(by=data_manager, service=mail, reason="no longer used")


def test_closing_for_a_while_closes_nothing_elsewhere(
    school: School, leaver: User, data_manager: By, mail: OutsideService
) -> None:
    close_account(by=data_manager, user=leaver, school=school, reason="away for a year")
    assert not to_close(school).exists()


def test_who_returns_keeps_what_was_not_closed_yet(
    school: School, leaver: User, data_manager: By, mail: OutsideService
) -> None:
    close_account(by=data_manager, user=leaver, school=school, reason="left", left=True)
    reopen_account(by=data_manager, user=leaver, school=school)
    assert not to_close(school).exists()
    assert ServiceAccess.objects.get(user=leaver).closed_at is None


def test_a_service_is_on_the_list_once(school: School, data_manager: By, mail: OutsideService) -> None:
    with pytest.raises(ValidationError):
        save_service(by=data_manager, school=school, facts=MAIL)
    save_service(by=data_manager, school=school, facts=MAIL._replace(closer="The office"), service=mail)
    assert save_service(by=By(None), school=a_school("st-brigids"), facts=MAIL).name == "Staff mail"


def test_members_of_the_learning_platform_are_those_given_and_nobody_is_added_by_hand(
    school: School, leaver: User, data_manager: By
) -> None:
    platform = save_service(
        by=data_manager, school=school, facts=ServiceFacts("Learning platform", "The office", staff_platform=True)
    )
    stays = somebody(school)
    with pytest.raises(ValidationError):
        give_service(by=data_manager, service=platform, user=stays)
    assert set_members(by=By(None), service=platform, members=[leaver, stays]) == 2
    assert set_members(by=By(None), service=platform, members=[leaver, stays]) == 0
    assert set_members(by=By(None), service=platform, members=[stays]) == 1
    assert [access.user for access in to_close(school)] == [leaver]
    assert set_members(by=By(None), service=platform, members=[leaver, stays]) == 1
    assert not to_close(school).exists()


def test_a_new_card_makes_the_old_one_useless(school: School, leaver: User, data_manager: By) -> None:
    old = make_cards(by=data_manager, school=school, users=[leaver])[0]
    new = make_cards(by=data_manager, school=school, users=[leaver])[0]
    assert user_of_card(school, digest_of(old.token)) is None
    assert user_of_card(school, digest_of(new.token)) == leaver
    assert user_of_card(a_school("st-brigids"), digest_of(new.token)) is None
    assert not leaver.cards.filter(digest=new.token).exists(), "the token itself is not kept"


@pytest.mark.parametrize("chosen", [["sun", "fish"], ["sun", "sun", "fish"], ["sun", "fish", "dragon"]])
def test_pictures_are_three_different_ones(school: School, leaver: User, data_manager: By, chosen: list[str]) -> None:
    with pytest.raises(ValueError, match="3 different pictures"):
        set_pictures(by=data_manager, user=leaver, school=school, chosen=chosen)
    assert not pictures_are_right(leaver, chosen)


def test_pictures_count_in_their_order(school: School, leaver: User, data_manager: By) -> None:
    set_pictures(by=data_manager, user=leaver, school=school, chosen=PICTURES)
    assert pictures_are_right(leaver, PICTURES)
    assert not pictures_are_right(leaver, PICTURES[::-1])


def test_the_platforms_members_since_are_days(
    school: School, leaver: User, data_manager: By, mail: OutsideService
) -> None:
    assert give_service(by=data_manager, service=mail, user=leaver).since == timezone.localdate()
