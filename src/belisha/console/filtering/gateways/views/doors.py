"""The doors for gateways: no session but a token, and only over a connection that nobody else can read."""

from __future__ import annotations

import hashlib
import hmac
import json
import re
from functools import wraps
from typing import IO, TYPE_CHECKING, Any, Final

import msgspec
from django.http import FileResponse, HttpResponse, JsonResponse, RawPostDataException
from django.views.decorators.csrf import csrf_exempt

from belisha.console.access.guards import Guard, open_page
from belisha.console.filtering.gateways.actions import (
    CodeRefusedError,
    Report,
    join_gateway,
    take_report,
    tell,
)
from belisha.console.filtering.gateways.actions.machines import token_hash
from belisha.console.filtering.gateways.cutting import NothingToTellError, file_of
from belisha.console.filtering.gateways.joining import authority_pem
from belisha.console.filtering.gateways.queries import gateway_by_token
from belisha.console.filtering.gateways.spooling import FINDINGS, SPOOLED, keep_findings, keep_spooled
from belisha.console.filtering.gateways.telling import told_to
from belisha.console.people.roster.views.door import is_private

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest

    from belisha.console.filtering.models import Gateway

__all__ = ["authority", "join", "piece", "pointer", "report", "spool"]

MOST_BODY: Final = 64 << 10
BLOCK: Final = 1 << 18
FROM: Final = re.compile(r"bytes=(\d{1,18})-")


def _refused(status: int, text: str) -> HttpResponse:
    response = JsonResponse({"error": text}, status=status)
    if status == 401:
        response.headers["WWW-Authenticate"] = 'Bearer realm="gateways"'
    return response


def _machine(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Declare a door: what it asks for is no form of a browser's, and is checked by itself."""
    view.guard = Guard("key")  # type: ignore[attr-defined]  # where the guards of pages declare themselves
    exempt: Callable[..., HttpResponse] = csrf_exempt(view)
    return exempt


def gateway_door(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A door for a gateway with its token; the view gets the gateway. Strangers learn nothing."""

    @wraps(view)
    def guarded(request: HttpRequest, **given: Any) -> HttpResponse:
        scheme, _, token = request.headers.get("Authorization", "").partition(" ")
        hashed = token_hash(token.strip()) if scheme.casefold() == "bearer" and token.strip() else ""
        found = gateway_by_token(hashed)
        if found is None or not hmac.compare_digest(found.token_hash, hashed):
            return _refused(401, "No gateway of this console has this token.")
        if not is_private(request):
            return _refused(403, "Use https: the token must not be read on the way.")
        return view(request, found, **given)

    return _machine(guarded)


@open_page
def authority(request: HttpRequest) -> HttpResponse:
    """The certificate of the school's own authority: no secret, every device of the school has it."""
    del request
    pem = authority_pem()
    return HttpResponse(pem, content_type="application/x-pem-file", status=200 if pem else 404)


@_machine
def join(request: HttpRequest) -> HttpResponse:
    """Exchange a code for a token: POST {"code": …, "machine": …, "version": …}."""
    said = _said(request)
    code = said.get("code") if request.method == "POST" else None
    if not isinstance(code, str) or not is_private(request):
        return _refused(401, "Send a code by POST, over https.")
    try:
        welcome = join_gateway(
            address=request.META.get("REMOTE_ADDR", ""),
            code=code[:100],
            machine=str(said.get("machine", "")),
            version=str(said.get("version", "")),
        )
    except CodeRefusedError:
        return _refused(401, "This code is not good (any more): make a new one on the console's page of gateways.")
    return _private(JsonResponse(welcome))


def _said(request: HttpRequest) -> dict[str, Any]:
    """What a small JSON body says; nothing where it is none."""
    try:
        if int(request.headers.get("Content-Length") or 0) > MOST_BODY:
            return {}
        said = json.loads(request.body)
    except (ValueError, RecursionError, RawPostDataException):  # the last: a browser's form, which is no question here
        return {}
    return said if isinstance(said, dict) else {}


@gateway_door
def pointer(request: HttpRequest, gateway: Gateway) -> HttpResponse:
    """What the gateway is to go by, signed. 304 where it has that already. Asked each second."""
    try:
        told = tell(gateway, [school.code for school in gateway.schools.all()])
    except NothingToTellError as error:
        return _refused(503, str(error))
    version = f'"{hashlib.sha256(told.pointer.encode()).hexdigest()[:32]}"'
    if request.headers.get("If-None-Match") == version:
        return HttpResponse(status=304, headers={"ETag": version})
    return _private(HttpResponse(told.pointer, content_type="application/json", headers={"ETag": version}))


@gateway_door
def piece(request: HttpRequest, gateway: Gateway, *, kind: str, name: str) -> HttpResponse:
    """A file that the gateway was told of, and no other; from some byte on where it asks for that."""
    told = told_to(gateway)
    wanted = told.pieces.get(kind) if told else None
    if wanted is None or wanted.name != name:
        return _refused(404, "This is not what this gateway is told to go by.")
    try:
        content = file_of(kind, wanted.name).open("rb")
    except OSError:
        return _refused(404, "The file is not here any more: ask for the pointer again.")
    return _private(_sent(content, wanted.size, request.headers.get("Range", "")))


def _sent(content: IO[bytes], size: int, asked: str) -> HttpResponse:
    """A file from some byte on, never read whole into memory."""
    found = FROM.fullmatch(asked)
    begin = int(found.group(1)) if found else 0
    if begin >= size:
        begin = 0
    content.seek(begin)
    response = FileResponse(content, content_type="application/octet-stream")
    response.block_size = BLOCK
    response.headers["Content-Length"] = str(size - begin)
    if begin:
        response.status_code = 206
        response.headers["Content-Range"] = f"bytes {begin}-{size - 1}/{size}"
    return response  # type: ignore[return-value]  # a streaming answer is an answer


@gateway_door
def report(request: HttpRequest, gateway: Gateway) -> HttpResponse:
    """What a gateway says of itself: POST as `actions.Report`."""
    if request.method != "POST" or int(request.headers.get("Content-Length") or 0) > MOST_BODY:
        return _refused(400, "Send a small report by POST.")
    try:
        said = msgspec.json.decode(request.body, type=Report)
    except (msgspec.MsgspecError, ValueError, RawPostDataException):
        return _refused(400, "This is no report.")
    take_report(gateway, told_to(gateway), said)
    return HttpResponse(status=200, content=b"{}", content_type="application/json")


@gateway_door
def spool(request: HttpRequest, gateway: Gateway, *, kind: str) -> HttpResponse:
    """What people wrote on the pages of a gateway, or its record found: POST {"lines": […]}, each of its spool.

    Whatever it is, it can only be of the gateway's own schools.
    """
    lines = _said(request).get("lines") if request.method == "POST" else None
    if kind not in SPOOLED | {FINDINGS} or not isinstance(lines, list):
        return _refused(400, "Send lines of a spool by POST.")
    texts = [line for line in lines if isinstance(line, str)]
    schools = {school.code for school in gateway.schools.all()}
    try:
        taken = keep_findings(schools, texts) if kind == FINDINGS else keep_spooled(kind, schools, texts)
        return _private(JsonResponse({"taken": taken}))
    except OSError:
        return _refused(503, "They cannot be kept now: send them again later.")


def _private(response: HttpResponse) -> HttpResponse:
    response.headers["Cache-Control"] = "no-store"
    return response
