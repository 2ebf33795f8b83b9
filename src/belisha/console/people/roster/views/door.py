"""The door for files that another system sends: no session, but a key, and only over a connection that is encrypted."""

from __future__ import annotations

import hmac
import ipaddress
from functools import wraps
from typing import TYPE_CHECKING, Final

from django.http import JsonResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from belisha.console.access.acting import By
from belisha.console.access.guards import Guard
from belisha.console.people.models import RosterImport
from belisha.console.people.roster.actions import report_exposed_key
from belisha.console.people.roster.actions.feeds import hash_of
from belisha.console.people.roster.feeding import SYSTEM, receive
from belisha.console.people.roster.queries import feed_at
from belisha.console.people.roster.readers import RosterError, bundle_of
from belisha.console.people.roster.readers.files import MEGABYTE, MOST_BYTES

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

    from belisha.console.people.models import RosterFeed

__all__ = ["door", "feed_door", "is_private"]

FORWARDED: Final = ("HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_PROTO", "HTTP_FORWARDED")
NOT_READ: Final = (RosterImport.State.FAILED,)


def is_private(request: HttpRequest) -> bool:
    """Whether nobody on the way can read a request: it is encrypted, or it never left this machine."""
    if request.is_secure():
        return True
    # a proxy on this machine speaks from here for anybody: what it forwards did not begin here
    if any(request.META.get(name) for name in FORWARDED):
        return False
    try:
        return ipaddress.ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False


def _key_of(request: HttpRequest) -> str:
    scheme, _, key = request.headers.get("Authorization", "").partition(" ")
    return key.strip() if scheme.casefold() == "bearer" else ""


def _refused(status: int, text: str) -> JsonResponse:
    response = JsonResponse({"error": text}, status=status)
    if status == 401:
        response.headers["WWW-Authenticate"] = 'Bearer realm="roster"'
    return response


def feed_door(view: Callable[[HttpRequest, RosterFeed, str], HttpResponse]) -> Callable[..., HttpResponse]:
    """A page for whoever holds the feed key of a school; the view gets the feed. Strangers learn nothing.

    A key that comes unencrypted is refused, and from then on counts as known to others.
    """

    @wraps(view)
    def guarded(request: HttpRequest, school: str, name: str = "") -> HttpResponse:
        key, feed = _key_of(request), feed_at(school)
        known = hmac.compare_digest(hash_of(key), feed.key_hash if feed else "")
        if feed is None or not key or not known:
            return _refused(401, "Send the feed key of the school in a header: Authorization: Bearer belroster_…")
        if not is_private(request):
            report_exposed_key(by=By(None, request.META.get("REMOTE_ADDR", ""), system=SYSTEM), feed=feed)
            return _refused(403, "Use https. The key came unencrypted and must be replaced; the file was not taken.")
        if feed.key_exposed_at:
            return _refused(403, "This key was once sent unencrypted. Make a new one on the page of the feed.")
        if not feed.on:
            return _refused(409, "The feed of this school is switched off.")
        return view(request, feed, name)

    guarded.guard = Guard("key")  # type: ignore[attr-defined]  # where the guards of pages declare themselves
    exempt: Callable[..., HttpResponse] = csrf_exempt(guarded)
    return exempt


@feed_door
def door(request: HttpRequest, feed: RosterFeed, name: str) -> HttpResponse:
    """Take a file: PUT or POST of its bytes, or a form with one or more files.

    Its name ends the address, where programs put it that upload a file, or stands in ?name=.
    """
    if request.method not in {"PUT", "POST"}:
        return _refused(405, "Send the file with PUT or POST.")
    try:
        size = int(request.headers.get("Content-Length") or 0)
    except ValueError:
        size = 0
    if size > MOST_BYTES:
        return _refused(413, f"A roster may have {MOST_BYTES // MEGABYTE} MB.")
    try:
        bundle = bundle_of(_files(request, name))
    except RosterError as error:
        return _refused(422, str(error))
    address = request.META.get("REMOTE_ADDR", "")
    entry = receive(feed=feed, bundle=bundle, via=RosterImport.Via.UPLOAD, now=timezone.now(), address=address)
    told = {"import": entry.pk, "state": entry.state, "sha256": entry.digest, "why": entry.why, "counts": entry.counts}
    return JsonResponse(told, status=422 if entry.state in NOT_READ else 201)


def _files(request: HttpRequest, name: str) -> list[tuple[str, bytes]]:
    if (request.content_type or "") == "multipart/form-data" and request.method == "POST":
        given = [file for name in request.FILES for file in request.FILES.getlist(name)]
        return [(file.name or "file", file.read()) for file in given]
    data = request.read(MOST_BYTES + 1)
    return [(request.GET.get("name") or name or "feed", data)]
