"""Who clicks in the benchmark of pages: somebody who may do everything at a school, or who has all roles above them."""

from __future__ import annotations

import functools
import time
from datetime import timedelta
from http import HTTPStatus
from typing import TYPE_CHECKING, NamedTuple

from allauth.mfa.models import Authenticator
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, reset_queries, transaction
from django.test import Client
from django.test.client import ClientHandler
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from belisha.console.access.models import Post, School, Session, User
from belisha.console.access.roles import ROLES, Role
from belisha.console.access.sign_in.sealing import sealed
from cast import FIRST_DAY, SECRET
from console.examples import EXAMPLES
from console.visitors import sign_in

if TYPE_CHECKING:
    from console.pages import Page

__all__ = ["NOT_LOOKED", "Looked", "Visitor", "of_the_federation", "of_the_school"]


def _enough() -> set[Role]:
    """The roles that give most rights, until together they give all that can be had at a school."""
    chosen: set[Role] = set()
    missing = set().union(*(rule.permissions for rule in ROLES.values()))
    while missing:
        best = max(ROLES, key=lambda role: len(ROLES[role].permissions & missing))
        chosen.add(best)
        missing -= ROLES[best].permissions
    return chosen


ENOUGH = _enough()
# a passkey that is none would be asked for wherever its owner must show who they are
EXAMPLES["second-factor-rename"] = EXAMPLES["second-factor-remove"]
# what an example makes is made once for each visitor, whichever pages are about it
_MADE_ONCE = {example: functools.cache(example) for example in EXAMPLES.values()}
EXAMPLES.update({name: _MADE_ONCE[example] for name, example in EXAMPLES.items()})


class Looked(NamedTuple):
    """What an address answers ("page", or the status or kind of what is none), its queries, milliseconds of processor.

    The latter once its template is known: the better of two, which other work on the machine does not lengthen much.
    """

    outcome: str
    queries: int
    worked: float


NOT_LOOKED = Looked("without an example that can be made here", 0, 0)


class Visitor(NamedTuple):
    """Somebody signed in, and the school whose pages they look at."""

    user: User
    school: School
    cookie: str

    def address(self, page: Page) -> str:
        """Where a page is, about something that was made for this visitor; "" where no example is, or none can be."""
        if set(page.takes) - {"school"} and page.name not in EXAMPLES:
            return ""
        try:
            with transaction.atomic():
                return page.address(self.school, self.user)
        except (IntegrityError, ValidationError, ValueError, PermissionDenied):
            return ""

    def look(self, address: str) -> Looked:
        """Look at an address through Django's own client."""
        client = Client()
        client.handler = _handler()
        client.cookies["sessionid"] = self.cookie
        reset_queries()  # only so many are kept: when they are full, none is counted
        with CaptureQueriesContext(connection) as queries:
            response = client.get(address)
        asked = len(queries)  # the next request forgets them
        if response.status_code != HTTPStatus.OK:
            return Looked(str(response.status_code), asked, 0)
        worked = []
        for _ in range(2):
            begun = time.process_time()
            client.get(address)
            worked.append((time.process_time() - begun) * 1000)
        kind = response.headers.get("Content-Type", "").partition(";")[0]
        return Looked("page" if kind == "text/html" else kind, asked, min(worked))


@functools.cache
def _handler() -> ClientHandler:
    """One for all: making its middleware reads every style and script."""
    handler = ClientHandler(enforce_csrf_checks=False)
    handler.load_middleware()
    return handler


def of_the_school(school: School) -> Visitor:
    """A member of staff with roles enough to do everything that can be done at a school."""
    user = _staff(school)
    # some posts are one person's alone: they change hands, the others are added
    held = Post.objects.filter(school=school, role__in=ENOUGH)
    others = ENOUGH - {Role(role) for role in held.values_list("role", flat=True)}
    held.update(holder=user)
    _appoint(user, school, others)
    return _signed_in(user, school)


def of_the_federation(school: School) -> Visitor:
    """Somebody of a school with every role that can be held for its whole federation."""
    user = _staff(school)
    _appoint(user, None, {role for role, rule in ROLES.items() if rule.federation})
    return _signed_in(user, school)


def _staff(school: School) -> User:
    """Somebody on the register with no post but a teacher's, and not chosen before."""
    busy = Post.objects.filter(school=school).exclude(role=Role.TEACHER).values("holder")
    everywhere = Post.objects.filter(school=None).values("holder")
    staff = User.objects.filter(school=school, kind=User.Kind.STAFF, person__isnull=False)
    return staff.exclude(pk__in=busy).exclude(pk__in=everywhere).order_by("-pk")[0]


def _appoint(user: User, school: School | None, roles: set[Role]) -> None:
    Post.objects.bulk_create(
        Post(federation=user.federation, school=school, role=role, holder=user, first=FIRST_DAY)
        for role in sorted(roles)
    )


def _signed_in(user: User, school: School) -> Visitor:
    Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={"secret": sealed(SECRET)})
    client = sign_in(Client(), user)
    # as long as it takes: nobody is asked again who they are
    Session.objects.filter(user=user).update(confirmed_at=timezone.now() + timedelta(hours=3), idle_minutes=300)
    return Visitor(user, school, client.cookies["sessionid"].value)
