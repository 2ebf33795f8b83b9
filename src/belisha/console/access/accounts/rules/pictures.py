"""Pictures that young pupils sign in with: three of twelve, in order. 1,320 ways: few guesses, and inside only."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django_stubs_ext import StrPromise

__all__ = ["CHOSEN", "PICTURES", "code_of"]

CHOSEN: Final = 3
PICTURES: Final[dict[str, StrPromise]] = {
    "sun": _("Sun"),
    "fish": _("Fish"),
    "house": _("House"),
    "tree": _("Tree"),
    "star": _("Star"),
    "boat": _("Boat"),
    "ball": _("Ball"),
    "flower": _("Flower"),
    "apple": _("Apple"),
    "moon": _("Moon"),
    "kite": _("Kite"),
    "cup": _("Cup"),
}


def code_of(chosen: Sequence[str]) -> str:
    """The pictures as one text to be hashed. Raises ValueError unless they are three different ones."""
    if len(chosen) != CHOSEN or len(set(chosen)) != CHOSEN or not set(chosen) <= set(PICTURES):
        message = f"{CHOSEN} different pictures are chosen"
        raise ValueError(message)
    return "-".join(chosen)
