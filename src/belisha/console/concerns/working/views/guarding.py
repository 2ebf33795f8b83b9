"""Pages of work on one concern: for those who answer for its route. Who was let in to read is told so."""

from __future__ import annotations

from typing import TYPE_CHECKING, Concatenate, ParamSpec

from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from belisha.console.access.acting import by
from belisha.console.access.authorization import NotAllowedError
from belisha.console.concerns.guards import concern_page
from belisha.console.concerns.queries.visible import may_work

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest
    from django.http.response import HttpResponseBase as Response

    from belisha.console.access.models import School
    from belisha.console.concerns.models import Concern

__all__ = ["page_of", "work_page"]

Rest = ParamSpec("Rest")


def work_page(
    view: Callable[Concatenate[HttpRequest, School, Concern, Rest], Response],
) -> Callable[..., Response]:
    """A page of work on a concern: 404 for what somebody may not see, 403 where they were let in to read."""

    def guarded(
        request: HttpRequest, school: School, concern: Concern, /, *args: Rest.args, **kwargs: Rest.kwargs
    ) -> Response:
        if not may_work(by(request), concern):
            raise NotAllowedError(_("You were let into this concern to read it and to add notes."))
        return view(request, school, concern, *args, **kwargs)

    declared: Callable[..., Response] = concern_page(guarded)
    return never_cache(declared)


def page_of(concern: Concern) -> str:
    """Where a concern is."""
    return reverse("concern", args=[concern.school.code, concern.reference])
