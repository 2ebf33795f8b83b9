"""Asking for a page: staff on a page of the console, anybody through the gateway. The same for the same is one ask."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from belisha.console.access.acting import By
from belisha.console.access.models import School, User
from belisha.console.access.permissions import Permission
from belisha.console.filtering.asks import audit_events as events
from belisha.console.filtering.asks.actions.letters import tell
from belisha.console.filtering.asks.answers import answers_changed
from belisha.console.filtering.asks.queries.asks import due_at
from belisha.console.filtering.asks.queries.people import (
    able,
    class_of,
    classes_taught,
    of_class,
    of_school,
    teachers_of,
)
from belisha.console.filtering.asks.rules.sites import LONGEST, read_site
from belisha.console.filtering.asks.rules.states import OPEN_STATES
from belisha.console.filtering.models import Ask, Asker

if TYPE_CHECKING:
    from datetime import datetime

    from belisha.console.filtering.asks.queries.people import Audience
    from belisha.console.filtering.asks.queries.whose import Whose
    from belisha.console.filtering.asks.rules.sites import Site
    from belisha.console.people.models import Person

__all__ = ["Sent", "ask", "bring_ask", "join", "tell_answerers"]

REASON: Final = 4000
GATEWAY: Final = By(None, system="gateway")


class Sent(NamedTuple):
    """What came through the gateway's form. `said`: what the form claims of itself.

    schools: the codes of those that the gateway is of; None for the one beside the console, which is of all.
    """

    number: str
    at: datetime
    client: str
    said: dict[str, Any]
    schools: frozenset[str] | None = None

    def text(self, name: str) -> str:
        """What was written in a field; "" where there was none."""
        value = self.said.get(name, "")
        return value if isinstance(value, str) else ""


def ask(
    *,
    by: By,
    school: School,
    address: str,
    reason: str,
    audience: Audience,
    until: datetime | None = None,
) -> Ask:
    """A member of staff asks for a page; joins an ask for the same site and people. Raises ValidationError by field."""
    by = by.may(Permission.ASK_FOR_PAGES, school)
    now, site = timezone.now(), read_site(address)
    faults = _faults(site, reason, until, now)
    if faults:
        raise ValidationError(faults)
    with transaction.atomic():
        School.objects.select_for_update().get(pk=school.pk)
        found = _like(school, site, [audience]) or _new(school, site, audience, Ask.State.MANAGERS, now)
        found.until = max(filter(None, (found.until, until)), default=None)
        if found.state == Ask.State.TEACHER:  # pupils asked before; now the teacher does
            found.state, found.passed_by, found.passed_at, found.pass_words = Ask.State.MANAGERS, by.user, now, reason
        found.save()
        Asker.objects.create(
            ask=found, user=by.user, person=_person(by.user), known=Asker.Known.SIGNED_IN, at=now,
            address=address[:LONGEST], reason=reason[:REASON],
        )  # fmt: skip
        after = {"for": audience.name, "until": until.isoformat() if until else ""}
        by.did(events.ASKED, to=found, at=school, reason=reason[:REASON], after=after)
        tell_answerers(found)
        answers_changed()
    return found


def _faults(site: Site, reason: str, until: datetime | None, now: datetime) -> dict[str, str]:
    faults = {}
    if site.fault:
        faults["address"] = _("This is not the address of a page: %(fault)s.") % {"fault": site.fault.rstrip(".")}
    if not reason.strip():
        faults["reason"] = _("Say what you need it for.")
    if until is not None and until <= now:
        faults["until"] = _("Choose a day that is still to come.")
    return faults


def bring_ask(sent: Sent, whose: Whose, audience: Audience, school: School) -> Ask | None:
    """Bring one ask in from the gateway; None where it is here already. `audience`: for those who are nobody known.

    The system's own act: whoever runs the gateway's spool calls it.
    """
    with transaction.atomic():
        School.objects.select_for_update().get(pk=school.pk)
        if Asker.objects.filter(number=sent.number).exists():
            return None
        site = read_site(sent.text("address"))
        audience = _audience(whose.person, school) or audience
        found = _joined(school, site, audience, sent.at)
        Asker.objects.create(
            ask=found, number=sent.number, person=whose.person, user=whose.person.user if whose.person else None,
            known=whose.known, device=whose.device[:80], at=sent.at, address=sent.text("address")[:LONGEST],
            reason=sent.text("reason")[:REASON], said=sent.said,
        )  # fmt: skip
        GATEWAY.did(
            events.BROUGHT, to=found, at=school, reason=sent.text("reason")[:REASON],
            after={"number": sent.number, "for": audience.name, "known": whose.known},
        )  # fmt: skip
        tell_answerers(found)
        answers_changed()
    return found


def _audience(person: Person | None, school: School) -> Audience | None:
    """A pupil asks for their class; a teacher of one class for that."""
    if person is None:
        return None
    if person.kind == User.Kind.PUPIL:
        group = class_of(person)
        return of_class(group) if group else of_school(school)
    taught = classes_taught(person.user, school)
    return of_class(taught[0]) if len(taught) == 1 else of_school(school)


def _joined(school: School, site: Site, audience: Audience, at: datetime) -> Ask:
    """The ask that a new one joins, or a new one: with the class's teacher, else with the filter managers."""
    found = _like(school, site, [audience])
    if found is not None:
        return found
    group = audience.in_class
    with_teacher = group is not None and bool(teachers_of(group))
    return _new(school, site, audience, Ask.State.TEACHER if with_teacher else Ask.State.MANAGERS, at)


