"""Whoever Django signs in has a session on the list, by whatever door they came: its own signal is the one place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver

from belisha.console.access.sign_in.actions.sessions import begin

if TYPE_CHECKING:
    from django.http import HttpRequest

    from belisha.console.access.models import User

__all__: list[str] = []


@receiver(user_logged_in, dispatch_uid="belisha sessions begin")
def begins(request: HttpRequest, user: User, **_more: Any) -> None:
    """Put the session on the list."""
    begin(request, user)
