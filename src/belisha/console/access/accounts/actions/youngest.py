"""Cards and pictures for the youngest: made, revoked, chosen, forgotten."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone

from belisha.console.access.accounts import audit_events
from belisha.console.access.accounts.queries.youngest import digest_of
from belisha.console.access.accounts.rules.first_passwords import new_token
from belisha.console.access.accounts.rules.pictures import code_of
from belisha.console.access.models import Card, PictureCode, User

if TYPE_CHECKING:
    from collections.abc import Sequence

    from belisha.console.access.acting import By
    from belisha.console.access.models import School

__all__ = ["MadeCard", "forget_ways_in", "make_cards", "set_pictures"]


class MadeCard(NamedTuple):
    """A card to print: whose it is, and the token that its QR code holds. Kept nowhere in clear."""

    user: User
    token: str


@transaction.atomic
def make_cards(*, by: By, school: School, users: Sequence[User]) -> list[MadeCard]:
    """Make new cards; older ones of the same people work no longer. Whoever calls this has checked the right."""
    now = timezone.now()
    Card.objects.filter(user__in=users, revoked_at__isnull=True).update(revoked_at=now)
    made = [MadeCard(user, new_token()) for user in users]
    Card.objects.bulk_create(
        Card(user=card.user, digest=digest_of(card.token), made_at=now, made_by=by.user) for card in made
    )
    for card in made:
        by.did(audit_events.CARD_MADE, to=card.user, at=school)
    return made


@transaction.atomic
def set_pictures(*, by: By, user: User, school: School, chosen: Sequence[str]) -> None:
    """Set the pictures that a pupil signs in with. Raises ValueError unless they are three different ones.

    Whoever calls this has checked the right.
    """
    PictureCode.objects.update_or_create(
        user=user, defaults={"hash": make_password(code_of(chosen)), "set_at": timezone.now()}
    )
    by.did(audit_events.PICTURES_SET, to=user, at=school)


@transaction.atomic
def forget_ways_in(by: By, user: User, school: School) -> None:
    """Revoke somebody's card and forget their pictures. Whoever calls this has checked the right."""
    if Card.objects.filter(user=user, revoked_at__isnull=True).update(revoked_at=timezone.now()):
        by.did(audit_events.CARD_REVOKED, to=user, at=school)
    if PictureCode.objects.filter(user=user).delete()[0]:
        by.did(audit_events.PICTURES_REMOVED, to=user, at=school)
