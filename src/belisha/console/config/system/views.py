"""Pages about the installation itself, and /health for whoever watches it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.http import require_GET, require_POST

from belisha.console.access.acting import by
from belisha.console.access.guards import open_page
from belisha.console.access.sign_in.guards import steps_up
from belisha.console.access.sign_in.queries import reach_of
from belisha.console.config.installation import FILE
from belisha.console.config.system import queries
from belisha.console.config.system.actions import MailRefusedError, discard_mail, read_mail, try_mail_again
from belisha.console.config.system.elsewhere import PROVIDERS, callback_of, tried
from belisha.console.config.system.guards import system_page
from belisha.console.config.system.health import health
from belisha.console.config.system.rules import may_discard, may_read, may_try_again
from belisha.console.design.tables import Choice, Column, Table, show
from belisha.console.outbox.models import OutboxMail

if TYPE_CHECKING:
    from django.http import HttpRequest

    from belisha.console.access.models import Federation

__all__ = ["discard", "health_page", "mail", "mails", "send_again", "sign_in_elsewhere", "system", "text"]


@open_page
@require_GET
def health_page(request: HttpRequest) -> HttpResponse:
    """For monitors: 200 when every part is well, else 503; JSON without names or secrets."""
    del request
    parts = health(timezone.now())
    well = all(part.well for part in parts)
    told = {part.name: {"well": part.well, "found": part.found} for part in parts}
    return JsonResponse({"well": well, "parts": told}, status=200 if well else 503)


@system_page
def system(request: HttpRequest, federation: Federation) -> HttpResponse:
    """How the installation is."""
    del federation
    by_state = queries.mail_by_state()
    return render(
        request,
        "system/system.html",
        {
            "parts": health(timezone.now()),
            "jobs": queries.lines_of_jobs(),
            "mail": [(state.label, by_state.get(state.value, 0)) for state in OutboxMail.State],
            "server": settings.MAIL_SERVER,
            "backups": queries.kept_backups(),
            "set_elsewhere": [PROVIDERS[name] for name in settings.CONSOLE.elsewhere],
            "versions": queries.versions(),
            "database_bytes": queries.database_bytes(),
        },
    )


@system_page
def sign_in_elsewhere(request: HttpRequest, federation: Federation) -> HttpResponse:
    """What is set of signing in with Google or Microsoft, and what the provider says when it is asked."""
    del federation
    console = settings.CONSOLE
    asked = request.POST.get("ask", "")
    shown = [
        {
            "name": name,
            "title": title,
            "told": console.elsewhere.get(name),
            "callback": callback_of(name),
            "reach": reach_of(console.elsewhere[name].domains) if name in console.elsewhere else None,
            "findings": list(tried(name)) if asked == name and name in console.elsewhere else [],
        }
        for name, title in PROVIDERS.items()
    ]
    only_here = not console.url.startswith("https:")
    return render(request, "system/sign_in.html", {"providers": shown, "only_here": only_here, "file": FILE})


def _mail_link(mail: OutboxMail) -> str:
    return reverse("system-mail", args=[mail.pk])


MAILS = Table(
    "mail",
    (
        Column("subject", _lazy("Subject"), lambda mail: mail.subject, ("subject",), _mail_link),
        Column("to", _lazy("To"), lambda mail: mail.to, ("to",)),
        Column("made", _lazy("Written"), lambda mail: mail.made, ("made",)),
        Column("state", _lazy("How it stands"), lambda mail: mail.get_state_display(), ("state",)),
        Column("tries", _lazy("Tries"), lambda mail: mail.tries, ("tries",), numeric=True),
        Column("error", _lazy("What the mail server said"), lambda mail: mail.error),
    ),
    search=("to", "subject"),
    choices=(Choice("state", _lazy("How it stands"), OutboxMail.State.choices, "state"),),
)


@system_page
def mails(request: HttpRequest, federation: Federation) -> HttpResponse:
    """The outbox."""
    del federation
    return show(request, MAILS, queries.mails(), "system/mails.html", {"server": settings.MAIL_SERVER})


@system_page
def mail(request: HttpRequest, federation: Federation, number: int) -> HttpResponse:
    """One mail: what became of it, and what can be done."""
    del federation
    return _mail_page(request, get_object_or_404(queries.mails(), pk=number))


def _mail_page(request: HttpRequest, mail: OutboxMail, text: str | None = None) -> HttpResponse:
    server_set = settings.MAIL_SERVER is not None
    able = {
        "read": may_read(mail, server_set=server_set),
        "send": may_try_again(mail, server_set=server_set),
        "discard": may_discard(mail),
    }
    return render(request, "system/mail.html", {"mail": mail, "able": able, "text": text})


@system_page
@steps_up
def text(request: HttpRequest, federation: Federation, number: int) -> HttpResponse:
    """The text of a mail, for somebody who has just proved who they are; that it was read goes on record."""
    mail = get_object_or_404(queries.mails(), pk=number)
    try:
        shown = read_mail(by(request), mail=mail, federation=federation)
    except MailRefusedError:
        return _refused(request, mail)
    return _mail_page(request, mail, shown)


@system_page
@require_POST
def send_again(request: HttpRequest, federation: Federation, number: int) -> HttpResponse:
    """Have a mail sent now."""
    mail = get_object_or_404(queries.mails(), pk=number)
    try:
        try_mail_again(by(request), mail=mail, federation=federation)
    except MailRefusedError:
        return _refused(request, mail)
    messages.success(request, _("The mail will be sent within a minute."))
    return redirect("system-mail", mail.pk)


@system_page
def discard(request: HttpRequest, federation: Federation, number: int) -> HttpResponse:
    """Ask, then throw a mail away."""
    mail = get_object_or_404(queries.mails(), pk=number)
    if not may_discard(mail):
        return _refused(request, mail)
    if request.method == "POST":
        discard_mail(by(request), mail=mail, federation=federation)
        messages.success(request, _("The mail was thrown away."))
        return redirect("system-mails")
    words = {
        "title": _("Throw this mail away?"),
        "lead": _("“%(subject)s” to %(to)s will not be sent, and its text is deleted.")
        % {"subject": mail.subject, "to": mail.to},
        "danger": _("This cannot be undone."),
        "submit": _("Throw it away"),
        "back_link": reverse("system-mail", args=[mail.pk]),
    }
    return render(request, "design/confirm.html", words)


def _refused(request: HttpRequest, mail: OutboxMail) -> HttpResponse:
    messages.warning(request, _("This is no longer possible: the mail has changed since the page was shown."))
    return redirect("system-mail", mail.pk)
