"""Sign-in with Google or Microsoft, tried out: does the provider answer, and does it know our number and secret?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from allauth.socialaccount.adapter import get_adapter
from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from collections.abc import Iterator

    from belisha.console.config.installation import Elsewhere

__all__ = ["PROVIDERS", "Finding", "callback_of", "tried"]

PROVIDERS: Final = {"google": "Google Workspace", "microsoft": "Microsoft Entra"}
NEEDED: Final = ("authorization_endpoint", "token_endpoint")
WELL, LOOK, WRONG = "well", "look", "wrong"
KNOWN: Final = "invalid_grant"  # RFC 6749, 5.2: the client is right, the code that was made up is not
UNKNOWN: Final = frozenset({"invalid_client", "unauthorized_client"})


class Finding(NamedTuple):
    """What one question to a provider came to, as `belisha doctor` has it: well, look (it says neither), wrong."""

    state: str
    says: str


def callback_of(name: str) -> str:
    """The address that the provider must be told: it sends people back there."""
    return f"{settings.CONSOLE.url}{reverse('openid_connect_callback', args=[name])}"


def tried(name: str) -> Iterator[Finding]:
    """Ask a provider that is set. What it answers is never shown whole: it may hold anything."""
    told: Elsewhere = settings.CONSOLE.elsewhere[name]
    server = settings.CONSOLE.server_of(name).rstrip("/")
    try:
        with get_adapter().get_requests_session() as session:
            answer = session.get(f"{server}/.well-known/openid-configuration")
            answer.raise_for_status()
            about: dict[str, Any] = answer.json()
        missing = [each for each in NEEDED if not about.get(each)]
    except (OSError, ValueError, AttributeError) as error:
        words = _("%(server)s does not answer as a provider of sign-ins does (%(why)s).")
        yield Finding(WRONG, words % {"server": server, "why": type(error).__name__})
        return
    if missing:
        yield Finding(
            WRONG, _("%(server)s answers, but does not say its %(what)s.") % {"server": server, "what": missing[0]}
        )
        return
    yield Finding(WELL, _("%(server)s answers.") % {"server": server})
    if str(about.get("issuer", "")).rstrip("/") != server:
        words = _("It calls itself %(issuer)s: look whether the tenant or the server is right.")
        yield Finding(WRONG, words % {"issuer": str(about.get("issuer") or "?")[:200]})
        return  # whoever calls themselves otherwise is not sent the secret
    yield _known(told, name, str(about["token_endpoint"]))


def _known(told: Elsewhere, name: str, token_endpoint: str) -> Finding:
    """Whether the provider knows our number and secret: it is sent a code that nobody was given."""
    sent = {
        "grant_type": "authorization_code",
        "code": "a-trial-of-the-settings",
        "redirect_uri": callback_of(name),
        "client_id": told.client_id,
        "client_secret": told.secret,
        "code_verifier": "a-trial-of-the-settings-that-is-long-enough-to-be-one",
    }
    try:
        with get_adapter().get_requests_session() as session:  # waits for a few seconds, and raises OSError
            said = str(session.post(token_endpoint, data=sent).json().get("error", ""))
    except (OSError, ValueError, AttributeError) as error:
        return Finding(LOOK, _("It does not say whether it knows us (%(why)s).") % {"why": type(error).__name__})
    if said == KNOWN:
        return Finding(WELL, _("It knows our client number and our secret."))
    if said in UNKNOWN:
        return Finding(
            WRONG, _("It does not know our client number or our secret: they are wrong, or the secret is too old.")
        )
    return Finding(LOOK, _("It does not say whether it knows us (%(why)s).") % {"why": said[:60] or "?"})
