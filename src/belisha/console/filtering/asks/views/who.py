"""Who asks for a page, where the guard has made sure that somebody does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404

from belisha.console.access.models import User

if TYPE_CHECKING:
    from django.http import HttpRequest

__all__ = ["user_of"]


def user_of(request: HttpRequest) -> User:
    """Whoever is signed in. Raises Http404 for nobody."""
    if not isinstance(request.user, User):
        raise Http404
    return request.user
