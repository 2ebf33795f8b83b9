"""What the register and accounts hold of somebody, for a request to see it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from belisha.console.access.models import Post, Session
from belisha.console.people.models import (
    ContactPermission,
    Declaration,
    DeclaredTie,
    Device,
    Membership,
    Need,
    Photo,
    Relationship,
    StaffCheck,
    StarterStep,
    Visit,
)
from belisha.console.people.subject_access import Held, Other, holds

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from belisha.console.people.models import Person

__all__ = ["account", "register"]

FACTS: Final = (
    ("given", gettext_lazy("Given name")),
    ("family", gettext_lazy("Family name")),
    ("known_as", gettext_lazy("Known as")),
    ("born", gettext_lazy("Born")),
    ("upn", gettext_lazy("Unique pupil number")),
    ("mis_id", gettext_lazy("Number in the school's own system")),
    ("job", gettext_lazy("Job")),
    ("organisation", gettext_lazy("Organisation")),
    ("email", gettext_lazy("E-mail")),
    ("phone", gettext_lazy("Telephone")),
    ("language", gettext_lazy("Language at home")),
    ("joined", gettext_lazy("Joined")),
    ("left", gettext_lazy("Last day")),
)


def _day(value: date | None) -> str:
    return date_format(value, "j F Y") if value else ""


def _facts(pairs: list[tuple[Any, Any]]) -> str:
    return "\n".join(f"{title}: {value}" for title, value in pairs if value not in (None, ""))


@holds("register", gettext_lazy("The register"))
def register(person: Person) -> Iterator[Held]:
    """Their row, family, classes, needs, checks, visits, devices."""
    pairs = [(title, getattr(person, name)) for name, title in FACTS]
    pairs = [(title, _day(value) if hasattr(value, "isoformat") else value) for title, value in pairs]
    rows = [("Kind", person.get_kind_display()), ("Year", person.get_year_display() if person.year else "")]
    yield Held(f"person-{person.pk}", _("Their entry"), text=_facts([*rows, *pairs]))
    yield from _family(person)
    for row in Membership.objects.filter(person=person).select_related("group").order_by("first", "pk"):
        text = f"{row.group.name}: {_day(row.first)}, {_day(row.last)}"
        yield Held(f"class-{row.pk}", _("Class or group"), text=text)
    for need in Need.objects.filter(person=person).select_related("noted_by").order_by("noted_on", "pk"):
        who = need.noted_by.name if need.noted_by else ""
        text = _facts([(need.get_kind_display(), need.reason), (_("Noted"), f"{_day(need.noted_on)} {who}")])
        abuse = need.kind == Need.Kind.CHILD_PROTECTION
        yield Held(f"need-{need.pk}", _("A need"), text=text, others=_staff(who), abuse=abuse)
    yield from _work(person)


def _family(person: Person) -> Iterator[Held]:
    links = Relationship.objects.filter(Q(adult=person) | Q(child=person)).select_related("adult", "child")
    for link in links.order_by("pk"):
        other = link.adult if link.child_id == person.pk else link.child
        words = _("%(adult)s is %(what)s of %(child)s") % {
            "adult": link.adult.name,
            "what": link.get_kind_display(),
            "child": link.child.name,
        }
        if link.no_contact:
            words += f". {_('No contact, by order of a court.')}"
        kind = "family" if other.kind == "parent" else "child"
        yield Held(f"family-{link.pk}", _("Family"), text=words, others=(Other(other.name, kind),))


def _declared(person: Person) -> Iterator[Held]:
    """What staff declare, ask leave for, and sign as starters."""
    for made in Declaration.objects.filter(person=person).order_by("made_at", "pk"):
        lines = [f"{key}: {value}" for key, value in sorted(made.answers.items())]
        text = "\n".join([f"{made.form} {made.version}", *lines, made.confirmed_note])
        yield Held(f"declared-{made.pk}", _("A declaration"), made.made_at, text.strip())
    for tie in DeclaredTie.objects.filter(person=person).order_by("told_at", "pk"):
        yield Held(f"tie-{tie.pk}", _("A declared tie"), tie.told_at, f"{tie.tie}\n{tie.advice}".strip())
    for asked in ContactPermission.objects.filter(person=person).order_by("asked_at", "pk"):
        text = f"{asked.with_whom}, {asked.account}\n{asked.reason}\n{asked.answer}".strip()
        others = (Other(asked.with_whom, "subject"),)
        yield Held(f"contact-{asked.pk}", _("Leave for contact"), asked.asked_at, text, others=others)
    for step in StarterStep.objects.filter(person=person).order_by("step", "pk"):
        yield Held(
            f"starter-{step.pk}", _("A step of induction"), step.signed_at, f"{step.step} {step.taken_over}".strip()
        )


def _work(person: Person) -> Iterator[Held]:
    yield from _declared(person)
    for check in StaffCheck.objects.filter(person=person).order_by("seen_on", "pk"):
        pairs = [
            (check.get_kind_display(), check.number),
            (_("Seen"), f"{_day(check.seen_on)}, {check.seen_by}"),
            (_("Expires"), _day(check.expires)),
            (_("Note"), check.note),
        ]
        yield Held(f"check-{check.pk}", _("A check"), text=_facts(pairs), others=_staff(check.seen_by))
    visits = Visit.objects.filter(Q(person=person) | Q(host=person)).select_related("host", "person")
    for visit in visits.order_by("arrived_at", "pk"):
        pairs = [(_("Visitor"), visit.person.name), (_("Guest of"), visit.host.name), (_("Purpose"), visit.purpose)]
        others = (Other(visit.person.name, "subject"), *_staff(visit.host.name))
        yield Held(f"visit-{visit.pk}", _("A visit"), visit.arrived_at, _facts(pairs), others=others)
    for device in Device.objects.filter(person=person).order_by("code", "pk"):
        yield Held(f"device-{device.pk}", _("A device"), text=f"{device.name} {device.asset_tag} {device.mac}".strip())
    if Photo.objects.filter(person=person).exists():
        yield Held("photo", _("A photo"), text=_("A photo is on the register: print it from their page."))


@holds("account", gettext_lazy("The account"))
def account(person: Person) -> Iterator[Held]:
    """Account, posts, and when they signed in from where."""
    user = person.user
    pairs = [
        (_("User name"), user.username or ""),
        (_("E-mail"), user.email),
        (_("Opened"), _day(timezone.localdate(user.opened_at)) if user.opened_at else _("not open")),
    ]
    yield Held(f"account-{user.pk}", _("Their account"), text=_facts(pairs))
    for post in Post.objects.filter(holder=user).order_by("first", "pk"):
        yield Held(f"post-{post.pk}", _("A post"), text=f"{post.role}: {_day(post.first)}, {_day(post.last)}")
    sessions = Session.objects.filter(user=user).order_by("began", "pk")
    lines = [
        f"{timezone.localtime(one.began):%d/%m/%Y %H:%M} {one.way} {one.address} {one.agent}".strip()
        for one in sessions
    ]
    if lines:
        yield Held("sessions", _("When they signed in"), text="\n".join(lines))


def _staff(name: str) -> tuple[Other, ...]:
    return (Other(name, "staff"),) if name.strip() else ()
