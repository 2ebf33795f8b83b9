"""Old concerns ask once more who somebody is, before they are shown."""

from __future__ import annotations

from datetime import timedelta
from functools import wraps
from typing import TYPE_CHECKING, Concatenate, ParamSpec

from django.utils import timezone

from belisha.console.access.settings.queries import value_of
from belisha.console.access.sign_in.guards import steps_up
from belisha.console.concerns.models import Concern
from belisha.console.concerns.record.declared import HISTORY_DAYS

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

    from belisha.console.access.models import School

__all__ = ["history_steps_up"]

Rest = ParamSpec("Rest")


def history_steps_up(
    view: Callable[Concatenate[HttpRequest, School, Concern, Rest], HttpResponse],
) -> Callable[..., HttpResponse]:
    """Ask for password, code or passkey before a page of a concern that was closed long ago. Beneath `concern_page`."""
    asking = steps_up(view)

    @wraps(view)
    def guarded(
        request: HttpRequest, school: School, concern: Concern, *args: Rest.args, **kwargs: Rest.kwargs
    ) -> HttpResponse:
        page = asking if _is_history(concern) else view
        return page(request, school, concern, *args, **kwargs)

    return guarded


def _is_history(concern: Concern) -> bool:
    if concern.state != Concern.State.CLOSED or concern.closed_at is None:
        return False
    days = value_of(concern.school, HISTORY_DAYS)
    return concern.closed_at <= timezone.now() - timedelta(days=days)
