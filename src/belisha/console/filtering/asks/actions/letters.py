"""Mails to those who answer: fixed words, never a child, never an address of a page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from belisha.console.outbox.actions import send

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django_stubs_ext import StrOrPromise

    from belisha.console.access.models import School, User

__all__ = ["tell"]


def tell(users: Iterable[User], subject: StrOrPromise, letter: str, *, school: School, link: str) -> None:
    """Send the same letter to some people, once each."""
    for user in {user.pk: user for user in users}.values():
        words = {"recipient": user.name, "school": school.name, "link": link}
        send(user.email, str(subject), f"filtering/asks/letters/{letter}.txt", words)
