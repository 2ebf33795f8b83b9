"""Delivering what waits in the outbox: by the worker at once, and again each minute for what could not leave."""

from __future__ import annotations

import logging
import smtplib
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from django.conf import settings
from django.db.models import F
from django.utils import timezone
from django_tasks import task

from belisha.console.outbox.models import OutboxMail
from belisha.console.outbox.rules import next_try
from belisha.console.outbox.server import compose, connect, is_permanent

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from django.db.models import QuerySet

__all__ = ["deliver", "deliver_waiting", "forget_old", "wake_worker"]

log = logging.getLogger(__name__)

LEASE: Final = timedelta(minutes=10)  # a mail whose delivery was cut off is tried again after this
PAUSE: Final = timedelta(minutes=5)
LONGEST_WAIT: Final = timedelta(days=3)
AT_ONCE: Final = 200
BODIES_KEPT: Final = timedelta(days=30)
ROWS_KEPT: Final = timedelta(days=180)


@task
def deliver() -> str:
    """Deliver what is due; for the worker."""
    return deliver_waiting(timezone.now())


def deliver_waiting(now: datetime) -> str:
    """Hand every mail that is due to the mail server; says how many were sent and how many were not."""
    server = settings.MAIL_SERVER
    if server is None:
        return ""
    due = OutboxMail.objects.filter(state=OutboxMail.State.WAITING, next_try__lte=now)
    numbers = list(due.order_by("next_try", "pk").values_list("pk", flat=True)[:AT_ONCE])
    if not numbers:
        return ""
    try:
        with connect(server) as session:
            outcomes = [_attempt(session, mail, now) for mail in _taken(due, numbers, now)]
    except (OSError, smtplib.SMTPException) as error:
        return _postpone(numbers, error, now)
    sent = outcomes.count(True)
    return f"sent {sent}, not sent {len(outcomes) - sent}"


def _taken(due: QuerySet[OutboxMail], numbers: list[int], now: datetime) -> Iterator[OutboxMail]:
    """Each mail in turn, taken before it is sent: another who delivers passes it over."""
    for number in numbers:
        if due.filter(pk=number).update(next_try=now + LEASE):
            yield OutboxMail.objects.get(pk=number)


def _attempt(session: smtplib.SMTP, mail: OutboxMail, now: datetime) -> bool:
    """Whether the server took this mail. Raises OSError or SMTPException when it is the server that fails."""
    try:
        _hand_over(session, mail)
    except (smtplib.SMTPResponseException, smtplib.SMTPRecipientsRefused, ValueError) as error:
        _put_back(mail, error, now)
        return False
    return True


def _postpone(numbers: list[int], error: Exception, now: datetime) -> str:
    """The server itself fails: all wait, for days at most, and show why."""
    left = OutboxMail.objects.filter(pk__in=numbers, state=OutboxMail.State.WAITING)
    said = f"{type(error).__name__}: {error}"
    given_up = left.filter(made__lt=now - LONGEST_WAIT).update(state=OutboxMail.State.FAILED, error=said)
    waiting = left.update(next_try=now + PAUSE, tries=F("tries") + 1, error=said)
    log.error("the mail server fails: %s", said)
    return f"{waiting} wait, {given_up} given up: {said}"


def _hand_over(session: smtplib.SMTP, mail: OutboxMail) -> None:
    session.send_message(
        compose(
            sender=settings.DEFAULT_FROM_EMAIL,
            to=mail.to,
            subject=mail.subject,
            body=mail.body,
            number=mail.pk,
            made=mail.made,
        )
    )
    mail.state, mail.sent, mail.error, mail.tries = OutboxMail.State.SENT, timezone.now(), "", mail.tries + 1
    if mail.secret:
        mail.body = ""
    mail.save()


def _put_back(mail: OutboxMail, error: Exception, now: datetime) -> None:
    mail.tries += 1
    mail.error = f"{type(error).__name__}: {error}"
    again = None if is_permanent(error) else next_try(mail.tries, now)
    if again is None:
        mail.state = OutboxMail.State.FAILED
        log.error("mail %s is given up: %s", mail.pk, mail.error)
    else:
        mail.next_try = again
    mail.save()


def wake_worker(now: datetime) -> str:
    """Ask the worker to deliver where something is due; for the clock."""
    if settings.MAIL_SERVER and OutboxMail.objects.filter(state="waiting", next_try__lte=now).exists():
        deliver.enqueue()
    return ""


def forget_old(now: datetime) -> str:
    """Empty old bodies and delete old rows: what was written to whom is not kept for ever."""
    bodies = (
        OutboxMail.objects.filter(made__lt=now - BODIES_KEPT).exclude(state="waiting").exclude(body="").update(body="")
    )
    rows, _ = OutboxMail.objects.filter(made__lt=now - ROWS_KEPT).delete()
    return f"emptied {bodies}, deleted {rows}" if bodies or rows else ""
