"""What holds for every page: one that declares no guard is shut; behind a web server the address is the browser's."""

from __future__ import annotations

import ipaddress
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied

from belisha.console.access.guards import guard_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

# Pages of the sign-in library guard themselves; those named here are ours to show, all others of it are shut.
LIBRARY_OPEN = frozenset(
    {
        "account_login",
        "account_logout",
        "account_inactive",
        "account_reset_password",
        "account_reset_password_done",
        "account_reset_password_from_key",
        "account_reset_password_from_key_done",
        "account_change_password",
        "mfa_authenticate",
        "mfa_login_webauthn",
        "openid_connect_login",
        "openid_connect_callback",
        "socialaccount_login_cancelled",
        "socialaccount_login_error",
    }
)


class _DeclaredPagesOnly:
    """Refuses views that declare no guard."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponse]) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Hand the request on; the check is made once the view is known."""
        return self.answer(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> None:
        """Refuse a page without a guard. Raises PermissionDenied."""
        del args, kwargs
        name = request.resolver_match.url_name if request.resolver_match else None
        if guard_of(view) is None and name not in LIBRARY_OPEN:
            message = "This page declares nobody who may see it."
            raise PermissionDenied(message)


declared_pages_only = _DeclaredPagesOnly


def address_behind_proxy(answer: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Take the address that the web server in front saw: the last that it added. What browsers claim comes before."""

    def middleware(request: HttpRequest) -> HttpResponse:
        told = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
        with suppress(ValueError):
            request.META["REMOTE_ADDR"] = str(ipaddress.ip_address(told))
        return answer(request)

    return middleware
