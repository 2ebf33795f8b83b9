"""What holds for every page: one that declares no guard is shut."""

from __future__ import annotations

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
        "account_reauthenticate",
        "account_change_password",
        "mfa_authenticate",
        "mfa_reauthenticate",
        "mfa_login_webauthn",
        "mfa_reauthenticate_webauthn",
        "mfa_index",
        "mfa_activate_totp",
        "mfa_deactivate_totp",
        "mfa_generate_recovery_codes",
        "mfa_view_recovery_codes",
        "mfa_list_webauthn",
        "mfa_add_webauthn",
        "mfa_remove_webauthn",
        "mfa_edit_webauthn",
        "usersessions_list",
        "google_login",
        "google_callback",
        "microsoft_login",
        "microsoft_callback",
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
