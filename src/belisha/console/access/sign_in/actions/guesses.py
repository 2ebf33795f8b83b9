"""Guesses at passwords and codes: counted in the database, so that all worker processes count together.

A guess is counted before it is looked at and taken back when it was right: tries at the same instant cannot slip by.
From a browser that somebody has signed in with before, their guesses are counted apart: nobody can lock them out there.
"""

from __future__ import annotations

import ipaddress
from datetime import timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from belisha.console.access.acting import By
from belisha.console.access.models import Browser, Federation, Guess
from belisha.console.access.sign_in import audit_events, rules
from belisha.console.access.sign_in.queries import chain_of
from belisha.console.access.sign_in.sealing import digest

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from django.db.models import QuerySet
    from django.http import HttpRequest

    from belisha.console.access.models import School, User

__all__ = ["HeldOffError", "forget_old_guesses", "open_guess", "right_guess", "wrong_guess"]

BROWSER_COOKIE = "belisha_browser"


class HeldOffError(Exception):
    """Too many wrong tries: `until` says when the next one is let through."""

    def __init__(self, until: datetime) -> None:
        super().__init__(until)
        self.until = until


def open_guess(request: HttpRequest, account: str, user: User | None) -> Guess:
    """Count a try at an account (what was typed, or a mark for its codes). Raises HeldOffError."""
    now = timezone.now()
    address = request.META.get("REMOTE_ADDR", "")
    browser = _known_browser(request, user)
    guess = Guess(account=digest("guess", account.strip().lower()), address=address, known_browser=browser, at=now)
    tried: list[tuple[QuerySet[Guess], int]] = [
        (Guess.objects.filter(account=guess.account, known_browser=browser), rules.GUESSES)
    ]
    if not browser:
        tried.append((Guess.objects.filter(address=address, known_browser=""), _limit_of(address)))
    guess.save()
    for failures, limit in tried:
        recent = list(
            failures.filter(at__gt=now - rules.GUESS_WINDOW).exclude(pk=guess.pk).values_list("at", flat=True)
        )
        until = rules.try_again_at(recent, limit, now)
        if until:
            guess.delete()
            raise HeldOffError(until)
    return guess


def _known_browser(request: HttpRequest, user: User | None) -> str:
    token = request.COOKIES.get(BROWSER_COOKIE, "")
    if not token or user is None:
        return ""
    mark = digest("browser", token)
    return mark if Browser.objects.filter(user=user, digest=mark).exists() else ""


def _limit_of(address: str) -> int:
    """Many people may share an address: a whole school behind one router, where the installation says so."""
    try:
        here = ipaddress.ip_address(address)
    except ValueError:
        return rules.GUESSES
    shared: Sequence[str] = settings.SHARED_ADDRESSES
    behind = any(here in ipaddress.ip_network(network, strict=False) for network in shared)
    return rules.SHARED_ADDRESS_GUESSES if behind else rules.GUESSES


def right_guess(guess: Guess) -> None:
    """It was no guess but knowledge: it does not count."""
    guess.delete()


@transaction.atomic
def wrong_guess(*, user: User | None, guess: Guess, why: str, at: School | None = None) -> None:
    """Put a wrong try on record, and that no more are let through when this was the last of them.

    A try for nobody whom we know is written down where it was made (`at`), else at the federation; never what was
    typed: some type their password there.
    """
    by = By(None, guess.address, system="sign-in")
    place = chain_of(user) if user else at or Federation.objects.order_by("pk").first()
    if place is None:
        return
    by.did(audit_events.FAILED if user else audit_events.UNKNOWN, to=user or place, at=place, reason=why)
    if until := _held_off_now(user, guess):
        event = audit_events.HELD_OFF if user else audit_events.ADDRESS_HELD_OFF
        by.did(event, to=user or place, at=place, after={"until": until.isoformat(timespec="seconds")})


def _held_off_now(user: User | None, guess: Guess) -> datetime | None:
    """Until when no more tries are let through, if this was the last of them: at an account, or from an address."""
    if user:
        same, limit = Guess.objects.filter(account=guess.account, known_browser=guess.known_browser), rules.GUESSES
    else:
        same, limit = Guess.objects.filter(address=guess.address, known_browser=""), _limit_of(guess.address)
    recent = same.filter(at__gt=guess.at - rules.GUESS_WINDOW).values_list("at", flat=True)
    return rules.try_again_at(list(recent), limit, guess.at)


def forget_old_guesses(now: datetime) -> int:
    """Delete guesses that no longer count. Returns how many."""
    return Guess.objects.filter(at__lt=now - timedelta(days=1)).delete()[0]
