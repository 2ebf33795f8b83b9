"""How fast the pages may be asked for that open by an address alone: tablets of classes and of the desk, links."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any, Final

from django.core.cache import cache
from django.http import Http404
from django.shortcuts import render
from django.utils import timezone
from django.utils.crypto import salted_hmac

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

__all__ = ["MOST_MISSES", "MOST_PAGES", "MOST_VISITORS", "paced", "too_many"]

MINUTE: Final = 60
MOST_PAGES: Final = 900  # in a minute of one device or link: a class of thirty with its photos, some times over
MOST_MISSES: Final = 30  # addresses that open nothing, in a minute from one place
MOST_VISITORS: Final = 60  # in an hour on one device


def too_many(what: str, whose: str, most: int, seconds: int) -> bool:
    """Count one more of something, and say whether there were more than `most` in this stretch of time."""
    stretch = int(timezone.now().timestamp()) // seconds
    # whose it was is kept as a mark that says nothing, for that stretch
    key = f"agreements-pace:{salted_hmac(what, f'{whose}:{stretch}').hexdigest()}"
    # not incr: it would let the count go after five minutes, however long the stretch is
    number = int(cache.get(key, 0)) + 1
    cache.set(key, number, seconds)
    return number > most


def paced(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Answer with “wait a minute” where very many pages of one device are asked for, or one place tries many.

    Whoever comes too late reads what to do: the same words for what is over and for what there never was.
    """

    @wraps(view)
    def limited(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        # by the address of the page, not of the device: all tablets of a school may reach us from one place
        if too_many("pages", str(kwargs.get("token", "")), MOST_PAGES, MINUTE):
            return _wait(request)
        try:
            return view(request, *args, **kwargs)
        except Http404:
            if too_many("misses", request.META.get("REMOTE_ADDR", ""), MOST_MISSES, MINUTE):
                return _wait(request)
            return render(request, "agreements/signing/over.html", status=404)

    return limited


def _wait(request: HttpRequest) -> HttpResponse:
    answer = render(request, "agreements/signing/wait.html", status=429)
    answer["Retry-After"] = str(MINUTE)
    return answer
