"""The portal as a WSGI application: a handful of addresses, no cookies, no script; nothing that is typed is lost."""

from __future__ import annotations

import json
import logging
import re
from functools import partial
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlencode

import jinja2

from belisha.gateway.portal import probes
from belisha.gateway.portal.answers import read_answers
from belisha.gateway.portal.certificate import read_certificate
from belisha.gateway.portal.forms import ADULTS, ASK, HAPPENED, PRACTICE, REPORT, TELL, Filled, Form, fill, said
from belisha.gateway.portal.limit import Limit
from belisha.gateway.portal.pac import CONTENT_TYPE, pac
from belisha.gateway.portal.spool import Kind, Spool
from belisha.gateway.portal.wire import Reply, Request, TooLongError, read_request, send

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

    from belisha.gateway.settings import Settings

    Handler = Callable[[Request], Reply]

__all__ = ["create_app"]

FIVE_MINUTES = 300
HERE = Path(__file__).parent
PAGES = HERE.parent / "pages"
ID = re.compile(r"[AWR]-[0-9A-Z]{6}")
NOT_KEPT = (
    "We could not keep this just now, but your words are still here. Wait a minute, then press Send again. "
    "If you need help now, tell a grown-up."
)
FROM_ELSEWHERE = "This did not come from our own page. If these are your words, press Send."
TOO_MANY = (
    "A lot was sent from this device just now. Your words are still here: wait ten minutes, then press Send again. "
    "If you need help now, tell a grown-up."
)

log = logging.getLogger(__name__)


class Purpose(NamedTuple):
    """One of the forms: where what it takes is kept, and its templates."""

    form: Form
    kind: Kind
    template: str
    kept: str


ASKING = Purpose(ASK, Kind.ASKS, "ask.html.j2", "/asked")
TELLING = Purpose(TELL, Kind.WORRIES, "tell.html.j2", "/told")
REPORTING = Purpose(REPORT, Kind.REPORTS, "report.html.j2", "/reported")


