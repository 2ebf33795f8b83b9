"""Writing a mail: it is stored with the change that it tells of, and leaves when that is committed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.template import engines
from django.template.backends.jinja2 import Jinja2
from django.utils import timezone

from belisha.console.outbox.delivery import deliver
from belisha.console.outbox.models import OutboxMail
from belisha.console.outbox.rules import check_words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.utils.functional import Promise

__all__ = ["post", "send", "text_of"]


def send(
    to: str, subject: str | Promise, template: str, context: Mapping[str, object], *, secret: bool = False
) -> OutboxMail | None:
    """Write a mail to one address from a text template ("access/letters/welcome.txt"), in the language in force.

    The context takes the words of rules.WORDS alone; its `link` is a path of the console and arrives whole. `secret`:
    it opens an account to whoever reads it. None where there is no address. Raises ForbiddenWordError.
    """
    check_words(context)
    return post(to, str(subject), text_of(template, context), secret=secret) if to else None


def text_of(template: str, context: Mapping[str, object]) -> str:
    """The text of a letter; nothing in it is escaped, for it is not HTML."""
    words = dict(context)
    if str(words.get("link", "")).startswith("/"):
        words["link"] = settings.CONSOLE.url + str(words["link"])
    (pages,) = (engine for engine in engines.all() if isinstance(engine, Jinja2))
    environment = pages.env.overlay(autoescape=False)
    text: str = environment.get_template(template).render(words)
    return text.strip() + "\n"


def post(to: str, subject: str, body: str, *, secret: bool) -> OutboxMail:
    """Put a mail into the outbox; where a mail server is set, ask the worker to deliver it."""
    now = timezone.now()
    server_set = settings.MAIL_SERVER is not None
    mail = OutboxMail.objects.create(
        to=to,
        subject=" ".join(subject.split())[:200],
        body=body,
        secret=secret,
        state=OutboxMail.State.WAITING if server_set else OutboxMail.State.KEPT,
        made=now,
        next_try=now,
    )
    if server_set:
        deliver.enqueue()
    return mail