def _like(school: School, site: Site, audiences: list[Audience]) -> Ask | None:
    """An ask for the same site and the same people that nobody has answered."""
    if site.fault:
        return None
    same = Ask.objects.for_school(school).filter(host=_host(site), state__in=OPEN_STATES)
    for audience in audiences:
        found: Ask | None = same.filter(holder=audience.kind, holder_id=audience.id).order_by("asked_at").first()
        if found:
            return found
    return None


def _host(site: Site) -> str:
    return site.host.removeprefix("www.")


def _new(school: School, site: Site, audience: Audience, state: Ask.State, at: datetime) -> Ask:
    made: Ask = Ask.objects.create(
        school=school, address=site.address[:LONGEST] or "?", host=_host(site), readable=not site.fault,
        holder=audience.kind, holder_id=audience.id, holder_name=audience.name[:80], in_class=audience.in_class,
        state=state, asked_at=at, due_at=due_at(school, at),
    )  # fmt: skip
    return made


def join(ask: Ask, audience: Audience) -> Ask:
    """Give an ask another audience; where the same is asked for already, everybody who asked goes over there."""
    site = read_site(ask.address)
    other = _like(ask.school, site, [audience]) if (audience.kind, audience.id) != (ask.holder, ask.holder_id) else None
    if other is None or other.pk == ask.pk:
        ask.holder, ask.holder_id, ask.holder_name = audience.kind, audience.id, audience.name[:80]
        return ask
    ask.askers.update(ask=other)
    other.asked_at, other.due_at = min(other.asked_at, ask.asked_at), min(other.due_at, ask.due_at)
    ask.delete()
    return other


def _person(user: User | None) -> Person | None:
    return getattr(user, "person", None) if user else None


def tell_answerers(ask: Ask) -> None:
    """A mail to whom an ask waits for, with the first of those who ask; who answers anyway looks at their home page."""
    if ask.askers.count() > 1 and ask.passed_at is None:
        return
    link = reverse("filter-ask", args=[ask.school.code, ask.pk])
    if ask.state == Ask.State.TEACHER and ask.in_class:
        tell(teachers_of(ask.in_class), _("A pupil asks for a page"), "pupil_asks", school=ask.school, link=link)
    elif ask.state == Ask.State.MANAGERS:
        answering = able(ask.school, Permission.ANSWER_ASKS)
        tell(answering, _("Somebody asks for a page"), "staff_ask", school=ask.school, link=link)
