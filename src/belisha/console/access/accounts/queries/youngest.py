"""Cards and pictures: whose they are, and who uses this exception from passwords."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from django.contrib.auth.hashers import check_password
from django.db.models import Exists, OuterRef, Q

from belisha.console.access.accounts.rules.pictures import code_of
from belisha.console.access.models import Card, PictureCode, User

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.models import QuerySet

    from belisha.console.access.models import School

__all__ = ["digest_of", "excepted", "pictures_are_right", "user_of_card"]


def digest_of(token: str) -> str:
    """What we keep of a card's token. A token is long and drawn by chance: a plain digest hides it."""
    return hashlib.sha256(token.encode()).hexdigest()


def user_of_card(school: School, digest: str) -> User | None:
    """Whose card this is by its token's digest, if it works at this school and the account is open."""
    card = Card.objects.filter(digest=digest, revoked_at__isnull=True, user__school=school)
    found = card.select_related("user__school", "user__federation").first()
    return found.user if found and found.user.is_active else None


def pictures_are_right(user: User, chosen: Sequence[str]) -> bool:
    """Whether these are somebody's pictures, in order."""
    try:
        code = code_of(chosen)
    except ValueError:
        return False
    kept = PictureCode.objects.filter(user=user).first()
    return kept is not None and check_password(code, kept.hash)


def excepted(school: School) -> QuerySet[User]:
    """Everybody of a school who can sign in with a card or pictures now: `has_card`, `has_pictures`. By name."""
    cards = Card.objects.filter(user=OuterRef("pk"), revoked_at__isnull=True)
    pictures = PictureCode.objects.filter(user=OuterRef("pk"))
    users: QuerySet[User] = User.objects.for_school(school).filter(opened_at__isnull=False, closed_at__isnull=True)
    return (
        users.select_related("person")
        .annotate(has_card=Exists(cards), has_pictures=Exists(pictures))
        .filter(Q(has_card=True) | Q(has_pictures=True))
        .order_by("name", "pk")
    )