def create_app(settings: Settings) -> WSGIApplication:
    """The application for one gateway."""
    portal = Portal(settings)
    routes: Mapping[tuple[str, str], Handler] = {
        ("GET", "/"): portal.home,
        ("GET", "/proxy.pac"): portal.pac,
        ("GET", "/wpad.dat"): portal.pac,
        ("GET", "/ca.crt"): partial(portal.certificate, form="der"),
        ("GET", "/ca.pem"): partial(portal.certificate, form="pem"),
        ("GET", "/style.css"): portal.style,
        ("GET", "/mark.svg"): portal.mark,
        ("GET", "/health"): portal.health,
        ("GET", "/ask"): partial(portal.show, purpose=ASKING),
        ("POST", "/ask"): partial(portal.take, purpose=ASKING),
        ("GET", "/asked"): partial(portal.thank, template="asked.html.j2"),
        ("GET", "/tell"): partial(portal.show, purpose=TELLING),
        ("POST", "/tell"): partial(portal.take, purpose=TELLING),
        ("GET", "/told"): partial(portal.thank, template="told.html.j2"),
        ("GET", "/report"): partial(portal.show, purpose=REPORTING),
        ("POST", "/report"): partial(portal.take, purpose=REPORTING),
        ("GET", "/reported"): partial(portal.thank, template="reported.html.j2"),
    }

    def application(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        if probes.is_ours(environ):
            return probes.answer(environ, start_response)
        try:
            request = read_request(environ)
            reply = routes.get((request.method, request.path), portal.nowhere)(request)
        except TooLongError:
            reply = portal.sorry(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        return send(reply, environ, start_response)

    return application


class Portal:
    """What is answered at each address."""

    def __init__(self, settings: Settings) -> None:
        """For the gateway of these settings; nothing is read before it is asked for."""
        self._settings = settings
        self._spool = Spool(settings.home / "spool")
        self._limit = Limit()
        self._templates = _templates()

    def home(self, request: Request) -> Reply:
        """What this is, and how to set a device up."""
        del request
        certificate = read_certificate(self._settings.authority_file)
        return self._page("home.html.j2", certificate=certificate)

    def pac(self, request: Request) -> Reply:
        """The proxy settings."""
        del request
        return Reply(pac(self._settings).encode(), CONTENT_TYPE, keep=FIVE_MINUTES)

    def certificate(self, request: Request, form: str) -> Reply:
        """The authority's certificate, "der" or "pem"."""
        del request
        certificate = read_certificate(self._settings.authority_file)
        if certificate is None:
            return self.sorry(HTTPStatus.NOT_FOUND)
        if form == "pem":
            return Reply(certificate.pem, "application/x-pem-file")
        return Reply(certificate.der, "application/x-x509-ca-cert")

    def style(self, request: Request) -> Reply:
        """The style sheet."""
        del request
        return Reply(_style(), "text/css; charset=utf-8", keep=FIVE_MINUTES)

    def mark(self, request: Request) -> Reply:
        """Our mark, for the tab of the browser."""
        del request
        image = self._templates.get_template("mark.svg.j2").render()
        return Reply(image.encode(), "image/svg+xml", keep=FIVE_MINUTES)

    def health(self, request: Request) -> Reply:
        """Whether forms can be kept and the certificate given out, for the supervisor and for monitoring."""
        del request
        found = {
            "spool": self._spool.ready(),
            "certificate": read_certificate(self._settings.authority_file) is not None,
        }
        well = all(found.values())
        status = HTTPStatus.OK if well else HTTPStatus.SERVICE_UNAVAILABLE
        body = json.dumps({"status": "ok" if well else "trouble", **found}).encode()
        return Reply(body, "application/json", status)

    def show(self, request: Request, purpose: Purpose) -> Reply:
        """An empty form, with what the blocked page already said."""
        filled = fill(purpose.form, request)
        return self._form(purpose, filled._replace(faults={}))

    def take(self, request: Request, purpose: Purpose) -> Reply:
        """Keep a form that was sent; or show it again, with all that was written, and say what to do."""
        filled = fill(purpose.form, request)
        if filled.faults:
            return self._form(purpose, filled, status=HTTPStatus.UNPROCESSABLE_ENTITY)
        if not request.own_origin:
            return self._form(purpose, filled, FROM_ELSEWHERE, HTTPStatus.FORBIDDEN)
        if not self._limit.allows(request.client):
            return self._form(purpose, filled, TOO_MANY, HTTPStatus.TOO_MANY_REQUESTS)
        try:
            number = self._spool.keep(purpose.kind, {"client": request.client, **said(filled)})
        except OSError:
            log.exception("A form could not be kept in %s", self._settings.home / "spool")
            return self._form(purpose, filled, NOT_KEPT, HTTPStatus.SERVICE_UNAVAILABLE)
        location = f"{purpose.kept}?{urlencode({'number': number})}"
        return Reply(b"", status=HTTPStatus.SEE_OTHER, location=location)

    def thank(self, request: Request, template: str) -> Reply:
        """What happens next with what was sent, and what has become of it so far."""
        asked = request.field("number").strip().upper()
        number = asked if ID.fullmatch(asked) else ""
        answer = read_answers(self._settings.home).asks.get(number)
        return self._page(template, number=number, asked=asked, answer=answer)

    def nowhere(self, request: Request) -> Reply:
        """There is no such page here, or it takes no such request."""
        return self.sorry(HTTPStatus.NOT_FOUND if request.method == "GET" else HTTPStatus.METHOD_NOT_ALLOWED)

    def sorry(self, status: HTTPStatus) -> Reply:
        """A page for what cannot be answered."""
        return self._page("sorry.html.j2", status)

    def _form(self, purpose: Purpose, filled: Filled, message: str = "", status: HTTPStatus = HTTPStatus.OK) -> Reply:
        limits = {field.name: field.longest for field in purpose.form.texts}
        console = read_answers(self._settings.home).console
        return self._page(purpose.template, status, filled=filled, message=message, limits=limits, console=console)

    def _page(self, template: str, status: HTTPStatus = HTTPStatus.OK, **values: object) -> Reply:
        text = self._templates.get_template(template).render(values, settings=self._settings, status=status)
        return Reply(text.encode("utf-8", "replace"), status=status)


def _templates() -> jinja2.Environment:
    """Our templates, and the pictures that they share with the blocked pages; everything is escaped."""
    found = jinja2.Environment(
        loader=jinja2.FileSystemLoader([HERE / "templates", PAGES / "templates"]),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    found.globals.update(happened=HAPPENED, adults=ADULTS, practice=PRACTICE)
    return found


def _style() -> bytes:
    """The design that blocked pages have, and what only the portal needs."""
    return (PAGES / "design.css").read_bytes() + (HERE / "portal.css").read_bytes()
