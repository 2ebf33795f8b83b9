"""Links to the parents' pages: asked for, sent by the school, used once, and dead when their time has come."""

from __future__ import annotations

import secrets
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from django.core.cache import cache
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django_tasks import task

from belisha.console.access.acting import By
from belisha.console.access.permissions import Permission
from belisha.console.access.sign_in.sealing import digest
from belisha.console.agreements.home import audit_events
from belisha.console.agreements.home.queries.entering import adults_with_address, link_by_token, links_lately
from belisha.console.agreements.home.rules import (
    ASKED_AN_HOUR,
    INVITED_DAYS,
    LINK_HOURS,
    LINKS_AN_HOUR,
    VISIT_MINUTES,
)
from belisha.console.agreements.models import HomeLink
from belisha.console.outbox.actions import send
from belisha.console.people.refusals import RefusedError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from belisha.console.access.models import School
    from belisha.console.people.models import Person

__all__ = ["ask_link", "come_in", "forget_links", "invite", "leave", "send_links"]

SALT: Final = "belisha.home"
HOUR: Final = 3600
KEPT: Final = timedelta(days=365)


def ask_link(*, email: str, address: str, language: str) -> None:
    """Ask for a link. Whether anybody has this address is found out by the worker: the page takes as long for all.

    Raises RefusedError where too many were asked for from one place in an hour.
    """
    hour = int(timezone.now().timestamp()) // HOUR
    key = f"home-link:{salted_hmac(SALT, f'{hour}:{address}').hexdigest()}"
    number = int(cache.get(key, 0)) + 1
    if number > ASKED_AN_HOUR:
        raise RefusedError(_("Too many links were asked for from here in this hour. Try later, or call the school."))
    cache.set(key, number, HOUR)
    send_links.enqueue(email.strip(), language)


@task()
def send_links(email: str, language: str) -> None:
    """Send a link to each adult with this address who has a child here; to nobody where there is none."""
    now = timezone.now()
    with translation.override(language), transaction.atomic():
        for person in adults_with_address(email, timezone.localdate(now)):
            if links_lately(person, now - timedelta(hours=1)) < LINKS_AN_HOUR:
                _mail(person, now, timedelta(hours=LINK_HOURS), email)
                by = By(None, system="parents' pages")
                by.did(audit_events.LINK_ASKED, to=person, at=person.school)


def _mail(person: Person, now: datetime, lives: timedelta, email: str) -> None:
    token = secrets.token_urlsafe(32)
    HomeLink.objects.create(person=person, digest=digest("home-link", token), made_at=now, until=now + lives)
    words = {
        "recipient": person.name,
        "school": person.school.name,
        "link": reverse("family-in", args=[token]),
        "moment": now + lives,
    }
    send(email, _("Your link to the parents' pages"), "agreements/home/letters/link.txt", words, secret=True)


def invite(*, by: By, school: School, people: Iterable[Person]) -> int:
    """Send parents a link that lives for a week; nobody twice in a day. How many were sent."""
    by = by.may(Permission.SEE_FAMILIES, school)
    now = timezone.now()
    sent = 0
    with transaction.atomic():
        for person in people:
            email = person.email or person.user.email
            if email and not links_lately(person, now - timedelta(days=1)):
                _mail(person, now, timedelta(days=INVITED_DAYS), email)
                sent += 1
        by.did(audit_events.INVITED, to=school, at=school, after={"number": sent})
    return sent


def come_in(*, token: str, address: str) -> tuple[str, datetime] | None:
    """Use a link up: the secret of the visit that begins with it, and until when; None where it opens nothing."""
    now = timezone.now()
    link = link_by_token(token, now)
    if link is None:
        return None
    visit, until = secrets.token_urlsafe(32), now + timedelta(minutes=VISIT_MINUTES)
    with transaction.atomic():
        unused = HomeLink.objects.filter(pk=link.pk, used_at__isnull=True)
        if not unused.update(used_at=now, visit=digest("home-visit", visit), visit_until=until):
            return None
        by = By(None, address, system="parents' pages")
        by.did(audit_events.CAME_IN, to=link.person, at=link.person.school)
    return visit, until


def leave(*, token: str) -> None:
    """End a visit."""
    HomeLink.objects.filter(visit=digest("home-visit", token)).update(visit_until=timezone.now())


def forget_links(now: datetime) -> int:
    """Delete links that are long dead. How many."""
    return HomeLink.objects.filter(until__lt=now - KEPT).delete()[0]
